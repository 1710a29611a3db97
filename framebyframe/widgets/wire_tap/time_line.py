"""The time line as plain JSON values: what each side sent, and calls from their request to their reply.

However many rows there are, a side has at most STEPS ticks: those that fall together are counted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from framebyframe.figures.words import count
from framebyframe.proxy.illustrated.text import counted
from framebyframe.proxy.tap import TappedCall, TappedFrame
from framebyframe.proxy.tap.rows import call_name, duration
from framebyframe.wire.opcodes import CLOSE, CONTROL_OPCODES

from .index import Index
from .lanes import Lane, Ticks
from .row_parts import one_line, state_of
from .rows import ConnectionRow, Row, is_wrong
from .words import say

STEPS = 240
"""Places on the time line."""
MOST_LANES = 6
"""Connections that are drawn; of more, the latest."""
MOST_BARS = 40
"""Calls of one connection that are drawn; of more, the number in flight is."""
MOST_DEEP = 6
"""Calls that are drawn one under the other."""
BEFORE = 200
"""Calls that began before what is shown, and may go on in it, that are looked at."""
ZOOM = 4.0
"""How much closer one step brings it."""
SHORTEST = 0.0001
"""Seconds that are shown at least."""

Json = dict[str, Any]
Span = tuple[float, float]


def picture(
    index: Index,
    connections: Sequence[int],
    names: Mapping[int, str],
    span: Span,
    found: Callable[[range], bool],
) -> Json:
    """Everything the time line shows.

    Args:
        index: the rows.
        connections: the numbers of those that are shown, in order.
        names: of them.
        span: the first place and the last one.
        found: whether a row of these numbers is to be marked.
    """
    drawn = connections[-MOST_LANES:]
    scale = Scale(span)
    left_out = len(connections) - len(drawn)
    return {
        "lanes": [{"name": names[number], **_lane(index, index.lanes[number], scale)} for number in drawn],
        "steps": STEPS,
        "from": f"{index.time_at(span[0]):.6f}",
        "to": f"{index.time_at(span[1]):.6f}",
        "breaks": [scale.step(x) for x in index.breaks if span[0] <= x <= span[1]][:STEPS],
        "found": [step for step, low, high in scale.edges() if found(index.between(low, high))],
        "more": say("more_lanes", connections=counted("connection", left_out)) if left_out else "",
        "alt": _alt(index, drawn, names, span),
    }


class Scale:
    """Places on the time line as steps, from 0 to STEPS."""

    def __init__(self, span: Span) -> None:
        self.low, self.high = span
        self._width = max(self.high - self.low, SHORTEST)

    def step(self, x: float) -> float:
        """Where a place is drawn."""
        return round(min(max((x - self.low) / self._width, 0.0), 1.0) * STEPS, 1)

    def x(self, step: float) -> float:
        """The place that is drawn there."""
        return self.low + step / STEPS * self._width

    def edges(self) -> Iterator[tuple[int, float, float]]:
        """Each step, the place where it begins and the place where it ends."""
        for step in range(STEPS):
            yield step, self.x(step), self.x(step + 1) if step < STEPS - 1 else self.high + SHORTEST


def zoomed(span: Span | None, whole: Span, around: float, steps: int) -> Span | None:
    """The span that is closer or farther by so many steps; None for all.

    Args:
        span: that is shown; None for all.
        whole: all there is.
        around: the place that is to stay in sight.
        steps: 1 is closer, -1 is farther, 0 shows all.
    """
    low, high = span or whole
    width = max((high - low) / ZOOM**steps, SHORTEST)
    if not steps or width >= whole[1] - whole[0]:
        return None
    low = min(max(around - width / 2, whole[0]), whole[1] - width)
    return low, low + width


def in_sight(span: Span, whole: Span, x: float) -> Span:
    """A span as wide as this one; where the place lies outside, it is moved there."""
    if span[0] <= x <= span[1]:
        return span
    width = span[1] - span[0]
    low = max(min(x - width / 2, whole[1] - width), whole[0])
    return low, low + width


def at_the_end(span: Span, whole: Span) -> Span:
    """A span as wide as this one, at the end of all there is."""
    return whole[1] - (span[1] - span[0]), whole[1]


def _lane(index: Index, lane: Lane, scale: Scale) -> Json:
    return {
        "client": _ticks(index, lane.sides["client"], scale),
        "server": _ticks(index, lane.sides["server"], scale),
        **_calls(index, lane, scale),
    }


def _ticks(index: Index, ticks: Ticks, scale: Scale) -> list[Json]:
    """Rows that fall on one step are one tick, in the colour of the first one, or of what is wrong."""
    made = []
    for step, low, high in scale.edges():
        first, stop = bisect_left(ticks.xs, low), bisect_left(ticks.xs, high)
        if first < stop:
            wrong = bisect_left(ticks.wrong, low) < bisect_left(ticks.wrong, high)
            look = "tone-wrong" if wrong else look_of(index.row(ticks.numbers[first]))
            made.append({"at": step, "count": stop - first, "look": look})
    return made


def look_of(row: Row) -> str:
    """The colour of a row: as in the figure of a time line."""
    if is_wrong(row):
        return "tone-wrong"
    if isinstance(row, ConnectionRow):
        return "start-line"
    if not isinstance(row, TappedFrame):
        return "tone-plain"
    if row.opcode is CLOSE:
        return "close-code"
    return "opcode" if row.opcode in CONTROL_OPCODES else "payload-data"


def _calls(index: Index, lane: Lane, scale: Scale) -> Json:
    """Calls as bars, or, where there are many, how many are in flight at each step."""
    begun = bisect_right(lane.starts, scale.high)
    over = bisect_left(lane.ends, scale.low)
    if begun - over > MOST_BARS:
        return {"bars": [], "load": _load(lane, scale)}
    return {"bars": list(_bars(index, lane, scale)), "load": []}


def _load(lane: Lane, scale: Scale) -> list[int]:
    return [bisect_left(lane.starts, high) - bisect_left(lane.ends, low) for _, low, high in scale.edges()]


def _bars(index: Index, lane: Lane, scale: Scale) -> Iterator[Json]:
    """The calls that go on in the span; those that overlap are drawn one under the other."""
    free: list[float] = []
    for number, call, start, end in _going_on(index, lane, scale):
        deep = next((at for at, until in enumerate(free) if until < start), len(free))
        free[deep : deep + 1] = [end]
        yield {
            "number": number,
            "from": scale.step(start),
            "to": scale.step(end),
            "deep": deep % MOST_DEEP,
            "look": "method" if call.state == "in flight" else "error" if is_wrong(call) else "result",
            "open": call.state == "in flight",
            "words": f"{one_line(call_name(call))}, {_how(call)}",
        }


def _going_on(index: Index, lane: Lane, scale: Scale) -> Iterator[tuple[int, TappedCall, float, float]]:
    first = bisect_left(lane.calls, scale.low, key=index.x)
    for number in lane.calls[max(first - BEFORE, 0) :]:
        call = index.row(number)
        assert isinstance(call, TappedCall)
        start = index.x_at(call.time)
        end = index.span()[1] if call.ended is None else index.x_at(call.ended)
        if start > scale.high:
            return
        if end >= scale.low:
            yield number, call, start, end


def _how(call: TappedCall) -> str:
    """How a call went, and how long it took."""
    state = state_of(call)
    return state if call.latency is None else f"{state}, {duration(call.latency)}"


def _alt(index: Index, numbers: Sequence[int], names: Mapping[int, str], span: Span) -> str:
    """The time line in words."""
    said = [
        say(
            "lane_alt",
            name=names[number],
            frames=count(lane.frames, "frame"),
            calls=count(len(lane.calls), "call"),
        )
        for number, lane in ((number, index.lanes[number]) for number in numbers)
    ]
    times = {"begin": f"{index.time_at(span[0]):.3f}", "end": f"{index.time_at(span[1]):.3f}"}
    return " ".join([say("line_alt", **times), *said])

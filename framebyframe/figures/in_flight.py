"""Calls in flight, against time: a bar for each call from its request to its end, and how many there are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

from . import svg
from .figure import Figure
from .language import FIELDS, PANEL_LIGHT, TONES, Colours, Field, Mark
from .tables import Cell, Row, html_table
from .text.catalogue import say
from .visible import pad, shorten, visible
from .words import count

MOST_CALLS = 128
"""Calls that are drawn."""
MOST_NAMED = 16
"""Calls of which each has its name beside its bar; more have no room."""

TOP, LEFT, LEFT_OF_NAMED, RIGHT = 52, 44, 150, 726
ROW, ROOM, LEVEL, GAP = 26, 320, 60, 20
"""Pixels: for a call with its name, for all calls without, for the number in flight, and between the two."""
LINE, SWATCH = 24, 22
TICKS = 6
"""Marks on the axis, about."""
NAME_COLUMNS = 24

LOOKS: dict[str, Field | Mark] = {
    "answered": FIELDS["result"],
    "failed": FIELDS["error"],
    "lost": TONES["wrong"],
    "in_flight": TONES["plain"],
    "given_up": TONES["plain"],
}
"""How a bar looks, by the state of its call as a key."""


class TimedCall(Protocol):
    """What is drawn of a call; those of `proxy.Tap(...).record.calls()` have it."""

    @property
    def action(self) -> str: ...
    @property
    def id(self) -> Any: ...
    @property
    def state(self) -> str: ...
    @property
    def time(self) -> float: ...
    @property
    def ended(self) -> float | None: ...
    @property
    def cancelled(self) -> float | None: ...


@dataclass(frozen=True)
class _Bar:
    """One call.

    Attributes:
        state: a key of LOOKS.
        begin, end: seconds since the first request; `end` is None where it has not ended.
        given_up: when it was cancelled, or None.
        place: among the replies, from 1; 0 where none came.
    """

    name: str
    state: str
    begin: float
    end: float | None
    given_up: float | None
    place: int

    @property
    def look(self) -> Field | Mark:
        return LOOKS[self.state]

    @property
    def words(self) -> str:
        """How it ended: "answered, the 3rd reply"."""
        words = _state_words(self.state)
        words = say("drawing", "in_flight", "place", words=words, place=self.place) if self.place else words
        return (
            words if self.given_up is None else say("drawing", "in_flight", "after_its_cancel", words=words)
        )


def calls_in_flight(calls: Iterable[TimedCall], caption: str = "") -> Figure:
    """Calls against time: who waits for what, and how many at once.

    Args:
        calls: in the order in which they were sent, such as `tap.record.calls()`. Notifications, which nobody
            waits for, are left out.
        caption: a line under the figure.

    Example: `calls_in_flight(tap.record.calls())`
    """
    bars = _bars([call for call in calls if call.state != "notification"])
    named = bars if len(bars) <= MOST_NAMED else []
    summary = _summary(bars)
    return Figure(
        svg=_svg(bars, summary),
        alt=say("drawing", "in_flight", "alt", summary=summary, rows=" ".join(map(_spoken, named))).strip(),
        text="\n".join([summary, *map(_written, named)]),
        table=_table(named) if named else "",
        caption=caption,
    )


def _bars(calls: Sequence[TimedCall]) -> list[_Bar]:
    first = min((call.time for call in calls), default=0.0)
    replies = sorted(call.ended for call in calls if call.ended is not None and call.state != "lost")
    return [
        _Bar(
            _name(call),
            call.state.replace(" ", "_"),
            call.time - first,
            None if call.ended is None else call.ended - first,
            None if call.cancelled is None else call.cancelled - first,
            0 if call.ended is None or call.state == "lost" else replies.index(call.ended) + 1,
        )
        for call in calls
    ]


def _name(call: TimedCall) -> str:
    """The action, and the id where there is one."""
    has_id = isinstance(call.id, str | int | float)
    return shorten(visible(f"{call.action} {call.id}" if has_id else call.action), NAME_COLUMNS)


def _levels(bars: Sequence[_Bar]) -> list[tuple[float, int]]:
    """How many calls are in flight from each moment on at which that changes."""
    changes = [(bar.begin, 1) for bar in bars] + [(bar.end, -1) for bar in bars if bar.end is not None]
    moments = sorted(changes)
    return [
        (moment, level)
        for (moment, _), level in zip(moments, accumulate(by for _, by in moments), strict=True)
    ]


# --- in words and in text ------------------------------------------------------------------------


def _summary(bars: Sequence[_Bar]) -> str:
    """ "64 calls, at most 1 in flight at a time: 64 answered"."""
    if not bars:
        return say("drawing", "all", "nothing")
    most = max(level for _, level in _levels(bars))
    outcomes = ", ".join(f"{number} {_state_words(state)}" for state, number in _counted(bars))
    return say(
        "drawing", "in_flight", "summary", calls=count(len(bars), "call"), most=most, outcomes=outcomes
    )


def _counted(bars: Sequence[_Bar]) -> list[tuple[str, int]]:
    """How many calls ended in each way, in the order of LOOKS."""
    states = [bar.state for bar in bars]
    return [(state, states.count(state)) for state in LOOKS if state in states]


def _state_words(state: str) -> str:
    return say("drawing", "in_flight", f"state.{state}")


def _spoken(bar: _Bar) -> str:
    return say("drawing", "in_flight", "row", name=bar.name, words=bar.words)


def _written(bar: _Bar) -> str:
    return f"  {pad(bar.name, NAME_COLUMNS)}  {bar.words}"


def _table(bars: Sequence[_Bar]) -> str:
    header = [say("drawing", "in_flight", f"column.{name}") for name in ("call", "end")]
    rows: list[Row] = [[Cell(bar.name, "method", code=True), bar.words] for bar in bars]
    return html_table(header, rows)


# --- drawn ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Scale:
    """From seconds to pixels.

    Attributes:
        left: where the first request is.
        seconds: up to the right edge.
    """

    left: float
    seconds: float

    def x(self, moment: float | None) -> float:
        """The place of a moment; the right edge where there is none."""
        if moment is None:
            return RIGHT
        return self.left + (RIGHT - self.left) * moment / self.seconds

    @property
    def step(self) -> float:
        """Seconds from one mark of the axis to the next: 1, 2 or 5, times a power of ten."""
        rough = self.seconds / TICKS
        power = 10.0 ** math.floor(math.log10(rough))
        return next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough)

    def ticks(self) -> list[float]:
        """The moments of the marks."""
        return [self.step * number for number in range(int(self.seconds / self.step + 1e-9) + 1)]


def _svg(bars: Sequence[_Bar], summary: str) -> str:
    drawn = bars[:MOST_CALLS]
    scale = _scale(drawn)
    row = ROW if len(drawn) <= MOST_NAMED else ROOM / len(drawn)
    shapes = [svg.text(svg.PADDING, 26, summary, svg.SMALL, bold=True, room=svg.INNER)]
    foot = TOP + row * len(drawn)
    shapes += _axis(scale, foot + GAP + LEVEL)
    for number, bar in enumerate(drawn):
        shapes += _bar(bar, TOP + number * row, row, scale)
    shapes += _level(drawn, scale, foot + GAP) if drawn else []
    legend, bottom = _legend(drawn, foot + GAP + LEVEL + 46)
    shapes += legend
    if len(bars) > len(drawn):
        left_out = say("drawing", "all", "more", number=len(bars) - len(drawn))
        shapes.append(svg.text(svg.PADDING, bottom, left_out, svg.SMALL, PANEL_LIGHT["muted"]))
        bottom += LINE
    return svg.panel(shapes, bottom, summary)


def _scale(bars: Sequence[_Bar]) -> _Scale:
    moments = [moment for bar in bars for moment in (bar.begin, bar.end, bar.given_up) if moment is not None]
    is_named = 0 < len(bars) <= MOST_NAMED
    return _Scale(LEFT_OF_NAMED if is_named else LEFT, max(1.02 * max(moments, default=0.0), 0.001))


def _axis(scale: _Scale, foot: float) -> Iterator[str]:
    """The marks of the axis, their seconds or milliseconds under them."""
    in_seconds = scale.step >= 1
    for moment in scale.ticks():
        x = scale.x(moment)
        yield svg.line(x, TOP - 6, x, foot, PANEL_LIGHT["rule"])
        words = f"{moment:g}" if in_seconds else f"{moment * 1000:g}"
        yield svg.text(x, foot + 14, words, svg.SMALL, PANEL_LIGHT["muted"], "middle")
    unit = say("drawing", "in_flight", "seconds" if in_seconds else "milliseconds")
    yield svg.text(svg.WIDTH - svg.PADDING, foot + 32, unit, svg.SMALL, PANEL_LIGHT["muted"], "end")


def _bar(bar: _Bar, top: float, row: float, scale: _Scale) -> Iterator[str]:
    colours, left = bar.look.light, scale.x(bar.begin)
    width = max(scale.x(bar.end) - left, 1.5)
    if row < ROW:
        yield svg.rectangle(left, top, width, max(row - 1, 1.5), fill=colours.line)
        return
    yield svg.text(svg.PADDING, top + row / 2, bar.name, svg.SMALL, room=LEFT_OF_NAMED - svg.PADDING - 8)
    dashes = "5 4" if bar.end is None else None
    look = {"fill": colours.tint, "stroke": colours.line, "stroke_dasharray": dashes}
    yield svg.rectangle(left, top + 3, width, row - 7, 3, **look)
    yield svg.band(left, top + row - 4 - svg.BAND, width, bar.look.pattern, colours)
    if bar.given_up is not None:
        yield from _mark(scale.x(bar.given_up), top, row)


def _mark(x: float, top: float, row: float) -> Iterator[str]:
    """Where a call was given up."""
    colour = TONES["hint"].light
    yield svg.line(x, top, x, top + row, colour.ink, 2.5)
    yield svg.text(x + 6, top + row / 2, _cancel_words(), svg.SMALL, colour.ink)


def _cancel_words() -> str:
    return say("drawing", "in_flight", "cancelled")


def _level(bars: Sequence[_Bar], scale: _Scale, top: float) -> Iterator[str]:
    """How many are in flight, as steps."""
    levels = _levels(bars)
    most = max(level for _, level in levels)
    foot, high = top + LEVEL, (LEVEL - 8) / most
    way = f"M{svg.number(scale.x(0.0))} {svg.number(foot)}"
    for moment, level in levels:
        way += f"H{svg.number(scale.x(moment))}V{svg.number(foot - level * high)}"
    end = RIGHT if levels[-1][1] else scale.x(levels[-1][0])
    look: Colours = FIELDS["method"].light
    yield svg.path(f"{way}H{svg.number(end)}V{svg.number(foot)}Z", look.line, 1.5, fill=look.tint)
    yield svg.line(scale.left, foot, RIGHT, foot, PANEL_LIGHT["border"])
    yield svg.text(scale.left - 8, foot - most * high, str(most), svg.SMALL, look.ink, "end")
    if scale.left >= LEFT_OF_NAMED:
        words = say("drawing", "in_flight", "level")
        yield svg.text(
            svg.PADDING, top + LEVEL / 2 + 8, words, svg.SMALL, room=LEFT_OF_NAMED - 2 * svg.PADDING
        )


def _legend(bars: Sequence[_Bar], middle: float) -> tuple[list[str], float]:
    """What each look stands for, in as many lines as it needs; and where the next line would be."""
    shapes: list[str] = []
    x: float = svg.PADDING
    for state, _ in _counted(bars):
        words = _state_words(state)
        width = SWATCH + 8 + svg.text_width(words, svg.SMALL) + 24
        if x + width > svg.WIDTH - svg.PADDING and x > svg.PADDING:
            x, middle = svg.PADDING, middle + LINE
        shapes += _entry(x, middle, words, LOOKS[state])
        x += width
    return shapes, middle + LINE


def _entry(x: float, middle: float, words: str, look: Field | Mark) -> Iterator[str]:
    yield svg.rectangle(x, middle - 7, SWATCH, 14, radius=3, fill=look.light.tint, stroke=look.light.line)
    yield svg.band(x, middle + 1, SWATCH, look.pattern, look.light)
    yield svg.text(x + SWATCH + 8, middle, words, svg.SMALL)

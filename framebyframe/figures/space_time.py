"""A space-time diagram: client, network and server as lines, time from top to bottom, messages slanted.

Time is not to scale: each moment at which something happens has a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from . import svg
from .figure import Figure
from .language import DIRECTIONS, PANEL_LIGHT, ROLES, TONES
from .tables import Cell, Row, html_table
from .text.catalogue import say
from .visible import elide, pad, visible
from .words import count

CLIENT, NETWORK, SERVER = "client", "network", "server"

MOST_ROWS = 48
"""Rows that are drawn: the last ones, for there the failure is."""
TIME_EDGE, CLIENT_X, NETWORK_X, SERVER_X = 20, 300, 460, 620
HEAD_TOP, HEAD_HEIGHT, HEAD_WIDTH = 14, 32, 112
FIRST_ROW, ROW = 74, 25
TIME_ROOM, MARK_LEFT = 66, 88
GAP = 9
"""Pixels between a line and the words beside it."""
NAME_COLUMNS, TIME_COLUMNS, WORD_COLUMNS = 9, 10, 70


@dataclass(frozen=True)
class Passage:
    """One message.

    Attributes:
        words: what it is.
        to_server: its direction.
        sent: in seconds.
        arrived: in seconds; None where it never did.
        lost: when it was given up; None where it was not.
    """

    words: str
    to_server: bool
    sent: float
    arrived: float | None = None
    lost: float | None = None


@dataclass(frozen=True)
class Mark:
    """Something that happens at one place.

    Attributes:
        time: in seconds.
        where: "client", "network" (a fault) or "server".
        words: what.
    """

    time: float
    where: str
    words: str


def space_time(
    passages: Sequence[Passage], marks: Sequence[Mark], wrong: str = "", caption: str = ""
) -> Figure:
    """A space-time diagram.

    Args:
        passages: the messages.
        marks: what else happens.
        wrong: what went wrong in the end; "" where nothing did.
        caption: a line under the figure.

    Raises:
        ValueError: a mark is in no such place.

    Example: `space_time([Passage("echo 1", True, 0.1, 0.2)], [Mark(0.15, "network", "latency 50ms")])`
    """
    for mark in marks:
        if mark.where not in (CLIENT, NETWORK, SERVER):
            raise ValueError(f"a mark is at the client, the network or the server, not {mark.where!r:.80}")
    plan = _Rows.of(passages, marks)
    return Figure(
        svg=_svg(plan, wrong),
        alt=_alt(plan, wrong),
        text="\n".join(_text(plan, wrong)),
        table=_table(plan),
        caption=caption,
    )


@dataclass(frozen=True)
class _Line:
    """A passage or a mark in its rows.

    Attributes:
        first: the row of its beginning.
        last: of its end; the same for a mark.
    """

    thing: Passage | Mark
    first: int
    last: int


@dataclass(frozen=True)
class _Rows:
    """The rows in their order.

    Attributes:
        times: of each row.
        lines: what is drawn.
        left_out: how many rows before the first are not drawn.
    """

    times: tuple[float, ...]
    lines: tuple[_Line, ...]
    left_out: int

    @classmethod
    def of(cls, passages: Sequence[Passage], marks: Sequence[Mark]) -> _Rows:
        moments = sorted({moment for passage in passages for moment in _moments(passage)})
        begun: list[Passage | Mark] = [*passages, *marks]
        begun.sort(key=lambda thing: (_beginning(thing), isinstance(thing, Passage)))
        rows = _placed(begun, moments, {(p.arrived, _side(not p.to_server)) for p in passages})
        lines = [_line(thing, rows) for thing in begun]
        left_out = max(0, len(rows.times) - MOST_ROWS)
        kept = [line for line in lines if line.first >= left_out]
        shifted = tuple(
            replace(line, first=line.first - left_out, last=line.last - left_out) for line in kept
        )
        return cls(rows.times[left_out:], shifted, left_out)


@dataclass(frozen=True)
class _Placed:
    """Rows by time, and by the thing that begins in one."""

    times: tuple[float, ...]
    of_thing: dict[int, int]

    def row_at(self, moment: float) -> int:
        """The first row at this moment, or after it."""
        return next(row for row, time in enumerate(self.times) if time >= moment)


def _placed(
    begun: Sequence[Passage | Mark], moments: Sequence[float], arrivals: set[tuple[float | None, str]]
) -> _Placed:
    """One row for each moment, and more where two things would meet at one place.

    Args:
        begun: passages and marks, in the order of their beginnings.
        moments: of all beginnings and ends.
        arrivals: when a message arrives, and at which side: one that is sent then has the row below.
    """
    times: list[float] = []
    of_thing: dict[int, int] = {}
    everything = sorted({*moments, *(_beginning(thing) for thing in begun)})
    for moment in everything:
        taken = {f"from {side}": 1 for side in (CLIENT, SERVER) if (moment, side) in arrivals}
        here = [thing for thing in begun if _beginning(thing) == moment]
        base = len(times)
        for thing in here:
            place = _place(thing)
            of_thing[id(thing)] = base + taken.get(place, 0)
            taken[place] = taken.get(place, 0) + 1
        times += [moment] * max([1, *taken.values()])
    return _Placed(tuple(times), of_thing)


def _line(thing: Passage | Mark, rows: _Placed) -> _Line:
    first = rows.of_thing[id(thing)]
    if isinstance(thing, Mark):
        return _Line(thing, first, first)
    end = thing.arrived if thing.arrived is not None else thing.lost
    last = rows.row_at(end) if end is not None else len(rows.times) - 1
    return _Line(thing, first, max(first, last))


def _beginning(thing: Passage | Mark) -> float:
    return thing.time if isinstance(thing, Mark) else thing.sent


def _moments(passage: Passage) -> Iterator[float]:
    yield passage.sent
    end = passage.arrived if passage.arrived is not None else passage.lost
    if end is not None:
        yield end


def _place(thing: Passage | Mark) -> str:
    """Where its words stand: two of one place need two rows."""
    if isinstance(thing, Mark):
        return f"beside {thing.where}"
    return f"from {_side(thing.to_server)}"


def _side(is_client: bool) -> str:
    return CLIENT if is_client else SERVER


# --- in words and in text ------------------------------------------------------------------------


def _words_of(line: _Line) -> str:
    thing = line.thing
    if isinstance(thing, Mark):
        return thing.words
    end = f"{thing.arrived or thing.lost or 0.0:.3f}"
    key = "arrives" if thing.arrived is not None else "lost" if thing.lost is not None else "under_way"
    return say("drawing", "space_time", key, words=thing.words, time=end)


def _who(line: _Line) -> str:
    if isinstance(line.thing, Mark):
        return line.thing.where
    return _side(line.thing.to_server)


def _time(line: _Line) -> str:
    return say("drawing", "space_time", "time", time=f"{_beginning(line.thing):.3f}")


def _wrong(wrong: str) -> list[str]:
    return [f"{TONES['wrong'].sign} {wrong}"] if wrong else []


def _left_out(plan: _Rows) -> list[str]:
    return [say("drawing", "space_time", "left_out", number=plan.left_out)] if plan.left_out else []


def _alt(plan: _Rows, wrong: str) -> str:
    passages = [line.thing for line in plan.lines if isinstance(line.thing, Passage)]
    lost = sum(passage.arrived is None for passage in passages)
    faults = [line.thing.words for line in plan.lines if _who(line) == NETWORK]
    said = [say("drawing", "space_time", "alt", messages=count(len(passages), "message"), lost=lost)]
    if faults:
        said.append(say("drawing", "space_time", "faults", faults="; ".join(faults)))
    return " ".join([*said, *([wrong] if wrong else [])])


def _text(plan: _Rows, wrong: str) -> Iterator[str]:
    yield from _left_out(plan) if plan.lines else [say("drawing", "all", "nothing")]
    for line in sorted(plan.lines, key=lambda line: line.first):
        words = elide(visible(_words_of(line)), WORD_COLUMNS)
        yield f"{pad(_time(line), TIME_COLUMNS)}{pad(_who(line), NAME_COLUMNS)}{words}"
    yield from _wrong(wrong)


def _table(plan: _Rows) -> str:
    header = [say("drawing", "space_time", f"column.{name}") for name in ("time", "where", "what")]
    rows: list[Row] = [
        [_time(line), _who(line), Cell(_words_of(line), "wrong" if _is_wrong(line) else "")]
        for line in sorted(plan.lines, key=lambda line: line.first)
    ]
    return html_table(header, rows)


def _is_wrong(line: _Line) -> bool:
    return _who(line) == NETWORK or (isinstance(line.thing, Passage) and line.thing.arrived is None)


# --- drawn ---------------------------------------------------------------------------------------


def _svg(plan: _Rows, wrong: str) -> str:
    bottom = FIRST_ROW + max(len(plan.times), 1) * ROW
    shapes = [*_lifelines(bottom), *_heads(), *_times(plan)]
    for line in plan.lines:
        shapes += _message(line) if isinstance(line.thing, Passage) else []
    for line in plan.lines:
        shapes += _label(line, line.thing) if isinstance(line.thing, Passage) else _mark(line, line.thing)
    top = bottom + 10.0
    for words, colour in [
        *((words, PANEL_LIGHT["muted"]) for words in _left_out(plan)),
        *((words, TONES["wrong"].light.ink) for words in _wrong(wrong)),
    ]:
        drawn, height = svg.paragraph(svg.PADDING, top + 10, words, svg.CODE, svg.INNER, 20, colour)
        shapes += drawn
        top += height
    return svg.panel(shapes, top + 12, _alt(plan, wrong))


def _lifelines(bottom: float) -> Iterator[str]:
    top = HEAD_TOP + HEAD_HEIGHT
    for x in (CLIENT_X, SERVER_X):
        yield svg.line(x, top, x, bottom, PANEL_LIGHT["muted"], 2)
    yield svg.line(NETWORK_X, top, NETWORK_X, bottom, PANEL_LIGHT["border"], 2, stroke_dasharray="3 5")


def _heads() -> Iterator[str]:
    looks = ((CLIENT, CLIENT_X, ROLES["client"]), (SERVER, SERVER_X, ROLES["server"]))
    for name, x, look in (*looks, (NETWORK, NETWORK_X, ROLES["between"])):
        left = x - HEAD_WIDTH / 2
        fill, edge = look.light.tint, look.light.line
        yield svg.rectangle(left, HEAD_TOP, HEAD_WIDTH, HEAD_HEIGHT, radius=6, fill=fill, stroke=edge)
        words, middle = say("drawing", "space_time", name), HEAD_TOP + HEAD_HEIGHT / 2
        yield svg.text(x, middle, words, svg.MEDIUM, look.light.ink, "middle", bold=True, room=HEAD_WIDTH - 8)


def _y(row: int) -> float:
    return FIRST_ROW + row * ROW


def _times(plan: _Rows) -> Iterator[str]:
    """The time of each row in which something begins, once."""
    begun = {line.first for line in plan.lines}
    before = None
    for row, time in enumerate(plan.times):
        if row in begun and time != before:
            words, before = say("drawing", "space_time", "time", time=f"{time:.3f}"), time
            yield svg.text(TIME_EDGE, _y(row), words, svg.SMALL, PANEL_LIGHT["muted"], room=TIME_ROOM)


def _message(line: _Line) -> Iterator[str]:
    """The slanted line: to the other side, or to the network where the message is lost."""
    passage = line.thing
    assert isinstance(passage, Passage)
    start, end = (CLIENT_X, SERVER_X) if passage.to_server else (SERVER_X, CLIENT_X)
    is_there = passage.arrived is not None
    look = DIRECTIONS["sent" if passage.to_server else "received"].light
    colour = look.line if is_there else TONES["wrong"].light.line
    stop: float = end if is_there else NETWORK_X
    top, bottom = _y(line.first), _y(line.last) + (0 if line.last > line.first else ROW / 2)
    yield svg.line(start, top, stop, bottom, colour, 2, stroke_dasharray=None if passage.to_server else "7 4")
    yield from _tip(stop, bottom, passage.to_server, colour) if is_there else _cross(stop, bottom, colour)


def _tip(x: float, y: float, to_server: bool, colour: str) -> Iterator[str]:
    side = -12 if to_server else 12
    yield svg.path(f"M{svg.number(x)} {svg.number(y)}l{side} -7v11z", colour, fill=colour)


def _cross(x: float, y: float, colour: str) -> Iterator[str]:
    yield svg.path(f"M{svg.number(x - 6)} {svg.number(y - 6)}l12 12m0 -12l-12 12", colour, 3)


def _label(line: _Line, passage: Passage) -> Iterator[str]:
    """The words of a message, on the side that it comes from, above its line."""
    room = NETWORK_X - CLIENT_X - 3 * GAP
    size = min(svg.text_width(passage.words, svg.SMALL), room)
    x = CLIENT_X + GAP if passage.to_server else SERVER_X - GAP
    left = x if passage.to_server else x - size
    y = _y(line.first) - 9
    yield svg.rectangle(left - 2, y - 9, size + 4, 17, fill=PANEL_LIGHT["background"])
    look = DIRECTIONS["sent" if passage.to_server else "received"].light
    yield svg.text(
        x, y, passage.words, svg.SMALL, look.ink, "start" if passage.to_server else "end", room=room
    )


def _mark(line: _Line, mark: Mark) -> Iterator[str]:
    y = _y(line.first)
    if mark.where == NETWORK:
        yield from _fault(mark.words, y)
        return
    x, side = (CLIENT_X, -1) if mark.where == CLIENT else (SERVER_X, 1)
    room = CLIENT_X - MARK_LEFT - 2 * GAP if side < 0 else svg.WIDTH - svg.PADDING - SERVER_X - GAP
    yield svg.rectangle(x - 4, y - 4, 8, 8, radius=4, fill=PANEL_LIGHT["text"])
    words_at, anchor = x + side * GAP, "end" if side < 0 else "start"
    yield svg.text(words_at, y, mark.words, svg.SMALL, PANEL_LIGHT["text"], anchor, room=room)


def _fault(words: str, y: float) -> Iterator[str]:
    """A fault, marked across the network."""
    tone = TONES["wrong"]
    room = SERVER_X - CLIENT_X - 4 * GAP
    said = f"{tone.sign} {words}"
    width = min(svg.text_width(said, svg.SMALL), room) + 2 * GAP
    left = NETWORK_X - width / 2
    yield svg.rectangle(
        left, y - 11, width, 22, radius=4, fill=tone.light.tint, stroke=tone.light.line, stroke_width=1.5
    )
    yield svg.text(NETWORK_X, y, said, svg.SMALL, tone.light.ink, "middle", room=room)

"""The messages between two or three peers, as a sequence diagram without a clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import svg
from .figure import Figure
from .language import DIRECTIONS, FIELDS, PANEL_LIGHT, ROLES, TONES, Colours
from .text.catalogue import say
from .titles import Title, title_of
from .visible import columns, elide, pad, shorten, visible, wrap

SENT, RECEIVED, AT = "sent", "received", ""

HEAD_TOP, HEAD_WIDTH, HEAD_HEIGHT = 16, 150, 36
FIRST_STEP = HEAD_TOP + HEAD_HEIGHT + 16
LINE, STEP_GAP, MARGIN = 20, 16, 10
EDGE = 100
"""Pixels from the panel's side to the outermost lifelines."""
BOX_WIDTH = 260
MAX_LINES = 4
SPOKEN = 120
"""Characters of a step that the description repeats."""

TEXT_WIDTH = 64
"""Columns between the outermost lifelines in text."""


@dataclass(frozen=True)
class Step:
    """One thing that happened.

    Attributes:
        who: a peer's name.
        direction: "sent", "received", or "" for something that happened at this peer alone.
        what: bytes, a Frame, JSON text, a JSON value, an event, or words.
        note: what there is to say about it.
        to: the other peer; needed only where there are three and `who` is the middle one.
    """

    who: str
    direction: str
    what: object
    note: str = ""
    to: str = ""


def transcript(
    steps: Sequence[Step | tuple[object, ...]], peers: Sequence[str] = (), caption: str = ""
) -> Figure:
    """A sequence diagram.

    Args:
        steps: in their order; a tuple stands for a `Step` with these values.
        peers: two or three names from left to right; by default in order of appearance.
        caption: a line under the figure.

    Raises:
        ValueError: a step names a peer that is not there, or a direction that is none.

    Example: `transcript([("client", "sent", frame), ("server", "", "closes", "MASK must be 1")])`
    """
    taken = [step if isinstance(step, Step) else Step(*step) for step in steps]  # type: ignore[arg-type]
    names = list(peers) or _names(taken)
    moves = [_Move.of(step, names) for step in taken]
    return Figure(svg=_svg(names, moves), alt=_alt(names, moves), text=_text(names, moves), caption=caption)


def _names(steps: Sequence[Step]) -> list[str]:
    seen = [name for step in steps for name in (step.who, step.to) if name]
    names = list(dict.fromkeys(seen))
    other = "server" if "server" not in names else "client"
    return names if len(names) > 1 else [*names, other]


@dataclass(frozen=True)
class _Move:
    """A step between two lifelines, by their numbers; both the same for a step at one peer."""

    sender: int
    receiver: int
    title: Title
    note: str

    @classmethod
    def of(cls, step: Step, names: Sequence[str]) -> _Move:
        if step.direction not in (SENT, RECEIVED, AT):
            raise ValueError(f"direction is {step.direction!r}: use 'sent', 'received' or ''")
        who = _place(step.who, names)
        other = who if step.direction == AT else _other(step, who, names)
        sender, receiver = (other, who) if step.direction == RECEIVED else (who, other)
        return cls(sender, receiver, title_of(step.what), step.note)

    @property
    def is_local(self) -> bool:
        return self.sender == self.receiver

    @property
    def places(self) -> tuple[int, int]:
        return min(self.sender, self.receiver), max(self.sender, self.receiver)


def _place(name: str, names: Sequence[str]) -> int:
    if name not in names:
        raise ValueError(f"no peer is called {name!r}: the peers are {', '.join(names)}")
    return names.index(name)


def _other(step: Step, who: int, names: Sequence[str]) -> int:
    """The peer at the other end: the one named, else the neighbour towards the middle."""
    if step.to:
        return _place(step.to, names)
    return who - 1 if who == len(names) - 1 else who + 1


# --- in words and in text ------------------------------------------------------------------------


def _alt(names: Sequence[str], moves: Sequence[_Move]) -> str:
    steps = [f"{number}. {_spoken(names, move)}" for number, move in enumerate(moves, 1)]
    between = f" {say('drawing', 'all', 'and')} ".join(names)
    return " ".join([say("drawing", "transcript", "alt", peers=between), *steps])


def _spoken(names: Sequence[str], move: _Move) -> str:
    who, words = names[move.sender], elide(visible(move.title.words), SPOKEN)
    key = "at" if move.is_local else "to"
    what = say("drawing", "transcript", key, who=who, other=names[move.receiver], words=words)
    return f"{what} ({move.note.rstrip('.')})." if move.note else f"{what}."


def _text(names: Sequence[str], moves: Sequence[_Move]) -> str:
    spread = _TextSpread(len(names))
    lines = [spread.heads(names)]
    for move in moves:
        lines += [spread.line(), *(_local_text(spread, move) if move.is_local else _arrow_text(spread, move))]
    return "\n".join([*lines, spread.line()])


@dataclass(frozen=True)
class _TextSpread:
    """The columns of the lifelines in text."""

    peers: int

    @property
    def gap(self) -> int:
        return TEXT_WIDTH // (self.peers - 1)

    def heads(self, names: Sequence[str]) -> str:
        return "".join(pad(elide(visible(name), self.gap - 2), self.gap + 1) for name in names).rstrip()

    def line(self, place: int = 0, stop: int = 0, content: str = "") -> str:
        """A row: lifelines, and `content` in the room from lifeline `place` to lifeline `stop`."""
        cells, at = "", 0
        while at < self.peers:
            cells += "│"
            room = self.gap if stop <= at or at < place else (stop - place) * (self.gap + 1) - 1
            filled = content if at == place else ""
            cells += pad(filled, room) if at < self.peers - 1 else filled
            at += max(stop - place, 1) if at == place else 1
        return cells.rstrip()


def _arrow_text(spread: _TextSpread, move: _Move) -> list[str]:
    low, high = move.places
    room = (high - low) * (spread.gap + 1) - 3
    shown = [*wrap(visible(move.title.words), room)[:MAX_LINES], shorten(visible(move.title.detail), room)]
    shaft = "─" * room + "─►" if move.sender == low else "◄╌" + "╌" * room
    notes = wrap(visible(move.note), room) if move.note else []
    lines = [f" {line}" for line in shown if line] + [shaft] + [f" {line}" for line in notes]
    return [spread.line(low, high, line) for line in lines]


def _local_text(spread: _TextSpread, move: _Move) -> list[str]:
    room = spread.gap - 4
    words = wrap(visible(move.title.words), room)[:MAX_LINES]
    notes = wrap(visible(move.note), room) if move.note else []
    lines = [f" {'●' if index == 0 else ' '} {line}" for index, line in enumerate([*words, *notes])]
    return [spread.line(move.sender, move.sender + 1, line) for line in lines]


# --- drawn ---------------------------------------------------------------------------------------


def _svg(names: Sequence[str], moves: Sequence[_Move]) -> str:
    lifelines = _lifelines(len(names))
    shapes: list[str] = []
    top: float = FIRST_STEP
    for move in moves:
        drawn, top = _local(lifelines, move, top) if move.is_local else _arrow(lifelines, move, top)
        shapes += drawn
        top += STEP_GAP
    lines = [
        svg.line(x, HEAD_TOP, x, top, PANEL_LIGHT["border"], 2, stroke_dasharray="2 4") for x in lifelines
    ]
    heads = [shape for place, name in enumerate(names) for shape in _head(name, place, lifelines)]
    return svg.panel([*lines, *heads, *shapes], top + 12, _alt(names, moves))


def _lifelines(peers: int) -> list[float]:
    return [EDGE + place * (svg.WIDTH - 2 * EDGE) / (peers - 1) for place in range(peers)]


def _head(name: str, place: int, lifelines: Sequence[float]) -> Iterator[str]:
    role = "client" if place == 0 else "server" if place == len(lifelines) - 1 else "between"
    look, left = ROLES[name if name in ROLES else role], lifelines[place] - HEAD_WIDTH / 2
    fill, edge = look.light.tint, look.light.line
    yield svg.rectangle(
        left, HEAD_TOP, HEAD_WIDTH, HEAD_HEIGHT, radius=6, fill=fill, stroke=edge, stroke_width=1.5
    )
    middle = HEAD_TOP + HEAD_HEIGHT / 2
    yield svg.text(lifelines[place], middle, name, svg.MEDIUM, look.light.ink, "middle", bold=True, room=134)


def _arrow(lifelines: Sequence[float], move: _Move, top: float) -> tuple[list[str], float]:
    left, right = (lifelines[place] for place in move.places)
    room, centre = right - left - 2 * MARGIN, (left + right) / 2
    shapes, top = _label(move.title, centre, room, top)
    if move.title.detail:
        detail = shorten(visible(move.title.detail), int(room / svg.CODE_ADVANCE))
        start = centre - columns(detail) * svg.CODE_ADVANCE / 2
        shapes.append(svg.monospaced(start, top + LINE / 2, detail, PANEL_LIGHT["muted"]))
        top += LINE
    shapes += _shaft(lifelines[move.sender], lifelines[move.receiver], top + 8)
    noted, top = _note(move.note, centre, room, top + 16)
    return [*shapes, *noted], top


def _label(title: Title, centre: float, room: float, top: float) -> tuple[list[str], float]:
    """The words on their tint, centred."""
    colours, pattern = _look(title.look)
    lines = svg.wrapped(title.words, svg.CODE, room - 2 * MARGIN)[:MAX_LINES]
    width = min(max(svg.text_width(line, svg.CODE) for line in lines) + 2 * MARGIN, room)
    height = LINE * len(lines) + 11
    shapes = [
        svg.rectangle(centre - width / 2, top, width, height, fill=colours.tint),
        svg.band(centre - width / 2, top + height - 6, width, pattern, colours),
    ]
    for index, line in enumerate(lines):
        middle = top + 3 + (index + 0.5) * LINE
        shapes.append(svg.text(centre, middle, line, svg.CODE, colours.ink, "middle", room=width - MARGIN))
    return shapes, top + height + 2


def _look(key: str) -> tuple[Colours, str]:
    look = TONES[key] if key in TONES else FIELDS[key]
    return look.light, look.pattern


def _shaft(start: float, stop: float, y: float) -> Iterator[str]:
    """An arrow: solid from left to right, dashed back."""
    forth = start < stop
    mark = DIRECTIONS[SENT if forth else RECEIVED]
    step = 1 if forth else -1
    dashes = None if forth else "7 4"
    yield svg.line(start + 3 * step, y, stop - 12 * step, y, mark.light.line, 2, stroke_dasharray=dashes)
    tip = stop - 2 * step
    steps = f"M{svg.number(tip)} {svg.number(y)}l{-13 * step} -6v12z"
    yield svg.path(steps, mark.light.line, fill=mark.light.line)


def _note(note: str, centre: float, room: float, top: float) -> tuple[list[str], float]:
    shapes = []
    for line in svg.wrapped(note, svg.SMALL, room) if note else []:
        shapes.append(
            svg.text(centre, top + LINE / 2, line, svg.SMALL, PANEL_LIGHT["muted"], "middle", room=room)
        )
        top += LINE
    return shapes, top


def _local(lifelines: Sequence[float], move: _Move, top: float) -> tuple[list[str], float]:
    """Something that happens at one peer: a box on its lifeline."""
    x, (colours, pattern) = lifelines[move.sender], _look(move.title.look)
    room: float = BOX_WIDTH - 2 * MARGIN
    lines = svg.wrapped(move.title.words, svg.CODE, room)[:MAX_LINES]
    notes = svg.wrapped(move.note, svg.SMALL, room) if move.note else []
    room = min(max(svg.text_width(line, svg.CODE) for line in [*lines, *notes]), room)
    width, height = room + 2 * MARGIN, LINE * (len(lines) + len(notes)) + 13
    left = min(max(x - width / 2, svg.PADDING), svg.WIDTH - svg.PADDING - width)
    shapes = [
        svg.rectangle(left, top, width, height, radius=4, fill=colours.tint, stroke=colours.line),
        svg.band(left, top + height - 6, width, pattern, colours),
    ]
    for index, line in enumerate([*lines, *notes]):
        size, middle = svg.CODE if index < len(lines) else svg.SMALL, top + 4 + (index + 0.5) * LINE
        shapes.append(svg.text(left + width / 2, middle, line, size, colours.ink, "middle", room=room))
    return shapes, top + height

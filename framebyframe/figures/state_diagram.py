"""The life of a connection as a diagram, drawn from the table that moves it, `wire.TRANSITIONS`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from framebyframe.wire import TRANSITIONS, State, Trigger

from . import svg
from .figure import Figure
from .language import PANEL_LIGHT, TONES
from .text.catalogue import say

TOP, ROW, HEIGHT = 20, 132, 52
LEFT, NARROW = 20, 150
"""The states stand one below the other; the last one, to which all lead, is as tall as all of these."""
LAST_LEFT = svg.WIDTH - LEFT - NARROW
LINE = 20

Marks = Collection[tuple[State, Trigger]]
"""The causes that led out of a state, each with that state."""


def state_diagram(
    past: Sequence[State | str] = (), caption: str = "", causes: Sequence[Trigger] = ()
) -> Figure:
    """Every state of a connection, and what leads from one to the next (RFC 6455, 4 and 7).

    Args:
        past: the states that a connection was in, in order; the last of them is where it is now.
        caption: a line under the figure.
        causes: what led from each of these states to the next other one, in order; they are marked.

    Example: `state_diagram([State.CONNECTING, State.OPEN])`
    """
    been = [State[state] if isinstance(state, str) else state for state in past]
    marks = [(before, cause) for (before, _), cause in zip(_changes(been), causes, strict=False)]
    return Figure(
        svg=_svg(been, marks),
        alt=_alt(been, marks),
        text="\n".join([*_text(been, marks), *_told(been)]),
        caption=caption,
    )


def _changes(been: Sequence[State]) -> list[tuple[State, State]]:
    return [(before, after) for before, after in pairwise(been) if before is not after]


def _alt(been: Sequence[State], marks: Marks) -> str:
    return " ".join([say("drawing", "states", "alt"), *_sentences(), *_marked(marks), *_told(been)])


def _sentences() -> list[str]:
    return [
        say("drawing", "states", "arrow", before=before.name, after=after.name, trigger=trigger.value)
        for before, row in TRANSITIONS.items()
        for trigger, after in row.items()
    ]


def _marked(marks: Marks) -> list[str]:
    causes = "; ".join(trigger.value for _, trigger in marks)
    return [say("drawing", "states", "taken", causes=causes)] if causes else []


def _text(been: Sequence[State], marks: Marks) -> list[str]:
    lines = []
    for state, row in TRANSITIONS.items():
        mark = "●" if been[-1:] == [state] else "·" if state in been else " "
        lines.append(f"{mark} {state.name}")
        lines += [
            f"  {'▸' if (state, trigger) in marks else ' '} {trigger.value} → {after.name}"
            for trigger, after in row.items()
        ]
    return lines


def _told(been: Sequence[State]) -> list[str]:
    if not been:
        return []
    way = [state for place, state in enumerate(been) if place == 0 or been[place - 1] is not state]
    return [say("drawing", "states", "now", way=" → ".join(state.name for state in way))]


# --- drawn ---------------------------------------------------------------------------------------


def _svg(been: Sequence[State], marks: Marks) -> str:
    *column, last = TRANSITIONS
    bottom = TOP + ROW * (len(column) - 1) + HEIGHT
    taken = _changes(been)
    shapes = _box(last, LAST_LEFT, TOP, bottom - TOP, been)
    for place, state in enumerate(column):
        top = TOP + ROW * place
        shapes += _box(state, LEFT, top, HEIGHT, been)
        shapes += _across(state, last, top + HEIGHT / 2, (state, last) in taken, marks)
        if place + 1 < len(column):
            below = column[place + 1]
            shapes += _down(state, below, top + HEIGHT, (state, below) in taken, marks)
    return svg.panel(shapes, bottom + TOP, _alt(been, marks))


def _box(state: State, left: float, top: float, height: float, been: Sequence[State]) -> list[str]:
    is_now = been[-1:] == [state]
    colours = TONES["right" if is_now else "hint" if state in been else "plain"].light
    centre, middle = left + NARROW / 2, top + height / 2
    words = [svg.text(centre, middle - 9 * is_now, state.name, svg.MEDIUM, colours.ink, "middle", bold=True)]
    if is_now:
        here = say("drawing", "states", "here")
        words.append(svg.text(centre, middle + 11, here, svg.SMALL, colours.ink, "middle"))
    edge = 3 if is_now else 1.5
    box = svg.rectangle(
        left, top, NARROW, height, 8, fill=colours.tint, stroke=colours.line, stroke_width=edge
    )
    return [box, *words]


def _across(before: State, after: State, y: float, taken: bool, marks: Marks) -> list[str]:
    """The arrow to the last state, under the causes that lead there."""
    causes = [trigger for trigger, to in TRANSITIONS[before].items() if to is after]
    start, stop = LEFT + NARROW + 6, LAST_LEFT - 6
    labels = [
        _label(
            (start + stop) / 2, y - 12 - LINE * above, cause, (before, cause) in marks, "middle", stop - start
        )
        for above, cause in enumerate(reversed(causes))
    ]
    return [*labels, *_arrow(f"M{start} {svg.number(y)}H{stop - 10}", stop, y, "l-13 -6v12z", taken)]


def _down(before: State, after: State, y: float, taken: bool, marks: Marks) -> list[str]:
    """The arrow to the next state of the column, beside its cause."""
    causes = [trigger for trigger, to in TRANSITIONS[before].items() if to is after]
    x, stop = LEFT + NARROW / 2, y + ROW - HEIGHT - 4
    labels = [_label(x + 12, y + 22, cause, (before, cause) in marks) for cause in causes]
    start = svg.number(y + 4)
    return [
        *labels,
        *_arrow(f"M{svg.number(x)} {start}V{svg.number(stop - 10)}", x, stop, "l-6 -13h12z", taken),
    ]


def _label(
    x: float, middle: float, cause: Trigger, marked: bool, anchor: str = "start", room: float | None = None
) -> str:
    """A cause in words; the one that was taken stands out."""
    colour = TONES["hint"].light.ink if marked else PANEL_LIGHT["text"]
    words = f"▸ {cause.value}" if marked else cause.value
    return svg.text(x, middle, words, svg.SMALL, colour, anchor, bold=marked, room=room)


def _arrow(shaft: str, x: float, y: float, head: str, taken: bool) -> list[str]:
    """A shaft and, at its end, a head."""
    colour = TONES["hint"].light.line if taken else PANEL_LIGHT["muted"]
    tip = f"M{svg.number(x)} {svg.number(y)}{head}"
    return [svg.path(shaft, colour, 4 if taken else 1.5), svg.path(tip, colour, fill=colour)]

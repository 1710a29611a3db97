"""The life of a connection as a diagram, drawn from the table that moves it, `wire.TRANSITIONS`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from framebyframe.wire import TRANSITIONS, State

from . import svg
from .figure import Figure
from .language import PANEL_LIGHT, TONES
from .text.catalogue import say

TOP, ROW, HEIGHT = 20, 132, 52
LEFT, NARROW = 20, 150
"""The states stand one below the other; the last one, to which all lead, is as tall as all of these."""
LAST_LEFT = svg.WIDTH - LEFT - NARROW
LINE = 20


def state_diagram(past: Sequence[State | str] = (), caption: str = "") -> Figure:
    """Every state of a connection, and what leads from one to the next (RFC 6455, 4 and 7).

    Args:
        past: the states that a connection was in, in order; the last of them is where it is now.
        caption: a line under the figure.

    Example: `state_diagram([State.CONNECTING, State.OPEN])`
    """
    been = [State[state] if isinstance(state, str) else state for state in past]
    return Figure(
        svg=_svg(been), alt=_alt(been), text="\n".join([*_text(been), *_told(been)]), caption=caption
    )


def _alt(been: Sequence[State]) -> str:
    return " ".join([say("drawing", "states", "alt"), *_sentences(), *_told(been)])


def _sentences() -> list[str]:
    return [
        say("drawing", "states", "arrow", before=before.name, after=after.name, trigger=trigger.value)
        for before, row in TRANSITIONS.items()
        for trigger, after in row.items()
    ]


def _text(been: Sequence[State]) -> list[str]:
    lines = []
    for state, row in TRANSITIONS.items():
        mark = "●" if been[-1:] == [state] else "·" if state in been else " "
        lines.append(f"{mark} {state.name}")
        lines += [f"    {trigger.value} → {after.name}" for trigger, after in row.items()]
    return lines


def _told(been: Sequence[State]) -> list[str]:
    if not been:
        return []
    way = [state for place, state in enumerate(been) if place == 0 or been[place - 1] is not state]
    return [say("drawing", "states", "now", way=" → ".join(state.name for state in way))]


# --- drawn ---------------------------------------------------------------------------------------


def _svg(been: Sequence[State]) -> str:
    *column, last = TRANSITIONS
    bottom = TOP + ROW * (len(column) - 1) + HEIGHT
    taken = {(before, after) for before, after in pairwise(been) if before is not after}
    shapes = _box(last, LAST_LEFT, TOP, bottom - TOP, been)
    for place, state in enumerate(column):
        top = TOP + ROW * place
        shapes += _box(state, LEFT, top, HEIGHT, been)
        shapes += _across(state, last, top + HEIGHT / 2, (state, last) in taken)
        if place + 1 < len(column):
            below = column[place + 1]
            shapes += _down(state, below, top + HEIGHT, (state, below) in taken)
    return svg.panel(shapes, bottom + TOP, _alt(been))


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


def _across(before: State, after: State, y: float, taken: bool) -> list[str]:
    """The arrow to the last state, under the causes that lead there."""
    causes = [trigger.value for trigger, to in TRANSITIONS[before].items() if to is after]
    start, stop = LEFT + NARROW + 6, LAST_LEFT - 6
    labels = [
        svg.text(
            (start + stop) / 2, y - 12 - LINE * above, cause, svg.SMALL, anchor="middle", room=stop - start
        )
        for above, cause in enumerate(reversed(causes))
    ]
    return [*labels, *_arrow(f"M{start} {svg.number(y)}H{stop - 10}", stop, y, "l-13 -6v12z", taken)]


def _down(before: State, after: State, y: float, taken: bool) -> list[str]:
    """The arrow to the next state of the column, beside its cause."""
    causes = [trigger.value for trigger, to in TRANSITIONS[before].items() if to is after]
    x, stop = LEFT + NARROW / 2, y + ROW - HEIGHT - 4
    labels = [svg.text(x + 12, y + 22, cause, svg.SMALL) for cause in causes]
    start = svg.number(y + 4)
    return [
        *labels,
        *_arrow(f"M{svg.number(x)} {start}V{svg.number(stop - 10)}", x, stop, "l-6 -13h12z", taken),
    ]


def _arrow(shaft: str, x: float, y: float, head: str, taken: bool) -> list[str]:
    """A shaft and, at its end, a head."""
    colour = TONES["hint"].light.line if taken else PANEL_LIGHT["muted"]
    tip = f"M{svg.number(x)} {svg.number(y)}{head}"
    return [svg.path(shaft, colour, 4 if taken else 1.5), svg.path(tip, colour, fill=colour)]

"""What a fault proxy did, as lines for a terminal and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from framebyframe.figures.figure import Figure
from framebyframe.figures.language import DIRECTIONS, TONES, Mark
from framebyframe.figures.tables import Cell, table
from framebyframe.figures.visible import visible
from framebyframe.figures.words import count

from ..tap.rows import Paint, duration, plain
from .deeds import Deed, What
from .plan import OneWay
from .text import say

SIGNS: dict[OneWay, Mark] = {"to server": DIRECTIONS["sent"], "to client": DIRECTIONS["received"]}
TONE: dict[What, str] = {
    "plan": "hint",
    "held": "wrong",
    "dropped": "wrong",
    "duplicated": "wrong",
    "half-closed": "wrong",
    "reset": "wrong",
    "closed": "wrong",
    "unreachable": "wrong",
    "refused": "wrong",
    "passed": "right",
}
"""The tone of a deed; the others are plain."""
SOONER = 0.001
"""Seconds that are not worth a word."""


def words(deed: Deed) -> str:
    """What there is to say of a deed."""
    told = visible(deed.words) or say("row", "no_faults")
    text = say(
        "row", deed.what.replace(" ", "_").replace("-", "_"), words=told, size=count(deed.size, "byte")
    )
    if deed.later >= SOONER:
        text = say("row", "later", words=text, later=duration(deed.later))
    return say("row", "in_writes", words=text, writes=deed.writes) if deed.writes > 1 else text


class Rows:
    """Makes a line of each deed.

    Args:
        paint: `in_colour` or `plain`, of the tap's rows.
    """

    def __init__(self, paint: Paint = plain) -> None:
        self._paint = paint

    def lines(self, seen: Deed) -> list[str]:
        """The line that tells of it."""
        sign = self._paint(SIGNS[seen.way].sign, SIGNS[seen.way]) if seen.way else " "
        told = self._paint(words(seen), TONES[_tone(seen)])
        return [f"{seen.seconds:11.6f}  {_number(seen):<4} {sign}  {told}"]


def deeds_table(deeds: Sequence[Deed], of: int) -> Figure:
    """Deeds as a table.

    Args:
        deeds: those that are shown.
        of: how many there are.
    """
    caption = say("table", "caption", shown=len(deeds), all=of) if deeds else say("table", "nothing")
    return table(heads(), [cells(deed) for deed in deeds], caption)


def heads() -> list[str]:
    """The names of the columns."""
    return [say("table", name) for name in ("seconds", "connection", "direction", "what")]


def cells(deed: Deed) -> list[str | Cell]:
    """The cells of a deed's row."""
    way = f"{SIGNS[deed.way].sign} {deed.way}" if deed.way else ""
    return [f"{deed.seconds:.3f}", _number(deed), way, Cell(words(deed), _tone(deed))]


def _number(deed: Deed) -> str:
    return f"#{deed.connection}" if deed.connection else ""


def _tone(deed: Deed) -> str:
    return TONE.get(deed.what, "plain")

"""A bar for each of a few numbers: the plot that shows no spread."""

from __future__ import annotations

from collections.abc import Mapping

from .figure import Figure
from .language import FIELDS
from .plotting import plotted
from .text.catalogue import say

ROW_HEIGHT, EDGES = 0.5, 1.0
"""Inches: of a bar's row, and above and below all rows."""


def bars(numbers: Mapping[str, float], axis: str) -> Figure:
    """A horizontal bar for each number, from zero.

    Args:
        numbers: by name.
        axis: what they are, with the unit.

    Raises:
        ValueError: there are none.

    Example: `bars({"WebSocket": 0.2, "HTTP": 1.3}, "milliseconds of a call")`
    """
    if not numbers:
        raise ValueError("there is nothing to plot: give one number at least")
    look = FIELDS["opcode"].light

    def draw(plot: object) -> None:
        axes = plot.subplots()  # type: ignore[attr-defined]
        axes.barh(list(numbers), list(numbers.values()), color=look.line, edgecolor=look.ink, height=0.6)
        axes.invert_yaxis()
        axes.set_xlabel(axis)
        axes.grid(axis="x", alpha=0.3)

    words = {"axis": axis, "names": ", ".join(numbers)}
    return Figure(
        svg=plotted(draw, height=EDGES + ROW_HEIGHT * len(numbers)),
        alt=say("drawing", "bars", "alt", **words),
        text=say("drawing", "bars", "text", **words),
    )

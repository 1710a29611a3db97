"""How long the same call takes through several pipes: every pipe a row, with the spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

from .figure import Figure
from .language import FIELDS
from .plotting import plotted
from .text.catalogue import say

ROW_HEIGHT, EDGES = 0.5, 1.2
"""Inches: of a pipe's row, and above and below all rows."""
BAND = 0.3
"""Half the height of what is drawn in a row, in rows."""
MS = 1e3
MARKED = (1, 2, 5)
"""Of each power of ten, the multiples that have a mark."""


class Measured(Protocol):
    """One pipe, measured in several rounds."""

    @property
    def name(self) -> str: ...
    @property
    def times(self) -> Sequence[float]: ...
    @property
    def middle(self) -> float: ...
    @property
    def tail(self) -> float: ...
    @property
    def calls(self) -> int: ...


def pipe_race(
    rows: Sequence[Measured],
    base: str,
    calls: str,
    ratios: Sequence[str] = (),
    *,
    together: bool = False,
    left_out: Sequence[str] = (),
) -> Figure:
    """The time of a call through several pipes, on a logarithmic axis.

    Args:
        rows: as `Comparison.rows` of `framebyframe.bench` has them; one at least.
        base: the name of the pipe that the others are compared with.
        calls: what was sent and how, in words.
        together: whether many calls overlap: a dot is the time of a round, parted among its calls.
        ratios: of each row, how many times as long as the base; it stands under the name, where a narrow
            window shows it, too.
        left_out: sentences about pipes that are not there.

    Raises:
        ValueError: nothing was measured.

    Example: `compare(["websocket_kept", "http_kept"], ["100 B"], [1]).plot()`
    """
    if not rows:
        raise ValueError("there is nothing to plot: compare one pipe at least")
    words = {
        "calls": calls,
        "base": base,
        "rows": "; ".join(row.name for row in rows),
    }
    captions = [_say("together.caption" if together else "caption", **words), *left_out]

    def draw(plot: Any) -> None:
        _draw(plot, rows, base, ratios, together)

    return Figure(
        svg=plotted(draw, height=EDGES + ROW_HEIGHT * len(rows)),
        alt=_say("together.alt" if together else "alt", **words),
        text=_say("text", **words),
        caption=" ".join(captions),
    )


def _draw(plot: Any, rows: Sequence[Measured], base: str, ratios: Sequence[str], together: bool) -> None:
    from matplotlib.ticker import LogLocator, NullLocator

    axes = plot.subplots()
    for place, row in enumerate(rows):
        _draw_row(axes, place, row, "fin" if row.name == base else "opcode", together)
    axes.set_xscale("log")
    axes.set_xlim(_marks_around(*axes.get_xlim()))
    axes.xaxis.set_major_locator(LogLocator(subs=MARKED))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_yticks(range(len(rows)), _labels(rows, ratios))
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(rows)), [_say("calls", calls=row.calls) for row in rows])
    right.tick_params(length=0)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(_say("together.axis" if together else "axis"))
    axes.grid(axis="x", alpha=0.3)


def _marks_around(least: float, most: float) -> tuple[float, float]:
    """The marks before and behind these values: with both in sight a narrow range can be read, too."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    marks = [multiple * 10.0**power for power in powers for multiple in MARKED]
    return max(mark for mark in marks if mark <= least), min(mark for mark in marks if mark >= most)


def _labels(rows: Sequence[Measured], ratios: Sequence[str]) -> list[str]:
    both = zip(rows, ratios or [""] * len(rows), strict=True)
    return [_say("row", name=row.name, ratio=ratio) if ratio else row.name for row, ratio in both]


def _draw_row(axes: Any, place: int, row: Measured, field: str, together: bool) -> None:
    """A dot for each round, a line at the middle, and a band from there to the tail of single calls."""
    look = FIELDS[field].light
    middle, tail, height = MS * row.middle, MS * row.tail, [place - BAND, place + BAND]
    if not together:
        axes.fill_betweenx(height, middle, tail, color=look.line, alpha=0.25, linewidth=0)
    axes.vlines(middle, place - BAND, place + BAND, color=look.ink, linewidth=2)
    axes.plot(
        [MS * seconds for seconds in row.times], [place] * len(row.times), "o", color=look.ink, markersize=4
    )


def _say(key: str, **values: object) -> str:
    return say("drawing", "pipe_race", key, **values)

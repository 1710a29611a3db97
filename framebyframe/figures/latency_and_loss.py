"""Calls on several networks: how late each reply came, and how many never did, with the spread of both."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any, Protocol

from .figure import Figure
from .language import FIELDS, TONES
from .plotting import plotted
from .text.catalogue import say

Z = 1.96
"""Standard deviations to both sides that hold 95 % of a normal distribution."""
ROW_HEIGHT, EDGES = 0.75, 1.1
"""Inches: of a network's row, and above and below all rows."""
BAND = 0.28
"""Half the height of what is drawn in a row, in rows."""
MOST_IN_A_NAME = 26
"""Characters of a network's name that stand in one line."""


class Calls(Protocol):
    """The calls made on one network."""

    @property
    def network(self) -> str: ...
    @property
    def latencies(self) -> Sequence[float]: ...
    @property
    def lost(self) -> int: ...


def latency_and_loss(measured: Sequence[Calls]) -> Figure:
    """Latency and loss of calls, a row for each network.

    Args:
        measured: as `proxy.measure_calls` gives them: the name of each network, the seconds that each
            answered call took, and the number of the others.

    Raises:
        ValueError: nothing was measured.

    Example: `latency_and_loss(await measure_calls(server, ["", "latency 50ms", "jitter 100ms"]))`
    """
    if not measured:
        raise ValueError("there is nothing to plot: measure calls on one network at least")
    words = {
        "networks": ", ".join(_name(calls) for calls in measured),
        "count": len(measured),
        "calls": max(len(calls.latencies) + calls.lost for calls in measured),
    }
    return Figure(
        svg=plotted(lambda plot: _draw(plot, measured), height=EDGES + ROW_HEIGHT * len(measured)),
        alt=_say("alt", **words),
        text=_say("text", **words),
        caption=_say("caption", **words),
    )


def share_between(lost: int, of: int) -> tuple[float, float]:
    """Between which shares of loss the true one is, with 95 % confidence (Wilson's interval).

    Args:
        lost: calls.
        of: calls, one at least.
    """
    share = lost / of
    middle = (share + Z**2 / (2 * of)) / (1 + Z**2 / of)
    half = Z / (1 + Z**2 / of) * (share * (1 - share) / of + Z**2 / (4 * of**2)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def _draw(plot: Any, measured: Sequence[Calls]) -> None:
    latency, loss = plot.subplots(1, 2, sharey=True, width_ratios=[3, 1])
    for row, calls in enumerate(measured):
        _draw_latency(latency, row, [1000 * seconds for seconds in calls.latencies])
        _draw_loss(loss, row, calls.lost, len(calls.latencies) + calls.lost)
    latency.set_xscale("log")
    latency.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    latency.set_yticks(range(len(measured)), [_in_lines(_name(calls)) for calls in measured])
    latency.set_ylim(len(measured) - 0.5, -0.5)
    latency.set_xlabel(_say("latency"))
    loss.set_xlim(-3, 103)
    loss.set_xlabel(_say("loss"))
    for axes in (latency, loss):
        axes.grid(axis="x", alpha=0.3)


def _draw_latency(axes: Any, row: int, milliseconds: Sequence[float]) -> None:
    """Every call as a dot; the middle half of them as a band, their median as a line."""
    look = FIELDS["opcode"].light
    heights = [row + BAND * (2 * (place % 7) / 6 - 1) for place in range(len(milliseconds))]
    axes.plot(milliseconds, heights, ".", color=look.line, alpha=0.5, markersize=4, linestyle="none")
    if len(milliseconds) > 1:
        lower, middle, upper = statistics.quantiles(milliseconds, n=4)
        axes.fill_betweenx([row - BAND, row + BAND], lower, upper, color=look.line, alpha=0.2, linewidth=0)
        axes.vlines(middle, row - BAND, row + BAND, color=look.ink, linewidth=2)


def _draw_loss(axes: Any, row: int, lost: int, of: int) -> None:
    """The share that was lost, and between which shares the true one is."""
    if not of:
        return
    look = TONES["wrong"].light
    axes.hlines(
        row, *(100 * share for share in share_between(lost, of)), color=look.line, linewidth=4, alpha=0.4
    )
    axes.plot([100 * lost / of], [row], "D", color=look.ink, markersize=6)
    axes.text(50, row - BAND, _say("lost_of", lost=lost, of=of), ha="center", va="bottom", color=look.ink)


def _name(calls: Calls) -> str:
    return calls.network or _say("no_faults")


def _in_lines(name: str) -> str:
    """A long name in several lines, parted between faults and words."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < MOST_IN_A_NAME and not lines[-1].endswith(";"):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def _say(key: str, **values: object) -> str:
    return say("drawing", "latency_and_loss", key, **values)

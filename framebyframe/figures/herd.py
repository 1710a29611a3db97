"""A thousand clients that lose one server at one moment: when they come back, simulated and plotted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from .figure import Figure
from .language import FIELDS, TONES
from .plotting import plotted
from .text.catalogue import say

LOST = 1006
"""The close code of a connection that ends without a close frame (RFC 6455, 7.1.5)."""
BINS = 20
"""Intervals of equal length, from the first client that is back to the last, that clients are counted in."""
ROW_HEIGHT = 1.7
"""Inches of each simulation's plot."""


class Backoff(Protocol):
    """The waits of a client, as `rpc.Backoff` has them."""

    def delays(self, chance: Callable[[], float]) -> Iterator[float]: ...
    def wait_after(
        self, code: int, reason: str, delay: float, chance: Callable[[], float]
    ) -> float | None: ...


def come_back(
    backoff: Backoff,
    *,
    code: int = LOST,
    down: float = 0.0,
    clients: int = 1000,
    chance: Callable[[], float] | None = None,
) -> list[float]:
    """When each client is back, in seconds after all have lost the server, in the order of time.

    An attempt before the server is back fails at once; the client waits for its next delay.

    Args:
        backoff: the waits of every client.
        code: the close code that the server ended all connections with.
        down: seconds until the server is back.
        clients: how many; those that do not come back after this code are left out.
        chance: gives a number from 0 to 1 for each wait; by default the same ones in every run.
    """
    draw = chance or random.Random(0).random
    moments = [_comes_back(backoff, code, down, draw) for _ in range(clients)]
    return sorted(moment for moment in moments if moment is not None)


def _comes_back(backoff: Backoff, code: int, down: float, draw: Callable[[], float]) -> float | None:
    delays = backoff.delays(draw)
    moment = backoff.wait_after(code, "", next(delays), draw)
    while moment is not None and moment < down:
        moment += next(delays)
    return moment


def counted(moments: Sequence[float]) -> list[int]:
    """How many clients come back in each of BINS intervals of the time in which they do.

    Args:
        moments: in seconds, in order; one at least.
    """
    counts = [0] * BINS
    width = (moments[-1] - moments[0]) / BINS
    for moment in moments:
        place = (moment - moments[0]) / width if width else 0.0
        counts[min(BINS - 1, int(place))] += 1
    return counts


def peak(moments: Sequence[float]) -> float:
    """The most clients in one of BINS intervals, as a multiple of the mean; BINS where all come at once."""
    return max(counted(moments)) * BINS / len(moments)


def herd(simulated: Mapping[str, Sequence[float]]) -> Figure:
    """When clients come back, a plot for each simulation: how many in each interval, and the mean.

    Args:
        simulated: what `come_back` gave, by names that say how the clients waited.

    Raises:
        ValueError: there is no simulation, or one in which nobody comes back.

    Example: `herd({"full jitter": come_back(Backoff(), down=3), "none": come_back(mine, down=3)})`
    """
    if not simulated or not all(simulated.values()):
        raise ValueError("there is nothing to plot: give one simulation at least, in which clients come back")
    rows = "; ".join(_row(name, moments) for name, moments in simulated.items())
    words = {"rows": rows, "clients": max(map(len, simulated.values()))}
    return Figure(
        svg=plotted(lambda plot: _draw(plot, simulated), height=ROW_HEIGHT * len(simulated) + 0.5),
        alt=_say("alt", **words),
        text=_say("text", **words),
        caption=_say("caption", **words),
    )


def _row(name: str, moments: Sequence[float]) -> str:
    seconds = moments[-1] - moments[0]
    return _say("row", name=name, seconds=f"{seconds:.3g}", peak=f"{peak(moments):.1f}")


def _draw(plot: Any, simulated: Mapping[str, Sequence[float]]) -> None:
    """A plot for each, all on one axis."""
    rows = plot.subplots(len(simulated), 1, squeeze=False, sharex=True)
    span = max(moments[-1] for moments in simulated.values()) - min(m[0] for m in simulated.values())
    for (axes,), (name, moments) in zip(rows, simulated.items(), strict=True):
        _draw_counts(axes, moments, span)
        axes.set_title(_row(name, moments), fontsize=11, loc="left")
        axes.set_ylabel(_say("clients"))
    rows[-1][0].set_xlabel(_say("seconds"))


def _draw_counts(axes: Any, moments: Sequence[float], span: float) -> None:
    """The bars, and their mean. Where all come at one moment, the bar is as wide as another plot's may be."""
    width = (moments[-1] - moments[0]) / BINS or span / BINS or 1 / BINS
    starts = [moments[0] + place * width for place in range(BINS)]
    counts = counted(moments)
    shown = [(start, count) for start, count in zip(starts, counts, strict=True) if count]
    look = FIELDS["opcode"].light
    axes.bar(
        [start for start, _ in shown],
        [count for _, count in shown],
        width=0.9 * width,
        align="edge",
        color=look.tint,
        edgecolor=look.line,
    )
    axes.axhline(len(moments) / BINS, color=TONES["wrong"].light.line, linestyle="--")
    axes.set_ylim(bottom=0)


def _say(key: str, **values: object) -> str:
    return say("drawing", "herd", key, **values)

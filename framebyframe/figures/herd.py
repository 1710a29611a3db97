"""A thousand clients that lose one server at one moment: when they come back, simulated and plotted."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .figure import Figure
from .language import FIELDS
from .plotting import plotted
from .text.catalogue import say

LOST = 1006
"""The close code of a connection that ends without a close frame (RFC 6455, 7.1.5)."""
LEAST_SPAN = 0.1
"""Seconds on the axis at least: where all come back at 0, they are one bar of many that could be there."""
MOST_INTERVALS = 40
"""Intervals on the axis at most."""
NICE = (1, 2, 5)
"""How the length of an interval may begin, so that it is easily said: 0.2 s, 0.5 s, 1 s."""
SAME_PLACE = 9
"""Decimals of a place on the axis: 0.3 s is the beginning of an interval of 0.1 s, whatever a float says."""
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


@dataclass(frozen=True)
class Intervals:
    """The intervals that the clients of every simulation in a figure are counted in, from 0 on.

    Attributes:
        length: seconds, the same for all; another one for each plot would make their bars incomparable.
        number: how many; the last client of all is in the last one.
    """

    length: float
    number: int

    def counts(self, moments: Sequence[float]) -> list[int]:
        """How many clients come back in each."""
        counts = [0] * self.number
        for moment in moments:
            counts[_place(moment, self.length)] += 1
        return counts


def intervals(simulated: Iterable[Sequence[float]]) -> Intervals:
    """The intervals of a figure: as short as possible, and MOST_INTERVALS at most up to the last client."""
    last = max(LEAST_SPAN, *(max(moments) for moments in simulated))
    decade = 10.0 ** (math.floor(math.log10(last / MOST_INTERVALS)))
    lengths = [nice * decade * more for more in (1, 10) for nice in NICE]
    length = next(length for length in lengths if _place(last, length) < MOST_INTERVALS)
    return Intervals(length, _place(last, length) + 1)


def _place(moment: float, length: float) -> int:
    return int(round(moment / length, SAME_PLACE))


def herd(simulated: Mapping[str, Sequence[float]]) -> Figure:
    """When clients come back, a plot for each simulation: how many in each interval.

    All plots have the same intervals, and the same axes: a bar twice as high is twice as many clients.

    Args:
        simulated: what `come_back` gave, by names that say how the clients waited.

    Raises:
        ValueError: there is no simulation, or one in which nobody comes back.

    Example: `herd({"full jitter": come_back(Backoff(), down=3), "none": come_back(mine, down=3)})`
    """
    if not simulated or not all(simulated.values()):
        raise ValueError("there is nothing to plot: give one simulation at least, in which clients come back")
    shared = intervals(simulated.values())
    titles = [_title(name, moments, shared) for name, moments in simulated.items()]
    words = {
        "rows": "; ".join(titles),
        "clients": max(map(len, simulated.values())),
        "interval": f"{shared.length:g}",
    }
    return Figure(
        svg=plotted(
            lambda plot: _draw(plot, titles, list(simulated.values()), shared),
            height=ROW_HEIGHT * len(simulated) + 0.5,
        ),
        alt=_say("alt", **words),
        text=_say("text", **words),
        caption=_say("caption", **words),
    )


def _title(name: str, moments: Sequence[float], shared: Intervals) -> str:
    first, last = _seconds(min(moments)), _seconds(max(moments))
    words = {"name": name, "most": max(shared.counts(moments)), "interval": f"{shared.length:g}"}
    return _say("row.at_once" if first == last else "row", **words, first=first, last=last)


def _seconds(moment: float) -> str:
    return f"{round(moment, 2):g}"


def _draw(plot: Any, titles: list[str], simulated: list[Sequence[float]], shared: Intervals) -> None:
    """A plot for each, all on the same axes."""
    rows = plot.subplots(len(simulated), 1, squeeze=False, sharex=True, sharey=True)
    for (axes,), title, moments in zip(rows, titles, simulated, strict=True):
        _draw_counts(axes, moments, shared)
        axes.set_title(title, fontsize=11, loc="left")
        axes.set_ylabel(_say("clients"))
    rows[-1][0].set_xlabel(_say("seconds"))
    rows[-1][0].set_xlim(0, (shared.number + 1) * shared.length)
    rows[-1][0].set_ylim(bottom=0)


def _draw_counts(axes: Any, moments: Sequence[float], shared: Intervals) -> None:
    """A bar for each interval in which a client comes back."""
    shown = [(place * shared.length, count) for place, count in enumerate(shared.counts(moments)) if count]
    look = FIELDS["opcode"].light
    axes.bar(
        [start for start, _ in shown],
        [count for _, count in shown],
        width=0.9 * shared.length,
        align="edge",
        color=look.tint,
        edgecolor=look.line,
    )


def _say(key: str, **values: object) -> str:
    return say("drawing", "herd", key, **values)

"""Ways to mask, raced: nanoseconds a byte against the size of the payload, with the spread of the rounds."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any

from framebyframe.wire import masking

from .figure import Figure
from .language import FIELDS
from .plotting import plotted
from .text.catalogue import say
from .words import count

Mask = Callable[[bytes, bytes], bytes]
Samples = dict[str, dict[int, list[float]]]
"""By way and by size: nanoseconds a byte, one number a round."""

SIZES = (4, 16, 64, 512, 4096, 65536)
ROUNDS = 9
SHORTEST = 500_000
"""Nanoseconds that one sample takes at least: a clock is too coarse for one call."""
KEY = bytes.fromhex("37fa213d")
LOOKS = {
    "bytes": ("fin", "o", "-"),
    "integer": ("opcode", "s", "--"),
    "table": ("payload_length", "^", "-."),
    "c": ("masking_key", "D", ":"),
    "choice": ("payload_data", "x", (0, (1, 1))),
}
"""The field whose colour each way has, its marker, its line: told apart without colours, too."""


def mask_race(apply_mask: Mask, apply_mask_fast: Mask, *, sizes: Sequence[int] = SIZES) -> Figure:
    """Race two ways to mask against those of the kit, now, on this machine.

    Args:
        apply_mask: masks byte by byte.
        apply_mask_fast: masks as one big integer.
        sizes: of the payloads, in bytes.

    Example: `mask_race(apply_mask, apply_mask_fast)`
    """
    ways = {"bytes": apply_mask, "integer": apply_mask_fast, "table": masking.apply_mask_by_table}
    if masking.apply_mask_in_c is not None:
        ways["c"] = masking.apply_mask_in_c
    ways["choice"] = masking.mask_payload
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):  # a function may print at each call
        samples = measured(ways, sizes)
    words = {
        "ways": ", ".join(say("drawing", "mask_race", f"way.{way}") for way in ways),
        "count": len(ways),
        "smallest": count(min(sizes), "byte"),
        "largest": count(max(sizes), "byte"),
        "rounds": ROUNDS,
    }
    return Figure(
        svg=plotted(lambda plot: _draw(plot, samples)),
        alt=say("drawing", "mask_race", "alt", **words),
        text=say("drawing", "mask_race", "text", **words),
        caption=say("drawing", "mask_race", "caption", **words),
    )


def measured(ways: Mapping[str, Mask], sizes: Sequence[int]) -> Samples:
    """Each way on each size, round by round: whatever disturbs the machine disturbs all of them."""
    samples: Samples = {way: {size: [] for size in sizes} for way in ways}
    for size in sizes:
        payload = bytes(range(256)) * (size // 256) + bytes(size % 256)
        times = {way: _times(mask, payload) for way, mask in ways.items()}
        for _ in range(ROUNDS):
            for way, mask in ways.items():
                samples[way][size].append(_nanoseconds(mask, payload, times[way]) / times[way] / size)
    return samples


def _times(mask: Mask, payload: bytes) -> int:
    """The number of calls in one sample."""
    times = 1
    while (taken := _nanoseconds(mask, payload, times)) < SHORTEST:
        times = max(2 * times, times * SHORTEST // max(taken, 1))
    return times


def _nanoseconds(mask: Mask, payload: bytes, times: int) -> int:
    start = time.perf_counter_ns()
    for _ in range(times):
        mask(payload, KEY)
    return time.perf_counter_ns() - start


def _draw(plot: Any, samples: Samples) -> None:
    axes = plot.add_subplot(xscale="log", yscale="log")
    for way, by_size in samples.items():
        _line(axes, way, by_size)
    axes.set_xlabel(say("drawing", "mask_race", "payload"))
    axes.set_ylabel(say("drawing", "mask_race", "time"))
    axes.set_xticks(list(next(iter(samples.values()))), minor=False)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)


def _line(axes: Any, way: str, by_size: Mapping[int, Sequence[float]]) -> None:
    """One way: its medians as a line, the middle half of its rounds as a band."""
    field, marker, dashes = LOOKS[way]
    colour = FIELDS[field].light.line
    quartiles = [statistics.quantiles(rounds, n=4) for rounds in by_size.values()]
    lower, middle, upper = zip(*quartiles, strict=True)
    axes.fill_between(list(by_size), lower, upper, color=colour, alpha=0.2, linewidth=0)
    label = say("drawing", "mask_race", f"way.{way}")
    axes.plot(list(by_size), middle, marker=marker, linestyle=dashes, color=colour, label=label)

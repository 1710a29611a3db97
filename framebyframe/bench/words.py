"""The words for numbers of the benchmark, in tables and plots alike."""

from __future__ import annotations

from framebyframe.timing import Spread

from .text import say
from .usage import TICK

US = 1e6


def name_of(pipe: str) -> str:
    """What a pipe is called."""
    return say("pipe", pipe)


def ratio_words(ratio: Spread | None, is_base: bool) -> str:
    """How many times as long as the base: the median of the rounds, and their spread."""
    if is_base or ratio is None:
        return say("cell", "base") if is_base else ""
    least, middle, most = map(digits, ratio)
    return say("cell", "ratio", least=least, middle=middle, most=most)


def digits(value: float) -> str:
    """Two digits that count."""
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def processor_words(used: float | None, calls: int) -> str:
    """Seconds of a processor for a call, as exact as the system tells them."""
    if used is None:
        return say("cell", "unknown")
    key = "us" if used > TICK / calls else "less"
    return say("cell", key, value=f"{US * max(used, TICK / calls):.0f}")

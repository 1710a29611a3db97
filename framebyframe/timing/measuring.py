"""What makes a benchmark fair: warm calls, turns, the tail, and ratios within a round."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple


class Spread(NamedTuple):
    """Several values of the same thing.

    Attributes:
        least, middle, most: the smallest, the median and the largest of them.
    """

    least: float
    middle: float
    most: float


def percentile(samples: Sequence[float], percent: float) -> float:
    """The smallest sample that at least `percent` of all samples do not exceed (nearest rank).

    Args:
        samples: in any order.
        percent: above 0, at most 100. 50 gives the median of an odd number of samples.

    Raises:
        ValueError: there are no samples.
    """
    if not samples:
        raise ValueError("there are no samples")
    rank = math.ceil(len(samples) * percent / 100)
    return sorted(samples)[rank - 1]


def measure(
    call: Callable[[], object],
    calls: int,
    warm_up: int,
    clock: Callable[[], float],
) -> list[float]:
    """The seconds that each of `calls` calls takes, one after the other.

    The first `warm_up` calls are made, and not counted: they open connections and fill caches.

    Args:
        call: is called without arguments.
        calls: how many are counted, one at least.
        warm_up: how many come before; 0 stands for none.
        clock: gives the time in seconds.
    """
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


def take_turns(names: Sequence[str], rounds: int) -> list[list[str]]:
    """Who is measured when: in each round all. The first name begins round 1, the second round 2.

    Whatever slows the machine for longer than a round, or favours a place in it, meets all about alike.
    Each round is a new list.

    Args:
        names: of what is compared, one at least.
        rounds: how many.
    """
    turns = []
    for number in range(rounds):
        first = number % len(names)
        turns.append([*names[first:], *names[:first]])
    return turns


def ratios(times: Sequence[float], base: Sequence[float]) -> Spread:
    """How many times as long as the base something takes, compared round by round.

    Args:
        times: of each round, one at least.
        base: of the same rounds, of what is compared with.

    Returns:
        the least, the median and the most of these ratios.

    Raises:
        ValueError: the numbers of rounds differ.
    """
    each = [one / other for one, other in zip(times, base, strict=True)]
    return Spread(min(each), median(each), max(each))

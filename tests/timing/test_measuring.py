"""What makes a benchmark fair: percentiles, warm calls, turns, ratios within a round."""

from __future__ import annotations

from collections import Counter
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as some

from framebyframe.timing import Spread, measure, percentile, ratios, take_turns

SAMPLES = some.lists(some.floats(0, 1e6), min_size=1, max_size=50)


@given(SAMPLES, some.integers(1, 100))
def test_a_percentile_is_the_smallest_sample_that_so_many_do_not_exceed(
    samples: list[float], percent: int
) -> None:
    found = percentile(samples, percent)

    def share(limit: float) -> float:
        return 100 * sum(sample <= limit for sample in samples) / len(samples)

    assert found in samples and share(found) >= percent
    assert all(share(sample) < percent for sample in samples if sample < found)


def test_a_percentile_of_few() -> None:
    assert percentile([3, 1, 2], 50) == median([3, 1, 2]) == 2
    assert [percentile(range(1, 101), percent) for percent in (1, 50, 99, 100)] == [1, 50, 99, 100]
    assert percentile([7], 99) == 7
    with pytest.raises(ValueError, match="no samples"):
        percentile([], 50)


def test_warm_calls_are_made_and_not_counted() -> None:
    now, durations = 0.0, iter([9.0, 8.0, 0.5, 0.25, 0.125])

    def call() -> None:
        nonlocal now
        now += next(durations)

    assert measure(call, 3, 2, lambda: now) == [0.5, 0.25, 0.125]


def test_nothing_between_two_calls_is_counted() -> None:
    ticks = iter(range(100))
    assert measure(lambda: None, 4, 1, lambda: next(ticks)) == [1, 1, 1, 1]


@given(some.lists(some.text(), min_size=1, max_size=8, unique=True), some.integers(1, 20))
def test_all_take_turns(names: list[str], rounds: int) -> None:
    turns = take_turns(names, rounds)
    assert len(turns) == rounds and all(sorted(turn) == sorted(names) for turn in turns)
    firsts = Counter(turn[0] for turn in turns)
    assert max(firsts.values()) - min(firsts[name] for name in names) <= 1


def test_a_ratio_is_that_of_a_round() -> None:
    assert ratios([2, 30, 8], [1, 10, 4]) == Spread(2, 2, 3)
    with pytest.raises(ValueError, match="zip"):
        ratios([1, 2], [1])

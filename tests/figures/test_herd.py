"""A thousand clients after one restart: with jitter, no moment is much worse than another."""

from __future__ import annotations

import random

import pytest
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.figures.herd import BINS, come_back, counted, peak
from framebyframe.rpc import Backoff

SEEDS = range(20)


def peaks(backoff: Backoff, **options: float) -> list[float]:
    """The peak of each seed, as a multiple of the mean."""
    return [
        peak(come_back(backoff, chance=random.Random(seed).random, **options))  # type: ignore[arg-type]
        for seed in SEEDS
    ]


@pytest.mark.parametrize("down", [0.0, 0.5, 3.0, 5.0])
def test_after_a_restart_the_peak_is_under_twice_the_mean(down: float) -> None:
    assert max(peaks(Backoff(), code=1012, down=down)) < 2


def test_after_a_loss_that_is_over_at_once_it_is_too() -> None:
    assert max(peaks(Backoff())) < 2


@pytest.mark.parametrize("code, down", [(1006, 0.0), (1006, 3.0), (1012, 3.0)])
def test_without_jitter_all_come_at_once(code: int, down: float) -> None:
    moments = come_back(Backoff(), code=code, down=down, chance=lambda: 1.0)
    assert len(set(moments)) == 1 and peak(moments) == BINS


def test_without_jitter_a_crash_is_worse_for_the_server() -> None:
    """The clients of a server that is down for long come as it is back: more in the first moments."""
    with_jitter = peaks(Backoff(), down=3.0)
    assert min(with_jitter) > 2 and max(with_jitter) < BINS / 2


def test_nobody_comes_back_who_is_told_not_to() -> None:
    assert come_back(Backoff(), code=1008) == []
    assert len(come_back(Backoff(), down=30.0, clients=7)) == 7


def test_an_attempt_fails_while_the_server_is_down() -> None:
    backoff = Backoff(first=1.0, factor=2.0, longest=4.0)
    assert come_back(backoff, down=3.5, clients=1, chance=lambda: 1.0) == [7.0]
    assert come_back(backoff, down=3.0, clients=1, chance=lambda: 1.0) == [3.0]


def test_clients_are_counted_by_the_time_they_are_back() -> None:
    assert counted([1.0]) == [1] + [0] * (BINS - 1)
    assert counted([float(number) for number in range(BINS + 1)]) == [1] * (BINS - 1) + [2]


def test_it_is_drawn_the_same_in_every_run() -> None:
    simulated = {
        "full jitter": come_back(Backoff()),
        "none": come_back(Backoff(), clients=3, chance=lambda: 1.0),
    }
    figure = figures.herd(simulated)
    assert figure.alt == figures.herd(simulated).alt and figure.alt.startswith("A measurement, ")
    assert "none: back within 0 s of each other, peak 20.0 times the mean" in figure.text
    assert ">clients<" in figure.svg and sanitise(figure.html).stripped == []


@pytest.mark.parametrize("nothing", [{}, {"told not to": []}])
def test_nothing_to_plot_is_told(nothing: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="nothing to plot"):
        figures.herd(nothing)

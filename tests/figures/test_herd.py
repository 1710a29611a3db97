"""A thousand clients after one restart: with jitter, no moment is much worse than another."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.figures.herd import LEAST_SPAN, MOST_INTERVALS, come_back, intervals
from framebyframe.rpc import Backoff

SEEDS = range(20)
BINS = 20
"""Intervals of the time in which the clients of one simulation are back, as docs/faults.md counts them."""


def peak(moments: Sequence[float]) -> float:
    """The most clients in one of BINS intervals, as a multiple of the mean; BINS where all come at once.

    The intervals are those of one simulation's own spread: the number says how even it is, and not how
    many come within a second. The figure tells the latter, and has other intervals.
    """
    width = (moments[-1] - moments[0]) / BINS or 1.0
    places = [min(BINS - 1, int((moment - moments[0]) / width)) for moment in moments]
    return max(places.count(place) for place in places) * BINS / len(moments)


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


@pytest.mark.parametrize(
    "last, length, number",
    [(0.0, 0.005, 21), (0.1, 0.005, 21), (3.5, 0.1, 36), (8.0, 0.5, 17), (12.4, 0.5, 25), (39.9, 1.0, 40)],
)
def test_intervals_begin_at_0_and_end_with_the_last_client(last: float, length: float, number: int) -> None:
    shared = intervals([[0.0], [last]])
    assert (shared.length, shared.number) == (pytest.approx(length), number)
    assert shared.counts([last])[-1] == (last >= LEAST_SPAN)


def test_intervals_are_few_and_long_enough_for_any_spread() -> None:
    for last in (10 ** (power / 7) for power in range(-7, 40)):
        shared = intervals([[0.0, last]])
        assert MOST_INTERVALS / 5 < shared.number <= MOST_INTERVALS
        assert shared.counts([last]) == [0] * (shared.number - 1) + [1]


def test_a_client_is_counted_where_its_interval_begins() -> None:
    """In floats 0.3 / 0.1 is below 3."""
    shared = intervals([[4.0]])
    assert shared.length == pytest.approx(0.2)
    assert shared.counts([0.0, 0.6, 0.6, 1.3, 4.0]) == [1, 0, 0, 2, 0, 0, 1] + 13 * [0] + [1]


class Equal(Backoff):
    """Waits whose first half is fixed: "equal jitter"."""

    def delays(self, chance=random.random):  # type: ignore[no-untyped-def]
        return (wait / 2 + wait / 2 * chance() for wait in Backoff.delays(self, lambda: 1.0))


def test_plots_of_one_figure_can_be_compared() -> None:
    """A spread that is half as long has twice as many clients in an interval, and not the same peak."""
    jitter = {
        "equal": come_back(Equal(first=0.5), down=3),
        "full": come_back(Backoff(first=0.5), down=3),
    }
    shared = intervals(jitter.values())
    most = {name: max(shared.counts(moments)) for name, moments in jitter.items()}
    assert peak(jitter["equal"]) < peak(jitter["full"]) and most["equal"] > most["full"]
    assert all(sum(shared.counts(moments)) == 1000 for moments in jitter.values())
    text = figures.herd(jitter).text
    assert all(f"{name}: at most {most[name]} in 0.5 s" in text for name in jitter)


def test_all_at_one_moment_are_a_needle() -> None:
    """Not a bar that fills the axis, as an even spread would."""
    figure = figures.herd({"the same": come_back(Backoff(first=0.5), down=3, chance=lambda: 1.0)})
    assert intervals([[3.5]]).number > 20
    assert "the same: at most 1000 in 0.1 s, back at 3.5 s" in figure.svg


def test_it_is_drawn_the_same_in_every_run() -> None:
    simulated = {
        "full jitter": come_back(Backoff()),
        "none": come_back(Backoff(), clients=3, chance=lambda: 1.0),
    }
    figure = figures.herd(simulated)
    assert figure.alt == figures.herd(simulated).alt and figure.alt.startswith("A measurement, ")
    assert "none: at most 3 in 0.005 s, back at 0.1 s" in figure.text and "within 0.005 s" in figure.caption
    assert ">clients<" in figure.svg and sanitise(figure.html).stripped == []


@pytest.mark.parametrize("nothing", [{}, {"told not to": []}])
def test_nothing_to_plot_is_told(nothing: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="nothing to plot"):
        figures.herd(nothing)

"""Latency and loss: what is drawn of what was measured, and what of it is the same in every run."""

from __future__ import annotations

import pytest
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.figures.latency_and_loss import share_between
from framebyframe.proxy import MeasuredCalls

NETWORKS = [
    MeasuredCalls("", tuple(0.001 + place / 1e5 for place in range(40)), 0),
    MeasuredCalls("latency 20ms; jitter 80ms to client after 500ms", (0.04, 0.05, 0.12), 37),
    MeasuredCalls("black-hole", (), 40),
    MeasuredCalls("reset", (0.1,), 0),
]


def test_words_are_the_same_in_every_run_and_the_picture_is_not() -> None:
    one = figures.latency_and_loss(NETWORKS)
    other = figures.latency_and_loss([MeasuredCalls(each.network, (0.5,) * 40, 0) for each in NETWORKS])
    assert (one.alt, one.text, one.caption) == (other.alt, other.text, other.caption)
    assert one.alt.startswith("A measurement, ") and one.svg != other.svg
    assert "4 networks, 40 on each" in one.alt and "no faults, latency 20ms; jitter 80ms" in one.alt


def test_every_network_has_a_row_with_its_name_in_lines() -> None:
    svg = figures.latency_and_loss(NETWORKS).svg
    for line in ("no faults", "latency 20ms;", "jitter 80ms to client", "after 500ms", "black-hole"):
        assert f">{line}<" in svg


def test_it_survives_a_sanitiser() -> None:
    assert sanitise(figures.latency_and_loss(NETWORKS).html).stripped == []


def test_the_interval_of_a_loss_holds_it_and_is_wilsons() -> None:
    assert share_between(0, 40) == pytest.approx((0.0, 0.0876), abs=0.0005)
    assert share_between(40, 40) == pytest.approx((0.9124, 1.0), abs=0.0005)
    assert share_between(10, 40) == pytest.approx((0.1419, 0.4019), abs=0.0005)


def test_nothing_measured_is_told() -> None:
    with pytest.raises(ValueError, match="nothing to plot"):
        figures.latency_and_loss([])

"""The same call through several pipes: what is drawn of it, and what of it is the same in every run."""

from __future__ import annotations

import re

import pytest
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.bench import Row, Turn


def rows(*seconds: float) -> list[Row]:
    turns = [Turn([1e-4 * place, each], each, None, None, None) for place, each in enumerate(seconds, 1)]
    return [Row(name, "100 B", 1, turns) for name in ("websocket_kept", "tcp")]


def test_words_are_the_same_in_every_run_and_the_picture_is_not() -> None:
    one, other = (figures.pipe_race(rows(*seconds), "TCP", "calls") for seconds in ((0.1, 0.2), (0.3, 0.1)))
    assert (one.alt, one.text, one.caption) == (other.alt, other.text, other.caption)
    assert one.alt.startswith("A measurement, ") and one.svg != other.svg
    assert ">WebSocket, kept<" in one.svg and ">TCP, with a length<" in one.svg


def test_it_survives_a_sanitiser() -> None:
    assert sanitise(figures.pipe_race(rows(0.1), "TCP", "calls").html).stripped == []


def test_how_many_calls_and_what_is_left_out_is_told() -> None:
    figure = figures.pipe_race(rows(0.1, 0.2), "TCP", "calls", left_out=["Valkey is not here."])
    assert ">4 calls<" in figure.svg and figure.caption.endswith("Valkey is not here.")


def test_one_pipe_alone_is_no_plural_and_a_dot_beyond_the_band_is_explained() -> None:
    figure = figures.pipe_race(rows(0.1)[:1], "TCP", "calls")
    assert "1 pipes" not in figure.alt and "a row for each pipe" in figure.alt
    assert "A slow round has fewer calls: its dot may lie beyond the band." in figure.caption


def test_a_ratio_stands_under_the_name_which_a_narrow_window_shows() -> None:
    svg = figures.pipe_race(rows(0.1), "WebSocket, kept", "calls", ["1", "2 (1 to 3)"]).svg
    left = {words: float(x) for x, words in re.findall(r"translate\(([\d.]+) [^>]*>([^<]*)<", svg)}
    right = [float(x) for x in re.findall(r' x="([\d.]+)"[^>]*>\d+ calls<', svg)]
    assert {"WebSocket, kept", "× 1", "TCP, with a length", "× 2 (1 to 3)"} <= set(left)
    assert len(right) == 2 and max(left.values()) < min(right)


def test_a_row_without_a_ratio_has_its_name() -> None:
    assert "×" not in figures.pipe_race(rows(0.1), "TCP", "calls", ["", ""]).svg


def test_a_narrow_range_stands_between_two_marks() -> None:
    alone = Row("tcp", "100 B", 1, [Turn([each], each, None, None, None) for each in (0.105, 0.11, 0.115)])
    svg = figures.pipe_race([alone], "TCP", "calls").svg
    assert ">100<" in svg and ">200<" in svg


def test_nothing_measured_is_told() -> None:
    with pytest.raises(ValueError, match="nothing to plot"):
        figures.pipe_race([], "TCP", "calls")

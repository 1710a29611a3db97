"""docs/exercises.md is true and up to date."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest

from framebyframe.lesson.authoring import doubles, report
from framebyframe.lesson.declaring import table

JUDGING = 900
"""Seconds for a test that judges thousands of answers, more with each chapter."""

A_FEW = 4
LEAST_NAMED = 0.5
"""The least share of mistakes that are named among the few tried here; the page has the share of many."""


@pytest.mark.slow
@pytest.mark.timeout(JUDGING)
def test_the_page_is_up_to_date() -> None:
    """If this fails: python -m framebyframe.lesson.authoring.report --keep-doubles"""
    assert report.FILE.read_text(encoding="utf-8") == report.report(report.doubles_as_they_stand())


def test_the_page_counts_the_pairs_that_there_are_and_every_double_is_rejected() -> None:
    rows = re.findall(r"\| `(\S+)` \| (\d+) \| (\d+) \| (\d+) \|", report.doubles_as_they_stand())
    assert [(id, int(pairs)) for id, pairs, _, _ in rows] == [
        (exercise.id, len(doubles.pairs(exercise))) for exercise in table.in_python()
    ]
    assert all(tried == rejected for _, _, tried, rejected in rows)


@pytest.mark.slow
@pytest.mark.timeout(JUDGING)
def test_doubles_are_rejected_and_most_are_named() -> None:
    found = [doubles.count(exercise, A_FEW) for exercise in table.in_python()]
    assert all(item.tried == item.rejected > 0 for item in found)
    tried = sum(item.tried for item in found)
    assert tried > 0.9 * A_FEW * len(found), "a short method has few pairs that go together"
    assert sum(item.named for item in found) >= LEAST_NAMED * tried


def test_the_same_doubles_are_drawn_each_time() -> None:
    exercise = table.by_id("02.encode_length")
    once, again = (list(islice(doubles.doubles(exercise), A_FEW)) for _ in range(2))
    assert once == again


def test_one_mistake_named_is_not_both() -> None:
    exercise = table.by_id("02.encode_length")
    told = ((pair, doubles.judged(exercise, pair).findings) for pair in doubles.doubles(exercise))
    pair, found = next(item for item in told if all(finding.witness == "model" for finding in item[1][:2]))
    assert doubles.names_both(exercise, pair, found)
    assert not doubles.names_both(exercise, pair, found[:1])


@pytest.mark.slow
@pytest.mark.timeout(JUDGING)
def test_the_command_keeps_the_doubles_or_says_what_is_out_of_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "exercises.md"
    page.write_text(report.FILE.read_text(encoding="utf-8") + "something else\n", encoding="utf-8")
    monkeypatch.setattr(report, "FILE", page)
    assert report.main(["--check"]) == 1
    assert report.main(["--keep-doubles"]) == 0
    assert report.main(["--check"]) == 0
    assert "out of date" in capsys.readouterr().out

"""docs/exercises.md says what is so."""

from __future__ import annotations

from framebyframe.lesson.authoring import report


def test_the_page_is_up_to_date() -> None:
    """If this fails: python -m framebyframe.lesson.authoring.report"""
    assert report.FILE.read_text(encoding="utf-8") == report.report()

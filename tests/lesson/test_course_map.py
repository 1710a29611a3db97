"""The map of the course."""

from __future__ import annotations

from pathlib import Path

import pytest

from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.keeping import package
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.showing.course_map import course_map, progress


def test_every_chapter_is_on_it() -> None:
    places = course_map(frozenset())
    assert [place.number for place in places] == [f"{number:02}" for number in range(18)]
    assert all(place.title for place in places)
    assert sum(len(place.functions) for place in places) == len(table.all_exercises())


def test_it_begins_empty_and_writes_nothing(work: Path) -> None:
    assert "You have written none" in progress().text
    assert not work.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_what_is_solved_is_ticked_in_picture_and_text(count: int) -> None:
    solved = table.all_exercises()[:count]
    for exercise in solved:
        package.save(exercise, Solved(reference.source(exercise)))
    page = progress()
    assert f"{count} of 4  {'✓' * count}{'·' * (4 - count)}" in page.text
    assert f"{count} of 4 functions are yours" in page.html
    assert "✓ encode_first_byte" in page.html
    assert "style=" not in page.html

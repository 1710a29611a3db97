"""The map of the course."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from framebyframe.figures import svg
from framebyframe.lesson.cells import calls
from framebyframe.lesson.cells.kernel_state import KERNEL_STATE
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.keeping import package
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.showing.course_map import (
    GAP,
    LAST_CHAPTER,
    PARTS,
    TILE_HEIGHT,
    course_map,
    figure,
    part_of,
    progress,
)
from framebyframe.lesson.text import catalogue


def test_every_chapter_is_on_it() -> None:
    places = course_map(frozenset())
    assert [place.number for place in places] == [f"{number:02}" for number in range(18)]
    assert all(place.title for place in places)
    assert sum(len(place.functions) for place in places) == len(table.all_exercises())


def test_it_begins_empty_and_writes_nothing(work: Path) -> None:
    assert "You have written none" in progress().text
    assert not work.exists()


@pytest.mark.parametrize(("chapter", "begins"), [("01", "02"), ("05", "03"), ("15", "12"), ("17", "16")])
def test_the_first_functions_are_those_of_the_map(work: Path, chapter: str, begins: str) -> None:
    assert f"On this map the first ones stand in chapter {begins}." in progress(chapter).text


def test_no_title_is_cut() -> None:
    places = course_map(frozenset())
    drawn = figure(places, "", "03").html
    [picture] = re.findall(r"base64,([^\"]+)", drawn)
    lines = re.findall(r"<text[^>]*>([^<]*)</text>", base64.b64decode(picture).decode())
    assert not any("…" in line for line in lines)
    read = " ".join(lines)
    assert all(place.title in read for place in places)
    tops = [float(y) for y in re.findall(r'<text[^>]* y="([^"]+)"', base64.b64decode(picture).decode())]
    assert max(tops) < 9 * (TILE_HEIGHT + GAP) + svg.PADDING


@pytest.mark.parametrize("count", [1, 4])
def test_what_is_solved_is_ticked_in_picture_and_text(count: int) -> None:
    solved = table.all_exercises()[:count]
    for exercise in solved:
        package.save(exercise, Solved(reference.source(exercise)))
    page = progress("02")
    assert f"{count} of 4  {'✓' * count}{'·' * (4 - count)}" in page.text
    assert f"Yours and saved: {count} of {len(table.all_exercises())} functions." in page.html
    assert "✓\N{NO-BREAK SPACE}encode_first_byte" in page.html
    assert "style=" not in page.html


@pytest.mark.parametrize(
    ("chapter", "first", "last"), [("02", "00", "02"), ("05", "03", "07"), ("17", "16", "17")]
)
def test_the_part_one_is_in_is_shown_and_the_course_folds(chapter: str, first: str, last: str) -> None:
    page = progress(chapter)
    shown = [line[2:4] for line in page.text.splitlines() if line[2:4].isdecimal()]
    assert (shown[0], shown[-1]) == (first, last)
    assert [line[2:4] for line in page.text.splitlines() if line.startswith("→")] == [chapter]
    assert page.html.count("<img") == 2
    assert "<details><summary>The whole course</summary><figure>" in page.html


def test_every_chapter_is_in_one_part_with_a_name() -> None:
    numbers = [f"{number:02}" for number in range(LAST_CHAPTER + 1)]
    in_parts = [number for first, last in PARTS.items() for number in numbers if first <= number <= last]
    assert in_parts == numbers
    assert all(PARTS[part_of(number)] >= number for number in numbers)
    assert {part_of(number) for number in numbers} == set(catalogue.keys("engine", "part"))


def test_the_chapter_of_the_exercise_that_ran_last_is_the_one_one_is_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(KERNEL_STATE, "latest", table.all_exercises()[0])
    assert "→ 02" in calls.progress().text

"""Source code in feedback has the colours of a cell, and is the same text."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from framebyframe import lab
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.showing.feedback import solution_page
from framebyframe.lesson.showing.source import COLOURS, source

PRE = re.compile('<pre class="fbf-source">(.*?)</pre>', re.DOTALL)


def test_the_lab_has_a_colour_for_each_kind() -> None:
    sheet = (Path(lab.__file__).parent / "custom" / "custom.css").read_text(encoding="utf-8")
    assert set(re.findall(r"^pre \.fbf-([\w-]+) \{$", sheet, re.MULTILINE)) == set(COLOURS.values())


@pytest.mark.parametrize("exercise", table.all_exercises(), ids=lambda exercise: exercise.id)
def test_a_solution_is_coloured_and_is_the_same_text(exercise: Exercise) -> None:
    shown = PRE.findall(solution_page(exercise).html)[0]
    assert html.unescape(re.sub("<[^>]+>", "", shown)) == reference.solution_cell(exercise).rstrip("\n")
    assert '<span class="fbf-keyword">' in shown


@pytest.mark.parametrize(
    ("text", "is_php", "kind", "code"),
    [
        ("return payload  # it's all", False, "comment", "# it's all"),
        ("return payload // it's all", False, None, ""),
        ("return $payload; // it's all", True, "comment", "// it's all"),
        ("$key = 'four';", True, "string", "'four'"),
        ("$key = 'four", True, None, ""),
    ],
)
def test_a_line_alone_has_the_colours_of_its_language(
    text: str, is_php: bool, kind: str | None, code: str
) -> None:
    shown = source(text, is_php=is_php).html()
    assert html.unescape(re.sub("<[^>]+>", "", shown)) == text
    if kind:
        assert f'<span class="fbf-{kind}">{html.escape(code)}</span>' in shown

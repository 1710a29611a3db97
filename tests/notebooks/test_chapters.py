"""Rules for every chapter: its questions are asked, its figures are described, its errors are meant."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path
from typing import Any

import pytest

from framebyframe.lesson.asking import questions
from framebyframe.lesson.authoring.refresh import RULES, sanitize_text, sanitizer

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("[0-9]*.ipynb"))
ASKED = re.compile(r'^(?:quiz|read)\("(\w+)"\)', re.MULTILINE)
LINKED = re.compile(r"\]\(([^)#]+\.ipynb)\)")
SHELL_LINE = re.compile(r"^(?!%%php)[%!]", re.MULTILINE)
IMAGE_WITHOUT_WORDS = re.compile(r'<img(?![^>]*\balt="[^"]+")|!\[\s*\]\(')
each_chapter = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == kind]


def sources(path: Path, kind: str) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in cells(path, kind))


@each_chapter
def test_every_question_of_a_chapter_is_asked_in_it_once(path: Path) -> None:
    assert sorted(ASKED.findall(sources(path, "code"))) == sorted(questions.names(f"c{path.stem[:2]}"))


@each_chapter
def test_a_link_leads_to_a_chapter_that_is_there(path: Path) -> None:
    assert {path.parent / link for link in LINKED.findall(sources(path, "markdown"))} <= set(NOTEBOOKS)


@each_chapter
def test_an_answer_is_asked_for_by_a_question_and_not_folded_into_the_text(path: Path) -> None:
    assert "<details>" not in sources(path, "markdown")


@each_chapter
def test_a_cell_is_python_without_lines_of_the_kit_s_business(path: Path) -> None:
    assert not SHELL_LINE.search(sources(path, "code"))


LONGEST_LINE = 104
"""Characters that fit into a window of 1,280 pixels beside the list of files: tests/browser/test_narrow.py."""


@each_chapter
def test_code_is_not_cut_at_the_right(path: Path) -> None:
    assert [line for line in sources(path, "code").splitlines() if len(line) > LONGEST_LINE] == []


@each_chapter
def test_figures_have_words_and_only_labelled_errors_are_stored(path: Path) -> None:
    assert not IMAGE_WITHOUT_WORDS.search(path.read_text("utf-8").replace('\\"', '"'))
    for cell in cells(path, "code"):
        errors = [output for output in cell["outputs"] if output["output_type"] == "error"]
        assert not errors or "raises-exception" in cell["metadata"].get("tags", [])


def test_a_plot_of_what_was_measured_is_stored_and_not_compared() -> None:
    html = '<img alt="A measurement, of masks" width="760" src="data:image/svg+xml;base64,AAAA">'
    other = html.replace("AAAA", "BBBB")
    assert sanitize_text(html, sanitizer()) == html
    rules = configparser.RawConfigParser()
    rules.read(RULES, encoding="utf-8")
    compared = [(re.compile(rules[name]["regex"]), rules[name]["replace"]) for name in rules.sections()]
    assert sanitize_text(html, compared) == sanitize_text(other, compared)
    drawing = html.replace("A measurement, of masks", "final text frame")
    assert sanitize_text(drawing, compared) == drawing

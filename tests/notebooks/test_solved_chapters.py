"""A chapter runs from top to bottom however much of it is solved, and shows the same but for its exercises."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from kernels_by_file import by_file
from lesson.answers import read
from nbclient import NotebookClient

from framebyframe.lesson.authoring.refresh import sanitize_text, sanitizer
from framebyframe.lesson.declaring import php_text, reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.keeping import records

pytestmark = pytest.mark.slow

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PERSONAL = ("use(", "progress(", "catch(", "@exercise", "\nfunction ", "tell_lies(", "print(fault)", "print(error)")
"""Words in a cell whose output depends on what somebody has solved, or on how they word an error."""
IGNORED = "nbval-ignore-output"
CHAPTERS = [chapter.number for chapter in table.chapters() if chapter.number != "02"]
"""02 shows bytes that its functions made; tests/lesson/test_in_notebooks.py solves it."""


def with_the_reference(exercise: Exercise) -> str:
    return reference.solution_cell(exercise)


def in_another_style(exercise: Exercise) -> str:
    """The first of the other right answers of the bank."""
    answer = next(item for item in read("right") if item.exercise is exercise)
    if exercise.is_php:
        return f"{php_text.MAGIC}\n{answer.source}"
    needed = "import itertools\n" if "itertools" in answer.source else ""
    return f"{needed}@exercise\n{answer.source}"


def half(exercise: Exercise) -> str:
    place = [item.id for item in table.all_exercises()].index(exercise.id)
    return reference.solution_cell(exercise) if place % 2 else reference.stub(exercise)


def run(path: Path, solved: dict[str, str]) -> list[Any]:
    """The code cells of a notebook, run in a fresh kernel with these cells in the place of their stubs."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = solved.get(cell.source.rstrip(), cell.source)
    folder = {"metadata": {"path": str(path.parent)}}
    options = {"kernel_manager_class": by_file(AsyncKernelManager), "coalesce_streams": True}
    NotebookClient(notebook, timeout=120, resources=folder, **options).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def exercises_of(chapter: str) -> list[Exercise]:
    return [item for item in table.all_exercises() if item.chapter == chapter]


def said(cell: Any) -> list[str]:
    """The texts of a cell's outputs, without what varies."""
    found = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell["outputs"]]
    return [sanitize_text("".join(text), sanitizer()) for text in found if text]


@pytest.mark.parametrize("way", [with_the_reference, in_another_style, half], ids=lambda way: way.__name__)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_it_runs_to_its_end_and_shows_the_same(
    chapter: str, way: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FRAMEBYFRAME_WORK", str(tmp_path))
    [path] = NOTEBOOKS.glob(f"{chapter}_*.ipynb")
    cells = run(path, {reference.stub(item).rstrip(): way(item) for item in exercises_of(chapter)})
    solved = [cell for cell in cells if "@exercise" in cell.source or php_text.names_in(cell.source)]
    right = [cell for cell in solved if ": right" in "".join(said(cell))]
    changed = [item for item in exercises_of(chapter) if way(item) != reference.stub(item)]
    assert len(right) == len(changed) >= len(solved) // 2
    stored = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    for mine, theirs in zip(cells, stored, strict=True):
        is_measured = IGNORED in theirs["metadata"].get("tags", [])
        if not is_measured and not any(word in mine.source for word in PERSONAL):
            assert said(mine) == said(theirs), mine.source


def test_two_chapters_are_open_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FRAMEBYFRAME_WORK", str(tmp_path))
    chapters = ("03", "06")

    def solve(chapter: str) -> None:
        [path] = NOTEBOOKS.glob(f"{chapter}_*.ipynb")
        run(path, {reference.stub(item).rstrip(): with_the_reference(item) for item in exercises_of(chapter)})

    with ThreadPoolExecutor() as pool:
        list(pool.map(solve, chapters))
    assert set(records.solved()) == {item.id for chapter in chapters for item in exercises_of(chapter)}

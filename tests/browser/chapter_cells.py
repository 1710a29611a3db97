"""The cells of a chapter, for tests that run it in a browser from its first cell to its last."""

from __future__ import annotations

import json
from pathlib import Path

from framebyframe.lesson.declaring import table

from .laboratory import PAGE_TIMEOUT, Notebook, eventually

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
COLD = 60.0
"""Seconds: the first answer waits for the process that checks."""
ONE_SOLVED = f"1 of {len(table.all_exercises())} functions"


class Cells(tuple[str, ...]):
    """The sources of code cells, in order."""

    def place_of(self, part: str) -> int:
        """The number of the first cell with this in it."""
        return next(index for index, source in enumerate(self) if part in source)


def cells_of(chapter: str) -> Cells:
    """A chapter's code cells, but for deliberate errors: a test's notebook has no tags to say so."""
    [path] = NOTEBOOKS.glob(f"{chapter}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return Cells(
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and "raises-exception" not in cell["metadata"].get("tags", [])
    )


def wrong_then_right(
    notebook: Notebook,
    place: int,
    *,
    wrong: str,
    said: str,
    hint: str,
    right: str,
    done: str,
    patience: float = PAGE_TIMEOUT / 1000,
) -> None:
    """Answer an exercise wrongly, open its first hint, and answer it rightly.

    Args:
        place: the number of its cell.
        wrong, right: the two answers.
        said: is said of the wrong one.
        hint: stands in the hint.
        done: is said of the right one, after `patience` seconds at the latest.
    """
    notebook.write_and_run(place, wrong)
    eventually(lambda: said in notebook.shown(place), COLD)
    notebook.output(place).get_by_text("Hint 1 of 3").click()
    eventually(lambda: hint in notebook.shown(place))
    notebook.write_and_run(place, right)
    eventually(lambda: done in notebook.shown(place), patience)

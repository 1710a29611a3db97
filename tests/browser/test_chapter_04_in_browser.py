"""Chapter 04 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from laboratory import OpenNotebook, eventually

from framebyframe.lesson.declaring import table

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

CHAPTER = Path(__file__).resolve().parents[2] / "notebooks" / "04_a_stream_does_not_respect_you.ipynb"
SOURCES = [
    "".join(cell["source"])
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code" and "raises-exception" not in cell["metadata"].get("tags", [])
]
"""Without the deliberate error: the notebook that is written here has no tags to say so."""
WRONG = """\
@exercise
def header_length(second_byte: int) -> int:
    return {126: 4, 127: 10}.get(second_byte, 2)
"""
RIGHT = WRONG.replace("get(second_byte", "get(second_byte & LENGTH_BITS")
ONE_SOLVED = f"1 of {len(table.all_exercises())} functions are yours"
COLD = 60.0
"""Seconds: the first answer waits for the process that checks."""


def place_of(part: str) -> int:
    """The number of the first code cell with this in it."""
    return next(index for index, source in enumerate(SOURCES) if part in source)


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*SOURCES)
    notebook.run_all()
    last = len(SOURCES) - 1
    eventually(lambda: "does the first whole frame begin?" in notebook.shown(last), COLD)
    assert "True" in notebook.shown(place_of("len(pairs)"))
    mine = place_of("def header_length(")

    notebook.write_and_run(mine, WRONG)
    eventually(lambda: "not right yet" in notebook.shown(mine), COLD)
    notebook.output(mine).get_by_text("Hint 1 of 3").click()
    eventually(lambda: "Which bits of the second byte hold the length" in notebook.shown(mine))
    notebook.write_and_run(mine, RIGHT)
    eventually(lambda: "✓ header_length" in notebook.shown(mine))

    catching = place_of('catch("next_frame"')
    notebook.write_and_run(catching, 'catch("next_frame", (4,), (8,), (2, 6, 9))')
    eventually(lambda: "✓ next_frame: 8 of 8 caught" in notebook.shown(catching))

    notebook.restart_kernel()
    notebook.write_and_run(0, SOURCES[0])
    eventually(lambda: "Yours in this notebook: header_length" in notebook.shown(0), COLD)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

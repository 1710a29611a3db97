"""Chapter 03 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from laboratory import OpenNotebook, eventually

from framebyframe.lesson.declaring import table

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

CHAPTER = Path(__file__).resolve().parents[2] / "notebooks" / "03_why_clients_wear_masks.ipynb"
SOURCES = [
    "".join(cell["source"])
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]
WRONG = """\
@exercise
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(byte ^ masking_key[0] for byte in payload)
"""
RIGHT = WRONG.replace(
    "masking_key[0] for byte in payload", "masking_key[i % 4] for i, byte in enumerate(payload)"
)
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
    eventually(lambda: "Which masking key was it?" in notebook.shown(last), COLD)
    assert "a script of evil.test" in notebook.shown(place_of('quiz("whose_script")') + 1)
    mine = place_of("def apply_mask(")

    notebook.write_and_run(mine, WRONG)
    eventually(lambda: "Every byte meets the first byte of the key." in notebook.shown(mine), COLD)
    notebook.output(mine).get_by_text("Hint 1 of 3").click()
    eventually(lambda: "Which byte of the key stands below byte 6" in notebook.shown(mine))
    notebook.write_and_run(mine, RIGHT)
    eventually(lambda: "✓ apply_mask" in notebook.shown(mine))

    notebook.restart_kernel()
    notebook.write_and_run(0, SOURCES[0])
    eventually(lambda: "Yours in this notebook: apply_mask" in notebook.shown(0), COLD)
    race = place_of("mask_race(")
    notebook.write_and_run(race, SOURCES[race])
    image = notebook.output(race).locator("figure > img")
    eventually(lambda: image.count() and image.evaluate("image => image.naturalWidth") > 500)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

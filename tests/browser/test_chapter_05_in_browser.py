"""Chapter 05 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from laboratory import OpenNotebook, eventually

from framebyframe.lesson.declaring import table

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

CHAPTER = Path(__file__).resolve().parents[2] / "notebooks" / "05_from_frames_to_messages.ipynb"
SOURCES = [
    "".join(cell["source"])
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code" and "raises-exception" not in cell["metadata"].get("tags", [])
]
"""Without the deliberate errors: the notebook that is written here has no tags to say so."""
RIGHT = """\
@exercise
def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode == Opcode.TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()
"""
WRONG = RIGHT.replace("self._payload += frame", "self._payload = bytearray() + frame")
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
    eventually(lambda: "Which word do you read?" in notebook.shown(last), COLD)
    judges = place_of("rows = peers.side_by_side(")
    assert "the same, more to come" in notebook.shown(judges)
    mine = place_of("def add_fragment(")

    notebook.write_and_run(mine, WRONG)
    eventually(lambda: "takes the place of what came before it" in notebook.shown(mine), COLD)
    notebook.output(mine).get_by_text("Hint 1 of 3").click()
    eventually(lambda: "Four steps: what is it" in notebook.shown(mine))
    notebook.write_and_run(mine, RIGHT)
    eventually(lambda: "✓ add_fragment" in notebook.shown(mine))

    notebook.restart_kernel()
    notebook.write_and_run(0, SOURCES[0])
    eventually(lambda: "Yours in this notebook: MessageAssembler" in notebook.shown(0), COLD)
    call, used = place_of("call = ["), place_of("def yours(")
    notebook.write_and_run(call, SOURCES[call])
    notebook.write_and_run(used, SOURCES[used])
    eventually(lambda: "PingReceived" in notebook.shown(used) and "TextMessage" in notebook.shown(used))
    line = place_of("figures.time_line(call)")
    notebook.write_and_run(line, SOURCES[line])
    image = notebook.output(line).locator("figure > img")
    eventually(lambda: image.count() and image.evaluate("image => image.naturalWidth") > 500)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

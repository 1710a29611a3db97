"""Chapter 05 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("05")
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


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "Which word do you read?" in notebook.shown(last), COLD)
    judges = CELLS.place_of("rows = peers.side_by_side(")
    eventually(lambda: "the same, FIN = 0" in notebook.shown(judges))
    mine = CELLS.place_of("def add_fragment(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="puts a new value in the place of the old one",
        hint="Four steps: what is it",
        right=RIGHT,
        done="✓ add_fragment",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: MessageAssembler" in notebook.shown(0), COLD)
    call, used = CELLS.place_of("call = ["), CELLS.place_of("def yours(")
    notebook.write_and_run(call, CELLS[call])
    notebook.write_and_run(used, CELLS[used])
    eventually(lambda: "PingReceived" in notebook.shown(used) and "TextMessage" in notebook.shown(used))
    line = CELLS.place_of("figures.time_line(call)")
    notebook.write_and_run(line, CELLS[line])
    image = notebook.output(line).locator("figure > img")
    eventually(lambda: image.count() and image.evaluate("image => image.naturalWidth") > 500)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

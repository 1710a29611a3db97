"""Chapter 07 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, strangers, the exam."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from laboratory import OpenNotebook, eventually

from framebyframe.lesson.declaring import table

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

CHAPTER = Path(__file__).resolve().parents[2] / "notebooks" / "07_staying_alive_saying_goodbye.ipynb"
SOURCES = [
    "".join(cell["source"])
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code" and "raises-exception" not in cell["metadata"].get("tags", [])
]
"""Without the deliberate error: the notebook that is written here has no tags to say so."""
RIGHT = """\
@exercise
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
"""
WRONG = RIGHT.replace("    if self.state is OPEN:\n        self", "    self")
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
    eventually(lambda: "breaks a rule" in notebook.shown(last), 2 * COLD)
    assert "247 of 247 cases went well." in notebook.shown(place_of("card = take("))
    mine = place_of("def receive_close(")

    notebook.write_and_run(mine, WRONG)
    eventually(lambda: "A close frame is sent though ours has gone already." in notebook.shown(mine), COLD)
    notebook.output(mine).get_by_text("Hint 1 of 3").click()
    eventually(lambda: "if our close frame has gone already" in notebook.shown(mine))
    notebook.write_and_run(mine, RIGHT)
    eventually(lambda: "✓ receive_close" in notebook.shown(mine))

    notebook.restart_kernel()
    notebook.write_and_run(0, SOURCES[0])
    eventually(lambda: "Yours in this notebook: Connection" in notebook.shown(0), COLD)
    for part in (
        "node = peers.node()",
        "talk = peers.Conversation(node.url",
        "send_ping",
        "send_close(1000, ",
    ):
        notebook.write_and_run(place_of(part), SOURCES[place_of(part)])
    way = place_of("move.state for move in talk.moves")
    notebook.write_and_run(way, SOURCES[way])
    image = notebook.output(way).locator("figure > img")
    eventually(lambda: image.count() and "CLOSING → CLOSED." in str(image.get_attribute("alt")), COLD)
    exam = place_of("card = take(")
    notebook.write_and_run(exam, 'take(use("mine"), "7.1.*")')
    eventually(lambda: "6 of 6 cases went well." in notebook.shown(exam), COLD)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

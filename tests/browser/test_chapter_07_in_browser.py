"""Chapter 07 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, strangers, the exam."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("07")
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


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "breaks a rule" in notebook.shown(last), 2 * COLD)
    exam = CELLS.place_of('card = take(use("mine"))')
    eventually(lambda: "247 of 247 cases went well." in notebook.shown(exam))
    mine = CELLS.place_of("def receive_close(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="A close frame is sent though ours has gone already.",
        hint="if our close frame has gone already",
        right=RIGHT,
        done="✓ receive_close",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: Connection" in notebook.shown(0), COLD)
    for part in (
        "node = peers.node()",
        "talk = peers.Conversation(node.url",
        'send_ping(b"?")',
        'send_close(1000, "bye")',
    ):
        notebook.write_and_run(CELLS.place_of(part), CELLS[CELLS.place_of(part)])
    way = CELLS.place_of("figures.conversation(talk.moves[4:])")
    notebook.write_and_run(way, CELLS[way])
    eventually(lambda: "CLOSED" in notebook.shown(way), COLD)
    notebook.write_and_run(exam, 'take(use("mine"), "7.1.*")')
    eventually(lambda: "6 of 6 cases went well." in notebook.shown(exam), COLD)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

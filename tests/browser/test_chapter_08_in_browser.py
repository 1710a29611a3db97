"""Chapter 08 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, two servers."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("08")
RIGHT = """\
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, call_id = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    reply = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not reply.done():
            self._receive(deadline, "answer")
        return reply.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
"""
WRONG = RIGHT.replace("self._receive(deadline", "self._receive(self._deadline(timeout)")


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "still wait when the log ends" in notebook.shown(last), 2 * COLD)
    moved = CELLS.place_of('ask("echo", n=3)')
    eventually(lambda: "[{'n': 2}]" in notebook.shown(moved))
    mine = CELLS.place_of("def call(")
    decorator = CELLS[mine].splitlines()[0]

    wrong_then_right(
        notebook,
        mine,
        wrong=f"{decorator}\n{WRONG}",
        said="Each message begins the time anew.",
        hint="which one in any case",
        right=f"{decorator}\n{RIGHT}",
        done="✓ call",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: RpcClient" in notebook.shown(0), COLD)
    for part in ("node = peers.node()", "def outcome(call)", "tap = Tap("):
        notebook.write_and_run(CELLS.place_of(part), CELLS[CELLS.place_of(part)])
    eventually(lambda: "'name': 'tea'" in notebook.shown(CELLS.place_of("tap = Tap(")), COLD)
    late = CELLS.place_of("client.unmatched")
    notebook.write_and_run(late, CELLS[late])
    eventually(lambda: "{'slept': 600}, 1)" in " ".join(notebook.shown(late).split()), COLD)
    eventually(lambda: "RpcTimeout: no answer from the server within 0.1 s" in notebook.shown(late))
    other = CELLS.place_of("python = peers.python()")
    notebook.write_and_run(other, CELLS[other])
    eventually(lambda: "Grüß Gott" in notebook.shown(other), COLD)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

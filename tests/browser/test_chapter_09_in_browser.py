"""Chapter 09 as a learner meets it in JupyterLab: cells that await, a hint, a restart, two strangers."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("09")
RIGHT = """\
@exercise
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)
"""
WRONG = RIGHT.replace(
    "self._futures.pop(reply.id, None)", "self._futures.popitem()[1] if self._futures else None"
)


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "breaks a rule" in notebook.shown(last), 2 * COLD)
    stairs = CELLS.place_of("figures.calls_in_flight(")
    notebook.shown(stairs)  # brought into sight
    image = notebook.output(stairs).locator("figure > img")
    one_by_one = "at most 1 in flight at a time: 64 answered"
    eventually(lambda: one_by_one in str(image.get_attribute("alt")))
    mine = CELLS.place_of("def settle(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="goes to the call that was made last",
        hint="Four kinds of replies come",
        right=RIGHT,
        done="✓ settle",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: PendingCalls" in notebook.shown(0), COLD)
    at_once = CELLS.place_of("replies = await asyncio.gather(*[client.call(")
    drawn = at_once + 1
    for place in (CELLS.place_of("node = peers.node()"), *range(at_once - 2, drawn + 1)):
        if not CELLS[place].startswith("quiz("):
            notebook.write_and_run(place, CELLS[place])
    image = notebook.output(drawn).locator("figure > img")
    all_of_them = "64 calls, at most 64 in flight at a time: 64 answered"
    eventually(lambda: image.count() and all_of_them in str(image.get_attribute("alt")), COLD)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

"""Chapter 11 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, the page as a client."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("11")
RIGHT = """\
@exercise
def regulate(self) -> None:
    too_much = self.congested or self.held > MAX_SEND_BUFFER
    if too_much and self.is_open:
        self.pause()
    else:
        self.resume()
"""
WRONG = RIGHT.replace(" and self.is_open", "")


def test_wrong_a_hint_right_a_restart_and_the_page_calls(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "breaks the contract" in notebook.shown(last), 2 * COLD)
    mine = CELLS.place_of("def regulate(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="never seen",
        hint="Two things may pile up",
        right=RIGHT,
        done="✓ regulate",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: ServerConnection" in notebook.shown(0), COLD)
    first = CELLS.place_of("shop = mine.rpc.RpcServer(")
    for place in range(first, first + 3):
        notebook.write_and_run(place, CELLS[place])
    table = notebook.output(first + 2)
    eventually(lambda: table.locator(".fbf-clients-table").get_by_text("Nobody is connected.").count(), COLD)
    table.get_by_role("button", name="Connect", exact=True).click()
    said = table.locator(".fbf-clients-said > div")
    eventually(lambda: table.locator("tbody tr").count() == said.count() == 1)
    table.get_by_role("button", name="Call", exact=True).click()
    eventually(lambda: said.count() == 3)
    tapped = CELLS.place_of("WireTap(tap)")
    notebook.write_and_run(tapped, CELLS[tapped])
    eventually(lambda: "echo" in notebook.shown(tapped))
    stop = CELLS.place_of("await shop.stop()")
    notebook.write_and_run(stop, CELLS[stop])
    eventually(lambda: "Mozilla: 1 call (echo), closed 1001" in notebook.shown(stop))
    eventually(lambda: table.get_by_text("closed with 1001").count())
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

"""Chapter 12 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, a drawn failure."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("12")
RIGHT = """\
@exercise
def may_send_again(error: RpcError, idempotent: bool) -> bool:
    if isinstance(error, ConnectionRefused):
        return True
    return isinstance(error, ConnectionLost) and idempotent and error.code not in REFUSES_A_MESSAGE
"""
WRONG = RIGHT.replace(" and idempotent", "")


def test_wrong_a_hint_right_a_restart_and_the_diagram_of_a_failure(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "miss for certain" in notebook.shown(last), 4 * COLD)
    mine = CELLS.place_of("def may_send_again(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="that nobody has marked",
        hint="Ask of each error",
        right=RIGHT,
        done="✓ may_send_again",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: may_send_again" in notebook.shown(0), COLD)
    first = CELLS.place_of("careless = variant(")
    notebook.write_and_run(first, CELLS[first])
    notebook.write_and_run(first + 1, CELLS[first + 1])
    eventually(lambda: "What must not be done twice is not." in notebook.shown(first + 1), 2 * COLD)
    drawn = first + 2
    notebook.write_and_run(drawn, CELLS[drawn])
    figure = notebook.output(drawn).locator("figure img")
    eventually(lambda: figure.count() == 1, COLD)
    eventually(lambda: "A space-time diagram" in (figure.get_attribute("alt") or ""))
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

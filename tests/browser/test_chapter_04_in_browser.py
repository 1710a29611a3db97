"""Chapter 04 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("04")
WRONG = """\
@exercise
def header_length(second_byte: int) -> int:
    return {126: 4, 127: 10}.get(second_byte, 2)
"""
RIGHT = WRONG.replace("get(second_byte", "get(second_byte & LENGTH_BITS")


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "does the first whole frame begin?" in notebook.shown(last), COLD)
    eventually(lambda: "True" in notebook.shown(CELLS.place_of("len(pairs)")))
    mine = CELLS.place_of("def header_length(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="not right yet",
        hint="Which bits of the second byte hold the length",
        right=RIGHT,
        done="✓ header_length",
    )

    catching = CELLS.place_of('catch("next_frame"')
    notebook.write_and_run(catching, 'catch("next_frame", (4,), (8,), (2, 6, 9))')
    eventually(lambda: "✓ next_frame: 8 of 8 caught" in notebook.shown(catching))

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: header_length" in notebook.shown(0), COLD)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

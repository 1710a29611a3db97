"""Chapter 06 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("06")
WRONG = """\
@exercise
def has_token(headers: Headers, name: str, token: str) -> bool:
    return headers.get(name, "").lower() == token.lower()
"""
RIGHT = """\
@exercise
def has_token(headers: Headers, name: str, token: str) -> bool:
    items = ",".join(headers.get_all(name)).lower().split(",")
    return token.lower() in [item.strip(" \t") for item in items]
"""


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "Which two bytes complete the sixteen?" in notebook.shown(last), COLD)
    head, lies = CELLS.place_of("print(raw.receive_head()"), CELLS.place_of("tell_lies(")
    eventually(lambda: "HTTP/1.1 400 Bad Request" in notebook.shown(head))
    eventually(lambda: "believed" in notebook.shown(lies))
    mine = CELLS.place_of("def has_token(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="The whole value is compared with one word.",
        hint="Write down three ways to say",
        right=RIGHT,
        done="✓ has_token",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: has_token" in notebook.shown(0), COLD)
    made, used = (
        CELLS.place_of("headers = Headers("),
        CELLS.place_of('has_token(headers, "Connection", "close")'),
    )
    notebook.write_and_run(made, CELLS[made])
    notebook.write_and_run(used, CELLS[used])
    eventually(lambda: "(True, False)" in notebook.shown(used))
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

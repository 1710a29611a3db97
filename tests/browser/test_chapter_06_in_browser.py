"""Chapter 06 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from laboratory import OpenNotebook, eventually

from framebyframe.lesson.declaring import table

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

CHAPTER = Path(__file__).resolve().parents[2] / "notebooks" / "06_the_handshake.ipynb"
SOURCES = [
    "".join(cell["source"])
    for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]
WRONG = """\
@exercise
def has_token(headers: Headers, name: str, token: str) -> bool:
    return headers.get(name, "").lower() == token.lower()
"""
RIGHT = """\
@exercise
def has_token(headers: Headers, name: str, token: str) -> bool:
    items = ",".join(headers.get_all(name)).lower().split(",")
    return token.lower() in [item.strip() for item in items]
"""
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
    eventually(lambda: "Which two bytes complete the sixteen?" in notebook.shown(last), COLD)
    assert "HTTP/1.1 400 Bad Request" in notebook.shown(place_of("print(raw.receive_head()"))
    assert "believed" in notebook.shown(place_of("tell_lies("))
    mine = place_of("def has_token(")

    notebook.write_and_run(mine, WRONG)
    eventually(lambda: "The whole value is compared with one word." in notebook.shown(mine), COLD)
    notebook.output(mine).get_by_text("Hint 1 of 3").click()
    eventually(lambda: "Write down three ways to say" in notebook.shown(mine))
    notebook.write_and_run(mine, RIGHT)
    eventually(lambda: "✓ has_token" in notebook.shown(mine))

    notebook.restart_kernel()
    notebook.write_and_run(0, SOURCES[0])
    eventually(lambda: "Yours in this notebook: has_token" in notebook.shown(0), COLD)
    made, used = place_of("headers = Headers("), place_of('has_token(headers, "Connection", "close")')
    notebook.write_and_run(made, SOURCES[made])
    notebook.write_and_run(used, SOURCES[used])
    eventually(lambda: "(True, False)" in notebook.shown(used))
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

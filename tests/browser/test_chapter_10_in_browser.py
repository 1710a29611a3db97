"""Chapter 10 as a learner meets it in JupyterLab: PHP cells, wrong, a hint, right, a restart, a page."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("10")
RIGHT = """\
%%php
function mask(string $payload, string $maskingKey): string
{
    $masked = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $masked .= $payload[$i] ^ $maskingKey[$i % 4];
    }
    return $masked;
}
"""
WRONG = RIGHT.replace("$maskingKey[$i % 4]", "$maskingKey[0]")


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "data frames" in notebook.shown(last), 2 * COLD)
    stopped = CELLS.place_of("echo intdiv(1, 0);")
    eventually(lambda: "Division by zero" in notebook.shown(stopped))
    eventually(lambda: "Line 3 of the cell" in notebook.shown(stopped))
    mine = CELLS.place_of("function mask(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="Every byte meets the first byte of the key.",
        hint="PHP can XOR two strings at once.",
        right=RIGHT,
        done="✓ mask",
        patience=COLD,
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: mask" in notebook.shown(0), COLD)
    for part in ("node = peers.node()", "site = peers.php_site(node)"):
        notebook.write_and_run(CELLS.place_of(part), CELLS[CELLS.place_of(part)])
    page = CELLS.place_of("site = peers.php_site(node)")
    eventually(lambda: "The server says:" in notebook.shown(page), COLD)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

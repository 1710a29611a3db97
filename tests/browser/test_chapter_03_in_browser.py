"""Chapter 03 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, and on."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("03")
WRONG = """\
@exercise
def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    return bytes(byte ^ masking_key[0] for byte in payload)
"""
RIGHT = WRONG.replace(
    "masking_key[0] for byte in payload", "masking_key[i % 4] for i, byte in enumerate(payload)"
)


def test_wrong_a_hint_right_a_restart_and_on(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "Which masking key was it?" in notebook.shown(last), COLD)
    whose = CELLS.place_of('quiz("whose_script")') + 1
    eventually(lambda: "a script of evil.test" in notebook.shown(whose))
    mine = CELLS.place_of("def apply_mask(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="Every byte meets the first byte of the key.",
        hint="Which byte of the key stands below byte 6",
        right=RIGHT,
        done="✓ apply_mask",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: apply_mask" in notebook.shown(0), COLD)
    race = CELLS.place_of("mask_race(")
    notebook.write_and_run(race, CELLS[race])
    image = notebook.output(race).locator("figure > img")
    eventually(lambda: image.count() and image.evaluate("image => image.naturalWidth") > 500)
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))

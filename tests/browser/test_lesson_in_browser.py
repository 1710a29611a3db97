"""An exercise in JupyterLab, from a wrong answer over a hint to a right one; it is there after a restart."""

from __future__ import annotations

import pytest

from framebyframe.lesson.declaring import table

from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETUP = "from framebyframe.lesson import exercise, hint, progress"
EXERCISE = """\
@exercise
def encode_length(length: int, masked: bool) -> bytes:
"""
UNWRITTEN = f"{EXERCISE}    ..."
ANSWER = (
    EXERCISE
    + """\
    mask_bit = 0x80 if masked else 0
    if length <= 125:
        return bytes([mask_bit | length])
    if length <= 0xFFFF:
        return bytes([mask_bit | 126]) + length.to_bytes(2, "{order}")
    return bytes([mask_bit | 127]) + length.to_bytes(8, "{order}")
"""
)
WRONG, RIGHT = ANSWER.format(order="little"), ANSWER.format(order="big")
COLD = 60.0
"""Seconds: the first answer waits for the process that checks."""
ONE_SOLVED = f"1 of {len(table.all_exercises())} functions"


def test_wrong_then_a_hint_then_right_and_still_right_after_a_restart(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP, UNWRITTEN, "hint()", "progress()")
    notebook.run_all()
    eventually(lambda: "none of the functions" in notebook.shown(3), COLD)

    notebook.write_and_run(1, WRONG)
    eventually(lambda: "The length is little-endian." in notebook.shown(1), COLD)
    assert "is network byte order" not in notebook.shown(1)
    notebook.output(1).get_by_text("Hint 1 of 3").click()
    eventually(lambda: "is network byte order" in notebook.shown(1))
    notebook.write_and_run(2, "hint('encode_length')")
    eventually(lambda: "is network byte order" in notebook.shown(2))

    notebook.write_and_run(1, RIGHT)
    eventually(lambda: "✓ encode_length" in notebook.shown(1))
    notebook.write_and_run(3, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(3))

    notebook.restart_kernel()
    notebook.write_and_run(0, SETUP)
    notebook.write_and_run(3, "print('afresh'); progress()")
    eventually(lambda: "afresh" in notebook.shown(3) and ONE_SOLVED in notebook.shown(3))


def test_a_wrong_answer_is_copied_as_a_case_by_keys_alone(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP, WRONG)
    notebook.run_all()
    eventually(lambda: "The length is little-endian." in notebook.shown(1), COLD)
    page = notebook.page
    fold = notebook.output(1).get_by_text("Copy it as a case")
    fold.focus()
    page.keyboard.press("Space")
    box = notebook.output(1).locator("textarea")
    eventually(box.is_visible)
    page.keyboard.press("Tab")
    eventually(lambda: box.evaluate("box => box === document.activeElement"))
    page.set_viewport_size({"width": 800, "height": 900})
    fits = "box => box.getBoundingClientRect().right <= box.closest('p').getBoundingClientRect().right"
    eventually(lambda: box.evaluate(fits))
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    selected = box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert selected.startswith("exercise: 02.encode_length\n") and '"little"' in selected
    assert page.locator(".jp-Cell.jp-mod-selected").count() <= 1  # Ctrl+A was the box's, not the notebook's

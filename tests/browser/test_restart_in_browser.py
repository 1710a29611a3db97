"""A saved notebook with widgets, opened after JupyterLab was stopped and started again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from ports import free_port

from framebyframe.lab.saving import VIEW

from .laboratory import Notebook, eventually, running_lab, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = (
    "from framebyframe.widgets import FrameBuilder, quiz\nbuilder = FrameBuilder()\nbuilder",
    "quiz('length_300')",
)
NAME = "restarted.ipynb"
ERROR = "Error displaying widget"
WAY_BACK = "Run this cell (Shift+Enter)"


@pytest.fixture
def saved(browser: Any, tmp_path: Path) -> Callable[[Notebook], None]:
    """A function that saves a notebook, and waits until its outputs are on the disk."""
    file = tmp_path / "notebooks" / NAME

    def save(notebook: Notebook) -> None:
        notebook.command("docmanager:save")
        eventually(lambda: file.read_text(encoding="utf-8").count("fbf-still") >= len(CELLS))

    return save


def run_until_alive(notebook: Notebook) -> None:
    """Run all cells, and wait for each widget and for the picture behind it, which comes a moment later."""
    notebook.run_all()
    for index, part in enumerate((".fbf-builder", ".fbf-quiz")):
        notebook.page.locator(part).first.wait_for()
        notebook.output(index).locator(".fbf-still").wait_for(state="attached")


def shows_pictures_only(notebook: Notebook) -> None:
    """Check that each widget has its picture, the line that says how to bring it to life, and no error."""
    for index in range(len(CELLS)):
        eventually(lambda index=index: WAY_BACK in notebook.shown(index))
        notebook.output(index).locator(".fbf-still").wait_for()  # seen
        assert (
            notebook.output(index).locator(".jp-OutputArea-child").count() == 1
        )  # a view shows its error late
        assert ERROR not in notebook.shown(index)
    assert notebook.page.get_by_text(ERROR).count() == 0


def test_only_pictures_are_left_after_a_restart(
    browser: Any, tmp_path: Path, saved: Callable[[Notebook], None]
) -> None:
    (tmp_path / "notebooks").mkdir()
    write_notebook(tmp_path / "notebooks" / NAME, *CELLS)
    context, port = browser.new_context(), free_port()
    with running_lab(tmp_path, port) as address:
        first = Notebook(context.new_page(), address, NAME)
        run_until_alive(first)
        label = first.page.evaluate("window.jupyterapp.commands.label('docmanager:reload')")
        assert label == "Reload Notebook from Disk"  # what `kit.py reset` tells people to choose
        saved(first)
        assert first.page.locator(".fbf-builder").is_visible()  # saving takes nothing from the page
        second = Notebook(context.new_page(), address, NAME)
    with running_lab(tmp_path, port) as address:
        reopened = Notebook(first.page, address, NAME)
        shows_pictures_only(reopened)
        shows_pictures_only(Notebook(second.page, address, NAME))
        run_until_alive(reopened)
        saved(reopened)
        shows_pictures_only(Notebook(second.page, address, NAME))  # whose kernel lives, in another tab
    views = [
        output for cell in nbformat.read(tmp_path / "notebooks" / NAME, 4).cells for output in cell.outputs
    ]
    assert views and not any(VIEW in output.get("data", {}) for output in views)
    context.close()

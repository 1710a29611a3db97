"""Names that no cell has given a value yet: the cell of the notebook that would give it one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from ..keeping import notebook
from ..showing.page import notice, present
from ..text.catalogue import say
from .kernel_state import NOTEBOOK

LONGEST_LINE = 90
"""Characters of a line of a cell that are shown."""


def tell_where(
    shell: Any, kind: type[NameError], error: NameError, trace: TracebackType, tb_offset: int | None = None
) -> None:
    """Show a NameError of a cell as IPython does; below it the line that gives the name its value."""
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    while trace.tb_next:
        trace = trace.tb_next
    name = error.name or ""
    is_of_a_cell = trace.tb_frame.f_globals is shell.user_ns
    line = line_that_binds(name, other_cells(shell.user_ns)) if is_of_a_cell else ""
    if line:
        present(notice("hint", name, say("engine", "exercise", "other_cell", name=name, line=line)))


def other_cells(names: Mapping[str, Any]) -> list[str]:
    """The Python of the notebook's code cells but the newest that ran, as they were saved last.

    [] where the notebook is not known.
    """
    newest = [cell.strip() for cell in notebook.cells(names)[:1]]
    return [cell for cell in _cells_of_this_notebook() if cell.strip() not in newest]


def _cells_of_this_notebook() -> list[str]:
    try:
        sources = notebook.saved_cells(Path(os.environ[NOTEBOOK]))
        return [notebook.python_of(notebook.transformed(source)) for source in sources]
    except (KeyError, TypeError, OSError, ValueError):
        return []


def line_that_binds(name: str, cells: list[str]) -> str:
    """The line of the cells that gives a name its value first; "" if none does."""
    for cell in cells:
        statement = notebook.statement_that_binds(name, [cell]) or ""
        lines = [line for line in statement.splitlines() if not line.startswith("@")]
        if lines:
            return lines[0][:LONGEST_LINE]
    return ""

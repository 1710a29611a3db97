"""Temporary notebooks, run in real kernels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from kernels_by_file import by_file
from nbclient import NotebookClient

from framebyframe.lesson.authoring.mutants import imports_for
from framebyframe.lesson.declaring import reference, table

IMPORTS = """\
from framebyframe.lesson import exercise, hint, mend, progress, solution, use
from framebyframe.wire import Frame, Opcode
"""


class Kernel:
    """One running kernel: cells go in, outputs come out."""

    def __init__(self, client: NotebookClient) -> None:
        self._client = client

    def run(self, source: str) -> str:
        """Run a cell.

        Returns:
            The text of its outputs, an error as "ERROR name: message".
        """
        return "\n".join(map(_text, self.outputs(source)))

    def outputs(self, source: str) -> list[Any]:
        """Run a cell; its outputs as nbformat has them."""
        cell = nbformat.v4.new_code_cell(source)
        self._client.nb.cells.append(cell)
        self._client.execute_cell(cell, len(self._client.nb.cells) - 1)
        return list(cell.outputs)


@contextmanager
def kernel(*first: str) -> Iterator[Kernel]:
    """A fresh kernel in which the imports and these cells have run."""
    with bare_kernel(IMPORTS, "".join(needed_imports()), *first) as running:
        yield running


@contextmanager
def bare_kernel(*cells: str, started_by: type[AsyncKernelManager] = AsyncKernelManager) -> Iterator[Kernel]:
    """A fresh kernel in which nothing but these cells has run."""
    manager = by_file(started_by)
    client = NotebookClient(
        nbformat.v4.new_notebook(), timeout=60, allow_errors=True, kernel_manager_class=manager
    )
    with client.setup_kernel():
        running = Kernel(client)
        for source in cells:
            running.run(source)
        yield running


def needed_imports() -> list[str]:
    """The imports without which the solved cells would not run; what is solved in a cell is not imported."""
    everything = table.in_python()
    solved = {exercise.name for exercise in everything}
    lines = {line for item in everything for line in imports_for(item, reference.source(item))}
    return sorted(line for line in lines if line.split()[-1] not in solved)


def stubs(chapter: str = "") -> list[str]:
    """The cells a learner begins with: those of one chapter, or all."""
    found = [item for item in table.all_exercises() if chapter in ("", item.chapter)]
    return [reference.stub(exercise) for exercise in found]


def solutions(names: Iterable[str] = ()) -> list[str]:
    """The solved cells of these exercises, or of all."""
    wanted = list(names)
    found = [item for item in table.all_exercises() if not wanted or item.name in wanted]
    return [reference.solution_cell(exercise) for exercise in found]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    if output.output_type == "error":
        return f"ERROR {output.ename}: {output.evalue}"
    return str(output.data.get("text/plain", ""))

"""Finds the modules of a package that import one another, types included."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path


def reading_order(folder: Path) -> list[str]:
    """The modules of `folder`, each after those it imports.

    Raises:
        graphlib.CycleError: some import one another; it names them.
    """
    names = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    graph = {name: imported_siblings(folder / f"{name}.py") & names for name in names}
    return list(TopologicalSorter(graph).static_order())


def imported_siblings(path: Path) -> set[str]:
    """The names that `path` imports from its own package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {alias.name for alias in node.names}
    return found

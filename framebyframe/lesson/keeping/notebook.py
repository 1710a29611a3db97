"""What a notebook holds while it runs: its cells' source, and the statement that bound a name."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import FunctionType
from typing import Any

from ..declaring import syntax

HISTORY = "_ih"
"""Where IPython keeps the source of every cell, in the order in which they ran."""


def cell_of(function: FunctionType) -> str | None:
    """The source of the cell that defined the function, as Python ran it."""
    lines = linecache.getlines(function.__code__.co_filename, function.__globals__)
    return "".join(lines) or None


def cells(namespace: Mapping[str, Any], first: str) -> list[str]:
    """The cells that ran, newest first, beginning with `first`."""
    history = [text for text in namespace.get(HISTORY, ()) if isinstance(text, str)]
    return [first, *reversed(history)]


def statement_that_binds(name: str, sources: list[str]) -> str | None:
    """The source of the newest statement at the top of a cell that gives `name` its value."""
    for source in sources:
        for statement in reversed(_statements(source)):
            if name in set(_bound_by(statement)):
                return _only(name, statement) or syntax.cut(source, statement)
    return None


def _only(name: str, statement: ast.stmt) -> str | None:
    """An import of several names, narrowed to the one that is wanted."""
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    wanted = [item for item in statement.names if name == (item.asname or item.name.partition(".")[0])]
    if isinstance(statement, ast.Import):
        return ast.unparse(ast.Import(wanted)) + "\n"
    return ast.unparse(ast.ImportFrom(statement.module, wanted, statement.level)) + "\n"


@lru_cache(maxsize=512)
def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):  # a cell with a magic, or one that never ran
        return []


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        yield from (item.asname or item.name.partition(".")[0] for item in statement.names)
    elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
        yield from (node.id for node in names if isinstance(node.ctx, ast.Store))

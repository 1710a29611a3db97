"""The source of a notebook's cells while it runs, and the statement that bound a name."""

from __future__ import annotations

import ast
import json
import linecache
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..declaring import syntax

HISTORY = "_ih"
"""The name under which IPython keeps the source of every cell, in the order in which they ran."""

PYTHON_MAGICS = ("time", "capture", "prun")
"""Cell magics that run the cell unchanged: the names it binds are bound in the notebook."""


def cell_at(file: str, namespace: Mapping[str, Any]) -> str:
    """The source of the cell that goes by this file name, as Python ran it; "" if there is none.

    What IPython keeps for tracebacks is cut into lines at U+2028 too, so the cell is taken from the history
    where it is there. The body of a `%%time` has no file: it is the newest cell.
    """
    lines = linecache.getlines(file, dict(namespace))
    history = cells(namespace)
    if not lines and file.startswith("<"):
        return history[0] if history else ""
    same = (cell for cell in history if [f"{line}\n" for line in cell.splitlines()] == lines)
    return next(same, "".join(lines))


def cells(namespace: Mapping[str, Any]) -> list[str]:
    """The Python of the cells that ran, newest first."""
    history = namespace.get(HISTORY)
    known = history if isinstance(history, list) else []  # a cell may have taken the name
    return [python_of(text) for text in reversed(known) if isinstance(text, str)]


def saved_cells(path: Path) -> list[str]:
    """The source of each code cell of a notebook file, as its author wrote it.

    Raises:
        OSError: the file cannot be read.
        KeyError, TypeError, ValueError: it holds no notebook.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def python_of(cell: str) -> str:
    """A cell's Python; for a cell under `%%time`, the lines below that one."""
    body = parsed(cell).body
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if not isinstance(call, ast.Call) or getattr(call.func, "attr", "") != "run_cell_magic":
        return cell
    magic, _, below = (getattr(item, "value", "") for item in call.args)
    return transformed(below) if magic in PYTHON_MAGICS else ""


def running_shell() -> Any:
    """The IPython that this runs in; None in a program, which need not have it installed."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def transformed(source: str) -> str:
    """The source as IPython hands it to Python."""
    shell = running_shell()
    return str(shell.input_transformer_manager.transform_cell(source)) if shell else source


def statement_that_binds(name: str, sources: list[str]) -> str | None:
    """The source of the newest statement at the top of a cell that gives `name` its value.

    A table that is filled below is not made by its first line alone: what changes it in that cell comes too.
    """
    for source in sources:
        statements = parsed(source).body
        for place in reversed(range(len(statements))):
            statement = statements[place]
            if name in set(_bound_by(statement)):
                later = [item for item in statements[place + 1 :] if _changes(name, item)]
                return _only(name, statement) or "".join(_text(source, item) for item in [statement, *later])
    return None


def _text(source: str, statement: ast.stmt) -> str:
    """The statement's lines; the statement alone where others stand on them."""
    text = syntax.cut(source, statement)
    is_alone = len(parsed(text).body) == 1
    return text if is_alone else f"{ast.get_source_segment(source, statement)}\n"


def _only(name: str, statement: ast.stmt) -> str | None:
    """An import of several names, reduced to the one that is wanted."""
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    wanted = [item for item in statement.names if name == (item.asname or item.name.partition(".")[0])]
    if isinstance(statement, ast.Import):
        return ast.unparse(ast.Import(wanted)) + "\n"
    wanted = wanted or [ast.alias(name)]  # of all that `*` brings
    return ast.unparse(ast.ImportFrom(statement.module, wanted, statement.level)) + "\n"


@lru_cache(maxsize=512)
def parsed(source: str) -> ast.Module:
    """The tree of a cell; an empty one if Python cannot read it."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
        yield from _star(sys.modules.get(statement.module or ""))
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        yield from (item.asname or item.name.partition(".")[0] for item in statement.names)
    elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        yield from _stored(statement)
    elif isinstance(statement, (ast.If, ast.Try, ast.With)):
        for inner in _inner(statement):
            yield from _bound_by(inner)


def _star(module: Any) -> list[str]:
    """The names that `from module import *` brings."""
    names = vars(module) if module else {}
    return list(names.get("__all__", [name for name in names if not name.startswith("_")]))


def _stored(node: ast.AST) -> Iterator[str]:
    names = (item for item in ast.walk(node) if isinstance(item, ast.Name))
    return (item.id for item in names if isinstance(item.ctx, ast.Store))


def _inner(statement: ast.If | ast.Try | ast.With) -> Iterator[ast.stmt]:
    """The statements one level below, in every branch."""
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, ast.stmt):
            yield node
        elif isinstance(node, ast.ExceptHandler):
            yield from node.body


CHANGING = {"add", "append", "appendleft", "extend", "insert", "setdefault", "update"}
"""Methods that put something into a table."""


def _changes(name: str, statement: ast.stmt) -> bool:
    """Whether a statement puts something into what this name stands for."""
    if isinstance(statement, syntax.Definition):
        return False
    return any(_target_of(node) == name for node in ast.walk(statement))


def _target_of(node: ast.AST) -> str:
    """The name whose value this node changes, or ""."""
    changed: Any = None
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        changed = node.value
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in CHANGING:
        changed = getattr(node.func, "value", None)
    return str(getattr(changed, "id", ""))

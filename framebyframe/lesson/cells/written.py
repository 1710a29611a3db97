"""The argument of `exercise`, and its source: a function, or a lambda with a name.

The statement is found by the line at which it calls `exercise`: what a decorator between the two returns, and
where that decorator was written, does not matter.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import Any

from ..declaring import syntax
from ..keeping import notebook

Assignment = ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class Written:
    """A function as a cell holds it.

    Attributes:
        name: what it is called there.
        source: its definition, without the line that makes it an exercise.
        line: the line of the cell at which the source begins.
        cell: the source of the cell.
        names: the names of the notebook.
        local: names that a function or a class around it has.
        is_empty: nothing is written in it yet.
    """

    name: str
    source: str
    line: int
    cell: str
    names: dict[str, Any]
    local: dict[str, Any]
    is_empty: bool


def written(thing: Any, frame: FrameType) -> Written | None:
    """The function that this statement makes an exercise of; None if its source is not found.

    Args:
        thing: what `exercise` was given.
        frame: where it was called.
    """
    scope = _Scope(frame.f_globals, {} if frame.f_locals is frame.f_globals else dict(frame.f_locals))
    cell = cell_of(frame)
    for statement in reversed(list(_exercises_at(cell, frame.f_lineno))):
        if isinstance(statement, syntax.Function):
            return _of_function(statement, cell, scope)
        function = _call(statement).args[0]
        if isinstance(function, ast.Lambda):
            return _of_lambda(_target(statement), function, cell, scope)
    return _defined_before(thing)


def cell_of(frame: FrameType) -> str:
    """The cell that this frame runs."""
    return notebook.cell_at(frame.f_code.co_filename, frame.f_globals)


def name_at(cell: str, line: int) -> str:
    """The name that the exercise on this line of a cell is given, or ""."""
    names = [
        item.name if isinstance(item, syntax.Function) else _target(item)
        for item in _exercises_at(cell, line)
    ]
    return names[-1] if names else ""


@dataclass(frozen=True)
class _Scope:
    names: dict[str, Any]
    local: dict[str, Any]


def _exercises_at(cell: str, line: int) -> Iterator[syntax.Function | Assignment]:
    """The statements across this line that make an exercise of something, the outermost first."""
    for node in ast.walk(notebook.parsed(cell)):
        if isinstance(node, (syntax.Function, Assignment)) and makes_exercise(node):
            first = syntax.first_line(node) if isinstance(node, syntax.Function) else node.lineno
            if first <= line <= (node.end_lineno or line):
                yield node


def makes_exercise(node: ast.AST) -> bool:
    """Whether this is `@exercise` over a function, or `name = exercise(...)`."""
    if isinstance(node, syntax.Function):
        return any(map(syntax.is_exercise, node.decorator_list))
    if not isinstance(node, Assignment) or not isinstance(node.value, ast.Call):
        return False
    called = node.value.func
    is_exercise = syntax.is_exercise(node.value) or (
        isinstance(called, ast.Call) and syntax.is_exercise(called)
    )
    return is_exercise and bool(node.value.args)


def _call(statement: Assignment) -> ast.Call:
    assert isinstance(statement.value, ast.Call)
    return statement.value


def _target(statement: Assignment) -> str:
    return next((target.id for target in syntax.targets_of(statement) if isinstance(target, ast.Name)), "")


def _of_function(node: syntax.Function, cell: str, scope: _Scope) -> Written:
    source = syntax.undecorated(syntax.cut(cell, node))
    line = node.lineno - ast.parse(source).body[0].lineno + 1
    return Written(node.name, source, line, cell, scope.names, scope.local, syntax.is_unwritten(node))


def _of_lambda(name: str, node: ast.Lambda, cell: str, scope: _Scope) -> Written:
    """A lambda written as a function on the same lines, so that it can be saved as one."""
    body = ast.get_source_segment(cell, node.body) or ""
    is_empty = isinstance(node.body, ast.Constant) and node.body.value is Ellipsis
    start = "\n" * (node.body.lineno - node.lineno)
    value = f"({start}{body})" if "\n" in start + body else body
    source = f"def {name}({ast.unparse(node.args)}): return {value}\n"
    return Written(name, source, node.lineno, cell, scope.names, scope.local, is_empty)


def _defined_before(thing: Any) -> Written | None:
    """A function or a lambda that was defined in another place: `exercise(encode_length)`."""
    function = inspect.unwrap(thing) if callable(thing) else thing
    if not isinstance(function, FunctionType):
        return None
    cell = notebook.cell_at(function.__code__.co_filename, function.__globals__)
    scope = _Scope(function.__globals__, dict(inspect.getclosurevars(function).nonlocals))
    for item in reversed(notebook.parsed(cell).body):
        if isinstance(item, syntax.Function) and item.name == function.__name__:
            return _of_function(item, cell, scope)
        if not isinstance(item, Assignment) or not isinstance(item.value, ast.Lambda):
            continue
        if item.value.lineno == function.__code__.co_firstlineno:
            return _of_lambda(_target(item), item.value, cell, scope)
    return None

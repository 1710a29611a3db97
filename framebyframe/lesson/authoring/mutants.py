"""Mutants of a reference: each has one operator, constant, condition or statement changed.

A check that lets a mutant pass lets a wrong answer pass. Those that pass because they do the same as the
reference are listed in the declaration, each with the reason.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..checking.submission import Submission
from ..declaring import reference
from ..declaring.exercise import Exercise
from ..keeping.carrying import free_names

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.BitOr: (ast.BitAnd, ast.BitXor),
    ast.BitAnd: (ast.BitOr, ast.BitXor),
    ast.BitXor: (ast.BitOr, ast.BitAnd),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}

BYTE_ORDERS = {"big": "little", "little": "big"}

Change = Callable[[Any], Any]
"""Turns a node into what stands in its place; it may change the node itself, which is a copy."""


@dataclass(frozen=True)
class Mutant:
    """One changed reference.

    Attributes:
        line: of the reference, counted from its `def`.
        change: what was changed, "`length < 126` becomes `length <= 126`".
        source: the changed function; comments are lost.
    """

    line: int
    change: str
    source: str


def mutants(exercise: Exercise) -> list[Mutant]:
    """Every mutant of the exercise's reference, in the order of its lines."""
    tree = ast.parse(reference.source(exercise))
    function = tree.body[0]
    assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    if ast.get_docstring(function) is not None:
        function.body.pop(0)
    found = {
        mutant.source: mutant
        for place, node in enumerate(ast.walk(tree))
        if not _is_in_signature(node, function)
        for change in _changes(node)
        for mutant in _changed(tree, place, change)
    }
    found.pop(ast.unparse(tree), None)
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.change))


def submission_of(exercise: Exercise, source: str) -> Submission:
    """A function that uses the names of the reference's own module, ready to be checked."""
    return Submission(exercise.id, source, preamble=tuple(imports_for(exercise, source)))


def imports_for(exercise: Exercise, source: str) -> list[str]:
    """The imports that give a function the names of the reference's own module."""
    module = reference.module(exercise)
    names = sorted(name for name in free_names(source) if hasattr(module, name) and name != exercise.name)
    return [f"from {exercise.module} import {name}\n" for name in names]


def _is_in_signature(node: ast.AST, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    parts = [function.args, *([function.returns] if function.returns else [])]
    return any(node is inner for part in parts for inner in ast.walk(part))


def _changed(tree: ast.Module, place: int, change: Change) -> Iterator[Mutant]:
    """The whole function with one node changed, where Python still takes it."""
    mutant = copy.deepcopy(tree)
    node = list(ast.walk(mutant))[place]
    before, line = ast.unparse(node), getattr(node, "lineno", 0)
    after = change(node)
    _Replace(node, after).visit(mutant)
    source = ast.unparse(ast.fix_missing_locations(mutant))
    yield Mutant(line, f"`{_one_line(before)}` becomes `{_one_line(ast.unparse(after))}`", source)


def _one_line(source: str) -> str:
    return source.partition("\n")[0]


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """The new node for the old one; others as they are."""
        if node is self._old:
            return self._new
        return super().generic_visit(node)


# --- the changes a node can take ----------------------------------------------------------------


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        yield from _comparison_changes(node)
    elif isinstance(node, (ast.BinOp, ast.AugAssign)):
        yield from (_with_operator(other) for other in OPERATORS.get(type(node.op), ()))
    elif isinstance(node, ast.BoolOp):
        yield _with_operator(ast.Or if isinstance(node.op, ast.And) else ast.And)
    elif isinstance(node, ast.UnaryOp):
        yield lambda node: node.operand
    elif isinstance(node, ast.Constant):
        yield from _constant_changes(node.value)
    elif isinstance(node, ast.Name) and node.id.isupper() and isinstance(node.ctx, ast.Load):
        yield lambda node: ast.BinOp(ast.Name(node.id, ast.Load()), ast.Add(), ast.Constant(1))
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield from (_with_condition(value) for value in (True, False))
    yield from _statement_changes(node)


def _statement_changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(
        node, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Raise, ast.Return, ast.Delete)
    ):
        yield lambda node: ast.Pass(lineno=node.lineno, col_offset=node.col_offset)


def _comparison_changes(node: ast.Compare) -> Iterator[Change]:
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            yield _with_comparison(place, other)


def _with_comparison(place: int, operator: type[ast.cmpop]) -> Change:
    def change(node: ast.Compare) -> ast.Compare:
        node.ops[place] = operator()
        return node

    return change


def _with_operator(operator: type[ast.operator | ast.boolop]) -> Change:
    def change(node: Any) -> Any:
        node.op = operator()
        return node

    return change


def _with_condition(value: bool) -> Change:
    def change(node: Any) -> Any:
        node.test = ast.Constant(value)
        return node

    return change


def _constant_changes(value: object) -> Iterator[Change]:
    others: tuple[object, ...] = ()
    if isinstance(value, bool):
        others = (not value,)
    elif isinstance(value, int):
        others = (value + 1, value - 1)
    elif isinstance(value, str):
        others = (BYTE_ORDERS[value],) if value in BYTE_ORDERS else ()
    elif isinstance(value, bytes):
        others = (value[:-1] if value else b"\0",)
    for other in others:
        yield _constant(other)


def _constant(value: Any) -> Change:
    return lambda node: ast.Constant(value)

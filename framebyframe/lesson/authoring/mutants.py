"""Mutants of a reference: each has one operator, operand, constant, condition or statement changed.

What the reference calls is written out inside it first, because a learner may write everything by hand.
A check that lets a mutant pass lets a wrong answer pass. Those that pass because they do the same as the
reference are listed in the declaration, each with the reason.
"""

from __future__ import annotations

import ast
import copy
import importlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..checking.check import check
from ..checking.deadline import DeadlineReached, clock_until
from ..checking.submission import Submission
from ..declaring import reference, syntax
from ..declaring.exercise import Exercise
from ..keeping.carrying import free_names
from .written_out import written_out

DEADLINE = 4.0
"""Seconds for one mutant: one that loops without end is stopped."""

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
"""Turns a node into its replacement; it may change the node itself, which is a copy."""


@dataclass(frozen=True)
class Mutant:
    """One changed reference.

    Attributes:
        function: in which the change is: the exercise's own, or one that is written out inside it.
        line: of that function, counted from its `def`.
        change: what was changed, "`length < 126` becomes `length <= 126`".
        source: the whole changed reference; comments are lost.
    """

    function: str
    line: int
    change: str
    source: str


@cache
def mutants(exercise: Exercise) -> tuple[Mutant, ...]:
    """Every mutant of the reference with what it calls written out inside it, function by function."""
    tree = written_out(exercise)
    owners, signatures = _owners(tree), _signatures(tree)
    found = {
        mutant.source: mutant
        for place, node in enumerate(ast.walk(tree))
        if node in owners and node not in signatures
        for change in _changes(node)
        for mutant in _changed(tree, place, change, owners[node])
    }
    found.pop(ast.unparse(tree), None)
    return tuple(sorted(found.values(), key=lambda mutant: (mutant.function, mutant.line, mutant.change)))


@cache
def survivors(exercise: Exercise) -> tuple[Mutant, ...]:
    """The mutants that the check lets pass. They run in this process, under a deadline."""
    return tuple(item for item in mutants(exercise) if is_right(exercise, item.source))


def is_right(exercise: Exercise, source: str) -> bool:
    """Whether the check lets a function pass. It is not diagnosed."""
    clock = clock_until(time.monotonic() + DEADLINE)
    try:
        return check(exercise, submission_of(exercise, source), clock=clock).verdict.right
    except DeadlineReached:
        return False


def reason(exercise: Exercise, mutant: Mutant) -> str:
    """The declared reason why a mutant does the same as the reference; "" if there is none."""
    inner = [item for item in reference.called_by(exercise) if item.name == mutant.function]
    return next(
        (item.equivalent[mutant.change] for item in (*inner, exercise) if mutant.change in item.equivalent),
        "",
    )


PHP_LINE = 2
"""The line of a cell at which a PHP function begins: above it stands `%%php`."""


def submission_of(exercise: Exercise, source: str) -> Submission:
    """A function that uses the names of the reference's own module, ready to be checked."""
    if exercise.is_php:
        return Submission(exercise.id, source, PHP_LINE)
    return Submission(exercise.id, source, preamble=tuple(imports_for(exercise, source)))


def imports_for(exercise: Exercise, source: str) -> list[str]:
    """The imports that give a function the names of the reference's own module, and of what is by hand.

    What its package offers is known too: a wrong line may use an error that the right ones do not need.
    """
    wanted = free_names(source) - {exercise.name}
    homes: dict[str, str] = {}
    for module in (exercise.module, *(target.partition(":")[0] for target in exercise.by_hand.values())):
        there = vars(importlib.import_module(module))
        homes |= {name: module for name in wanted if name in there and name not in homes}
    package = exercise.module.rpartition(".")[0]
    offered = getattr(importlib.import_module(package), "__all__", ())
    homes |= {name: package for name in wanted.intersection(offered) if name not in homes}
    return [f"from {homes[name]} import {name}\n" for name in sorted(homes)]


def _owners(tree: ast.Module) -> dict[ast.AST, str]:
    """By node, the name of the function in which it is: the innermost one."""
    return {
        inner: function.name
        for function in ast.walk(tree)
        if isinstance(function, syntax.Function)
        for inner in ast.walk(function)
    }


def _signatures(tree: ast.Module) -> set[ast.AST]:
    """The nodes of parameters and annotations."""
    functions = [node for node in ast.walk(tree) if isinstance(node, syntax.Function)]
    parts = [part for item in functions for part in (item.args, item.returns) if part is not None]
    return {inner for part in parts for inner in ast.walk(part)}


def _changed(tree: ast.Module, place: int, change: Change, function: str) -> Iterator[Mutant]:
    """The whole function with one node changed, where Python still takes it."""
    mutant = copy.deepcopy(tree)
    node = list(ast.walk(mutant))[place]
    before, line = ast.unparse(node), getattr(node, "lineno", 0)
    after = change(node)
    _Replace(node, after).visit(mutant)
    source = ast.unparse(ast.fix_missing_locations(mutant))
    yield Mutant(function, line, f"`{_one_line(before)}` becomes `{_one_line(ast.unparse(after))}`", source)


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
        yield from _operand_changes(node)
    elif isinstance(node, ast.BoolOp):
        yield _with_operator(ast.Or if isinstance(node.op, ast.And) else ast.And)
    elif isinstance(node, ast.UnaryOp):
        yield lambda node: node.operand
    elif isinstance(node, ast.Constant):
        yield from _constant_changes(node.value)
    elif _is_constant_by_name(node):
        yield lambda node: ast.BinOp(copy.copy(node), ast.Add(), ast.Constant(1))
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield from (_with_condition(value) for value in (True, False))
    yield from _statement_changes(node)


def _is_constant_by_name(node: ast.AST) -> bool:
    """Whether it is `LIMIT` or `module.LIMIT`, and read."""
    if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
        return False
    return (node.id if isinstance(node, ast.Name) else node.attr).isupper()


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


def _operand_changes(node: ast.AST) -> Iterator[Change]:
    """One of two operands alone; and a sum the other way round, which is another one of bytes and text."""
    if isinstance(node, ast.BinOp):
        yield lambda node: node.left
        yield lambda node: node.right
        if isinstance(node.op, ast.Add):
            yield lambda node: ast.BinOp(node.right, node.op, node.left)


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

"""Which statements of an answer run in an example. Changes in others leave its outcome as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from .repair import Repair
from .tree import Path

MARK = "_mark_as_reached"
"""The name by which an answer says which of its statements runs next."""

BLOCKS = ("body", "orelse", "finalbody")


@contextmanager
def marks_in(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Meanwhile every statement in a block is marked by its number in the list that this gives."""
    blocks = {id(block): block for node in ast.walk(tree) for block in _blocks(node)}
    before = [(block, block.copy()) for block in blocks.values()]
    marked: list[ast.stmt] = []
    for block, statements in before:
        block.clear()
        for statement in statements:
            block += [_mark(len(marked), statement), statement]
            marked.append(statement)
    try:
        yield marked
    finally:
        for block, statements in before:
            block[:] = statements


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The lists of statements in a node; what stands at the top of the cell always runs."""
    for name in () if isinstance(node, ast.Module) else BLOCKS:
        block = getattr(node, name, None)
        if isinstance(block, list):  # a lambda has one expression there
            yield block


def _mark(number: int, beside: ast.stmt) -> ast.Expr:
    call = ast.Call(ast.Name(MARK, ast.Load()), [ast.Constant(number)], [])
    return ast.fix_missing_locations(ast.copy_location(ast.Expr(call), beside))


def is_in_reach(repair: Repair, reached: frozenset[ast.stmt]) -> bool:
    """Whether one of the places of a change stands in statements that were reached, or is one."""
    return any(_is_reached(repair.original, path, reached) for path, _ in repair.changes)


def _is_reached(tree: ast.Module, path: Path, reached: frozenset[ast.stmt]) -> bool:
    *_, last = nodes = path.nodes(tree)
    around = [*nodes, last[0]] if isinstance(last, list) else nodes  # a block begins with its first statement
    return all(node in reached for node in around if isinstance(node, ast.stmt) and node not in tree.body)

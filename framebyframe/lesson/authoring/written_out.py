"""A reference with what it calls written out inside it, as by somebody who writes everything by hand.

Each exercise that it calls becomes a function inside it, and so does what its declaration names in `by_hand`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ..declaring import reference, syntax
from ..declaring.exercise import Exercise
from ..declaring.syntax import Function
from ..declaring.versions import Model


def written_out(exercise: Exercise, models: tuple[Model, ...] = ()) -> ast.Module:
    """The reference as a program of its own, without docstrings.

    Every node has the line that it has in its own function, counted from the `def`.

    Args:
        exercise: whose reference.
        models: mistakes to make in it, and in what it calls.

    Raises:
        Misplaced: the mistakes do not go together.
    """
    called = reference.called_by(exercise)
    ready_made = {call: target for owner in (*called, exercise) for call, target in owner.by_hand.items()}
    function, *inner = (_without_docstring(_source(item, models)) for item in (exercise, *called))
    inner[:0] = [_without_docstring(reference.source_at(target)) for target in ready_made.values()]
    function.body[:0] = inner
    names = {call: item.name for call, item in zip(ready_made, inner, strict=False)}
    return ast.fix_missing_locations(ast.Module([_Calls(names).visit(function)], []))


def functions_inside(exercise: Exercise) -> list[str]:
    """The names of the functions that are written out inside its reference."""
    function = written_out(exercise).body[0]
    assert isinstance(function, Function)
    return [item.name for item in function.body if isinstance(item, Function)]


def _source(exercise: Exercise, models: tuple[Model, ...]) -> str:
    source = reference.source(exercise)
    for model in models:
        source = model.edit.apply(source) if model.exercise is exercise else source
    return source


def _without_docstring(source: str) -> Function:
    function = syntax.only_function(source)
    function.body = syntax.own_statements(function)
    return function


class _Calls(ast.NodeTransformer):
    """Renames the calls of functions that are written out inside."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """`masking.mask_payload` becomes `apply_mask`, if that is written out."""
        name = self._names.get(ast.unparse(node))
        return ast.Name(name, ast.Load()) if name else self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """The same for what is called without its module."""
        return ast.Name(self._names.get(node.id, node.id), node.ctx)

"""The reference behind an exercise: the function itself, its source, and the stub a learner begins with."""

from __future__ import annotations

import ast
import importlib
import inspect
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from . import php_text, syntax, table
from .examples import Call, Scenario
from .exercise import Exercise
from .mistakes import Misplaced

ROOT = Path(__file__).resolve().parents[2]

BUILT = ("wire", "rpc")
"""The packages that learners build."""


@cache
def module(exercise: Exercise) -> ModuleType:
    """The module of the reference."""
    return importlib.import_module(exercise.module)


def owner(exercise: Exercise) -> Any:
    """The object that has the reference as an attribute: its module, or its class."""
    found: Any = module(exercise)
    for name in exercise.path.split(".")[:-1]:
        found = getattr(found, name)
    return found


@cache
def attributes(exercise: Exercise) -> frozenset[str]:
    """The attributes that a method's class uses, `self._used` as "_used"; those of a function: none."""
    of = owner(exercise)
    if "." not in exercise.path or exercise.is_php:
        return frozenset()
    nodes = ast.walk(ast.parse(inspect.getsource(of)))
    return frozenset(
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    )


def function(exercise: Exercise) -> Any:
    """The reference itself."""
    attribute = vars(owner(exercise))[exercise.name]
    if isinstance(attribute, property):
        return attribute.fget
    return getattr(attribute, "__func__", attribute)  # the function inside a class method or a static one


@cache
def _module_source(name: str) -> str:
    return inspect.getsource(importlib.import_module(name))


@cache
def source(exercise: Exercise) -> str:
    """The reference's source, as if it stood alone.

    Raises:
        LookupError: the module has no such function.
    """
    if exercise.is_php:
        return php_text.function_in(php_text.file_text(exercise.module), exercise.name)
    return source_at(exercise.target)


def source_at(target: str) -> str:
    """The source of any Python function, "framebyframe.wire.masking:apply_mask", as if it stood alone.

    Raises:
        LookupError: the module has no such function.
    """
    module, _, path = target.partition(":")
    text = _module_source(module)
    node = syntax.find(text, path)
    if node is None:
        raise LookupError(f"{module} defines no {path}")
    return syntax.bare(text, node)


def stub(exercise: Exercise) -> str:
    """The cell a learner begins with: the reference with its body removed, or with a mistake in it."""
    return f"{decorator(exercise)}\n{broken(exercise) if exercise.repair else _without_body(exercise)}"


def _without_body(exercise: Exercise) -> str:
    text = source(exercise)
    return php_text.without_body(text) if exercise.is_php else syntax.without_body(text)


def broken(exercise: Exercise) -> str:
    """The function with the mistake that is to be repaired.

    Raises:
        LookupError: its declaration has no `repair`, or one that does not fit the reference.
    """
    if exercise.repair is None:
        raise LookupError(f"{exercise.id} has nothing to mend")
    try:
        return exercise.repair.mistake.apply(source(exercise))
    except Misplaced as text:
        raise LookupError(f"{exercise.id} has nothing to mend: its reference has no {text}") from None


def is_unmended(exercise: Exercise, answer: str) -> bool:
    """Whether an answer has the same statements as the function that is to be repaired."""
    if exercise.repair is None:
        return False
    if exercise.is_php:
        return php_text.same_code(answer, broken(exercise))
    return syntax.same_code(syntax.only_function(answer), syntax.only_function(broken(exercise)))


def solution_cell(exercise: Exercise) -> str:
    """The cell that solves the exercise, with bare names where a learner has them in the notebook."""
    text = source(exercise)
    for call, target in exercise.by_hand.items():
        name = target.partition(":")[2]
        if call.endswith(f".{name}"):
            text = text.replace(f"{call}(", f"{name}(")
    return f"{decorator(exercise)}\n{text}"


def decorator(exercise: Exercise) -> str:
    """The line above it: `@exercise` or `%%php`, with the id where several exercises share a name."""
    is_alone = table.called(exercise) == exercise.name
    if exercise.is_php:
        return php_text.MAGIC if is_alone else f"{php_text.MAGIC} {exercise.id}"
    return f"@{syntax.DECORATOR}" if is_alone else f'@{syntax.DECORATOR}("{exercise.id}")'


def parameters(exercise: Exercise) -> list[str]:
    """The names of its parameters."""
    if exercise.is_php:
        return php_text.parameters_of(source(exercise))
    return list(inspect.signature(function(exercise)).parameters)


@cache
def named_parameters(exercise: Exercise) -> frozenset[str]:
    """The parameters that a call gives by name: in an example, or in the kit's packages that are built."""
    examples = exercise.examples
    named = {name for item in examples if isinstance(item, Call) for name in item.named}
    scenarios = [item.source for item in examples if isinstance(item, Scenario)]
    for tree in (*map(ast.parse, scenarios), *_packages()):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == exercise.name:
                named |= {keyword.arg for keyword in node.keywords if keyword.arg}
    return frozenset(named)


@cache
def _packages() -> tuple[ast.Module, ...]:
    """Every module of the packages whose functions are exercises."""
    files = sorted(file for name in BUILT for file in (ROOT / name).rglob("*.py"))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


@cache
def may_give_none(exercise: Exercise) -> bool:
    """Whether its annotation allows None: then no `return` need be missing where None comes back."""
    if exercise.is_php:
        return php_text.may_give_null(source(exercise))
    return "None" in str(inspect.signature(function(exercise)).return_annotation)


@cache
def called_by(exercise: Exercise) -> tuple[Exercise, ...]:
    """The exercises whose functions this one's reference calls by name, the innermost first. None in PHP."""
    if exercise.is_php:
        return ()
    found: list[Exercise] = []
    for name in sorted(syntax.names_in(source(exercise))):
        for other in table.named(name):
            if other is not exercise and "." not in other.path and _is_called(other, exercise):
                found += [item for item in (*called_by(other), other) if item not in found]
    return tuple(found)


def _is_called(other: Exercise, exercise: Exercise) -> bool:
    """Whether, in the module of the reference, the name means this function."""
    return getattr(module(exercise), other.name, None) is vars(module(other)).get(other.name)

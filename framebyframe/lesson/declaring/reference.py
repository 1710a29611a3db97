"""The reference behind an exercise: the function itself, its source, and the stub a learner begins with."""

from __future__ import annotations

import importlib
import inspect
from functools import cache
from types import ModuleType
from typing import Any

from . import php_text, syntax, table
from .exercise import Exercise


def module(exercise: Exercise) -> ModuleType:
    """The module of the reference."""
    return importlib.import_module(exercise.module)


def owner(exercise: Exercise) -> Any:
    """What the reference is an attribute of: its module, or its class."""
    found: Any = module(exercise)
    for name in exercise.path.split(".")[:-1]:
        found = getattr(found, name)
    return found


def function(exercise: Exercise) -> Any:
    """The reference itself."""
    attribute = vars(owner(exercise))[exercise.name]
    if isinstance(attribute, property):
        return attribute.fget
    return getattr(attribute, "__func__", attribute)  # what is inside a class method or a static one


@cache
def _module_source(name: str) -> str:
    return inspect.getsource(importlib.import_module(name))


def source(exercise: Exercise) -> str:
    """The reference's source, as if it stood alone.

    Raises:
        LookupError: the module has no such function.
    """
    if exercise.is_php:
        return php_text.function_in(php_text.file_text(exercise.module), exercise.name)
    text = _module_source(exercise.module)
    node = syntax.find(text, exercise.path)
    if node is None:
        raise LookupError(f"{exercise.module} defines no {exercise.path}")
    node.decorator_list = []  # they belong to the module: a cache, a property
    return syntax.cut(text, node)


def stub(exercise: Exercise) -> str:
    """The cell a learner begins with: the reference with its body removed."""
    if exercise.is_php:
        return f"{decorator(exercise)}\n{php_text.without_body(source(exercise))}"
    return f"{decorator(exercise)}\n{syntax.without_body(source(exercise))}"


def solution_cell(exercise: Exercise) -> str:
    """The cell that solves it."""
    return f"{decorator(exercise)}\n{source(exercise)}"


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

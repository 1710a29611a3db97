"""Outcomes as plain values that can be shown: the steps of a scenario, and the first difference."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import is_dataclass, replace
from itertools import takewhile
from types import FunctionType
from typing import Any, Protocol

from ..declaring import reference
from ..declaring.examples import Call, Example, ScenarioStep
from ..declaring.exercise import Exercise
from ..declaring.python_text import python_text
from .comparison import MISSING, FirstDifference, Part, first_difference, is_named_tuple, parts_of
from .verdict import Difference, Place, Shown, Told, shown

MOST_ALIKE = 3
"""Parts that are as they should be, shown before the one that is not."""

NOUNS = {"framebyframe.wire.events": "event", "framebyframe.wire.frames": "frame"}
"""The word for an item of a list, by the module of its type."""


class Given(Protocol):
    """The outcome of a step."""

    @property
    def value(self) -> Any: ...

    @property
    def raised(self) -> bool: ...


Writing = Callable[[Any], str]
"""Writes a value as source."""


def told(
    exercise: Exercise, example: Example, given: Iterable[Given], write: Writing = python_text
) -> tuple[Told, ...]:
    """The steps that ran, each with its outcome."""
    if isinstance(example, Call):
        return ()
    pairs = zip(example.steps, given, strict=False)
    return tuple(_told(exercise, step, outcome, write) for step, outcome in pairs if step.is_told)


def told_up_to(
    exercise: Exercise, example: Example, given: Sequence[Given], write: Writing = python_text
) -> tuple[Told, ...]:
    """The steps that passed, and the first that failed, without its outcome."""
    if isinstance(example, Call):
        return ()
    return (*told(exercise, example, given, write), Told(example.steps[len(given)].source))


def _told(exercise: Exercise, step: ScenarioStep, outcome: Given, write: Writing) -> Told:
    if outcome.value is None and not outcome.raised and not _asks_for_a_value(exercise, step):
        return Told(step.source)
    return Told(step.source, write(outcome.value), outcome.raised)


def _asks_for_a_value(exercise: Exercise, step: ScenarioStep) -> bool:
    """Whether None is an answer here: the step is a value, or calls what is declared to return one."""
    if exercise.is_php or not step.is_observed:
        return False
    [statement] = ast.parse(step.source).body
    value = statement.value if isinstance(statement, ast.Expr) else statement
    call = value.value if isinstance(value, ast.Await) else value
    if not isinstance(call, ast.Call):
        return call is value  # what is awaited for its own sake may have no value
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    types = [function.__annotations__.get("return", "None") for function in _functions(exercise, name)]
    return bool(types) and "None" not in types


def _functions(exercise: Exercise, name: str) -> list[FunctionType]:
    """The functions of this name in the module of the reference, and in the classes it has."""
    named = vars(reference.module(exercise))
    owners = [value for value in named.values() if isinstance(value, type)]
    found = [named.get(name), *(getattr(owner, name, None) for owner in owners)]
    return [item for item in found if isinstance(item, FunctionType)]


def told_difference(expected: Any, received: Any, write: Writing = python_text) -> Difference | None:
    """The first difference inside two values; None if they differ as a whole, or not at all."""
    found = first_difference(expected, received)
    if found is None or not found.path:
        return None
    outermost = found.path[0]
    records = _record_around(found, expected, received, write)
    return Difference(
        path=tuple(_place(part, found if part is found.path[-1] else None, write) for part in found.path),
        expected=_shown(found.expected, write),
        received=_shown(found.received, write),
        alike=tuple(_alike_before(outermost, expected, write)),
        whole_expected=_part_text(expected, outermost, write),
        whole_received=_part_text(received, outermost, write),
        record_expected=records[0],
        record_received=records[1],
    )


def _shown(value: Any, write: Writing) -> Shown | None:
    return None if value is MISSING else replace(shown(value), text=write(value))


def _place(part: Part, found: FirstDifference | None, write: Writing) -> Place:
    if part.kind == "item":
        return Place("item", str(part.name + 1), _noun(part, found))
    return Place(part.kind, write(part.name) if part.kind == "key" else str(part.name))


def _noun(part: Part, found: FirstDifference | None) -> str:
    """The word for an item of a list, from its first item; from the extra item if the list is to be empty."""
    item = part.owner[0] if part.owner else found and found.received
    return NOUNS.get(type(item).__module__, "item")


def _part_text(whole: Any, part: Part, write: Writing) -> str:
    value = parts_of(whole).get(part.name, MISSING)
    return "" if value is MISSING else write(value)


def _alike_before(outermost: Part, expected: Any, write: Writing) -> list[tuple[str, str]]:
    """The last few parts before the one that differs."""
    before = list(takewhile(lambda item: item[0] != outermost.name, parts_of(expected).items()))
    return [(_name(outermost, name, write), write(value)) for name, value in before[-MOST_ALIKE:]]


def _name(part: Part, name: Any, write: Writing) -> str:
    return str(name + 1) if part.kind == "item" else write(name) if part.kind == "key" else str(name)


def _record_around(found: FirstDifference, expected: Any, received: Any, write: Writing) -> tuple[str, str]:
    """The record whose field differs, as it should be and as it is."""
    if found.path[-1].kind != "field":
        return "", ""
    for part in found.path[:-1]:
        expected, received = parts_of(expected)[part.name], parts_of(received)[part.name]
    is_record = is_dataclass(expected) or is_named_tuple(expected)
    return (write(expected), write(received)) if is_record else ("", "")

"""Runs one example: the value that came back or the error that was raised, and all else that is compared."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from itertools import islice
from types import NoneType
from typing import Any

from ..declaring import reference
from ..declaring.examples import Answer, Call, Example, Scenario
from ..declaring.exercise import Exercise
from ..declaring.python_text import python_text
from .comparison import alike, raised_alike
from .output import CappedOutput, GuardRail, kept_in
from .steps import run_steps
from .surroundings import Surroundings, run_to_its_end, surrounded

MOST_ITEMS = 100
"""Items that are taken from a generator: it may have no end."""

UNCHANGEABLE = (bytes, str, int, float, NoneType)
"""Types of arguments that no answer can change: they are not copied."""

SLACK = 1.0
"""Seconds that an answer may take longer than the reference."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of one example, or of one step of it.

    Attributes:
        value: what was returned or raised; of a scenario, that of its last step.
        raised: whether it was raised.
        changed: the argument that was changed, as Python text, or "".
        printed: what was printed.
        elapsed: seconds that had been waited by the end.
        steps: of a scenario: the outcome of each step that ran.
    """

    value: Any
    raised: bool = False
    changed: str = ""
    printed: str = ""
    elapsed: float = 0.0
    steps: tuple[Outcome, ...] = ()

    def is_like(self, other: Outcome) -> bool:
        """Whether this outcome is right where the other one is: like values or a like error, in time."""
        if self.steps or other.steps:
            return len(self.steps) == len(other.steps) and self.first_step_unlike(other) is None
        return self.gives_like(other) and not self.is_late(other)

    def gives_like(self, other: Outcome) -> bool:
        """Whether both returned values that are alike, or this raised what the other raised or a subclass."""
        if self.raised or other.raised:
            return self.raised and other.raised and raised_alike(other.value, self.value)
        return alike(other.value, self.value)

    def is_late(self, other: Outcome) -> bool:
        """Whether it waited longer than the other one, by more than SLACK."""
        return self.elapsed > other.elapsed + SLACK

    def is_same_as(self, other: Outcome) -> bool:
        """Whether both are alike, and an error has the same message."""
        if self.steps or other.steps:
            pairs = zip(self.steps, other.steps, strict=False)
            return len(self.steps) == len(other.steps) and all(one.is_same_as(two) for one, two in pairs)
        return self.is_like(other) and (not self.raised or str(self.value) == str(other.value))

    def first_step_unlike(self, other: Outcome) -> int | None:
        """The number of the first step whose outcome is not like the other's; None if there is none."""
        pairs = zip(self.steps, other.steps, strict=False)
        return next((number for number, (one, two) in enumerate(pairs) if not one.is_like(two)), None)

    def step(self, number: int | None) -> Outcome:
        """The outcome of one step; None: of all."""
        return self if number is None else replace(self.steps[number], printed=self.printed)


@dataclass(frozen=True)
class Subject:
    """The thing that an example uses: the answer, as a function or in its class.

    Attributes:
        exercise: what it answers.
        bound: the function, or the class with the method in its place.
    """

    exercise: Exercise
    bound: Any

    @property
    def name(self) -> str:
        """The name that a scenario calls it by."""
        return self.exercise.path.partition(".")[0]


def subject_of(exercise: Exercise, answer: Answer) -> Subject:
    """The answer as an example uses it: the function, or the class with the method in its place."""
    if "." not in exercise.path:
        return Subject(exercise, answer)
    return Subject(exercise, with_method(reference.owner(exercise), exercise, answer))


def with_method(owner: type, exercise: Exercise, answer: Answer) -> type:
    """A class like this one, with the answer in the place of the exercise's method."""
    kind = type(vars(reference.owner(exercise))[exercise.name])
    method = kind(answer) if kind in (property, classmethod, staticmethod) else answer
    members = {exercise.name: method, "__module__": owner.__module__, "__qualname__": owner.__qualname__}
    if "__slots__" in vars(owner):
        members["__slots__"] = ()
    return type(owner.__name__, (owner,), members)


def outcome_of(example: Example, subject: Subject) -> Outcome:
    """The outcome of this example on arguments of its own. What it prints is kept out of sight."""
    output = CappedOutput()
    with surrounded() as surroundings, kept_in(output):
        surroundings.restart()
        if isinstance(example, Call):
            return _run_call(example, subject, surroundings, output)
        return _run_scenario(example, subject, surroundings, output)


@cache
def outcomes_of_reference(exercise: Exercise) -> tuple[Outcome, ...]:
    """What the reference does on each example. Found once, before an answer changes what both use."""
    subject = subject_of(exercise, reference.function(exercise))
    return tuple(outcome_of(example, subject) for example in exercise.examples)


def _run_call(example: Call, subject: Subject, surroundings: Surroundings, output: CappedOutput) -> Outcome:
    mine = _own_copy(example)
    try:
        value, raised = _finished(mine.run(subject.bound), subject, surroundings), False
    except GuardRail:
        raise
    except BaseException as error:  # SystemExit and CancelledError are outcomes too
        value, raised = error, True
    return Outcome(value, raised, _changed(mine, example), output.getvalue(), surroundings.clock.elapsed)


def _run_scenario(
    example: Scenario, subject: Subject, surroundings: Surroundings, output: CappedOutput
) -> Outcome:
    names = {**vars(reference.module(subject.exercise)), "__name__": "scenario"}
    found = run_steps(example, names, {subject.name: subject.bound}, surroundings)
    steps = tuple(Outcome(step.value, step.raised, elapsed=step.elapsed) for step in found)
    return replace(steps[-1], printed=output.getvalue(), steps=steps)


def _finished(value: Any, subject: Subject, surroundings: Surroundings) -> Any:
    """The value; an awaitable is awaited on a loop of its own, a generator is run to its end."""
    if inspect.isawaitable(value):
        return run_to_its_end(surroundings.new_loop(), value)
    if inspect.isasyncgen(value) and inspect.isasyncgenfunction(reference.function(subject.exercise)):
        return run_to_its_end(surroundings.new_loop(), _items(value))
    if inspect.isgenerator(value) and inspect.isgeneratorfunction(reference.function(subject.exercise)):
        return list(islice(value, MOST_ITEMS))
    return value


def _own_copy(example: Call) -> Call:
    """The same call with arguments that the answer may change."""
    named = {name: _copied(value) for name, value in example.named.items()}
    return Call(tuple(_copied(value) for value in example.arguments), named)


def _copied(value: Any) -> Any:
    """The value, or a copy if it can be changed. A record of values that cannot be needs no deep one."""
    if isinstance(value, UNCHANGEABLE):
        return value
    if is_dataclass(value) and all(isinstance(held, UNCHANGEABLE) for held in _held(value)):
        return copy.copy(value)
    return copy.deepcopy(value)


def _held(record: Any) -> Iterator[Any]:
    return (getattr(record, item.name) for item in fields(record))


async def _items(generator: Any) -> list[Any]:
    found = []
    async for item in generator:
        found.append(item)
        if len(found) == MOST_ITEMS:
            break
    return found


def _changed(mine: Call, example: Call) -> str:
    """The argument that was changed, as Python text; "" if none was."""
    pairs = zip(mine.values(), example.values(), strict=True)
    return next((python_text(before) for after, before in pairs if _is_changed(before, after)), "")


def _is_changed(before: Any, after: Any) -> bool:
    """Whether an argument was changed; equal ones are found quickly."""
    return bool(before != after) and not alike(before, after)

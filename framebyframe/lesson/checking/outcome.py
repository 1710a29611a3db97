"""One example, run: the value that came back or the error that was raised, and what else was seen."""

from __future__ import annotations

import copy
import inspect
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from typing import Any

from ..declaring import reference
from ..declaring.examples import Answer, Call, Example
from ..declaring.exercise import Exercise
from ..declaring.python_text import python_text
from .output import CappedOutput, GuardRail
from .own_loop import run_on_own_loop


@dataclass(frozen=True)
class Outcome:
    """What one example gave: a value that was returned, or an error that was raised."""

    value: Any
    raised: bool = False
    changed: str = ""
    printed: str = ""

    def is_like(self, other: Outcome) -> bool:
        """Whether both returned equal values of one kind, or both raised the same type."""
        if self.raised or other.raised:
            return self.raised and other.raised and type(self.value) is type(other.value)
        return same_kind(self.value, other.value) and bool(self.value == other.value)

    def is_same_as(self, other: Outcome) -> bool:
        """Alike, and an error says the same."""
        return self.is_like(other) and (not self.raised or str(self.value) == str(other.value))


def same_kind(one: Any, other: Any) -> bool:
    """Bytes are not a bytearray and a list is no tuple; numbers of any type are one kind."""
    kinds = (bytes, bytearray, str, list, tuple, type(None))
    return all(isinstance(one, kind) == isinstance(other, kind) for kind in kinds)


def subject_of(exercise: Exercise, answer: Answer) -> Any:
    """What an example is given: the function, or the class with the method in its place."""
    if "." not in exercise.path:
        return answer
    owner = reference.owner(exercise)
    kind = type(vars(owner)[exercise.name])
    method = kind(answer) if kind in (property, classmethod, staticmethod) else answer
    return type(owner.__name__, (owner,), {exercise.name: method, "__module__": owner.__module__})


def outcome_of(example: Example, subject: Any) -> Outcome:
    """What this example gives, on arguments of its own. Nothing that is printed is seen."""
    mine = copy.deepcopy(example) if isinstance(example, Call) else example
    output = CappedOutput()
    with redirect_stdout(output), redirect_stderr(output):
        try:
            outcome = Outcome(_finished(mine.run(subject)))
        except GuardRail:
            raise
        except BaseException as error:  # SystemExit and CancelledError are outcomes too
            outcome = Outcome(error, raised=True)
    return replace(outcome, changed=_changed(mine, example), printed=output.getvalue())


def _finished(value: Any) -> Any:
    """The value; what has to be awaited is awaited on a loop of its own."""
    return run_on_own_loop(value) if inspect.isawaitable(value) else value


def _changed(mine: Example, example: Example) -> str:
    """The argument that is not what it was, as Python text."""
    if not (isinstance(mine, Call) and isinstance(example, Call)):
        return ""
    pairs = zip(mine.values(), example.values(), strict=True)
    return next((python_text(before) for after, before in pairs if after != before), "")

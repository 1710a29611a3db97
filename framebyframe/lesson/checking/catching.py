"""Calls that a learner gives, run on the right function and on wrong versions of it. Starts no process."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..declaring import reference
from ..declaring.examples import Answer, Example
from ..declaring.exercise import Exercise
from ..declaring.versions import models_of, php_source, wrong_versions
from .apart import apart
from .outcome import Outcome, outcome_of, subject_of
from .php import outcomes_of, outcomes_of_source, shown_php
from .verdict import Shown, shown


@dataclass(frozen=True)
class Calls:
    """Calls in the form in which they are sent from the notebook to the worker.

    Attributes:
        exercise: the id of the exercise whose function is called.
        pickled: the arguments of each call: `pickle`, then base64. It is unpickled beside the kernel, where
            the learner's own code runs as well.
    """

    exercise: str
    pickled: str

    @classmethod
    def of(cls, exercise: Exercise, arguments: Sequence[tuple[Any, ...]]) -> Calls:
        """Calls with these arguments, ready to be sent.

        Raises:
            Unreadable: a value cannot cross.
        """
        try:
            return cls(exercise.id, base64.b64encode(pickle.dumps(list(arguments))).decode())
        except Exception as error:  # each type that cannot be pickled raises an error of its own
            raise Unreadable(str(error)) from error

    def arguments(self) -> list[tuple[Any, ...]]:
        """The arguments of each call.

        Raises:
            Unreadable: a value is of a type that is known in the notebook only.
        """
        try:
            return list(pickle.loads(base64.b64decode(self.pickled)))
        except Exception as error:  # unpickling may raise any error
            raise Unreadable(str(error)) from error

    def to_json(self) -> dict[str, Any]:
        """As values that `json.dumps` takes."""
        return asdict(self)


class Unreadable(ValueError):
    """A value of a call cannot be sent from the notebook to the worker."""


@dataclass(frozen=True)
class Tried:
    """The outcome of one call.

    Attributes:
        gives: what the right function returns or raises.
        is_input: False if the right function itself fails, in a way that it does not promise, or if the
            declaration says so.
        catches: the numbers of the suspects that do something else, counted from 1.
        instead: for each of these, what it returns or raises.
        apart: for each of these, where the beginnings read the same, what it gives from where the two differ
            on, and what is right there; else two empty texts.
    """

    gives: Shown
    is_input: bool
    catches: tuple[int, ...] = ()
    instead: tuple[Shown, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Caught:
    """The outcome of all calls.

    Attributes:
        tried: call by call.
        wrong_in: for each suspect, in how many of the check's examples it is wrong.
        examples: how many examples the check has.
        unreadable: why the calls could not be run, or "".
    """

    tried: tuple[Tried, ...] = ()
    wrong_in: tuple[int, ...] = ()
    examples: int = 0
    unreadable: str = ""

    @property
    def numbers(self) -> list[int]:
        """The suspects that are caught, in order."""
        return sorted({number for item in self.tried for number in item.catches})

    @property
    def at_large(self) -> list[int]:
        """The suspects that are not caught, in order."""
        return [number for number in range(1, len(self.wrong_in) + 1) if number not in self.numbers]

    def to_json(self) -> dict[str, Any]:
        """As values that `json.dumps` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Caught:
        """From what `to_json` gave."""
        tried = tuple(map(_tried, values["tried"]))
        return cls(tried, tuple(values["wrong_in"]), values["examples"], values["unreadable"])


def _tried(values: dict[str, Any]) -> Tried:
    instead = tuple(Shown(**one) for one in values["instead"])
    places = tuple((mine, right) for mine, right in values["apart"])
    return Tried(Shown(**values["gives"]), values["is_input"], tuple(values["catches"]), instead, places)


def suspects_of(exercise: Exercise) -> list[Answer]:
    """The wrong versions to be caught, in the order of their numbers.

    Raises:
        LookupError: its declaration has no `catch`, or names a mistake that it has not.
    """
    if exercise.catch is None:
        raise LookupError(f"{exercise.id} is not declared with suspects")
    first_ways = dict(reversed(wrong_versions(exercise)))
    return [first_ways[key] for key in exercise.catch.suspects]


def catch(exercise: Exercise, calls: Calls, progress: Callable[[int], None] = lambda number: None) -> Caught:
    """Run every call on the right function and on every suspect.

    Args:
        exercise: whose function is called.
        calls: made by `Calls.of`.
        progress: told the number of each call before it runs.
    """
    try:
        arguments = calls.arguments()
    except Unreadable as error:
        return Caught(unreadable=str(error))
    if exercise.is_php:
        return _catch_in_php(exercise, arguments, progress)
    lineup = _Lineup(exercise)
    tried = []
    for number, each in enumerate(arguments):
        progress(number)
        tried.append(lineup.tried(each))
    return Caught(tuple(tried), lineup.wrong_in(), len(exercise.examples))


def _catch_in_php(
    exercise: Exercise, arguments: Sequence[tuple[Any, ...]], progress: Callable[[int], None]
) -> Caught:
    """The same in PHP: one run for the right function, and one for each suspect."""
    examples = [*exercise.examples, *(exercise.catch.example(each) for each in arguments)]  # type: ignore[union-attr]
    known = len(exercise.examples)
    expected = outcomes_of(exercise, None, examples)
    suspects = []
    for number, source in enumerate(suspect_sources(exercise)):
        progress(min(number, max(0, len(arguments) - 1)))
        suspects.append(outcomes_of_source(exercise, source, examples))
    promised = {type(outcome.value) for outcome in expected[:known] if outcome.raised}
    tried = []
    for number, right in enumerate(expected[known:], known):
        is_input = not right.raised or type(right.value) in promised
        unlike = {at: done[number] for at, done in enumerate(suspects, 1) if not done[number].is_like(right)}
        tried.append(_tried_on(right, unlike if is_input else {}, is_input, shown_php))
    wrong_in = tuple(
        sum(not one.is_like(right) for one, right in zip(done[:known], expected[:known], strict=True))
        for done in suspects
    )
    return Caught(tuple(tried), wrong_in, known)


def _tried_on(
    right: Outcome, unlike: dict[int, Outcome], is_input: bool, show: Callable[[Outcome], Shown]
) -> Tried:
    """A call, with the outcomes of those that do something else than the right function."""
    told = [_telling_step(received, right) for received in unlike.values()]
    places = tuple(apart(step, right, show) for step in told)
    return Tried(show(right), is_input, tuple(unlike), tuple(map(show, told)), places)


def _telling_step(received: Outcome, right: Outcome) -> Outcome:
    """What tells it from the right one: of a scenario its end, or the first step that is not like it."""
    if not received.steps or not received.gives_like(right):
        return received
    return received.step(received.first_step_unlike(right))


def suspect_sources(exercise: Exercise) -> list[str]:
    """The wrong versions of a PHP function to be caught, in the order of their numbers.

    Raises:
        LookupError: its declaration has no `catch`.
    """
    if exercise.catch is None:
        raise LookupError(f"{exercise.id} is not declared with suspects")
    first_ways = {model.key: model for model in reversed(models_of(exercise))}
    return [php_source(exercise, (first_ways[key],)) for key in exercise.catch.suspects]


class _Lineup:
    """The right function and the suspects, side by side."""

    def __init__(self, exercise: Exercise) -> None:
        assert exercise.catch is not None
        self._example_of = exercise.catch.example
        self._takes = exercise.catch.takes
        self._examples = exercise.examples
        self._right = subject_of(exercise, reference.function(exercise))
        self._suspects = [subject_of(exercise, suspect) for suspect in suspects_of(exercise)]
        self._expected = [outcome_of(example, self._right) for example in exercise.examples]
        self._promised = {type(outcome.value) for outcome in self._expected if outcome.raised}

    def tried(self, arguments: tuple[Any, ...]) -> Tried:
        example = self._example_of(arguments)
        expected = outcome_of(example, self._right)
        is_input = self._is_promised(expected) and (self._takes is None or self._takes(*arguments))
        unlike = self._unlike(example, expected) if is_input else {}
        return _tried_on(expected, unlike, is_input, _shown)

    def _is_promised(self, expected: Outcome) -> bool:
        return not expected.raised or type(expected.value) in self._promised

    def _unlike(self, example: Example, expected: Outcome) -> dict[int, Outcome]:
        received = {number: outcome_of(example, suspect) for number, suspect in enumerate(self._suspects, 1)}
        return {number: outcome for number, outcome in received.items() if _differs(outcome, expected)}

    def wrong_in(self) -> tuple[int, ...]:
        """For each suspect, the number of the check's examples that it gets wrong."""
        pairs = list(zip(self._examples, self._expected, strict=True))
        return tuple(
            sum(_differs(outcome_of(example, suspect), expected) for example, expected in pairs)
            for suspect in self._suspects
        )


def _shown(outcome: Outcome) -> Shown:
    return shown(outcome.value, outcome.raised)


def _differs(received: Outcome, expected: Outcome) -> bool:
    return not received.is_like(expected) or received.changed != expected.changed

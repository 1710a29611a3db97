"""The outcomes of a wrong answer on every example, beside those of the reference."""

from __future__ import annotations

import ast
import asyncio
import dis
import math
import struct
import sysconfig
from collections.abc import Callable, Sized
from dataclasses import FrozenInstanceError, dataclass, replace
from functools import cache, cached_property, lru_cache, wraps
from itertools import combinations
from types import TracebackType
from typing import Any, TypeVar

from framebyframe import rpc, wire

from ..checking.check import Trial
from ..checking.outcome import Outcome
from ..checking.php import PhpTrial
from ..checking.steps import FILE as SCENARIO
from ..checking.submission import Submission
from ..declaring import syntax
from ..declaring.examples import Call, Example, ScenarioStep
from ..declaring.exercise import Exercise, Group
from ..declaring.php_text import PhpError

Result = TypeVar("Result")


@dataclass(frozen=True)
class Evidence:
    """The facts about a wrong answer.

    Attributes:
        exercise: what it answers.
        submission: its source.
        expected: the outcome of each example with the reference.
        received: the outcome of each example with the answer; None where a guard rail stopped it.
        first: the number of the example that is shown, the first that fails.
        ignored: examples that are left out of sight, as if they passed.
        endless: examples on which a loop did not come to an end.
    """

    exercise: Exercise
    submission: Submission
    expected: tuple[Outcome, ...]
    received: tuple[Outcome | None, ...]
    first: int
    ignored: frozenset[int] = frozenset()
    endless: frozenset[int] = frozenset()

    @classmethod
    def of(cls, trial: Trial | PhpTrial, first: int) -> Evidence:
        """The evidence of every example; the verdict stopped at the first that fails."""
        outcomes = trial.outcomes()
        endless = frozenset() if isinstance(trial, PhpTrial) else trial.endless
        return cls(trial.exercise, trial.submission, *outcomes, first, endless=endless)

    @property
    def tree(self) -> ast.Module:
        """The answer as a syntax tree, the same one each time; an empty one if it is PHP."""
        return _parsed("" if self.exercise.is_php else self.submission.source)

    @cached_property
    def has_loops(self) -> bool:
        """Whether the answer may go on without end by itself."""
        return syntax.has_loops(self.tree)

    @cached_property
    def failing(self) -> frozenset[int]:
        """The numbers of the examples that fail."""
        pairs = zip(self.expected, self.received, strict=True)
        wrong = frozenset(number for number, (right, mine) in enumerate(pairs) if not passes(right, mine))
        return wrong - self.ignored

    @cached_property
    def seen(self) -> tuple[int, ...]:
        """The examples that are not left out of sight, by number: those that fail, then by size."""
        seen = (number for number in range(self.total) if number not in self.ignored)
        return tuple(sorted(seen, key=lambda number: (number not in self.failing, self.size(number))))

    def size(self, number: int) -> int:
        """The bytes, or items, that an example gives; 0 for a number or an error."""
        value = self.expected[number].value
        return len(value) if isinstance(value, Sized) else 0

    @property
    def total(self) -> int:
        """The number of examples."""
        return len(self.expected)

    @cached_property
    def refusals(self) -> frozenset[int]:
        """The numbers of the examples on which an error is right."""
        return frozenset(number for number, right in enumerate(self.expected) if right.raised)

    @cached_property
    def slips(self) -> frozenset[int]:
        """The numbers of the examples that fail with an error of the language's own; see `is_slip`."""
        told = {number: self.told(number) for number in self.failing}
        return frozenset(number for number, item in told.items() if item is not None and is_slip(item))

    def told(self, number: int) -> Outcome | None:
        """The received outcome of an example, as it is told: of a scenario, that of its first wrong step."""
        received = self.received[number]
        if received is None or not received.steps:
            return received
        return received.step(received.first_step_unlike(self.expected[number]))

    def asked(self, number: int) -> Outcome:
        """The expected outcome of what `told` gives: of a scenario, that of the first wrong step."""
        received, expected = self.received[number], self.expected[number]
        if received is None or not received.steps:
            return expected
        return expected.step(received.first_step_unlike(expected))

    @property
    def wrong_step(self) -> ScenarioStep | None:
        """The first wrong step of the example that is shown; None if it is a call, or if no step is known."""
        example, received = self.exercise.examples[self.first], self.received[self.first]
        if isinstance(example, Call) or received is None:
            return None
        place = received.first_step_unlike(self.expected[self.first])
        return None if place is None else example.steps[place]

    def gives_nothing(self, number: int) -> bool:
        """Whether the answer returns None where a value is asked for."""
        received, expected = self.told(number), self.asked(number)
        given = received is not None and not received.raised and received.value is None
        return given and (expected.raised or expected.value is not None)

    def without(self, numbers: frozenset[int]) -> Evidence:
        """The evidence without these examples; the first failing one that is left is shown."""
        fewer = replace(self, ignored=self.ignored | numbers)
        return fewer if fewer.first in fewer.failing else replace(fewer, first=min(fewer.failing))

    def after(self, received: tuple[Outcome | None, ...]) -> Evidence:
        """The evidence with these outcomes of a changed answer."""
        changed = replace(self, received=received)
        return (
            changed
            if changed.first in changed.failing
            else replace(changed, first=min(changed.failing, default=self.first))
        )

    def arguments(self, number: int) -> Call | None:
        """The example as a call; None if it is a scenario."""
        example = self.exercise.examples[number]
        return example if isinstance(example, Call) else None

    @property
    def groups(self) -> dict[str, frozenset[int]]:
        """The examples of each declared kind, and of each two kinds at once ("masked long")."""
        return _groups(self.exercise)

    @cached_property
    def worked_out(self) -> dict[Callable[[Evidence], Any], Any]:
        """What functions that are `worked_out_once` gave for this evidence."""
        return {}


def worked_out_once(function: Callable[[Evidence], Result]) -> Callable[[Evidence], Result]:
    """The same function, which keeps its result with the evidence."""

    @wraps(function)
    def kept(evidence: Evidence) -> Result:
        if function not in evidence.worked_out:
            evidence.worked_out[function] = function(evidence)
        result: Result = evidence.worked_out[function]
        return result

    return kept


@cache
def _groups(exercise: Exercise) -> dict[str, frozenset[int]]:
    """The examples of each kind; see `Evidence.groups`."""
    single = {
        key: frozenset(number for number, example in enumerate(exercise.examples) if _belongs(example, kind))
        for key, kind in exercise.groups.items()
    }
    both = {f"{one} {other}": single[one] & single[other] for one, other in combinations(single, 2)}
    return {key: group for key, group in {**single, **both}.items() if group}


def _belongs(example: Example, kind: Group) -> bool:
    return isinstance(example, Call) and kind(*example.arguments, **example.named)


@lru_cache(maxsize=4)
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def passes(expected: Outcome, received: Outcome | None) -> bool:
    """Whether an example passes: a like outcome, and nothing changed that should not."""
    return received is not None and received.is_like(expected) and received.changed == expected.changed


KIT = tuple(path for package in (wire, rpc) for path in package.__path__)
"""The folders of the functions that answers call."""

SAYS_WHY = (
    *(KeyError, ZeroDivisionError, asyncio.InvalidStateError, TimeoutError, rpc.RpcError),
    FrozenInstanceError,
)
"""Errors whose words are the cause: a key is not there, 0 divides, a field is fixed, no reply came."""

TOO_BIG = ((OverflowError, struct.error), ValueError)
"""The errors by which Python says that a number does not fit into its bytes; that of one byte apart."""


def agree(one: Outcome, other: Outcome | None) -> bool:
    """Whether two wrong outcomes are the same.

    Errors that Python's own machinery raised are the same only if both say that a number does not fit, that
    a local name has no value, that nothing is there to be taken, or say alike why they were raised
    (`SAYS_WHY`), or if a step of the scenario itself, or a function of the kit, raised both: it was given the
    same kind of value.
    """
    if other is None or one.changed != other.changed:
        return False
    if is_slip(one) or is_slip(other):
        ways = (_is_too_big, _say_why, _take_from_none, _lack_a_value, _same_in_a_step, _same_in_the_kit)
        return is_slip(one) and is_slip(other) and any(are_alike(one, other) for are_alike in ways)
    if not (one.raised or other.raised) and _give_nearly_the_same(one, other):
        return True
    return one.is_like(other) and (not one.raised or type(one.value) is type(other.value))


def _give_nearly_the_same(one: Outcome, other: Outcome) -> bool:
    """Whether all values are the same but for the last digits, at each step."""
    pairs = list(zip(one.steps, other.steps, strict=False)) or [(one, other)]
    return len(one.steps) == len(other.steps) and all(
        mine.is_like(theirs) or (not theirs.raised and are_nearly(mine.value, theirs.value))
        for mine, theirs in pairs
    )


LAST_DIGITS = 1e-12
"""How far two floats may be apart, as a part of them, that are worked out in two ways."""


def are_nearly(one: Any, other: Any) -> bool:
    """Whether both are the same float, or tuples or lists of them, but for the last digits.

    `a + (b - a) * part` and `a * (1 - part) + b * part` are one mistake.
    """
    if isinstance(one, (tuple, list)) and type(one) is type(other) and len(one) == len(other):
        return bool(one) and all(map(are_nearly, one, other))
    both = isinstance(one, float) and isinstance(other, float)
    return both and math.isclose(one, other, rel_tol=LAST_DIGITS)


def is_unchecked(outcome: Outcome | None) -> bool:
    """Whether bad input was accepted: a value came back, or an error was raised further on."""
    if outcome is None or (isinstance(outcome.value, BaseException) and not outcome.raised):
        return False
    return not outcome.raised or is_slip(outcome)


def _take_from_none(one: Outcome, other: Outcome) -> bool:
    """Whether both took an item out of a list, or a `deque`, that has none."""
    both = (one, other)
    alike = all(isinstance(item.value, IndexError) and str(item.value).startswith(EMPTY) for item in both)
    return alike and one.is_same_as(other)


EMPTY = "pop from an empty"
"""How Python words an error of `pop` and `popleft`."""


def _is_too_big(one: Outcome, other: Outcome) -> bool:
    return any(isinstance(one.value, kind) and isinstance(other.value, kind) for kind in TOO_BIG)


def _say_why(one: Outcome, other: Outcome) -> bool:
    """Whether one error of those that say why came at the same step of both, and all before it is alike."""
    alike = any(isinstance(one.value, kind) and isinstance(other.value, kind) for kind in SAYS_WHY)
    return alike and one.is_same_as(other)


def _lack_a_value(one: Outcome, other: Outcome) -> bool:
    """Whether a local name, whatever it is, had no value at the same step of both."""
    return all(isinstance(item.value, UnboundLocalError) for item in (one, other)) and one.is_like(other)


def _same_in_a_step(one: Outcome, other: Outcome) -> bool:
    """Whether the scenario's own lines raised the same error at the same step, and all before it is alike."""
    return all(is_of_the_scenario(item.value) for item in (one, other)) and one.is_same_as(other)


def _same_in_the_kit(one: Outcome, other: Outcome) -> bool:
    """Whether the same line of the kit raised the same error at the same step, and all before it is alike."""
    places = [_place_in_the_kit(item.value) for item in (one, other)]
    return places[0] is not None and places[0] == places[1] and one.is_same_as(other)


def _place_in_the_kit(error: BaseException) -> tuple[str, int] | None:
    """The line of the kit that an error came out of; None if it came out of an answer or a model."""
    place: tuple[str, int] | None = None
    trace = error.__traceback__
    while trace is not None:
        if not _is_of_the_library(trace):  # what the kit calls in the library, it calls itself
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place if place is not None and place[0].startswith(KIT) else None


def is_of_the_scenario(error: BaseException) -> bool:
    """Whether a line of the scenario itself raised the error, and nothing that it called."""
    trace = error.__traceback__
    return trace is not None and _innermost(trace).tb_frame.f_code.co_filename == SCENARIO


def is_slip(outcome: Outcome) -> bool:
    """Whether the language or its library raised the error, and no `raise` of the answer or the kit did."""
    if isinstance(outcome.value, PhpError):
        return outcome.raised and outcome.value.is_of_php
    return outcome.raised and not _is_deliberate(outcome.value)


LIBRARY = sysconfig.get_path("stdlib")
"""The folder of Python's own modules: `raise` in one of them is no refusal."""


def gives_truths(evidence: Evidence) -> bool:
    """Whether every example is a call, and True or False is asked for in each."""
    calls = all(isinstance(example, Call) for example in evidence.exercise.examples)
    return calls and all(isinstance(outcome.value, bool) for outcome in evidence.expected)


def breaks_down_alike(evidence: Evidence) -> bool:
    """Whether Python raises one kind of error on every example that fails, bad input or not."""
    outcomes = [evidence.told(number) for number in evidence.failing]
    slips = {type(item.value) for item in outcomes if item is not None and is_slip(item)}
    return len(slips) == 1 and all(item is not None and is_slip(item) for item in outcomes)


def _is_deliberate(error: BaseException) -> bool:
    trace = error.__traceback__
    if isinstance(error, FrozenInstanceError):  # a dataclass raises it, in code that is made for the class
        return False
    return trace is not None and _raises(_innermost(trace)) and not _is_of_the_library(_innermost(trace))


def _is_of_the_library(trace: TracebackType) -> bool:
    file = trace.tb_frame.f_code.co_filename
    return file.startswith(LIBRARY) and "site-packages" not in file


def _innermost(trace: TracebackType) -> TracebackType:
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace


def _raises(trace: TracebackType) -> bool:
    """Whether the instruction that raised the error is a `raise`."""
    code = trace.tb_frame.f_code.co_code
    return dis.opname[code[trace.tb_lasti]] in ("RAISE_VARARGS", "RERAISE")

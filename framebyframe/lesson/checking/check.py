"""Runs an answer against the reference. Starts no process: the worker calls it, and so does the browser.

An answer arrives as source text. It is right when, on every example, it does what the reference does:
returns an equal value of the same kind or raises the same error, leaves its arguments alone, and does so
again the second time.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Any

from ..declaring import reference
from ..declaring.examples import Answer
from ..declaring.exercise import Exercise
from ..declaring.python_text import name_of_error, python_text
from ..declaring.syntax import (
    always_returns,
    always_returns_a_value,
    caught_without_a_name,
    ends_behind_an_except,
    has_loops,
    kept_between_calls,
)
from .comparison import comparable, error_text
from .deadline import Clock, ClockOfExamples, DeadlineReached
from .outcome import Outcome, Subject, outcome_of, outcomes_of_reference, subject_of
from .output import PrintFlood
from .php import PhpTrial, check_php
from .rounds import takes_many_steps
from .submission import Submission, build, calls_in_a_circle, line_of
from .surroundings import surrounded
from .surroundings.clock import NeverArrives
from .telling import told, told_difference, told_up_to
from .verdict import Fault, Verdict, shown
from .withheld import KitsOwn, withheld

Progress = Callable[[int], None]

SECONDS, SECONDS_AFTER_A_STOP = 0.5, 0.1
"""Processor time for the loops of one example once an answer is known to be wrong; after one did not end."""


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    Attributes:
        verdict: on the answer, its mistakes not named yet.
        trial: the answer on its way through the examples; None if it never came to run.
    """

    verdict: Verdict
    trial: Trial | PhpTrial | None = None


def check(
    exercise: Exercise,
    submission: Submission,
    progress: Progress = lambda number: None,
    clock: Clock | None = None,
) -> Checked:
    """The verdict on an answer, and the trial that led to it.

    Args:
        exercise: what it answers.
        submission: its source.
        progress: told the number of each example before it runs.
        clock: called by every loop of the answer, for checks in a process that cannot be ended.
    """
    if exercise.is_php:
        return Checked(*check_php(exercise, submission, progress))
    with surrounded(clock):
        outcomes_of_reference(exercise)  # before the answer's cell may change a module
        try:
            answer = build(submission, exercise, clock)
        except Exception as error:
            return Checked(_definition_fault(error))
        fault = _signature_fault(answer, exercise)
        if fault is not None:
            return Checked(fault)
        trial = Trial(exercise, submission, answer, progress, clock)
        return Checked(trial.first_round() or trial.second_round() or trial.success(), trial)


def _definition_fault(error: Exception) -> Verdict:
    if isinstance(error, NameError):
        return Verdict(Fault.UNKNOWN_NAME, line=line_of(error), detail={"unknown": name_in(error)})
    detail = {"error": name_of_error(type(error)), "message": str(error)}
    return Verdict(Fault.FAILS_TO_DEFINE, line=line_of(error), detail=detail)


def _signature_fault(answer: Any, exercise: Exercise) -> Verdict | None:
    """The verdict on a signature that is not the reference's, annotations apart; None if it fits.

    A parameter that no call gives by name may have another one: the object of a method, for one.
    """
    wanted = reference.function(exercise)
    is_async, must_be = _is_async(answer), _is_async(wanted)
    if is_async != must_be:
        return Verdict(Fault.NOT_ASYNC if must_be else Fault.IS_ASYNC)
    mine, theirs = _parameters(answer), _parameters(wanted)
    order = {"order": "another"} if _are_in_another_order(mine, theirs) else {}
    fits = _fits(mine, theirs, exercise, bool(order))
    if not fits and hasattr(answer, "__wrapped__"):
        fits = _fits(_parameters(answer, as_decorated=True), theirs, exercise, bool(order))
    if fits:
        return None
    return Verdict(Fault.SIGNATURE, detail={"wanted": _written(theirs), "written": _written(mine), **order})


def _is_async(function: Any) -> bool:
    """Whether `async def` stands in front: a coroutine comes back, or an iterator that is awaited."""
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def _are_in_another_order(mine: list[inspect.Parameter], theirs: list[inspect.Parameter]) -> bool:
    """Whether the same names stand in another order: each would get what is meant for another one."""
    names, wanted = ([item.name for item in items] for items in (mine, theirs))
    return names != wanted and sorted(names) == sorted(wanted)


def _fits(
    mine: list[inspect.Parameter], theirs: list[inspect.Parameter], exercise: Exercise, in_order: bool
) -> bool:
    """Whether these parameters take what theirs take: those that are more have defaults.

    Args:
        in_order: each has to have the name of theirs; else those alone that a call gives by name.
    """
    names = {item.name for item in theirs}
    is_renamed = not in_order and not names <= {item.name for item in mine}
    named = reference.named_parameters(exercise) if is_renamed else names
    first = zip(mine, theirs, strict=False)
    takes = len(mine) >= len(theirs) and all(_takes(item, right, named) for item, right in first)
    return takes and all(item.default is not item.empty for item in mine[len(theirs) :])


def _takes(mine: inspect.Parameter, right: inspect.Parameter, named: Set[str]) -> bool:
    """Whether a parameter takes what the reference's takes; a default more does no harm.

    None may stand for an empty default: the examples tell what becomes of it.
    """
    default = mine.default if right.default is not right.empty else right.default
    if mine.default is None and right.default in ((), "", b""):
        default = right.default
    is_named = right.name in named or right.kind is right.KEYWORD_ONLY
    name = mine.name if is_named else right.name
    return mine.replace(name=name, default=default) == right


def _parameters(function: Any, as_decorated: bool = False) -> list[inspect.Parameter]:
    """The parameters without their annotations: those in the cell, or those that a decorator left."""
    signature = inspect.signature(function, follow_wrapped=not as_decorated)
    return [item.replace(annotation=item.empty) for item in signature.parameters.values()]


def _written(parameters: list[inspect.Parameter]) -> str:
    """Parameters as they are typed: a member of an enumeration by its name."""
    shown = [
        item if item.default is item.empty else item.replace(default=_Typed(item.default))
        for item in parameters
    ]
    return str(inspect.Signature(shown))


@dataclass(frozen=True)
class _Typed:
    """A default value that shows itself as it is typed."""

    value: Any

    def __repr__(self) -> str:
        return "..." if inspect.isroutine(self.value) else python_text(self.value)


def _is_unknown(error: object) -> bool:
    """Whether the error is about an unknown name, and not about a local one without a value yet."""
    return isinstance(error, NameError) and not isinstance(error, UnboundLocalError)


def name_in(error: NameError) -> str:
    """The name that is not known."""
    return error.name or str(error).partition("'")[2].partition("'")[0]


class Trial:
    """One answer on its way through the examples."""

    def __init__(
        self,
        exercise: Exercise,
        submission: Submission,
        answer: Answer,
        progress: Progress,
        clock: Clock | None,
    ) -> None:
        self.exercise = exercise
        self.submission = submission
        self.progress = progress
        self.clock = clock
        self.expected = outcomes_of_reference(exercise)
        self.subject = subject_of(exercise, answer)
        self.endless: frozenset[int] = frozenset()

    def first_round(self) -> Verdict | None:
        """The verdict on the first example that fails; None if all pass."""
        for number in range(len(self.exercise.examples)):
            self.progress(number)
            received = self.received(self.subject, number)
            if isinstance(received, Verdict):
                return received
            if not self._passes(received, number):
                return self._judge(number, received)
        return None

    def second_round(self) -> Verdict | None:
        """The verdict on an answer that fails the second time; None if all examples pass again."""
        for number in range(len(self.exercise.examples)):
            self.progress(number)
            received = self.received(self.subject, number)
            if isinstance(received, Verdict) or not self._passes(received, number):
                return Verdict(Fault.WORKS_ONCE, number, detail=self._kept())
        return None

    def outcomes(self) -> tuple[tuple[Outcome, ...], tuple[Outcome | None, ...]]:
        """The outcomes of the reference, and of the answer: None where a guard rail stopped it.

        A loop that does not end in one of the examples takes the time of no other; see `endless`.
        """
        if self.clock is not None or not has_loops(ast.parse(self.submission.source)):
            received = (self.received(self.subject, number) for number in range(len(self.exercise.examples)))
            return self.expected, tuple(item if isinstance(item, Outcome) else None for item in received)
        return self.expected, tuple(self._each_with_an_end())

    def _each_with_an_end(self) -> Iterator[Outcome | None]:
        """The outcome of each example; where a loop did not end, its number is kept."""
        clock = ClockOfExamples(SECONDS, SECONDS_AFTER_A_STOP)
        subject = self._fresh(clock)
        for number in range(len(self.exercise.examples)):
            clock.begin()
            try:
                received = self.received(subject, number)
                yield received if isinstance(received, Outcome) else None
            except DeadlineReached:
                self.endless |= {number}
                yield None

    def success(self) -> Verdict:
        """The verdict on a right answer, with its result for the showcase."""
        example = self.exercise.showcase
        outcome = outcome_of(example, self.subject)
        return Verdict(
            shows=shown(outcome.value, outcome.raised),
            printed=outcome.printed,
            steps=told(self.exercise, example, outcome.steps),
            remark="many_steps" if self._takes_many_steps() else "",
        )

    def _takes_many_steps(self) -> bool:
        long = self.exercise.in_few_steps
        return long is not None and takes_many_steps(long, self.subject)

    def received(self, subject: Subject, number: int) -> Outcome | Verdict:
        """The outcome of one example, or the verdict if it ran into a guard rail."""
        example = self.exercise.examples[number]
        try:
            with withheld(self.exercise):
                received = outcome_of(example, subject)
        except KitsOwn as rail:
            fault = Fault.KITS_LATER if rail.later else Fault.KITS_OWN
            detail = {"later": rail.later} if rail.later else {}
            return Verdict(fault, number, detail=detail, steps=told_up_to(self.exercise, example, rail.steps))
        except PrintFlood as flood:
            steps = told_up_to(self.exercise, example, flood.steps)
            return Verdict(Fault.PRINT_FLOOD, number, printed=flood.beginning, steps=steps)
        except NeverArrives as rail:
            return Verdict(Fault.NEVER_ARRIVES, number, steps=told_up_to(self.exercise, example, rail.steps))
        if received.raised and isinstance(received.value, RecursionError):
            in_a_circle = calls_in_a_circle(received.value, self.exercise.name)
            return Verdict(Fault.RECURSION if in_a_circle else Fault.RECURSION_GOES_ON, number)
        if received.raised and isinstance(received.value, MemoryError):
            return Verdict(Fault.MEMORY, number, line=line_of(received.value))
        return received

    def _passes(self, received: Outcome, number: int) -> bool:
        expected = self.expected[number]
        return received.is_like(expected) and received.changed == expected.changed

    def _judge(self, number: int, whole: Outcome) -> Verdict:
        """The verdict on the outcome of an example that fails, or on its first wrong step."""
        step = whole.first_step_unlike(self.expected[number])
        expected, received = self.expected[number].step(step), whole.step(step)
        steps = told_up_to(self.exercise, self.exercise.examples[number], whole.steps[:step])
        if not expected.raised and _is_unknown(received.value):
            return replace(self._of_a_name(received.value), example=number, steps=steps)
        fault = _fault(expected, received)
        verdict = Verdict(
            fault=fault,
            example=number,
            expected=shown(expected.value, expected.raised),
            received=shown(received.value, received.raised),
            detail=_detail(expected, received),
            printed=received.printed,
            line=line_of(received.value) if received.raised else None,
            steps=steps,
        )
        if fault is Fault.RETURNS_NONE and self._means_to_give_it():
            verdict = replace(verdict, fault=Fault.RETURNS_OTHER_TYPE)
        elif fault is Fault.RETURNS_NONE and self._has_every_return():
            verdict = replace(verdict, fault=Fault.GIVES_NONE)
        if fault is Fault.DIFFERENT:
            verdict = replace(verdict, difference=told_difference(expected.value, received.value))
        if number and self._passes_alone(number):
            return replace(verdict, fault=Fault.WORKS_ONCE, detail={**verdict.detail, **self._kept()})
        return verdict

    def _kept(self) -> dict[str, str]:
        """Where the answer may keep something between its calls, if its source shows one place for it."""
        where = kept_between_calls("\n".join((*self.submission.preamble, self.submission.source)))
        return {"kept": where} if where else {}

    def _of_a_name(self, error: NameError) -> Verdict:
        """The verdict on a name that is not known, with what is caught around it and given no name."""
        verdict = _definition_fault(error)
        caught = caught_without_a_name(self.submission.source, name_in(error))
        return replace(verdict, detail={**verdict.detail, "caught": caught}) if caught else verdict

    def _means_to_give_it(self) -> bool:
        """Whether None may be right, or no `return` is missing: a value that is returned was None."""
        return reference.may_give_none(self.exercise) or always_returns_a_value(self.submission.source)

    def _has_every_return(self) -> bool:
        """Whether no `return` is missing: each case has one, or an `except` has caught what ends it."""
        return always_returns(self.submission.source) or ends_behind_an_except(self.submission.source)

    def _passes_alone(self, number: int) -> bool:
        """Whether the example passes when nothing ran before it."""
        received = self.received(self._fresh(self.clock), number)
        return isinstance(received, Outcome) and self._passes(received, number)

    def _fresh(self, clock: Clock | None) -> Subject:
        """The answer made anew, as before its first call."""
        with surrounded() as surroundings:
            surroundings.restart()  # what the cell reads of the clock is read before the first step, as ever
            return subject_of(self.exercise, build(self.submission, self.exercise, clock))


def _fault(expected: Outcome, received: Outcome) -> Fault:
    """The kind of difference between two outcomes."""
    if received.changed != expected.changed and not received.raised:
        return Fault.ARGUMENT_CHANGED
    if received.gives_like(expected):
        return Fault.TOO_LATE
    if received.raised:
        return Fault.RAISES_OTHER if expected.raised else Fault.RAISES
    if _is_error(received.value) and (expected.raised or not _is_error(expected.value)):
        return Fault.RETURNS_ERROR
    if _are_other_errors(expected.value, received.value):
        return Fault.OTHER_ERROR
    return Fault.RAISES_NOTHING if expected.raised else _fault_of_value(expected.value, received.value)


def _fault_of_value(expected: Any, received: Any) -> Fault:
    if received is None:
        return Fault.RETURNS_NONE
    if inspect.iscoroutine(received):
        return Fault.NOT_AWAITED
    if isinstance(received, asyncio.Future):
        return Fault.GIVES_A_FUTURE
    if isinstance(received, str) and isinstance(expected, bytes):
        return Fault.RETURNS_STR
    return Fault.DIFFERENT if comparable(expected, received) else Fault.RETURNS_OTHER_TYPE


def _are_other_errors(one: Any, other: Any) -> bool:
    """Whether both are errors, and of two types."""
    return (
        isinstance(one, BaseException) and isinstance(other, BaseException) and type(one) is not type(other)
    )


def _is_error(value: Any) -> bool:
    """Whether it can be raised: an error, or its class."""
    return isinstance(value, BaseException) or (isinstance(value, type) and issubclass(value, BaseException))


def _detail(expected: Outcome, received: Outcome) -> dict[str, str]:
    """The values that the fault's sentence names."""
    if received.gives_like(expected):
        late = {"waited": f"{received.elapsed:g}", "allowed": f"{expected.elapsed:g}"}
        return {"argument": received.changed} if received.changed else late
    if received.raised:
        name = error_text(received.value) if expected.raised else name_of_error(type(received.value))
        kinds = type(expected.value), type(received.value)
        is_namesake = kinds[0] is not kinds[1] and kinds[0].__name__ == kinds[1].__name__
        namesake = {"namesake": "yes"} if expected.raised and is_namesake else {}
        return {"error": name, "message": str(received.value), **namesake}
    if _is_error(received.value):
        kind = received.value if isinstance(received.value, type) else type(received.value)
        needless = {} if expected.raised else {"needless": "yes"}
        return {"error": name_of_error(kind), "message": str(received.value), **needless}
    return {"argument": received.changed} if received.changed else {}

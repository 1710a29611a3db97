"""Runs an answer against the reference. Knows no process: the worker calls it, and so does the browser.

An answer arrives as source text. It is right when, on every example, it does what the reference does:
returns an equal value of the same kind or raises the same error, leaves its arguments alone, and does so
again the second time.
"""

from __future__ import annotations

import ast
import copy
import inspect
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..declaring import reference
from ..declaring.examples import Answer, Call, Example
from ..declaring.exercise import Exercise
from ..declaring.python_text import python_text
from .deadline import LOOK, Clock, with_clock_in_loops
from .output import CappedOutput, GuardRail, PrintFlood
from .own_loop import run_on_own_loop
from .verdict import Fault, Verdict, shown

CELL = "<your cell>"
"""The file name of an answer, by which its lines are found in a traceback."""

NOTEBOOK = "<your notebook>"
"""The file name of what an answer takes along."""

ALIKE = 0.5
"""A model of a mistake that does as the answer does on this share of the failing examples names it."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Submission:
    """An answer on its way to be checked: text only.

    Attributes:
        exercise: the id of what it answers.
        source: the function, without its decorator.
        line: the line of the cell at which it begins.
        preamble: the statements it needs from the notebook, in order.
    """

    exercise: str
    source: str
    line: int = 1
    preamble: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As values that `json.dumps` takes."""
        return asdict(self)


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


def check(
    exercise: Exercise,
    submission: Submission,
    progress: Progress = lambda number: None,
    clock: Clock | None = None,
) -> Verdict:
    """The verdict on an answer.

    Args:
        exercise: what it answers.
        submission: its source.
        progress: told the number of each example before it runs.
        clock: what every loop of the answer looks at, where nobody can end the process.
    """
    try:
        answer = build(submission, exercise, clock)
    except Exception as error:
        return _definition_fault(error)
    fault = _signature_fault(answer, reference.function(exercise))
    if fault is not None:
        return fault
    trial = _Trial(exercise, submission, progress, clock)
    return trial.first_round(answer) or trial.second_round(answer) or trial.success(answer)


# --- from source to something that runs ---------------------------------------------------------


def build(
    submission: Submission, exercise: Exercise, clock: Clock | None = None, module: str = "notebook"
) -> Any:
    """The answer as a function, in a namespace of its own that goes by the name of `module`."""
    namespace: dict[str, Any] = {"__name__": module, "input": _nobody_answers, LOOK: clock}
    lines_above = "\n" * (submission.line - 1)
    parts = [
        *((statement, NOTEBOOK) for statement in submission.preamble),
        (lines_above + submission.source, CELL),
    ]
    for source, file in parts:
        tree = ast.parse(source)
        program = with_clock_in_loops(tree) if clock else tree
        exec(compile(program, file, "exec", dont_inherit=True), namespace)
    return namespace[exercise.name]


def _nobody_answers(prompt: object = "") -> str:
    raise EOFError("input() asks, and nobody answers: the function gets all it needs as arguments")


def _definition_fault(error: Exception) -> Verdict:
    if isinstance(error, NameError):
        return Verdict(Fault.UNKNOWN_NAME, line=line_of(error), detail={"unknown": name_in(error)})
    detail = {"error": type(error).__name__, "message": str(error)}
    return Verdict(Fault.FAILS_TO_DEFINE, line=line_of(error), detail=detail)


def _signature_fault(answer: Any, wanted: Any) -> Verdict | None:
    """Names, order, defaults and `async` must be those of the reference; annotations may differ."""
    is_async, must_be = inspect.iscoroutinefunction(answer), inspect.iscoroutinefunction(wanted)
    if is_async != must_be:
        return Verdict(Fault.NOT_ASYNC if must_be else Fault.IS_ASYNC)
    mine, theirs = _parameters(answer), _parameters(wanted)
    if mine == theirs:
        return None
    return Verdict(Fault.SIGNATURE, detail={"wanted": theirs, "written": mine})


def _parameters(function: Any) -> str:
    signature = inspect.signature(function)
    bare = [item.replace(annotation=item.empty) for item in signature.parameters.values()]
    return str(inspect.Signature(bare))


def line_of(error: BaseException) -> int | None:
    """The line of the learner's cell at which the error came out."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == CELL]
    return lines[-1] if lines else None


def name_in(error: NameError) -> str:
    """The name that is not known."""
    return error.name or str(error).partition("'")[2].partition("'")[0]


# --- running examples ---------------------------------------------------------------------------


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


class _Trial:
    """One answer on its way through the examples."""

    def __init__(
        self, exercise: Exercise, submission: Submission, progress: Progress, clock: Clock | None
    ) -> None:
        self.exercise = exercise
        self.submission = submission
        self.progress = progress
        self.clock = clock
        self.reference = subject_of(exercise, reference.function(exercise))
        self.expected: list[Outcome] = []

    def first_round(self, answer: Answer) -> Verdict | None:
        """What is wrong with the first example that fails."""
        subject = subject_of(self.exercise, answer)
        for number, example in enumerate(self.exercise.examples):
            self.progress(number)
            self.expected.append(outcome_of(example, self.reference))
            received = self._received(example, subject, number)
            if isinstance(received, Verdict):
                return received
            if not self._passes(received, number):
                return self._judge(subject, number, received)
        return None

    def second_round(self, answer: Answer) -> Verdict | None:
        """What is wrong with an answer that was right once."""
        subject = subject_of(self.exercise, answer)
        for number, example in enumerate(self.exercise.examples):
            self.progress(number)
            received = self._received(example, subject, number)
            if isinstance(received, Verdict) or not self._passes(received, number):
                return Verdict(Fault.WORKS_ONCE, number)
        return None

    def success(self, answer: Answer) -> Verdict:
        """The answer is right; what it makes of the showcase is drawn."""
        outcome = outcome_of(self.exercise.showcase, subject_of(self.exercise, answer))
        return Verdict(shows=shown(outcome.value, outcome.raised), printed=outcome.printed)

    def _received(self, example: Example, subject: Any, number: int) -> Outcome | Verdict:
        """What the answer gave, or the guard rail it ran into."""
        try:
            received = outcome_of(example, subject)
        except PrintFlood as flood:
            return Verdict(Fault.PRINT_FLOOD, number, printed=flood.beginning)
        if received.raised and isinstance(received.value, RecursionError):
            return Verdict(Fault.RECURSION, number)
        if received.raised and isinstance(received.value, MemoryError):
            return Verdict(Fault.MEMORY, number, line=line_of(received.value))
        return received

    def _passes(self, received: Outcome, number: int) -> bool:
        expected = self.expected[number]
        return received.is_like(expected) and received.changed == expected.changed

    def _judge(self, subject: Any, number: int, received: Outcome) -> Verdict:
        expected = self.expected[number]
        if received.raised and not expected.raised and isinstance(received.value, NameError):
            return replace(_definition_fault(received.value), example=number)
        verdict = Verdict(
            fault=_fault(expected, received),
            example=number,
            expected=shown(expected.value, expected.raised),
            received=shown(received.value, received.raised),
            detail=_detail(received),
            printed=received.printed,
        )
        if received.raised:
            verdict = replace(verdict, line=line_of(received.value))
        if number and self._passes_alone(number):
            return replace(verdict, fault=Fault.WORKS_ONCE)
        if received.is_like(expected):
            return verdict
        return replace(verdict, mistake=self._likely_mistake(subject, number, received))

    def _passes_alone(self, number: int) -> bool:
        """Whether the example passes when nothing ran before it."""
        fresh = subject_of(self.exercise, build(self.submission, self.exercise, self.clock))
        received = self._received(self.exercise.examples[number], fresh, number)
        return isinstance(received, Outcome) and self._passes(received, number)

    def _likely_mistake(self, subject: Any, number: int, received: Outcome) -> str:
        """The key of the mistake whose model does most nearly what the answer does."""
        first = self.exercise.examples[number]
        suspects = [
            (key, model)
            for key, model in self.exercise.models()
            if outcome_of(first, subject_of(self.exercise, model)).is_same_as(received)
        ]
        if not suspects:
            return ""
        received_by_all = [self._received(example, subject, number) for example in self.exercise.examples]
        ranked = [(*self._alike(model, received_by_all), key) for key, model in suspects]
        failing, _, likeliest = max(ranked, key=lambda entry: entry[:2])
        return likeliest if failing >= ALIKE else ""

    def _alike(self, model: Answer, received: list[Outcome | Verdict]) -> tuple[float, float]:
        """The share of the failing examples, and of all, on which the model does as the answer does."""
        subject = subject_of(self.exercise, model)
        same, failing = [], []
        for example, mine in zip(self.exercise.examples, received, strict=True):
            same.append(isinstance(mine, Outcome) and outcome_of(example, subject).is_same_as(mine))
            failing.append(isinstance(mine, Verdict) or not mine.is_like(outcome_of(example, self.reference)))
        return sum(one and other for one, other in zip(same, failing, strict=True)) / sum(failing), sum(same)


def _fault(expected: Outcome, received: Outcome) -> Fault:
    """The kind of difference between two outcomes."""
    if received.raised:
        return Fault.RAISES_OTHER if expected.raised else Fault.RAISES
    if received.changed != expected.changed:
        return Fault.ARGUMENT_CHANGED
    if _is_error(received.value):
        return Fault.RETURNS_ERROR
    if expected.raised:
        return Fault.RAISES_NOTHING
    if received.value is None:
        return Fault.RETURNS_NONE
    if isinstance(received.value, str) and isinstance(expected.value, bytes):
        return Fault.RETURNS_STR
    return Fault.DIFFERENT if _comparable(expected.value, received.value) else Fault.RETURNS_OTHER_TYPE


def _is_error(value: Any) -> bool:
    """Whether it is something to be raised: an error, or its class."""
    return isinstance(value, BaseException) or (isinstance(value, type) and issubclass(value, BaseException))


def _comparable(expected: Any, received: Any) -> bool:
    numbers = isinstance(expected, (int, float)) and isinstance(received, (int, float))
    return numbers or (same_kind(expected, received) and isinstance(received, type(expected)))


def _detail(received: Outcome) -> dict[str, str]:
    """What the sentence about it needs to name."""
    if received.raised:
        return {"error": type(received.value).__name__, "message": str(received.value)}
    if _is_error(received.value):
        kind = received.value if isinstance(received.value, type) else type(received.value)
        return {"error": kind.__name__}
    return {"argument": received.changed} if received.changed else {}

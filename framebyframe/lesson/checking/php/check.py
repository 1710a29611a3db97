"""The verdict on a PHP function, by the same rules as on one in Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from ...declaring import php_text, reference, table
from ...declaring.examples import Call, Example
from ...declaring.exercise import Exercise
from ...declaring.php_text import PhpError, PhpObject
from ..comparison import comparable
from ..outcome import Outcome
from ..output import KEPT
from ..submission import Submission
from ..telling import told, told_difference, told_up_to
from ..verdict import Fault, Shown, Verdict
from .program import Event, NoPhp, events, parse_error
from .values import decode, plain

Progress = Callable[[int], None]

DEADLINE = 4.0
"""Seconds for one check, all examples together, as for one in Python."""

FIRST_LINE = "<?php declare(strict_types=1); namespace FrameByFrame;"
"""The line in place of the cell's first one, `%%php`, so that lines keep their numbers."""

WITHOUT_PROCESSES = ("emscripten", "wasi")


class Stopped(Exception):
    """PHP did not come to the end of its examples: the argument is the verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.fault)
        self.verdict = verdict


@dataclass(frozen=True)
class PhpTrial:
    """An answer that has gone through all examples."""

    exercise: Exercise
    submission: Submission
    expected: tuple[Outcome, ...]
    received: tuple[Outcome, ...]

    def outcomes(self) -> tuple[tuple[Outcome, ...], tuple[Outcome | None, ...]]:
        """The outcome of each example with the reference, and with the answer."""
        return self.expected, self.received


def check_php(
    exercise: Exercise, submission: Submission, progress: Progress
) -> tuple[Verdict, PhpTrial | None]:
    """The verdict on an answer, and its trial if it came to an end. Each example runs twice, in one PHP."""
    count = len(exercise.examples)
    source = f"{FIRST_LINE}\n" + "\n" * (submission.line - 2) + submission.source
    try:
        expected = outcomes_of_reference(exercise.id)
        received = outcomes_of(exercise, source, [*exercise.examples] * 2, progress)
    except Stopped as stop:
        return stop.verdict, None
    except NoPhp as problem:
        return Verdict(Fault.NO_PHP, detail={"message": str(problem)}), None
    trial = PhpTrial(exercise, submission, expected, received[:count])
    return _judged(trial, received[count:]), trial


def unreadable(cell: str) -> Verdict | None:
    """The verdict on a cell that PHP cannot read, found without running it; None if it can."""
    if sys.platform in WITHOUT_PROCESSES:
        return None
    found = parse_error(f"{FIRST_LINE}\n{cell}")
    return _not_read(*found) if found else None


def outcome_of_reference(exercise: Exercise) -> Outcome:
    """The outcome of the showcase with the reference.

    Raises:
        NoPhp: PHP cannot be run here.
    """
    return outcomes_of_reference(exercise.id)[[*exercise.examples].index(exercise.showcase)]


@cache
def outcomes_of_reference(id: str) -> tuple[Outcome, ...]:
    """The outcome of every example with the reference, from PHP once and then remembered.

    Raises:
        NoPhp: PHP cannot be run here.
    """
    exercise = table.by_id(id)
    return outcomes_of(exercise, None, exercise.examples)


def outcomes_of_source(
    exercise: Exercise, source: str, examples: Sequence[Example] | None = None
) -> tuple[Outcome, ...]:
    """The outcome of each example, by default every one of the exercise, with this function.

    Raises:
        Stopped, NoPhp: as `outcomes_of`.
    """
    return outcomes_of(exercise, f"{FIRST_LINE}\n{source}", examples or exercise.examples)


def outcomes_of_sources(exercise: Exercise, sources: Sequence[str]) -> list[tuple[Outcome, ...] | None]:
    """The outcomes of several functions, which run in one PHP; None for one that does not come to its end.

    Raises:
        NoPhp: PHP cannot be run here.
    """
    count = len(exercise.examples)
    names = [f"{exercise.name}_{number}" for number in range(len(sources))]
    renamed = [_renamed(source, exercise.name, name) for source, name in zip(sources, names, strict=True)]
    file = "\n".join([FIRST_LINE, reference.source(exercise), *renamed])
    sent = [_as_steps(exercise, example, name) for name in names for example in exercise.examples]
    try:
        given = outcomes_of(exercise, file, [*exercise.examples] * len(sources), sent=sent)
    except Stopped:
        half = len(sources) // 2
        if not half:
            return [None]
        return [
            *outcomes_of_sources(exercise, sources[:half]),
            *outcomes_of_sources(exercise, sources[half:]),
        ]
    return [given[start : start + count] for start in range(0, len(given), count)]


def _renamed(source: str, name: str, other: str) -> str:
    return re.sub(rf"\b{name}\(", f"{other}(", source)


def _as_steps(exercise: Exercise, example: Example, name: str) -> dict[str, list[str]]:
    """What PHP is sent to run an example with another function: expressions."""
    if isinstance(example, Call):
        arguments = ", ".join(map(php_text.whole_text, example.arguments))
        return {"steps": [f"{name}({arguments})"]}
    return {"steps": [_renamed(step.source, exercise.name, name) for step in example.steps]}


def shown_php(given: Outcome) -> Shown:
    """A PHP value in the form in which it is shown."""
    value = given.value
    return Shown(
        text=php_text.php_text(value),
        type=_type_of(value),
        hex=value.hex() if isinstance(value, bytes) else None,
        number=value if type(value) is int else None,
        raised=given.raised,
    )


def told_php(exercise: Exercise, example: Example, given: Outcome) -> tuple[Any, ...]:
    """The steps of a scenario, each with its outcome."""
    return told(exercise, example, given.steps, php_text.php_text)


def _judged(trial: PhpTrial, again: Sequence[Outcome]) -> Verdict:
    exercise = trial.exercise
    for number, (right, mine) in enumerate(zip(trial.expected, trial.received, strict=True)):
        if not mine.is_like(right):
            return _wrong(exercise, number, right, mine)
    for number, (right, mine) in enumerate(zip(trial.expected, again, strict=True)):
        if not mine.is_like(right):
            return Verdict(Fault.WORKS_ONCE, number)
    showcase = trial.received[[*exercise.examples].index(exercise.showcase)]
    printed = showcase.printed or next((one.printed for one in trial.received if one.printed), "")
    steps = told_php(exercise, exercise.showcase, showcase)
    return Verdict(shows=shown_php(showcase), printed=printed, steps=steps)


def _wrong(exercise: Exercise, number: int, whole_right: Outcome, whole: Outcome) -> Verdict:
    """The verdict on the outcome of an example that fails, or on its first wrong step."""
    step = whole.first_step_unlike(whole_right)
    right, mine = whole_right.step(step), whole.step(step)
    fault = _fault(right, mine)
    if fault is Fault.RETURNS_NONE and reference.may_give_none(exercise):
        fault = Fault.RETURNS_OTHER_TYPE
    verdict = Verdict(
        fault,
        number,
        shown_php(right),
        shown_php(mine),
        printed=mine.printed,
        detail={"error": type(mine.value).__name__, "message": str(mine.value)} if mine.raised else {},
        line=(mine.value.line or None) if mine.raised else None,
        steps=told_up_to(exercise, exercise.examples[number], whole.steps[:step], php_text.php_text),
    )
    if fault is not Fault.DIFFERENT:
        return verdict
    return replace(verdict, difference=told_difference(right.value, mine.value, php_text.php_text))


def _fault(right: Outcome, mine: Outcome) -> Fault:
    if mine.raised:
        return Fault.RAISES_OTHER if right.raised else Fault.RAISES
    if isinstance(mine.value, PhpError):
        return Fault.RETURNS_ERROR
    if right.raised:
        return Fault.RAISES_NOTHING
    if mine.value is None:
        return Fault.RETURNS_NONE
    return Fault.DIFFERENT if comparable(right.value, mine.value) else Fault.RETURNS_OTHER_TYPE


def _type_of(value: Any) -> str:
    names = {bytes: "string", int: "int", float: "float", bool: "bool", type(None): "null"}
    if isinstance(value, (PhpObject, PhpError)):
        return type(value).__name__.partition("::")[0]
    return names.get(type(value), "array")


# --- running -------------------------------------------------------------------------------------


def outcomes_of(
    exercise: Exercise,
    source: str | None,
    examples: Sequence[Example],
    progress: Progress = lambda number: None,
    sent: Sequence[Any] | None = None,
) -> tuple[Outcome, ...]:
    """The outcome of each example.

    Args:
        exercise: whose function is run.
        source: the text of the file in which it stands; None for the kit's own.
        examples: what it is run on.
        progress: told the number of each before it runs.
        sent: what PHP is sent for each, if that is no call of the function with its arguments.

    Raises:
        Stopped: PHP ended before that.
        NoPhp: it cannot be run here.
    """
    if sys.platform in WITHOUT_PROCESSES:
        raise NoPhp("")
    hearing = _Hearing(exercise, examples, progress)
    file, deadline = PurePosixPath(exercise.module).name, exercise.deadline or DEADLINE
    sent = [_sent(example) for example in examples] if sent is None else sent
    for event in events(source, file, exercise.name, sent, deadline):
        hearing.hear(event)
    if not hearing.is_done:
        raise Stopped(Verdict(Fault.CRASHED, hearing.example))
    return tuple(map(_whole, examples, hearing.given))


def _sent(example: Example) -> Any:
    if isinstance(example, Call):
        return example.arguments
    return {"steps": [step.source for step in example.steps]}


def _whole(example: Example, given: Sequence[Outcome]) -> Outcome:
    """The outcome of an example from those of its steps; what is assigned counts for nothing."""
    if isinstance(example, Call):
        return given[0]
    steps = tuple(
        one if one.raised or step.is_observed else Outcome(None)
        for step, one in zip(example.steps, given, strict=False)
    )
    return replace(steps[-1], printed="".join(one.printed for one in given), steps=steps)


class _Hearing:
    """Reads the events of one run of PHP.

    Attributes:
        given: of each example, the outcomes of its steps.
        example: the number of the one that runs, as the exercise counts them.
    """

    def __init__(self, exercise: Exercise, examples: Sequence[Example], progress: Progress) -> None:
        self.exercise = exercise
        self.progress = progress
        self.given: list[list[Outcome]] = []
        self.example: int | None = None
        self._examples = examples
        self._stray = ""

    @property
    def is_done(self) -> bool:
        """Whether every example has its outcome."""
        return len(self.given) == len(self._examples) and all(self.given)

    def hear(self, event: Event) -> None:
        """Take in one event.

        Raises:
            Stopped: it says that PHP does not go on, or should not.
        """
        if "defined" in event:
            self._check_parameters(event["defined"])
        elif "at" in event:
            self.given.append([])
            self.example = event["at"] % len(self.exercise.examples)
            self.progress(self.example)
        elif "stray" in event:
            self._stray = (self._stray + event["stray"])[:KEPT]
        elif "log" in event:
            if "Allowed memory size" in event["log"]:
                raise Stopped(Verdict(Fault.MEMORY, self.example))
        elif "late" in event:
            raise Stopped(Verdict(Fault.ENDLESS_LOOP, self.example))
        elif "flood" in event:
            raise Stopped(Verdict(Fault.PRINT_FLOOD, self.example, printed=_text(event["flood"])))
        elif "fatal" in event:
            raise Stopped(self._fatal(event["fatal"], event["line"], event["kind"]))
        else:
            self._take(event)

    def _take(self, event: Event) -> None:
        raised = "raised" in event
        value = decode(event["raised" if raised else "returned"])
        self.given[-1].append(Outcome(value, raised, printed=self._stray + _text(event["printed"])))
        self._stray = ""

    def _check_parameters(self, mine: list[str]) -> None:
        wanted = reference.parameters(self.exercise)
        if mine != wanted:
            detail = {"wanted": _listed(wanted), "written": _listed(mine)}
            raise Stopped(Verdict(Fault.SIGNATURE, detail=detail))

    def _fatal(self, message: str, line: int, kind: str) -> Verdict:
        """The verdict on an error that ended PHP."""
        if "Allowed memory size" in message or "Out of memory" in message:
            return Verdict(Fault.MEMORY, self.example)
        if kind == "ParseError":
            return _not_read(message, line)
        detail = {"message": plain(message), "line": str(line)}
        if message == "exit":
            return Verdict(Fault.CRASHED, self.example)
        if kind == "ReflectionException":
            return Verdict(Fault.FAILS_TO_DEFINE, detail=detail)
        return Verdict(Fault.FATAL, self.example, line=line or None, detail=detail)


def _not_read(message: str, line: int) -> Verdict:
    return Verdict(Fault.SYNTAX, line=line, detail={"message": plain(message), "line": str(line)})


def _listed(parameters: list[str]) -> str:
    return f"({', '.join(f'${name}' for name in parameters)})"


def _text(hexadecimal: str) -> str:
    return bytes.fromhex(hexadecimal).decode(errors="replace")

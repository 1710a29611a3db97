"""The verdict on a PHP function, by the same rules as on one in Python."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from ...declaring import php_text, reference, table
from ...declaring.examples import Call
from ...declaring.exercise import Exercise
from ...declaring.php_text import PhpError, PhpObject
from ..comparison import alike, comparable
from ..output import KEPT
from ..submission import Submission
from ..telling import told_difference
from ..verdict import Fault, Shown, Verdict
from .program import Event, NoPhp, events
from .values import decode, plain

Progress = Callable[[int], None]

DEADLINE = 4.0
"""Seconds for one check, all examples together, as for one in Python."""

FIRST_LINE = "<?php declare(strict_types=1); namespace FrameByFrame;"
"""The line in place of the cell's first one, `%%php`, so that lines keep their numbers."""

WITHOUT_PROCESSES = ("emscripten", "wasi")


@dataclass(frozen=True)
class Given:
    """The result of one call: a value that was returned, or an error that was raised."""

    value: Any
    raised: bool = False
    printed: str = ""


class Stopped(Exception):
    """PHP did not come to the end of its calls: the argument is the verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.fault)
        self.verdict = verdict


def check_php(exercise: Exercise, submission: Submission, progress: Progress) -> Verdict:
    """The verdict on an answer. Each example is run twice, in one PHP, as two rounds."""
    examples = [example for example in exercise.examples if isinstance(example, Call)]
    source = f"{FIRST_LINE}\n" + "\n" * (submission.line - 2) + submission.source
    try:
        expected = _expected(exercise.id)
        received = _run(exercise, source, [*examples, *examples], progress)
    except Stopped as stop:
        return stop.verdict
    except NoPhp as problem:
        return Verdict(Fault.NO_PHP, detail={"message": str(problem)})
    return _judged(exercise, expected, received)


def outcome_of_reference(exercise: Exercise) -> Given:
    """The result of the reference for the showcase.

    Raises:
        NoPhp: PHP cannot be run here.
    """
    return _expected(exercise.id)[[*exercise.examples].index(exercise.showcase)]


def shown_php(given: Given) -> Shown:
    """A PHP value in the form in which it is shown."""
    value = given.value
    return Shown(
        text=php_text.php_text(value),
        type=_type_of(value),
        hex=value.hex() if isinstance(value, bytes) else None,
        number=value if type(value) is int else None,
        raised=given.raised,
    )


def _judged(exercise: Exercise, expected: Sequence[Given], received: Sequence[Given]) -> Verdict:
    count = len(expected)
    for number, (right, mine) in enumerate(zip(expected, received[:count], strict=True)):
        if not _is_like(right, mine):
            return _wrong(number, right, mine)
    for number, (right, mine) in enumerate(zip(expected, received[count:], strict=True)):
        if not _is_like(right, mine):
            return Verdict(Fault.WORKS_ONCE, number)
    showcase = received[[*exercise.examples].index(exercise.showcase)]
    return Verdict(shows=shown_php(showcase), printed=showcase.printed)


def _is_like(right: Given, mine: Given) -> bool:
    if right.raised or mine.raised:
        return right.raised and mine.raised and right.value.kind in mine.value.kinds
    return alike(right.value, mine.value)


def _wrong(number: int, right: Given, mine: Given) -> Verdict:
    fault = _fault(right, mine)
    verdict = Verdict(
        fault,
        number,
        shown_php(right),
        shown_php(mine),
        printed=mine.printed,
        detail={"error": mine.value.kind, "message": str(mine.value)} if mine.raised else {},
        line=(mine.value.line or None) if mine.raised else None,
    )
    if fault is not Fault.DIFFERENT:
        return verdict
    return replace(verdict, difference=told_difference(right.value, mine.value, php_text.php_text))


def _fault(right: Given, mine: Given) -> Fault:
    if mine.raised:
        return Fault.RAISES_OTHER if right.raised else Fault.RAISES
    if right.raised:
        return Fault.RAISES_NOTHING
    if mine.value is None:
        return Fault.RETURNS_NONE
    return Fault.DIFFERENT if comparable(right.value, mine.value) else Fault.RETURNS_OTHER_TYPE


def _type_of(value: Any) -> str:
    names = {bytes: "string", int: "int", float: "float", bool: "bool", type(None): "null"}
    if isinstance(value, (PhpObject, PhpError)):
        return value.kind.partition("::")[0]
    return names.get(type(value), "array")


# --- running -------------------------------------------------------------------------------------


@cache
def _expected(id: str) -> list[Given]:
    """The results of the reference for every example, from PHP once and then remembered."""
    exercise = table.by_id(id)
    return _run(exercise, None, exercise.examples, lambda number: None)


def _run(exercise: Exercise, source: str | None, examples: Sequence[Any], progress: Progress) -> list[Given]:
    """The result of each call.

    Raises:
        Stopped: PHP ended before that.
        NoPhp: it cannot be run here.
    """
    if sys.platform in WITHOUT_PROCESSES:
        raise NoPhp("")
    calls = [example.arguments for example in examples]
    hearing = _Hearing(exercise, progress)
    file, deadline = PurePosixPath(exercise.module).name, exercise.deadline or DEADLINE
    for event in events(source, file, exercise.name, calls, deadline):
        hearing.hear(event)
    if len(hearing.given) < len(calls):
        raise Stopped(Verdict(Fault.CRASHED, hearing.example))
    return hearing.given


class _Hearing:
    """Reads the events of one run of PHP."""

    def __init__(self, exercise: Exercise, progress: Progress) -> None:
        self.exercise = exercise
        self.progress = progress
        self.given: list[Given] = []
        self.example: int | None = None
        self._stray = ""

    def hear(self, event: Event) -> None:
        """Take in one event.

        Raises:
            Stopped: it says that PHP does not go on, or should not.
        """
        if "defined" in event:
            self._check_parameters(event["defined"])
        elif "at" in event:
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
        self.given.append(Given(value, raised, self._stray + _text(event["printed"])))
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
        detail = {"message": plain(message), "line": str(line)}
        if kind == "ParseError":
            return Verdict(Fault.SYNTAX, line=line, detail=detail)
        if message == "exit":
            return Verdict(Fault.CRASHED, self.example)
        if kind == "ReflectionException":
            return Verdict(Fault.FAILS_TO_DEFINE, detail=detail)
        return Verdict(Fault.FATAL, self.example, line=line or None, detail=detail)


def _listed(parameters: list[str]) -> str:
    return f"({', '.join(f'${name}' for name in parameters)})"


def _text(hexadecimal: str) -> str:
    return bytes.fromhex(hexadecimal).decode(errors="replace")

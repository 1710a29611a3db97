"""Put a function's shuffled lines in order: `order("encode_length", 4, 1, 2)`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..authoring.mutants import submission_of
from ..checking.verdict import Fault, Verdict
from ..declaring import shuffled
from ..declaring.exercise import Exercise
from ..showing import ordering
from ..showing.page import Page, notice
from ..text.catalogue import say
from ..workers.run import run_check
from .kernel_state import KERNEL_STATE
from .lookup import NoSuchExercise, find_exercise


class Unusable(Exception):
    """Numbers that make no function: the argument is the sentence that says why."""


def order(name: str | Callable[..., Any], *numbers: int | str | Sequence[int]) -> Page:
    """The lines of a function, out of order; or what some of them do, in the order of their numbers.

    Every order that does the right thing is right: it is run. Some lines do not belong and are left out.

    Args:
        name: of the exercise.
        numbers: of the lines: `order("encode_length", 4, 1, 2)`, or in one text: `"4 1 2"`. None to see them.
    """
    try:
        exercise = find_exercise(name)
    except NoSuchExercise as problem:
        return problem.page
    KERNEL_STATE.turned_to(exercise)
    if exercise.order is None:
        words = say("engine", "order", "none", name=exercise.name)
        return notice("hint", exercise.name, words)
    if not numbers:
        return ordering.task(exercise)
    try:
        return _judged(exercise, _numbers(exercise, numbers))
    except Unusable as problem:
        return ordering.unusable(exercise, str(problem))


def _judged(exercise: Exercise, numbers: list[int]) -> Page:
    source = shuffled.assembled(exercise, numbers)
    try:
        compile(source, "<lines>", "exec")
    except SyntaxError as error:
        key = "indent" if isinstance(error, IndentationError) else "unreadable"
        number = shuffled.line_at(exercise, numbers, error.lineno or 1)
        raise Unusable(say("engine", "order", key, number=number)) from None
    verdict = run_check(submission_of(exercise, source))
    if verdict.right:
        return ordering.right(exercise, numbers)
    _look_for_a_line(exercise, verdict)
    # a line that the source tells is not the number of a line to be chosen
    told = tuple(finding for finding in verdict.findings if finding.witness != "source")
    return ordering.wrong(exercise, numbers, replace(verdict, findings=told))


def _look_for_a_line(exercise: Exercise, verdict: Verdict) -> None:
    """Find the line whose absence leaves a name without a value.

    Raises:
        Unusable: there is one.
    """
    name = verdict.detail.get("unknown", "")
    making = shuffled.line_that_makes(exercise, name) if verdict.fault is Fault.UNKNOWN_NAME else None
    if making is not None:
        raise Unusable(say("engine", "order", "unmade", name=name, number=making))


def _numbers(exercise: Exercise, given: Sequence[Any]) -> list[int]:
    """The numbers of lines, each a line's and none twice.

    Raises:
        Unusable: they are not.
    """
    last = len(shuffled.lines(exercise))
    numbers = [_number(exercise, value, last) for item in given for value in _flat(item)]
    for number, times in Counter(numbers).items():
        if not 1 <= number <= last:
            raise Unusable(say("engine", "order", "no_line", number=number, last=last))
        if times > 1:
            raise Unusable(say("engine", "order", "twice", number=number))
    return numbers


def _flat(item: Any) -> list[Any]:
    if isinstance(item, str):
        return re.split(r"[\s,;]+", item.strip(" \t\n,;"))
    return list(item) if isinstance(item, (list, tuple)) else [item]


def _number(exercise: Exercise, value: Any, last: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        words = say("engine", "order", "no_number", value=value, last=last, name=exercise.name)
        raise Unusable(words) from None

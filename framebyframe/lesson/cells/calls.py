"""The calls beside an exercise: `hint()`, `solution()`, `report()` and `progress()`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..keeping import records
from ..showing import case, course_map, feedback
from ..showing.feedback import HINTS
from ..showing.page import Page, notice
from ..text.catalogue import say
from .kernel_state import KERNEL_STATE, chapter_of_this_notebook
from .lookup import NoSuchExercise, asked_for, find_exercise, to_be_solved

Name = str | Callable[..., Any] | None


def progress() -> Page:
    """A page with the functions you have built so far, in the part of the course that you are in."""
    return course_map.progress(chapter_of_this_notebook() or KERNEL_STATE.chapter)


def hint(name: Name = None) -> Page:
    """The next hint: three, from a nudge to nearly the code.

    Args:
        name: of the exercise. If not given: the one whose last answer was wrong, else the first one of the
            chapter that is not solved.
    """
    try:
        asked = to_be_solved(records.solved()) if name is None else find_exercise(name)
    except NoSuchExercise as problem:
        return problem.page
    step = min(KERNEL_STATE.steps.get(asked.id, 0) + 1, HINTS)
    KERNEL_STATE.steps[asked.id] = step
    return feedback.hint_page(asked, KERNEL_STATE.mistake_in(asked), step)


def solution(name: Name = None) -> Page:
    """A right answer: the kit's own.

    Args:
        name: of the exercise; the one whose cell ran last if not given.
    """
    try:
        return feedback.solution_page(asked_for(name))
    except NoSuchExercise as problem:
        return problem.page


def report(name: Name = None) -> Page:
    """The last answer and its verdict as a text to copy: for a diagnosis that is wrong.

    Args:
        name: of the exercise; the one whose cell ran last if not given.
    """
    try:
        asked = asked_for(name)
    except NoSuchExercise as problem:
        return problem.page
    answer = KERNEL_STATE.answers.get(asked.id)
    if answer is None:
        return notice("hint", asked.name, say("engine", "case", "none", name=asked.name))
    return case.case_page(asked, answer.source, answer.verdict)

"""The calls beside an exercise: `hint()`, `solution()`, `report()`, `use()` and `mend()`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..keeping import package, records
from ..showing import case, feedback
from ..showing.feedback import HINTS
from ..showing.page import Page, notice, present
from ..text.catalogue import say
from .lookup import NoSuchExercise, asked_for, find_exercise, to_be_solved
from .session import SESSION

Name = str | Callable[..., Any] | None


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
    step = min(SESSION.steps.get(asked.id, 0) + 1, HINTS)
    SESSION.steps[asked.id] = step
    return feedback.hint_page(asked, SESSION.mistake_in(asked), step)


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
    answer = SESSION.answers.get(asked.id)
    if answer is None:
        return notice("hint", asked.name, say("engine", "case", "none", name=asked.name))
    return case.case_page(asked, answer.source, answer.verdict)


# --- the learner's package ----------------------------------------------------------------------


def use(which: str = "mine") -> Any:
    """The package to go on with: `wire = use("mine").wire`.

    Args:
        which: "mine" is `my_websocket`: your functions, and the reference where you have none yet;
            "reference" is the kit's own. If yours is broken, that is said and the kit's own is returned.
    """
    if which not in ("mine", "reference"):
        raise ValueError(f'use("mine") or use("reference"), not use({which!r})')
    if which == "mine":
        try:
            return package.use()
        except package.Broken as broken:
            present(_broken_page(broken))
        except package.NotSaved as problem:
            present(_not_saved_page(problem))
    return package.reference_package()


def _not_saved_page(problem: package.NotSaved) -> Page:
    words = say("engine", "package", problem.reason, **problem.values)
    return notice("wrong", say("engine", "package", "unused.title"), words)


def _broken_page(broken: package.Broken) -> Page:
    file = f"{package.NAME}/{broken.file}"
    words = [
        say("engine", "package", "broken", file=file, message=broken.message),
        say("engine", "package", "broken.until"),
        say("engine", "package", "broken.how"),
    ]
    return notice("wrong", say("engine", "package", "broken.title"), "\n\n".join(words))


def mend() -> Page:
    """Make a broken package whole again; what was in it is kept beside it."""
    try:
        done = package.mend()
    except package.NotSaved as problem:
        return _not_saved_page(problem)
    words = [say("engine", "package", key, **values) for key, values in done]
    words = words or [say("engine", "package", "mended.nothing")]
    return notice("right", say("engine", "package", "mended.title"), "\n\n".join(words))

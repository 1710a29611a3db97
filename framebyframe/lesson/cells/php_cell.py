"""The cell of a PHP exercise: `%%php` checks the function below it, shows how it went and saves it."""

from __future__ import annotations

import difflib

from ..checking.php.check import outcome_of_reference, shown_php
from ..checking.php.program import NoPhp
from ..checking.submission import Submission
from ..checking.verdict import Fault, Verdict
from ..declaring import php_text, reference, table
from ..declaring.exercise import Exercise
from ..keeping import php_files, records
from ..keeping.package import NotSaved
from ..keeping.records import Solved
from ..showing import feedback
from ..showing.feedback import Context
from ..showing.page import Page, notice, present
from ..text.catalogue import say
from ..workers.run import run_check
from .kernel_state import KERNEL_STATE, MISTAKES_BEFORE_HINT

FIRST_LINE = 2
"""The line of the cell at which the function may begin: `%%php` is the first one."""


def php(line: str, cell: str) -> None:
    """Check the PHP function in this cell, and show how it went.

    Args:
        line: what stands behind `%%php`: nothing, or the exercise's id where several have the name.
        cell: the lines below.
    """
    present(_page(line.strip(), cell))


def _page(id: str, cell: str) -> Page:
    names = [id] if id else php_text.names_in(cell)
    found = [exercise for name in names for exercise in table.in_php(name)]
    if len(found) != 1:
        return _not_found(names, found)
    [exercise] = found
    KERNEL_STATE.turned_to(exercise)
    is_stub = php_text.is_unwritten(cell) or reference.is_unmended(exercise, cell)
    return _unwritten(exercise) if is_stub else _checked(exercise, cell)


def _not_found(names: list[str], found: list[Exercise]) -> Page:
    name = names[0] if names else php_text.MAGIC
    if found:
        choices = ", ".join(f"`{php_text.MAGIC} {item.id}`" for item in found)
        return notice("wrong", name, say("engine", "exercise", "ambiguous", name=name, choices=choices))
    known = [item.name for item in table.all_exercises() if item.is_php]
    close = difflib.get_close_matches(name, known, 1)
    key = "unknown.similar" if close else "unknown"
    return notice("wrong", name, say("engine", "exercise", key, name=name, similar="".join(close)))


def _unwritten(exercise: Exercise) -> Page:
    KERNEL_STATE.began(exercise)
    context = Context(solved=records.solved(), says_until=KERNEL_STATE.says_until(exercise))
    try:
        return feedback.unwritten(exercise, shown_php(outcome_of_reference(exercise)), context)
    except NoPhp as problem:
        verdict = Verdict(Fault.NO_PHP, detail={"message": str(problem)})
        return feedback.wrong(exercise, verdict, context)


def _checked(exercise: Exercise, cell: str) -> Page:
    verdict = run_check(Submission(exercise.id, cell, FIRST_LINE))
    times = KERNEL_STATE.answered(exercise, cell, verdict).times
    context = Context(
        cell=f"{php_text.MAGIC}\n{cell}",
        source=cell,
        solved=records.solved(),
        says_until=KERNEL_STATE.says_until(exercise),
        offers_hint=times >= MISTAKES_BEFORE_HINT,
    )
    if not verdict.right:
        return feedback.wrong(exercise, verdict, context)
    not_saved = _save(exercise, cell)
    return feedback.right(
        exercise, verdict, Context(solved=records.solved() | {exercise.id}, not_saved=not_saved)
    )


def _save(exercise: Exercise, source: str) -> str:
    """Save a right answer; return why it could not be saved, or ""."""
    try:
        php_files.save(exercise, Solved(source))
    except NotSaved as problem:
        return say("engine", "package", problem.reason, **problem.values)
    return ""

"""The cell magic `%%php`: it runs a PHP program; a function of the course it checks, shows and saves."""

from __future__ import annotations

import difflib
import shlex

from ..checking.php.check import outcome_of_reference, shown_php, told_php, unreadable
from ..checking.php.program import NoPhp
from ..checking.submission import Submission
from ..checking.verdict import Fault, Verdict
from ..declaring import php_declared, php_text, reference, table
from ..declaring.exercise import Exercise
from ..keeping import php_files, records
from ..keeping.package import NotSaved
from ..keeping.records import Solved
from ..showing import feedback
from ..showing.feedback import Context
from ..showing.page import Page, notice, present
from ..text.catalogue import say
from ..workers.run import expect, run_check
from .kernel_state import KERNEL_STATE, MISTAKES_BEFORE_HINT
from .magic_line import unknown_in
from .php_program import run_program

SIMILAR = 0.8
"""The share of letters from which a function's name is taken for a slip in an exercise's name."""

FIRST_LINE = 2
"""The line of the cell at which the function may begin: `%%php` is the first one."""


def php(line: str, cell: str) -> None:
    """Run this cell as PHP. Where it defines a function of the course, check that and show how it went.

    Args:
        line: what stands behind `%%php`. For an exercise nothing, or its id where several have its name. For
            a program `--timeout SECONDS`, if it needs more than is usual, and its arguments: `$argv[1]`.
        cell: the lines below.
    """
    if unknown := unknown_in(line):
        present(notice("wrong", f"{php_text.MAGIC} {line}", unknown))
        return
    words = shlex.split(line)
    names = [words[0]] if words and table.in_php(words[0]) else php_text.names_in(cell)
    found = [exercise for name in names for exercise in table.in_php(name)]
    if found:
        present(_page(names, found, cell))
    elif not words and (words_of := _renamed(names, cell)):
        present(notice("wrong", names[0], words_of))
    elif run_program(words, cell) and php_declared.functions_of(cell):
        present(notice("hint", names[0], say("engine", "php", "no_call", name=names[0])))


def _similar(names: list[str]) -> str:
    """The exercise whose name is nearly one of these, or ""."""
    known = [item.name for item in table.all_exercises() if item.is_php]
    close = (difflib.get_close_matches(name, known, 1, SIMILAR) for name in names)
    return next((match[0] for match in close if match), "")


def _renamed(names: list[str], cell: str) -> str:
    """What to say of an exercise whose function has another name; "" if there is none."""
    key, similar = "unknown.similar", _similar(names)
    if not similar:
        key, similar = "unknown.parameters", _with_the_parameters_of(php_declared.functions_of(cell))
    return say("engine", "exercise", key, name=names[0], similar=similar) if similar else ""


def _with_the_parameters_of(functions: list[str]) -> str:
    """The exercise that has the parameters of one of these functions, or ""."""
    given = [php_text.parameters_of(function) for function in functions]
    known = (item for item in table.all_exercises() if item.is_php)
    return next((item.name for item in known if reference.parameters(item) in given), "")


def _page(names: list[str], found: list[Exercise], cell: str) -> Page:
    if len(found) != 1:
        choices = ", ".join(f"`{php_text.MAGIC} {item.id}`" for item in found)
        words = say("engine", "exercise", "ambiguous", name=names[0], choices=choices)
        return notice("wrong", names[0], words)
    [exercise] = found
    KERNEL_STATE.turned_to(exercise)
    answer = php_declared.declarations_of(cell)
    is_stub = php_text.is_unwritten(answer) or reference.is_unmended(exercise, answer)
    return _unwritten(exercise) if is_stub else _checked(exercise, cell, answer)


def _unwritten(exercise: Exercise) -> Page:
    KERNEL_STATE.began(exercise)
    context = Context(solved=records.solved(), says_until=KERNEL_STATE.says_until(exercise))
    try:
        outcome = outcome_of_reference(exercise)
        steps = told_php(exercise, exercise.showcase, outcome)
        expect(exercise)
        return feedback.unwritten(exercise, shown_php(outcome), context, steps)
    except NoPhp as problem:
        verdict = Verdict(Fault.NO_PHP, detail={"message": str(problem)})
        return feedback.wrong(exercise, verdict, context)


def _checked(exercise: Exercise, cell: str, answer: str) -> Page:
    """The page on an answer: the declarations of a cell, which alone are checked and saved."""
    has_more = answer != cell
    verdict = unreadable(cell) if has_more else None
    verdict = verdict or run_check(Submission(exercise.id, answer, FIRST_LINE))
    source = cell if verdict.fault is Fault.SYNTAX else answer
    times = KERNEL_STATE.answered(exercise, source, verdict).times
    context = Context(
        cell=f"{php_text.MAGIC}\n{cell}",
        source=source,
        solved=records.solved(),
        says_until=KERNEL_STATE.says_until(exercise),
        offers_hint=times >= MISTAKES_BEFORE_HINT,
        has_more=has_more,
    )
    if not verdict.right:
        return feedback.wrong(exercise, verdict, context)
    not_saved, solved = _save(exercise, answer), records.solved() | {exercise.id}
    return feedback.right(exercise, verdict, Context(solved=solved, not_saved=not_saved, has_more=has_more))


def _save(exercise: Exercise, source: str) -> str:
    """Save a right answer; return why it could not be saved, or ""."""
    try:
        php_files.save(exercise, Solved(source))
    except NotSaved as problem:
        return say("engine", "package", problem.reason, **problem.values)
    return ""

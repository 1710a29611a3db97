"""The cell of an exercise: it checks the function, shows how it went, and binds its name."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar, overload

from ..checking.outcome import Outcome, outcome_of, subject_of
from ..checking.submission import Submission
from ..checking.telling import told
from ..checking.verdict import Fault, Shown, Told, Verdict, shown
from ..declaring import reference, syntax, table
from ..declaring.exercise import Exercise
from ..keeping import package, records
from ..keeping.carrying import (
    Carried,
    NotebookOnly,
    NotebookState,
    carried_by,
    free_names,
    import_from,
)
from ..keeping.recall import recall
from ..keeping.records import Solved
from ..keeping.saved import stand_in
from ..showing import feedback
from ..showing.feedback import Context
from ..showing.page import notice, present
from ..text.catalogue import say
from ..workers.run import expect, run_check
from .kernel_state import KERNEL_STATE, MISTAKES_BEFORE_HINT
from .lookup import NoSuchExercise, find_exercise, similar
from .written import Written, cell_of, makes_exercise, name_at, written

F = TypeVar("F", bound=Callable[..., Any])


@overload
def exercise(function: F) -> F: ...


@overload
def exercise(function: str | None = None) -> Callable[[F], F]: ...


def exercise(function: Any = None) -> Any:
    """Check the function below, show how it went, and bind its name.

    The name is bound to the function if it is right, and to the kit's own if not, so the notebook goes on.

    Args:
        function: with nothing but `...` in its body it is not written yet. Where two exercises share a
            name, write `@exercise("Connection.receive_data")`.
    """
    if function is None or isinstance(function, str):
        return lambda thing: _bound(thing, function, sys._getframe(1))
    return _bound(function, None, sys._getframe(1))


def _bound(thing: Any, asked: str | None, frame: FrameType) -> Any:
    """The value to bind the name to: the answer if it is right, else one saved before, else the kit's own."""
    name = (
        asked
        or name_at(cell_of(frame), frame.f_lineno)
        or getattr(thing, "__name__", None)
        or type(thing).__name__
    )
    try:
        return _value(thing, name, frame)
    except Exception as error:  # the kit's: an answer runs elsewhere, and its errors become a verdict
        present(feedback.kit_failed(name, error))
        return next((reference.function(found) for found in table.named(name)), thing)


def _value(thing: Any, name: str, frame: FrameType) -> Any:
    if isinstance(thing, type):
        present(notice("wrong", name, say("engine", "exercise", "is_class", name=name)))
        return thing
    try:
        found = find_exercise(name)
    except NoSuchExercise as problem:
        present(problem.page)
        _stand_in_for(similar(name), frame.f_globals)
        return thing
    if found.is_php:
        present(notice("wrong", name, say("engine", "exercise", "is_php", name=name)))
        return thing
    value = thing if _is_right(found, thing, frame) else stand_in(found)
    frame.f_globals.setdefault(found.name, value)
    return value


def _stand_in_for(name: str, names: dict[str, Any]) -> None:
    """Bind the name of a function that lost it to a saved one, or to the kit's own."""
    for found in table.named(name):
        names.setdefault(name, stand_in(found))


def _is_right(exercise: Exercise, thing: Any, frame: FrameType) -> bool:
    """Show the outcome; return whether the answer is right."""
    if thing is reference.function(exercise):
        return _refused(exercise, "is_kits_own")
    answer = written(thing, frame)
    if answer is None:
        return _refused(exercise, "no_source")
    if answer.is_empty or reference.is_unmended(exercise, answer.source):
        KERNEL_STATE.began(exercise)
        context = Context(solved=records.solved(), says_until=KERNEL_STATE.says_until(exercise))
        shows, steps = shown_by_reference(exercise), steps_of_reference(exercise)
        present(feedback.unwritten(exercise, shows, context, steps))
        expect(exercise)
        return False
    if answer.name != exercise.name:
        return _refused(exercise, "wrong_name", written=answer.name)
    return _is_solved(exercise, answer)


def _refused(exercise: Exercise, key: str, **values: str) -> bool:
    KERNEL_STATE.began(exercise)
    present(notice("wrong", exercise.name, say("engine", "exercise", key, name=exercise.name, **values)))
    return False


def _is_solved(exercise: Exercise, answer: Written) -> bool:
    """Check an answer, show the verdict and save a right answer; return whether it is right."""
    carried: list[Carried] = []
    source = _at_home(answer.source, exercise)
    try:
        carried = carried_by(
            source, answer.cell, answer.names, answer.local, lambda name: recall(name, exercise)
        )
        verdict = run_check(_submission(exercise, source, answer.line, carried))
    except NotebookState as state:
        verdict = Verdict(Fault.NOTEBOOK_STATE, detail={"variable": str(state)})
    except NotebookOnly as state:
        verdict = _notebook_only(str(state), answer)
    times = KERNEL_STATE.answered(exercise, source, verdict).times
    if not verdict.right:
        context = Context(
            cell=answer.cell,
            source=source,
            reads=_notebook_variables(source, answer.cell, carried),
            solved=records.solved(),
            says_until=KERNEL_STATE.says_until(exercise),
            offers_hint=times >= MISTAKES_BEFORE_HINT,
        )
        present(feedback.wrong(exercise, verdict, context))
        return False
    not_saved = _save(exercise, Solved(source, tuple(carried)))
    present(
        feedback.right(
            exercise, verdict, Context(solved=records.solved() | {exercise.id}, not_saved=not_saved)
        )
    )
    return True


def _at_home(source: str, exercise: Exercise) -> str:
    """The answer without `@staticmethod` and its like, where the class it belongs to has them already."""
    kind = type(vars(reference.owner(exercise))[exercise.name]).__name__
    return syntax.without_decorator(source, kind) if "." in exercise.path else source


def _submission(exercise: Exercise, source: str, line: int, carried: list[Carried]) -> Submission:
    return Submission(exercise.id, source, line, tuple(map(_as_checked, carried)))


def _as_checked(item: Carried) -> str:
    """A statement that an answer needs; in the place of a right answer to another exercise, the kit's own.

    Both do what is asked for. Where nothing is, as with bytes that are cut off, only what the kit's own does
    is known to whoever looks for the mistake.
    """
    answer = KERNEL_STATE.answers.get(item.exercise)
    if answer is None or not answer.verdict.right or answer.source.strip() != item.source.strip():
        return item.source
    other = table.by_id(item.exercise)
    return item.source if "." in other.path else import_from(other.module, other.name, item.name)


def _notebook_only(name: str, answer: Written) -> Verdict:
    nodes = (node for node in ast.walk(ast.parse(answer.source)) if getattr(node, "id", "") == name)
    line = next((answer.line + node.lineno - 1 for node in nodes if isinstance(node, ast.Name)), None)
    return Verdict(Fault.NOTEBOOK_ONLY, line=line, detail={"variable": name})


def _save(exercise: Exercise, answer: Solved) -> str:
    """Save a right answer; return why it could not be saved, or ""."""
    try:
        package.save(exercise, answer)
    except package.NotSaved as problem:
        return say("engine", "package", problem.reason, **problem.values)
    return ""


def _notebook_variables(source: str, cell: str, carried: list[Carried]) -> tuple[str, ...]:
    """The variables of other cells that an answer itself reads.

    What a helper or an earlier answer reads is no fault of this answer. A constant is none either: it has
    capitals, or stands in the cell of the answer, as its own table does.
    """
    found = (item for item in carried if _is_variable(item.source) and not item.name.isupper())
    own = free_names(source)
    return tuple(item.name for item in found if item.name in own and item.source.strip() not in cell)


def _is_variable(source: str) -> bool:
    """Whether a statement gives a name a value, and no function: no `name = lambda ...`, no exercise."""
    statement = ast.parse(source).body[0]
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return False
    return not isinstance(statement.value, ast.Lambda) and not makes_exercise(statement)


def shown_by_reference(exercise: Exercise) -> Shown:
    """The kit's own result for the example that is drawn."""
    outcome = _outcome_of_reference(exercise)
    return shown(outcome.value, outcome.raised)


def steps_of_reference(exercise: Exercise) -> tuple[Told, ...]:
    """The steps of that example, where it has some."""
    return told(exercise, exercise.showcase, _outcome_of_reference(exercise).steps)


def _outcome_of_reference(exercise: Exercise) -> Outcome:
    return outcome_of(exercise.showcase, subject_of(exercise, reference.function(exercise)))

"""The learning loop: what happens when a cell with `@exercise` runs, and the calls beside it."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, TypeVar, overload

from .checking.outcome import Outcome, outcome_of, subject_of
from .checking.submission import Submission
from .checking.telling import told
from .checking.verdict import Fault, Shown, Told, Verdict, shown
from .declaring import reference, syntax, table
from .declaring.exercise import Exercise
from .keeping import folder, notebook, package, records
from .keeping.carrying import Carried, NotebookState, carried_by
from .keeping.recall import recall
from .keeping.records import Solved
from .showing import feedback
from .showing.feedback import HINTS, Context
from .showing.page import Heading, Page, paragraphs, present
from .text.catalogue import say
from .workers.run import run_check

F = TypeVar("F", bound=Callable[..., Any])

EXERCISE_LINE = re.compile(r"^@(?:\w+\.)?exercise\b.*\n(?:@.*\n)*\s*(?:async\s+)?def\s+(\w+)", re.MULTILINE)


class NoSuchExercise(Exception):
    """A name that is no exercise's, or several exercises': the argument is the page that says so."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.text)
        self.page = page


@dataclass
class Session:
    """What is remembered until the kernel ends.

    Attributes:
        latest: the exercise whose cell ran last.
        mistakes: the likely mistake in each exercise's last answer.
        steps: how many hints were given for each exercise since its last answer.
        solved: ids of exercises whose last answer was right.
    """

    latest: Exercise | None = None
    mistakes: dict[str, str] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    solved: set[str] = field(default_factory=set)

    def began(self, exercise: Exercise) -> None:
        """A cell of this exercise runs; whether it is right is not known yet."""
        self.latest = exercise
        self.solved.discard(exercise.id)

    def answered(self, exercise: Exercise, verdict: Verdict) -> None:
        """An answer was checked: hints begin anew if it shows another mistake."""
        if self.mistakes.get(exercise.id) != verdict.mistake:
            self.steps.pop(exercise.id, None)
        self.mistakes[exercise.id] = verdict.mistake
        if verdict.right:
            self.solved.add(exercise.id)


SESSION = Session()


# --- the exercise cell --------------------------------------------------------------------------


@overload
def exercise(function: F) -> F: ...


@overload
def exercise(function: str) -> Callable[[F], F]: ...


def exercise(function: Any) -> Any:
    """Check the function below, show how it went, and bind its name.

    The name is bound to the function if it is right, and to the kit's own if not, so the notebook goes on.

    Args:
        function: with nothing but `...` in its body it is not written yet. Where two exercises share a
            name, write `@exercise("Connection.receive_data")`.
    """
    if isinstance(function, str):
        return lambda written: _run(written, function)
    return _run(function, function.__name__)


def _run(function: FunctionType, name: str) -> Any:
    try:
        found = find_exercise(name)
    except NoSuchExercise as problem:
        present(problem.page)
        _bind_similar(function)
        return function
    SESSION.began(found)
    cell = notebook.cell_of(function)
    node = syntax.find(cell, function.__name__) if cell else None
    if cell is None or node is None:
        present(_page("wrong", name, say("engine", "exercise", "no_source", name=name)))
        return reference.function(found)
    if syntax.is_unwritten(node):
        shows, steps = _shown_by_reference(found), _steps_of_reference(found)
        present(feedback.unwritten(found, shows, Context(solved=_solved()), steps))
        return reference.function(found)
    return function if _is_right(found, function, cell, node) else reference.function(found)


def _is_right(exercise: Exercise, function: FunctionType, cell: str, node: syntax.Function) -> bool:
    """Check an answer, show the verdict and save what is right."""
    source = syntax.undecorated(syntax.cut(cell, node))
    carried: list[Carried] = []
    try:
        carried = carried_by(function, source, cell, lambda name: recall(name, exercise))
        verdict = run_check(_submission(exercise, source, node.lineno, carried))
    except NotebookState as state:
        verdict = Verdict(Fault.NOTEBOOK_STATE, detail={"variable": str(state)})
    SESSION.answered(exercise, verdict)
    if not verdict.right:
        context = Context(cell, _notebook_variables(carried), _solved())
        present(feedback.wrong(exercise, verdict, context))
        return False
    not_saved = _save(exercise, Solved(source, tuple(carried)))
    present(feedback.right(exercise, verdict, Context(solved=_solved() | {exercise.id}, not_saved=not_saved)))
    return True


def _submission(exercise: Exercise, source: str, line: int, carried: list[Carried]) -> Submission:
    return Submission(exercise.id, source, line, tuple(item.source for item in carried))


def _save(exercise: Exercise, answer: Solved) -> str:
    """Why a right answer could not be saved, or ""."""
    try:
        package.save(exercise, answer)
    except package.NotSaved as problem:
        return say("engine", "package", problem.reason, **problem.values)
    return ""


def _solved() -> frozenset[str]:
    return frozenset(records.load(folder.folder()).solved)


def _notebook_variables(carried: list[Carried]) -> tuple[str, ...]:
    """Assignments of the notebook that an answer reads and that are not written as constants."""
    return tuple(item.name for item in carried if _is_assignment(item.source) and not item.name.isupper())


def _is_assignment(source: str) -> bool:
    return isinstance(ast.parse(source).body[0], (ast.Assign, ast.AnnAssign))


def _shown_by_reference(exercise: Exercise) -> Shown:
    outcome = _outcome_of_reference(exercise)
    return shown(outcome.value, outcome.raised)


def _steps_of_reference(exercise: Exercise) -> tuple[Told, ...]:
    return told(exercise.showcase, _outcome_of_reference(exercise).steps)


def _outcome_of_reference(exercise: Exercise) -> Outcome:
    """What the showcase gives."""
    return outcome_of(exercise.showcase, subject_of(exercise, reference.function(exercise)))


def _bind_similar(function: FunctionType) -> None:
    """A function that lost its name is still missed under it: the kit's own stands in."""
    for similar in _similar(function.__name__):
        function.__globals__.setdefault(similar, reference.function(table.named(similar)[0]))


# --- exercises by name --------------------------------------------------------------------------


def find_exercise(name: Any) -> Exercise:
    """The exercise called this; a function is asked for its name.

    Raises:
        NoSuchExercise: none is called this, or several are.
    """
    name = name if isinstance(name, str) else getattr(name, "__name__", str(name))
    found = table.named(name)
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(f'`"{item.id}"`' for item in found)
        words = say("engine", "exercise", "ambiguous", name=name, choices=choices)
    else:
        similar = _similar(name)
        key = "unknown.similar" if similar else "unknown"
        words = say("engine", "exercise", key, name=name, similar=similar[0] if similar else "")
    raise NoSuchExercise(_page("wrong", name, words))


def _similar(name: str) -> list[str]:
    return difflib.get_close_matches(name, [item.name for item in table.all_exercises()], 1)


def _page(tone: str, title: str, words: str) -> Page:
    return Page([Heading(tone, title), *paragraphs(words)])


def _asked_for(name: Any) -> Exercise:
    if name is not None:
        return find_exercise(name)
    if SESSION.latest is None:
        first = table.all_exercises()[0].name
        words = say("engine", "exercise", "none_yet", name=first)
        raise NoSuchExercise(_page("hint", say("engine", "exercise", "title_unknown"), words))
    return SESSION.latest


def _not_solved_yet(exercise: Exercise) -> Exercise:
    """This one, unless its answer is right: then the next of its chapter, if any is left."""
    if exercise.id not in SESSION.solved:
        return exercise
    return feedback.next_unsolved(exercise, _solved() | SESSION.solved) or exercise


# --- hints and answers --------------------------------------------------------------------------


def hint(name: str | Callable[..., Any] | None = None) -> Page:
    """The next hint: three, from a nudge to nearly the code.

    Args:
        name: of the exercise. If not given: the one whose cell ran last; if that one is right, the next one.
    """
    try:
        asked = _asked_for(name) if name is not None else _not_solved_yet(_asked_for(None))
    except NoSuchExercise as problem:
        return problem.page
    step = min(SESSION.steps.get(asked.id, 0) + 1, HINTS)
    SESSION.steps[asked.id] = step
    return feedback.hint_page(asked, SESSION.mistakes.get(asked.id, ""), step)


def solution(name: str | Callable[..., Any] | None = None) -> Page:
    """A right answer: the kit's own.

    Args:
        name: of the exercise; the one whose cell ran last if not given.
    """
    try:
        return feedback.solution_page(_asked_for(name))
    except NoSuchExercise as problem:
        return problem.page


# --- a cell that Python cannot read -------------------------------------------------------------


def explain_broken_cells(lines: list[str]) -> list[str]:
    """An input transformer for IPython: an exercise with a syntax error becomes its explanation."""
    source = "".join(lines)
    if not EXERCISE_LINE.search(source):
        return lines
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)
    except SyntaxError:
        return [f"__import__({__name__!r}, fromlist=['_']).explain_syntax_error({source!r}, globals())\n"]
    return lines


def explain_syntax_error(source: str, namespace: dict[str, Any]) -> None:
    """Show where Python stops reading, and bind the exercises of the cell to the kit's own."""
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        detail = {"line": str(error.lineno or 1), "message": error.msg}
        verdict = Verdict(Fault.SYNTAX, line=error.lineno or 1, detail=detail)
        for name in EXERCISE_LINE.findall(source):
            for found in table.named(name)[:1]:
                SESSION.began(found)
                namespace[name] = reference.function(found)
                present(feedback.wrong(found, verdict, Context(source, solved=_solved())))


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
    return _page("wrong", say("engine", "package", "unused.title"), words)


def _broken_page(broken: package.Broken) -> Page:
    file = f"{package.NAME}/{broken.file}"
    words = [
        say("engine", "package", "broken", file=file, message=broken.message),
        say("engine", "package", "broken.until"),
        say("engine", "package", "broken.how"),
    ]
    return _page("wrong", say("engine", "package", "broken.title"), "\n\n".join(words))


def mend() -> Page:
    """Make a broken package whole again; what was in it is kept beside it."""
    try:
        done = package.mend()
    except package.NotSaved as problem:
        return _not_saved_page(problem)
    words = [say("engine", "package", key, **values) for key, values in done]
    words = words or [say("engine", "package", "mended.nothing")]
    return _page("right", say("engine", "package", "mended.title"), "\n\n".join(words))

"""Hooks of IPython for the cells of exercises, so that none of them ends a Run All.

Before a cell runs, every exercise in it has its name: bound to the kit's own, if to nothing yet. A cell that
Python cannot read, and a function that it cannot define, become an explanation.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from itertools import pairwise
from typing import Any

from ..checking.verdict import Fault, Verdict
from ..declaring import php_text, syntax, table
from ..declaring.exercise import Exercise
from ..keeping import notebook, records
from ..keeping.saved import stand_in
from ..showing import feedback
from ..showing.feedback import Context
from ..showing.page import notice, present
from ..text.catalogue import say
from .hidden_lines import hide_loaded
from .kernel_state import KERNEL_STATE
from .php_cell import php
from .unbound import tell_where
from .written import makes_exercise, name_at

MARK = re.compile(r"^[ \t]*@(?:\w+\.)?exercise\b|\w+\s*(?::[^=\n]*)?=\s*(?:\w+\.)?exercise\(", re.MULTILINE)
"""The places where a cell makes an exercise of something."""

FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def install(ipython: Any) -> None:
    """Register the hooks of this module with IPython. A second call changes nothing."""
    if explain_broken_cells in ipython.input_transformers_post:
        return
    ipython.input_transformers_cleanup.extend([explain_php_without_its_magic, explain_mixed_tabs])
    ipython.input_transformers_post.append(explain_broken_cells)
    ipython.ast_transformers.append(Guarded())
    ipython.register_magic_function(php, "cell")
    ipython.set_custom_exc((NameError,), tell_where)
    ipython.events.register("pre_run_cell", lambda info: prepare(info.raw_cell or "", ipython.user_ns))
    ipython.events.register("post_run_cell", lambda result: tell_unmarked(result.info.raw_cell or ""))


# --- names -------------------------------------------------------------------------------------


def prepare(cell: str, names: dict[str, Any]) -> None:
    """Before a cell runs: bind the names of its exercises, and hide the lines of the kit's answers."""
    hide_loaded()
    bind_names(cell, names)


def bind_names(cell: str, names: dict[str, Any]) -> None:
    """Bind the name of every exercise in the cell, whatever happens to the cell."""
    for found in [item for part in _marked_parts(cell) for item in _named_in(part)]:
        if found.name not in names:  # a saved function is read from its file
            names[found.name] = stand_in(found)


def _exercises_in(cell: str) -> list[Exercise]:
    """The exercises that a cell is about: of each mark the first one whose name stands there or below."""
    return [item for part in _marked_parts(cell) for item in _named_in(part)[:1]]


def _marked_parts(cell: str) -> list[str]:
    """The parts of the cell, each from one mark to the next."""
    starts = [match.start() for match in MARK.finditer(cell)]
    return [cell[start:end] for start, end in pairwise([*starts, len(cell)])]


def _named_in(text: str) -> list[Exercise]:
    """The exercises whose names stand in a text, in that order."""
    places = {item.id: re.search(rf"\b{item.name}\b", text) for item in table.in_python()}
    named = sorted((place.start(), id) for id, place in places.items() if place)
    return [table.by_id(id) for _, id in named]


# --- a cell that Python cannot read --------------------------------------------------------------


def explain_mixed_tabs(lines: list[str]) -> list[str]:
    """An earlier input transformer: from Python 3.12 on, IPython's own fail on tabs beside blanks."""
    return explain_broken_cells(lines) if isinstance(_problem("".join(lines)), TabError) else lines


def explain_broken_cells(lines: list[str]) -> list[str]:
    """An input transformer for IPython: an exercise with a syntax error becomes its explanation."""
    source = notebook.python_of("".join(lines))
    if not _exercises_in(source) or _problem(source) is None:
        return lines
    return [f"__import__({__name__!r}, fromlist=['_']).explain_syntax_error({source!r}, globals())\n"]


def explain_php_without_its_magic(lines: list[str]) -> list[str]:
    """An earlier input transformer: a cell in PHP that Python was given becomes an explanation."""
    source = "".join(lines)
    if MARK.search(source) or not php_text.is_without_magic(source) or _problem(source) is None:
        return lines
    return [f"__import__({__name__!r}, fromlist=['_']).explain_missing_magic()\n"]


def explain_missing_magic() -> None:
    """Say which line makes a cell a cell in PHP."""
    present(notice("wrong", php_text.MAGIC, say("engine", "php", "no_magic")))


def explain_syntax_error(source: str, names: dict[str, Any]) -> None:
    """Show where Python stops reading, and bind the exercises of the cell to the kit's own."""
    problem = _problem(source)
    line = getattr(problem, "lineno", None) or 1
    detail = {"line": str(line), "message": getattr(problem, "msg", None) or str(problem)}
    for found in _exercises_in(source):
        _explain(found, Verdict(Fault.SYNTAX, line=line, detail=detail), source, names)


def _problem(source: str) -> BaseException | None:
    """The error that Python raises when it compiles the cell; None if it raises none."""
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(source, "<cell>", "exec", FLAGS, dont_inherit=True)
    except UNREADABLE as error:
        return error
    return None


def _explain(exercise: Exercise, verdict: Verdict, cell: str, names: dict[str, Any]) -> None:
    KERNEL_STATE.began(exercise)
    names[exercise.name] = stand_in(exercise)
    context = Context(cell, solved=records.solved(), says_until=KERNEL_STATE.says_until(exercise))
    present(feedback.wrong(exercise, verdict, context))


# --- a function that Python cannot define --------------------------------------------------------


class Guarded(ast.NodeTransformer):
    """An AST transformer for IPython: what defines an exercise stands in a `try`.

    A decorator from a cell that has not run, or a default that raises, is explained; the notebook goes on.
    """

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Guard the statements at the top of a cell."""
        node.body = [_guarded(item) if makes_exercise(item) else item for item in node.body]
        return ast.fix_missing_locations(node)


def _guarded(statement: ast.stmt) -> ast.stmt:
    explain = f"__import__({__name__!r}, fromlist=['_']).explain_definition_error(globals())"
    [guard] = ast.parse(f"try:\n    pass\nexcept __import__('builtins').Exception:\n    {explain}").body
    assert isinstance(guard, ast.Try)
    for node in ast.walk(guard):
        ast.copy_location(node, statement)
    guard.body = [statement]
    return guard


def explain_definition_error(names: dict[str, Any]) -> None:
    """Show why Python could not define the exercise of this cell, and bind its name to the kit's own."""
    error, trace = sys.exc_info()[1:]
    assert error is not None and trace is not None
    cell = notebook.cell_at(trace.tb_frame.f_code.co_filename, names)
    name = name_at(cell, trace.tb_lineno)
    detail = {"error": type(error).__name__, "message": str(error), "name": name}
    verdict = Verdict(Fault.FAILS_TO_DEFINE, line=trace.tb_lineno, detail=detail)
    if isinstance(error, NameError) and error.name:
        verdict = Verdict(Fault.UNKNOWN_NAME, line=trace.tb_lineno, detail={"unknown": error.name})
    for found in table.named(name)[:1]:
        return _explain(found, verdict, cell, names)
    present(notice("wrong", name, say("engine", "exercise", "not_defined", **detail)))


# --- an exercise without its decorator -----------------------------------------------------------


def tell_unmarked(cell: str) -> None:
    """Say once that a function with an exercise's name is not checked where `@exercise` is missing."""
    body = notebook.parsed(cell).body
    if MARK.search(cell):
        return
    for item in body:
        if (
            isinstance(item, syntax.Function)
            and _is_meant(item)
            and KERNEL_STATE.first_time(f"not marked {item.name}")
        ):
            present(notice("hint", item.name, say("engine", "exercise", "not_marked", name=item.name)))


def _is_meant(function: syntax.Function) -> bool:
    """Whether a function is one of the course; a method's name alone is too common, it needs a `self`."""
    first = next(iter(function.args.args), None)
    is_method = first is not None and first.arg in ("self", "cls")
    return any(("." in found.path) == is_method for found in table.named(function.name))

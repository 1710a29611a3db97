"""An answer that is sent to be checked, and the function that its source makes."""

from __future__ import annotations
import __future__

import ast
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from types import FrameType, ModuleType
from typing import Any

from ..declaring.exercise import Exercise
from .deadline import LOOK, Clock, clock_in_loops

CELL = "<your cell>"
"""The file name of an answer, by which its lines are found in a traceback."""

LAZY_ANNOTATIONS = __future__.annotations.compiler_flag

NAMESPACE = "notebook"
"""The name of the module that an answer stands in."""

NOTEBOOK = "<your notebook>"
"""The file name of the statements that an answer takes from the notebook."""


@dataclass(frozen=True)
class Submission:
    """An answer that is sent to be checked, as text.

    Attributes:
        exercise: the id of what it answers.
        source: the function, without its decorator.
        line: the line of the cell at which it begins.
        preamble: the statements it needs from the notebook, in order.
    """

    exercise: str
    source: str
    line: int = 1
    preamble: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Submission:
        """From what `to_json` gave."""
        return cls(**{**values, "preamble": tuple(values["preamble"])})

    def to_json(self) -> dict[str, Any]:
        """As values that `json.dumps` takes."""
        return asdict(self)


def build(
    submission: Submission, exercise: Exercise, clock: Clock | None = None, module: str = NAMESPACE
) -> Any:
    """The answer as a function, in a namespace that has the name `module`.

    Annotations are not evaluated: they may depend on `from __future__ import annotations`, which may stand in
    any cell of the notebook.

    Raises:
        Exception: whatever its source raises; a TypeError if it makes no function.
    """
    namespace: dict[str, Any] = {
        "__name__": module,
        LOOK: clock,
        "input": _no_input,
        "breakpoint": _no_breakpoint,
    }
    lines_above = "\n" * (submission.line - 1)
    parts = [
        *((statement, NOTEBOOK) for statement in submission.preamble),
        (lines_above + submission.source, CELL),
    ]
    for source, file in parts:
        tree = ast.parse(source)
        with clock_in_loops(ast.walk(tree)) if clock else nullcontext():
            program = compile(tree, file, "exec", LAZY_ANNOTATIONS, dont_inherit=True)
        with known_as(module):
            exec(program, namespace)
    answer = namespace[exercise.name]
    if not callable(answer):
        raise TypeError(f"it has become a value of type {type(answer).__name__}; a function is wanted")
    return answer


@contextmanager
def known_as(name: str) -> Iterator[None]:
    """While it lasts, Python knows a module of this name: a dataclass looks up the one that it stands in."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        sys.modules.pop(name, None)


def _no_breakpoint(*arguments: object, **named: object) -> None:
    raise RuntimeError("breakpoint() stops the function, and nobody is there to go on: print() shows a value")


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() asks, and nobody answers: the function gets all it needs as arguments")


def calls_in_a_circle(error: RecursionError, name: str) -> bool:
    """Whether it is the answer that calls itself, with the same each time.

    Else a function inside it does, or what it is called with is something else each time. Of all functions
    of the cell it is the one that is called most often.
    """
    frames = [
        frame for frame, _ in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == CELL
    ]
    often = Counter(frame.f_code for frame in frames).most_common(1)
    calls = [frame for frame in frames if frame.f_code is often[0][0]]
    one, other = (_arguments(frame) for frame in calls[-3:-1]) if len(calls) > 2 else ((), ())
    return one == other and (not often or often[0][0].co_name == name)


def _arguments(frame: FrameType) -> tuple[str, ...]:
    """What a function was called with, as far as it can be compared: later assignments count."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return tuple(repr(frame.f_locals.get(name)) for name in names)


def line_of(error: BaseException) -> int | None:
    """The line of the learner's cell at which the error came out."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == CELL]
    return lines[-1] if lines else None

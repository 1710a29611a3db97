"""An answer on its way to be checked: source text, and the function it becomes."""

from __future__ import annotations

import ast
import traceback
from dataclasses import asdict, dataclass
from typing import Any

from ..declaring.exercise import Exercise
from .deadline import LOOK, Clock, with_clock_in_loops

CELL = "<your cell>"
"""The file name of an answer, by which its lines are found in a traceback."""

NOTEBOOK = "<your notebook>"
"""The file name of what an answer takes along."""


@dataclass(frozen=True)
class Submission:
    """An answer on its way to be checked: text only.

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

    def to_json(self) -> dict[str, Any]:
        """As values that `json.dumps` takes."""
        return asdict(self)


def build(
    submission: Submission, exercise: Exercise, clock: Clock | None = None, module: str = "notebook"
) -> Any:
    """The answer as a function, in a namespace of its own that goes by the name of `module`."""
    namespace: dict[str, Any] = {"__name__": module, "input": _nobody_answers, LOOK: clock}
    lines_above = "\n" * (submission.line - 1)
    parts = [
        *((statement, NOTEBOOK) for statement in submission.preamble),
        (lines_above + submission.source, CELL),
    ]
    for source, file in parts:
        tree = ast.parse(source)
        program = with_clock_in_loops(tree) if clock else tree
        exec(compile(program, file, "exec", dont_inherit=True), namespace)
    return namespace[exercise.name]


def _nobody_answers(prompt: object = "") -> str:
    raise EOFError("input() asks, and nobody answers: the function gets all it needs as arguments")


def line_of(error: BaseException) -> int | None:
    """The line of the learner's cell at which the error came out."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == CELL]
    return lines[-1] if lines else None

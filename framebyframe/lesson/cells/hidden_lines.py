"""Keeps the lines of the kit's own answers out of tracebacks, and out of `encode_frame??`.

Where an exercise is not solved the kit's own function stands in. A traceback through it would print what is
asked for, so its code is given the name of a file that nobody can read.
"""

from __future__ import annotations

import inspect
import sys
from types import CodeType

from ..declaring import reference, table
from ..keeping.answer_key import SHOWN_AS


def hide_loaded() -> None:
    """Hide the lines of every exercise's reference that is imported by now."""
    for exercise in table.in_python():
        if exercise.module in sys.modules:
            function = inspect.unwrap(reference.function(exercise))
            if function.__code__.co_filename != SHOWN_AS:
                function.__code__ = _hidden(function.__code__)


def _hidden(code: CodeType) -> CodeType:
    """The same code, and the code of the functions inside it, without a file."""
    inner = tuple(_hidden(item) if isinstance(item, CodeType) else item for item in code.co_consts)
    return code.replace(co_filename=SHOWN_AS, co_consts=inner)

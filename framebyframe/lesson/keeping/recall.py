"""Names that an answer uses and the notebook has not defined, after a restart or a skipped cell.

The course knows earlier exercises: the learner's saved answer, else the reference. It also knows the
constants of the reference's own module, so that a solution runs in a cell as it is.
"""

from __future__ import annotations

from ..declaring import reference, table
from ..declaring.exercise import Exercise
from .carrying import Recalled, import_from
from .saved import saved_function


def recall(name: str, exercise: Exercise) -> Recalled | None:
    """The meaning of `name` in an answer to this exercise; None if the course does not have it."""
    for found in table.named(name):
        if found is not exercise and "." not in found.path and _is_known_by(found, exercise):
            return Recalled(
                saved_function(found) or reference.function(found), import_from(found.module, name, name)
            )
    module = reference.module(exercise)
    if name.isupper() and hasattr(module, name):
        return Recalled(getattr(module, name), import_from(exercise.module, name, name))
    return None


def _is_known_by(found: Exercise, exercise: Exercise) -> bool:
    """Whether it belongs to the same chapter or an earlier one."""
    return table.chapter_of(found).number <= table.chapter_of(exercise).number

"""Names that an answer uses and the notebook has not defined, after a restart or a skipped cell.

The course knows earlier exercises: the learner's saved answer, else the reference. It also knows the
constants of the reference's own module, so that a solution runs in a cell as it is, and those of the
chapter's other exercises, whose solutions the next one may call.
"""

from __future__ import annotations

from ..declaring import reference, table
from ..declaring.exercise import Exercise
from .carrying import Recalled, import_from
from .saved import stand_in


def recall(name: str, exercise: Exercise) -> Recalled | None:
    """The meaning of `name` in an answer to this exercise; None if the course does not have it."""
    for found in table.named(name):
        if found is not exercise and "." not in found.path and _is_known_by(found, exercise):
            return Recalled(stand_in(found), import_from(found.module, name, name))
    for owner in (exercise, *table.chapter_of(exercise).exercises):
        if name.isupper() and not owner.is_php and hasattr(reference.module(owner), name):
            return Recalled(getattr(reference.module(owner), name), import_from(owner.module, name, name))
    return None


def _is_known_by(found: Exercise, exercise: Exercise) -> bool:
    """Whether it belongs to the same chapter or an earlier one."""
    return table.chapter_of(found).number <= table.chapter_of(exercise).number

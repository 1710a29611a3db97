"""The one table of exercises: every chapter's declarations, found by file name (`chapters/c02.py`)."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache

from .. import chapters as declarations
from .ahead import AHEAD
from .exercise import Chapter, Exercise
from .forms import Reading

CHAPTER_FILE = re.compile(r"c\d\d")


@cache
def chapters() -> tuple[Chapter, ...]:
    """Every chapter that has exercises, in order."""
    found = (item.name for item in pkgutil.iter_modules(declarations.__path__))
    names = sorted(name for name in found if CHAPTER_FILE.fullmatch(name))
    return tuple(importlib.import_module(f"{declarations.__name__}.{name}").CHAPTER for name in names)


def all_exercises() -> list[Exercise]:
    """Every exercise of the course, in order."""
    return [exercise for chapter in chapters() for exercise in chapter.exercises]


def in_python() -> list[Exercise]:
    """The exercises whose answers are put into the learner's package."""
    return [exercise for exercise in all_exercises() if not exercise.is_php]


def functions() -> dict[str, tuple[str, ...]]:
    """By chapter, the targets of the Python functions that learners write, also in chapters to come."""
    declared = {
        chapter.number: tuple(exercise.target for exercise in chapter.exercises if not exercise.is_php)
        for chapter in chapters()
    }
    return dict(sorted({**AHEAD, **declared}.items()))


def in_php(name: str) -> list[Exercise]:
    """The exercises in PHP with this name."""
    return [item for item in all_exercises() if item.is_php and name in (item.id, item.key, item.name)]


def named(name: str) -> list[Exercise]:
    """The exercises called `name`: "02.encode_length", "encode_length", or "Connection.receive_data"."""
    return [item for item in in_python() if name in (item.id, item.key, item.name, item.path)]


def called(exercise: Exercise) -> str:
    """The name that a learner uses for it: its own, or its id if several exercises share the name."""
    found = in_php(exercise.name) if exercise.is_php else named(exercise.name)
    return exercise.name if len(found) < 2 else exercise.id


def later_in_its_chapter(exercise: Exercise) -> list[Exercise]:
    """The plain functions in Python that the chapter asks for after this one."""
    chapter = next((item for item in chapters() if exercise in item.exercises), None)
    after = chapter.exercises[chapter.exercises.index(exercise) + 1 :] if chapter else ()
    return [item for item in after if not item.is_php and "." not in item.path]


def by_id(id: str) -> Exercise:
    """The exercise with this id.

    Raises:
        LookupError: there is none.
    """
    for exercise in all_exercises():
        if exercise.id == id:
            return exercise
    raise LookupError(f"no exercise has the id {id}")


def reading(name: str) -> Reading:
    """The recorded dump of this name.

    Raises:
        ValueError: there is none.
    """
    found = {item.name: item for chapter in chapters() for item in chapter.readings}
    if name not in found:
        raise ValueError(f"no dump is called {name!r}: there are {', '.join(map(repr, found))}")
    return found[name]


def by_saved_id(id: str) -> Exercise | None:
    """The exercise whose answer was saved under this id, by this version of the course or an earlier one."""
    for exercise in all_exercises():
        if id in (exercise.id, exercise.target, *exercise.earlier):
            return exercise
    return None


def chapter_of(exercise: Exercise) -> Chapter:
    """The chapter of the exercise."""
    return next(chapter for chapter in chapters() if exercise in chapter.exercises)

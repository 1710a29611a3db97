"""The chapters' declarations: one file a chapter, found by its name (`c02.py`)."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache

from ..declare import Chapter, Exercise

CHAPTER_FILE = re.compile(r"c\d\d")


@cache
def chapters() -> tuple[Chapter, ...]:
    """Every chapter that has exercises, in order."""
    names = sorted(item.name for item in pkgutil.iter_modules(__path__) if CHAPTER_FILE.fullmatch(item.name))
    return tuple(importlib.import_module(f"{__name__}.{name}").CHAPTER for name in names)


def all_exercises() -> list[Exercise]:
    """Every exercise of the course, in order."""
    return [exercise for chapter in chapters() for exercise in chapter.exercises]


def named(name: str) -> list[Exercise]:
    """The exercises called `name`: "encode_length", or "Connection.receive_data" where two share one."""
    return [
        exercise for exercise in all_exercises() if name in (exercise.name, exercise.path, exercise.target)
    ]


def by_target(target: str) -> Exercise:
    """The exercise with this target.

    Raises:
        LookupError: there is none.
    """
    for exercise in all_exercises():
        if exercise.target == target:
            return exercise
    raise LookupError(f"no exercise has the target {target}")


def chapter_of(exercise: Exercise) -> Chapter:
    """The chapter in which it is."""
    return next(chapter for chapter in chapters() if exercise in chapter.exercises)

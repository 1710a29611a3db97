"""Wrong versions of a function: its reference with mistakes of the catalogue in it, ready to run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from . import reference
from .examples import Answer
from .exercise import Exercise
from .mistakes import Edit, Misplaced


@dataclass(frozen=True, eq=False)
class Model:
    """One way to make a mistake.

    Attributes:
        key: of the mistake, in the text catalogue.
        exercise: whose mistake it is: the exercise itself, or one that it calls.
        edit: what is changed in that exercise's reference.
    """

    key: str
    exercise: Exercise
    edit: Edit


def wrong_versions(exercise: Exercise) -> list[tuple[str, Answer]]:
    """The exercise's own mistakes as functions that run, each with the mistake's key."""
    return [
        (model.key, built(exercise, (model,))) for model in models_of(exercise) if model.exercise is exercise
    ]


@cache
def models_of(exercise: Exercise) -> tuple[Model, ...]:
    """The mistakes that can be made: its own, then those of the exercises that it calls."""
    owners = [exercise, *reversed(reference.called_by(exercise))]
    return tuple(Model(key, owner, edit) for owner in owners for key, edit in owner.edits())


def php_source(exercise: Exercise, models: tuple[Model, ...]) -> str:
    """The source of a PHP function with these mistakes in it.

    Raises:
        Misplaced: the edits do not go together.
    """
    source = reference.source(exercise)
    for model in models:
        source = model.edit.apply(source)
    return source


def built(exercise: Exercise, models: tuple[Model, ...]) -> Answer:
    """The exercise's function with these mistakes in it, or in the exercises that it calls.

    Raises:
        Misplaced: the edits do not go together.
    """
    namespace = dict(vars(reference.module(exercise)))
    for owner in [*reference.called_by(exercise), exercise]:
        source = reference.source(owner)
        for model in models:
            source = model.edit.apply(source) if model.exercise is owner else source
        exec(_compiled(source), namespace)
    answer: Answer = namespace[exercise.name]
    return answer


@cache
def _compiled(source: str) -> Any:
    try:
        return compile("from __future__ import annotations\n" + source, "<a model>", "exec")
    except SyntaxError as error:  # two edits of one line that leave no Python
        raise Misplaced(error.text) from None

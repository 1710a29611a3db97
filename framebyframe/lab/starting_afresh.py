"""Putting aside the saved answers of a chapter, so that it begins without them."""

from __future__ import annotations

from pathlib import Path

from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.keeping import package, records
from framebyframe.lesson.keeping.folder import replace_file


def saved_answers(number: str, work: Path) -> list[Exercise]:
    """The exercises of the chapter with this number that have a saved answer."""
    solved = records.load(work).solved
    exercises = (
        exercise for chapter in table.chapters() if chapter.number == number for exercise in chapter.exercises
    )
    return [exercise for exercise in exercises if exercise.id in solved]


def put_answers_aside(exercises: list[Exercise], place: Path) -> Path:
    """Take these answers out of the learner's package, into a file of its own.

    Raises:
        NotSaved: the package cannot be written.
    """
    answers = package.forget(exercises)
    replace_file(place, "\n\n".join(answer.source.rstrip() + "\n" for answer in answers))
    return place

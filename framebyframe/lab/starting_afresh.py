"""Putting aside the saved answers of a chapter, so that it begins without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.keeping import package, php_files, records
from framebyframe.lesson.keeping.folder import replace_file


def saved_answers(number: str, work: Path) -> list[Exercise]:
    """The exercises of the chapter with this number that have a saved answer."""
    solved = records.load(work).solved
    exercises = (
        exercise for chapter in table.chapters() if chapter.number == number for exercise in chapter.exercises
    )
    return [exercise for exercise in exercises if exercise.id in solved]


def places_of(exercises: list[Exercise]) -> str:
    """The folders in which the answers to these are saved, in words."""
    names = {php_files.NAME if exercise.is_php else package.NAME for exercise in exercises}
    return " and ".join(sorted(names, reverse=True))


def put_answers_aside(exercises: list[Exercise], free_place: Callable[[str], Path]) -> list[Path]:
    """Take these answers out of the learner's folder, into a file of each language.

    Args:
        exercises: what they answer.
        free_place: the path of a new file with this ending.

    Raises:
        NotSaved: the folder cannot be written.
    """
    in_php = [exercise for exercise in exercises if exercise.is_php]
    in_python = [exercise for exercise in exercises if not exercise.is_php]
    places = []
    if in_python:
        places.append(free_place(".py"))
        replace_file(places[-1], _joined(package.forget(in_python)))
    if in_php:
        places.append(free_place(".php"))
        replace_file(places[-1], f"<?php\n\n{_joined(php_files.forget(in_php))}")
    return places


def _joined(answers: list[records.Solved]) -> str:
    return "\n\n".join(answer.source.rstrip() + "\n" for answer in answers)

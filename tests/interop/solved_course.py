"""A learner who has solved every exercise: `my_websocket` and the files of `my_php`, as the kit saves."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from pathlib import Path
from unittest import mock

from lesson.answers import in_another_style

from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.keeping import folder, package, php_files, records

PACKAGE = package.NAME


@functools.cache
def solved_folder() -> Path:
    """The learner's folder. It is made once, and goes with this process."""
    place = Path(tempfile.mkdtemp(prefix="solved-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with mock.patch.dict(os.environ, {folder.WORK: str(place)}):
        save_all(place)
    return place


def save_all(place: Path) -> None:
    """Save an answer to every exercise. The package is composed once, of all of them."""
    for exercise in in_php():
        php_files.save(exercise, in_another_style(exercise))
    with folder.locked(place):
        kept = records.load(place)
        kept.solved.update({item.id: in_another_style(item) for item in table.in_python()})
        records.save(place, kept)
    package.use()


def in_php() -> list[Exercise]:
    """The exercises that are solved in PHP."""
    return [item for item in table.all_exercises() if item.is_php]


def php_folder() -> Path:
    """The folder of the learner's PHP files."""
    return solved_folder() / php_files.NAME

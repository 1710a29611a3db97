"""The learner's PHP files: `my_php/mask.php` takes the place of the kit's `mask.php`.

php_client's autoloader looks there first, where FRAMEBYFRAME_MY_PHP names the folder. A file that the learner
edited by hand is kept beside the new one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from framebyframe.peers.places import PHP_CLIENT

from ..declaring import php_declared, php_text, table
from ..declaring.exercise import Exercise
from . import folder, records
from .package import NotSaved, writing
from .records import Records, Solved

NAME = "my_php"
ENVIRONMENT = "FRAMEBYFRAME_MY_PHP"
"""The environment variable that tells php_client the folder of the learner's files."""


class Taken(NamedTuple):
    """A name that cannot be declared: a file of the PHP client, or the learner's in its place, has it.

    Attributes:
        name: as the learner writes it.
        other: the file that has it, "mask".
        reason: a key of the text catalogue.
    """

    name: str
    other: str
    reason: str


def file_of(exercise: Exercise) -> str:
    """The file in the learner's folder, "my_php/mask.php"."""
    return f"{NAME}/{PurePosixPath(exercise.module).name}"


def save(exercise: Exercise, answer: Solved) -> None:
    """Write a right answer into its file.

    Raises:
        NotSaved: why not.
    """
    with writing() as place:
        _write(place, exercise, answer)


def forget(exercises: list[Exercise]) -> list[Solved]:
    """Take these answers out of the learner's folder: PHP takes the kit's own files again.

    A file that was edited by hand is kept under another name, which PHP does not look for.

    Raises:
        NotSaved: why not.
    """
    with writing() as place:
        kept = records.load(place)
        taken = [kept.solved.pop(exercise.id) for exercise in exercises if exercise.id in kept.solved]
        for exercise in exercises:
            _remove(place / file_of(exercise), kept.written.pop(file_of(exercise), None))
        records.save(place, kept)
        return taken


def _remove(path: Path, written: str | None) -> None:
    if path.exists() and not _is_as_written(path, written):
        folder.set_aside(path)
    path.unlink(missing_ok=True)


def _is_as_written(path: Path, written: str | None) -> bool:
    return _hash(path.read_text(encoding="utf-8", errors="replace")) == written


def _write(place: Path, exercise: Exercise, answer: Solved) -> None:
    kept, file = records.load(place), file_of(exercise)
    path = place / file
    _check_names(exercise, answer)
    if path.exists() and not _is_as_written(path, kept.written.get(file)):
        folder.set_aside(path)
    kept.solved[exercise.id] = answer
    _write_file(place, exercise, kept)
    records.save(place, kept)


def _write_file(place: Path, exercise: Exercise, kept: Records) -> None:
    file, text = file_of(exercise), file_text(exercise, kept.solved[exercise.id].source)
    folder.replace_file(place / file, text)
    kept.written[file] = _hash(text)


def _is_to_be_written(place: Path, exercise: Exercise, kept: Records) -> bool:
    """Whether the file of a saved answer is away, or an earlier version of the course wrote it otherwise."""
    path, written = place / file_of(exercise), kept.written.get(file_of(exercise))
    is_other = written != _hash(file_text(exercise, kept.solved[exercise.id].source))
    return not path.exists() or (is_other and _is_as_written(path, written))


def _check_names(exercise: Exercise, answer: Solved) -> None:
    """Compare the names that an answer declares with those of the files that PHP loads beside it.

    Raises:
        NotSaved: one of them is taken, and PHP would stop at it, or take another class for the client's own.
    """
    for taken in names_taken(answer.source):
        if taken.other != PurePosixPath(exercise.module).stem:
            raise NotSaved(taken.reason, name=taken.name, other=taken.other)


def names_taken(source: str) -> Iterator[Taken]:
    """The names that both this PHP and a file of the PHP client, or the learner's in its place, declare."""
    mine = php_declared.names_declared_in(source)
    for other in sorted((PHP_CLIENT / "src").glob("*.php")):
        theirs = folder.folder() / NAME / other.name
        reason, file = ("php_taken", theirs) if theirs.is_file() else ("php_taken.kit", other)
        text = file.read_text(encoding="utf-8", errors="replace")
        for name in sorted(mine.keys() & php_declared.names_declared_in(text)):
            yield Taken(mine[name], other.stem, reason)


def use() -> list[str]:
    """Let every PHP program that is started from now on take the learner's files; the functions in them.

    Raises:
        NotSaved: a file is old or away, and cannot be written again.
    """
    place = folder.folder()
    kept = records.load(place)
    yours = [item for item in table.all_exercises() if item.is_php and item.id in kept.solved]
    if any(_is_to_be_written(place, item, kept) for item in yours):
        _write_again(yours)
    if yours:
        os.environ[ENVIRONMENT] = str((place / NAME).resolve())
    else:
        use_kits_own()
    return [item.name for item in yours]


def _write_again(exercises: list[Exercise]) -> None:
    """Write the files that are old or away again; those that were edited by hand stay as they are."""
    with writing() as place:
        kept = records.load(place)
        for exercise in exercises:
            if _is_to_be_written(place, exercise, kept):
                _write_file(place, exercise, kept)
        records.save(place, kept)


def use_kits_own() -> None:
    """Let PHP programs take the kit's own files again."""
    os.environ.pop(ENVIRONMENT, None)


def file_text(exercise: Exercise, source: str) -> str:
    """A whole PHP file with the declarations of this source: the head is that of the kit's file."""
    head = php_text.header_of(php_text.file_text(exercise.module), exercise.name)
    return head + php_declared.declarations_of(source).strip("\n") + "\n"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

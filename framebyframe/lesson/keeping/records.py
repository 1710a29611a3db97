"""The record of a learner's solved exercises: one JSON file beside their package, on their machine only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..declaring import table
from . import folder
from .carrying import Carried

FILE = ".progress.json"
VERSION = 2


@dataclass(frozen=True)
class Solved:
    """A right answer.

    Attributes:
        source: the function, without its decorator.
        carried: what it takes along from the notebook.
    """

    source: str
    carried: tuple[Carried, ...] = ()


@dataclass
class Records:
    """Everything that is kept between kernels.

    Attributes:
        solved: right answers by their exercise's id.
        written: a hash of each file of the package as it was last written, by its path in it.
        lost: where an unreadable file of records was set aside, if it was.
    """

    solved: dict[str, Solved] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    lost: Path | None = None


def load(place: Path) -> Records:
    """The records in this folder; none if there are none."""
    path = place / FILE
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Records()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Records(lost=path)


def solved() -> frozenset[str]:
    """The ids of the exercises whose answers are saved in the learner's folder."""
    return frozenset(load(folder.folder()).solved)


def save(place: Path, records: Records) -> None:
    """Replace the records in this folder. Call it with the folder locked."""
    if records.lost and records.lost.exists():
        records.lost = folder.set_aside(records.lost)
    solved = {id: asdict(answer) for id, answer in sorted(records.solved.items())}
    content = {"version": VERSION, "solved": solved, "written": dict(sorted(records.written.items()))}
    folder.replace_file(place / FILE, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _from_json(content: dict[str, Any]) -> Records:
    solved = {_id_now(id): _solved(answer) for id, answer in content["solved"].items()}
    return Records(solved, dict(content["written"]))


def _solved(answer: dict[str, Any]) -> Solved:
    return Solved(str(answer["source"]), tuple(_carried(**item) for item in answer["carried"]))


def _carried(name: str, source: str, exercise: str = "", target: str = "") -> Carried:
    """One statement of a record. Records of version 1 name an exercise by its target."""
    return Carried(name, source, _id_now(exercise or target))


def _id_now(id: str) -> str:
    """The present id of an exercise that an earlier version of the course saved under this id."""
    exercise = table.by_saved_id(id) if id else None
    return exercise.id if exercise else id

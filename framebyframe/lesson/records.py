"""What a learner has solved: one JSON file beside their package, on their machine only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import home
from .carrying import Carried

FILE = ".progress.json"
VERSION = 1


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
        solved: right answers by their exercise's target.
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


def save(place: Path, records: Records) -> None:
    """Replace the records in this folder. Call it with the folder locked."""
    if records.lost and records.lost.exists():
        records.lost = home.set_aside(records.lost)
    solved = {target: asdict(answer) for target, answer in sorted(records.solved.items())}
    content = {"version": VERSION, "solved": solved, "written": dict(sorted(records.written.items()))}
    home.replace_file(place / FILE, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _from_json(content: dict[str, Any]) -> Records:
    return Records(
        {target: _solved(answer) for target, answer in content["solved"].items()}, dict(content["written"])
    )


def _solved(answer: dict[str, Any]) -> Solved:
    return Solved(str(answer["source"]), tuple(Carried(**item) for item in answer["carried"]))

"""The README of the learner's package: which functions are theirs."""

from __future__ import annotations

from ..declaring import table
from ..declaring.exercise import Exercise
from ..text.catalogue import say
from .records import Records


def text(records: Records) -> str:
    """The README in Markdown."""
    everything = table.in_python()
    solved = [exercise for exercise in everything if exercise.id in records.solved]
    counted = {"solved": len(solved), "total": len(everything)}
    parts = [f"# {_say('title')}", _say("about"), _say("yours", **counted) if solved else _say("none")]
    if solved:
        parts.append("\n".join([*_table_head(), *(_row(exercise) for exercise in solved)]))
    if len(solved) < len(everything):
        parts.append(_say("key"))
    return "\n\n".join([*parts, _say("use")]) + "\n"


def _table_head() -> list[str]:
    columns = [_say(f"column.{column}") for column in ("function", "file", "chapter")]
    return [f"| {' | '.join(columns)} |", "|---|---|---|"]


def _row(exercise: Exercise) -> str:
    file = exercise.module.partition(".")[2].replace(".", "/") + ".py"
    return f"| `{exercise.path}` | `{file}` | {exercise.chapter} |"


def _say(key: str, **values: object) -> str:
    return say("engine", "package", f"readme.{key}", **values)

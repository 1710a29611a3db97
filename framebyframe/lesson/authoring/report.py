"""Writes docs/exercises.md: every exercise, its mistakes, and how many mutants its check rejects.

python -m framebyframe.lesson.authoring.report            write it
python -m framebyframe.lesson.authoring.report --check    say whether it is up to date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..declaring import table
from ..declaring.exercise import Exercise
from ..text.catalogue import say
from ..workers.run import run_check
from . import mutants

FILE = Path(__file__).resolve().parents[3] / "docs" / "exercises.md"

ABOUT = """\
# The exercises and their checks

Written by `python -m framebyframe.lesson.authoring.report`; a test compares it with what is so.

A check is itself checked in three ways. Each *mistake* is a wrong answer people write: the check rejects
it and names it in these words. A *mutant* is the reference with one operator, constant, condition or
statement changed: the check rejects all of them but those that do the same. And the reference and other
correct styles pass.
"""


def report() -> str:
    """The page in Markdown."""
    counts = {exercise.id: _survivors(exercise) for exercise in table.in_python()}
    parts = [ABOUT, _summary(counts)]
    for chapter in table.chapters():
        parts.append(f"## {chapter.number} {say('engine', 'course', chapter.number)}\n")
        parts += [_section(item, counts[item.id]) for item in chapter.exercises if not item.is_php]
    return "\n".join(parts)


def _survivors(exercise: Exercise) -> list[mutants.Mutant]:
    """The mutants that the check lets pass."""
    everything = mutants.mutants(exercise)
    return [item for item in everything if run_check(mutants.submission_of(exercise, item.source)).right]


def _summary(survivors: dict[str, list[mutants.Mutant]]) -> str:
    columns = ["exercise", "chapter", "mistakes", "mutants", "rejected", "equivalent", "not rejected"]
    rows = [columns, ["---"] * len(columns)]
    for exercise in table.in_python():
        counts = map(str, _counts(exercise, survivors[exercise.id]))
        rows.append([f"`{exercise.path}`", table.chapter_of(exercise).number, *counts])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _counts(exercise: Exercise, survivors: list[mutants.Mutant]) -> Iterator[int]:
    """Mistakes, mutants, rejected ones, equivalent ones, and those that should have been rejected."""
    total = len(mutants.mutants(exercise))
    equivalent = sum(mutant.change in exercise.equivalent for mutant in survivors)
    yield from (
        len(exercise.mistakes),
        total,
        total - len(survivors),
        equivalent,
        len(survivors) - equivalent,
    )


def _section(exercise: Exercise, survivors: list[mutants.Mutant]) -> str:
    lines = [f"### `{exercise.path}`", "", say(exercise.catalogue, exercise.key, "aim"), ""]
    lines += [f"Reference: `{exercise.module}`, {exercise.section}. {len(exercise.examples)} examples.", ""]
    lines += ["| mistake | what a learner is told |", "|---|---|"]
    for key in exercise.mistakes:
        words = " ".join(say(exercise.catalogue, exercise.key, f"mistake.{key}").split()).replace("|", "\\|")
        lines.append(f"| {key.replace('_', ' ')} | {words} |")
    for mutant in survivors:
        reason = exercise.equivalent.get(mutant.change, "NOT REJECTED")
        lines += ["", f"Line {mutant.line}, {mutant.change}: {reason}."]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """The command."""
    text = report()
    if "--check" in arguments:
        current = FILE.exists() and FILE.read_text(encoding="utf-8") == text
        print(f"{FILE.name} is {'up to date' if current else 'out of date'}")
        return 0 if current else 1
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

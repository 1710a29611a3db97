"""Writes docs/exercises.md: every exercise, its mistakes, and how many mutants its check rejects.

python -m framebyframe.lesson.authoring.report                   write it; its doubles take some minutes
python -m framebyframe.lesson.authoring.report --keep-doubles    write it with the doubles that it has
python -m framebyframe.lesson.authoring.report --check           say whether it is up to date, doubles apart
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

from ..declaring import reference, table
from ..declaring.exercise import Exercise
from ..text.catalogue import say
from . import doubles, mutants, written_out

FILE = Path(__file__).resolve().parents[3] / "docs" / "exercises.md"

ABOUT = """\
# The exercises and their checks

Written by `python -m framebyframe.lesson.authoring.report`; a test compares it with what is so.

A check is itself checked in four ways. Each *mistake* is a wrong answer people write: the check rejects
it and names it in these words. A *mutant* is the reference with one operator, operand, constant, condition
or statement changed. What the reference calls is written out inside it first, because a learner may write
everything by hand. The check rejects all mutants but those that do the same. *Doubles* have
two mistakes at once. And the reference and other correct styles pass.
"""


DOUBLES = """\
## Two mistakes at once

A *double* has two mistakes of the catalogue in it, its own or those of what it calls, and does what neither
of them does alone. So many are drawn from all pairs, the same ones each time. Both are *named* where the
feedback names these two, or two others that together do the same on every example.
"""

MOST_DOUBLES = 100
"""Doubles an exercise: the diagnosis of all of them would take an hour."""


def report(doubles_told: str) -> str:
    """The page in Markdown.

    Args:
        doubles_told: its section on doubles, from `tell_doubles` or from the page as it is.
    """
    parts = [ABOUT, _summary(), _without_mutants(), doubles_told]
    for chapter in table.chapters():
        parts.append(f"## {chapter.number} {say('engine', 'course', chapter.number)}\n")
        parts += [_section(item) for item in chapter.exercises]
    return "\n".join(parts)


def tell_doubles() -> str:
    """The section on doubles. It takes some minutes."""
    columns = ["exercise", "pairs", "doubles tried", "rejected", "both named", "share"]
    rows = [columns, ["---"] * len(columns)]
    for exercise in table.in_python():
        found = doubles.count(exercise, MOST_DOUBLES)
        share = f"{found.named / found.tried:.0%}" if found.tried else "-"
        counts = map(str, (found.pairs, found.tried, found.rejected, found.named))
        rows.append([f"`{exercise.id}`", *counts, share])
    return f"{DOUBLES}\n{_table(rows)}"


def doubles_as_they_stand() -> str:
    """The section on doubles that the page has now; "" if it has none."""
    _, heading, rest = _page().partition(DOUBLES)
    return heading + rest.partition("\n\n")[0] + "\n" if heading else ""


def _page() -> str:
    return FILE.read_text(encoding="utf-8") if FILE.exists() else ""


def _summary() -> str:
    columns = ["exercise", "kind", "mistakes", "mutants", "rejected", "equivalent", "not rejected"]
    rows = [columns, ["---"] * len(columns)]
    for exercise in table.in_python():
        rows.append([f"`{exercise.id}`", _kind(exercise), *map(str, _counts(exercise))])
    return _table(rows)


def _table(rows: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _kind(exercise: Exercise) -> str:
    """The kind of function, and its forms: "function: repair, order"."""
    forms = {"repair": exercise.repair, "catch it first": exercise.catch, "order": exercise.order}
    told = [name for name, form in forms.items() if form is not None]
    return f"{_function(exercise)}: {', '.join(told if exercise.repair else ['write', *told])}"


def _function(exercise: Exercise) -> str:
    kind = "method" if "." in exercise.path else "function"
    return f"async {kind}" if inspect.iscoroutinefunction(reference.function(exercise)) else kind


def _without_mutants() -> str:
    """The sentence about exercises in PHP: mutants are made of Python alone."""
    names = [f"`{item.id}`" for item in table.all_exercises() if item.is_php]
    if not names:
        return "No exercise is in PHP yet.\n"
    return f"In PHP, without mutants: {', '.join(names)}.\n"


def _counts(exercise: Exercise) -> Iterator[int]:
    """Mistakes, mutants, rejected ones, equivalent ones, and those that should have been rejected."""
    total, survivors = len(mutants.mutants(exercise)), mutants.survivors(exercise)
    equivalent = sum(mutants.reason(exercise, mutant) != "" for mutant in survivors)
    yield from (
        len(exercise.mistakes),
        total,
        total - len(survivors),
        equivalent,
        len(survivors) - equivalent,
    )


def _section(exercise: Exercise) -> str:
    lines = [f"### `{exercise.path}`", "", say(exercise.catalogue, exercise.key, "aim"), ""]
    where = f", {exercise.section}" if exercise.section else ""
    lines += [f"Reference: `{exercise.module}`{where}. {len(exercise.examples)} examples.", ""]
    lines += [] if exercise.is_php else _written_out(exercise)
    lines += ["| mistake | what a learner is told |", "|---|---|"]
    for key in exercise.mistakes:
        words = " ".join(say(exercise.catalogue, exercise.key, f"mistake.{key}").split()).replace("|", "\\|")
        lines.append(f"| {key.replace('_', ' ')} | {words} |")
    survivors = [] if exercise.is_php else _survivors(exercise)
    return "\n".join([*lines, *survivors]) + "\n"


def _written_out(exercise: Exercise) -> list[str]:
    names = [f"`{name}`" for name in written_out.functions_inside(exercise)]
    return [f"Written out inside it: {', '.join(names)}.", ""] if names else []


def _survivors(exercise: Exercise) -> Iterator[str]:
    """A line for each mutant that passes; those in a function that it calls are listed there."""
    for mutant in mutants.survivors(exercise):
        told = mutants.reason(exercise, mutant)
        if told and mutant.function in [item.name for item in reference.called_by(exercise)]:
            continue
        place = "" if mutant.function == exercise.name else f"In `{mutant.function}`: "
        yield from ("", f"{place}Line {mutant.line}, {mutant.change}: {told or 'NOT REJECTED'}.")


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="report", description=(__doc__ or "").partition("\n")[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--keep-doubles", action="store_true", help="leave the doubles as they stand")
    what.add_argument("--check", action="store_true", help="write nothing: is it up to date, doubles apart?")
    options = parser.parse_args(arguments)
    if options.check:
        current = _page() == report(doubles_as_they_stand())
        print(f"{FILE.name} is {'up to date' if current else 'out of date'}")
        return 0 if current else 1
    text = report(doubles_as_they_stand() if options.keep_doubles else tell_doubles())
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

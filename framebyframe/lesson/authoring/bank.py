"""Runs a bank of answers through `@exercise` and counts the diagnoses.

    python -m framebyframe.lesson.authoring.bank FILE            what was missed, and the figures
    python -m framebyframe.lesson.authoring.bank FILE --all      every diagnosis too
    python -m framebyframe.lesson.authoring.bank FILE --figures  the figures alone

A bank is a text file. Each answer is the source of a cell after a heading, which says what it is::

    # --- encode_length | wrong
    # truth: the bytes stand in the wrong order
    # words: little-endian / byte order / highest byte first
    @exercise
    def encode_length(length, masked): ...

A diagnosis *names* the mistake if it holds one of the words of each group; groups are parted by `++`. Whether
it is true is for a person to read: `--all` prints it beside the truth.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from framebyframe.peers.places import NOTEBOOKS

from ..declaring import reference, table
from ..declaring.exercise import Exercise
from ..keeping import notebook
from ..showing.page import Heading, Page
from ..showing.prose import Block
from .mutants import imports_for

HEADING = re.compile(
    r"^# --- (?P<name>\S+) \| (?P<kind>right|wrong)(?P<double> \| double)?[^\n]*$", re.MULTILINE
)
WORDS = re.compile(r"^# words: *(.*)$", re.MULTILINE)
TRUTH = re.compile(r"^# truth: *(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class BankAnswer:
    """One answer of a bank.

    Attributes:
        number: its place in the file.
        name: of the exercise.
        right, double: whether it is right; whether it makes two mistakes.
        truth: what is wrong, in a sentence.
        groups: words that a right diagnosis holds, one of each group.
        cell: the source of the cell.
    """

    number: int
    name: str
    right: bool
    double: bool
    truth: str
    groups: tuple[tuple[str, ...], ...]
    cell: str


@dataclass(frozen=True)
class Result:
    """The outcome of an answer.

    Attributes:
        accepted: whether it was judged right.
        said: the diagnosis, without pictures, hints and headings.
        error: a traceback of the engine's, or "".
    """

    answer: BankAnswer
    accepted: bool
    said: str
    error: str

    @property
    def named(self) -> bool:
        """Whether the diagnosis holds a word of each group."""
        said = " ".join(self.said.lower().split())
        return all(any(word in said for word in group) for group in self.answer.groups)


def read(path: Path) -> list[BankAnswer]:
    """Every answer of a bank."""
    text = path.read_text(encoding="utf-8")
    headings = list(HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        _answer(number, heading, text[heading.end() : end])
        for number, (heading, end) in enumerate(zip(headings, ends, strict=True), 1)
    ]


def _answer(number: int, heading: re.Match[str], body: str) -> BankAnswer:
    words, truth = WORDS.search(body), TRUTH.search(body)
    groups = tuple(
        tuple(word.strip().lower() for word in group.split(" / ") if word.strip())
        for group in (words[1].split("++") if words else ())
    )
    cell = TRUTH.sub("", WORDS.sub("", body)).strip("\n") + "\n"
    return BankAnswer(
        number,
        heading["name"],
        heading["kind"] == "right",
        bool(heading["double"]),
        truth[1] if truth else "",
        groups,
        cell,
    )


def run(answers: list[BankAnswer]) -> Iterator[Result]:
    """Run each answer in a shell with names of its own, after a notebook's first cell."""
    from IPython.core.interactiveshell import InteractiveShell

    from ..cells import exercise_cell, php_cell

    shell: Any = InteractiveShell.instance()
    shell.register_magic_function(php_cell.php, "cell")
    pages: list[Page] = []
    for module in (exercise_cell, php_cell):
        vars(module)["present"] = pages.append
    for answer in answers:
        shell.reset()
        exercise = (table.named(answer.name) or table.in_php(answer.name))[0]
        shell.run_cell("\n".join(_first_cell(exercise)), store_history=True)
        pages.clear()
        done = shell.run_cell(answer.cell, store_history=True)
        error = done.error_before_exec or done.error_in_exec
        headings = [item for page in pages for item in page.items if isinstance(item, Heading)]
        accepted = bool(headings) and headings[-1].tone == "right"
        yield Result(answer, accepted, _said(pages), repr(error) if error else "")


def _first_cell(exercise: Exercise) -> list[str]:
    """The names that a learner has: all exercises, what the stub needs, what the chapter imports."""
    functions = [
        f"from {item.module} import {item.name}" for item in table.in_python() if "." not in item.path
    ]
    if exercise.is_php:
        return functions
    return [*functions, *imports_for(exercise, reference.source(exercise)), *_imports_of(exercise.chapter)]


@cache
def _imports_of(chapter: str) -> list[str]:
    """The import statements of a chapter's notebook."""
    (path,) = NOTEBOOKS.glob(f"{chapter}_*.ipynb")
    statements = [node for source in notebook.saved_cells(path) for node in _statements(source)]
    return [ast.unparse(node) for node in statements if isinstance(node, ast.Import | ast.ImportFrom)]


def _statements(cell: str) -> list[ast.stmt]:
    try:
        return ast.parse(cell).body
    except SyntaxError:  # a cell of IPython's own words
        return []


def _said(pages: list[Page]) -> str:
    """The sentences of a page: no heading, no picture, no hint."""
    return "\n".join(
        item.plain() for page in pages for item in page.items if isinstance(item, Block) and item.plain()
    )


def figures(results: list[Result]) -> str:
    """The counts, a line for each exercise and one for all."""
    lines = [f"{'exercise':<20} wrong  rejected  named         doubles       right  accepted  errors"]
    for name in [*dict.fromkeys(item.answer.name for item in results), "all"]:
        mine = [item for item in results if name in (item.answer.name, "all")]
        wrong = [item for item in mine if not item.answer.right]
        doubles = [item for item in wrong if item.answer.double]
        right = [item for item in mine if item.answer.right]
        named, both = sum(item.named for item in wrong), sum(item.named for item in doubles)
        lines.append(
            f"{name:<20} {len(wrong):>5}  {sum(not item.accepted for item in wrong):>8}"
            f"  {_share(named, len(wrong)):<12}  {_share(both, len(doubles)):<12}"
            f"  {len(right):>5}  {sum(item.accepted for item in right):>8}"
            f"  {sum(bool(item.error) for item in mine):>6}"
        )
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.0%}" if whole else "-"


def details(results: list[Result]) -> Iterator[str]:
    """Each wrong answer: its cell, the truth, what was said, and whether it was named."""
    for item in results:
        if item.answer.right and item.accepted and not item.error:
            continue
        sign = "accepted" if item.accepted else "named" if item.named else "NOT NAMED"
        kind = "right" if item.answer.right else "wrong"
        yield f"=== {item.answer.number} {item.answer.name} {kind}: {sign} {item.error}"
        yield item.answer.cell.rstrip()
        yield f"--- truth: {item.answer.truth}\n--- words: {item.answer.groups}\n--- said: {item.said}\n"


def main(arguments: list[str]) -> int:
    """The command."""
    with tempfile.TemporaryDirectory() as work:
        os.environ.setdefault("FRAMEBYFRAME_WORK", work)
        answers = [answer for name in arguments if not name.startswith("--") for answer in read(Path(name))]
        results = list(run(answers))
    shown = list(details(results)) if "--all" in arguments else []
    missed = [
        line
        for item in results
        if not item.named or item.accepted is not item.answer.right
        for line in details([item])
    ]
    print("\n".join(shown or missed if "--figures" not in arguments else []))
    print(figures(results))
    accepted = Counter(item.accepted is item.answer.right and not item.error for item in results)
    return 1 if accepted[False] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

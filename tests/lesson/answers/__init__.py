"""Answers to the exercises, wrong and right: files of functions, each after a line that says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.keeping.carrying import Carried, free_names
from framebyframe.lesson.keeping.records import Solved

HEADING = re.compile(r"^(?:#|//) --- ([\w.]+): (.+)\n", re.MULTILINE)
STANDARD = ("itertools", "json", "struct")
IMPORT = re.compile(r"import (\w+)$")


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer as somebody writes it: its exercise, its heading, and its source."""

    exercise: Exercise
    what: str
    source: str

    @property
    def submission(self) -> Submission:
        """Ready to be checked, with the imports it needs."""
        submission = submission_of(self.exercise, self.source)
        if self.exercise.is_php:
            return submission
        used = free_names(self.source)
        imports = tuple(f"import {name}\n" for name in STANDARD if name in used)
        return Submission(submission.exercise, self.source, preamble=(*submission.preamble, *imports))

    @property
    def solved(self) -> Solved:
        """Ready to be saved, with the imports it needs."""
        found = [(line, IMPORT.search(line.strip())) for line in self.submission.preamble]
        return Solved(self.source, tuple(Carried(match[1], line) for line, match in found if match))


def read(kind: str) -> list[WrittenAnswer]:
    """All answers of one kind, "right" or "wrong"."""
    return [
        answer for path in sorted(Path(__file__).parent.glob(f"{kind}_*.p*")) for answer in _answers(path)
    ]


def _answers(path: Path) -> list[WrittenAnswer]:
    _, *parts = HEADING.split(path.read_text(encoding="utf-8"))
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [
        WrittenAnswer((table.named(name) or table.in_php(name))[0], what, source.strip() + "\n")
        for name, what, source in triples
    ]


def in_another_style(exercise: Exercise) -> Solved:
    """A right answer to this exercise, in another style than the key's, ready to be saved."""
    return next(answer.solved for answer in read("right") if answer.exercise is exercise)

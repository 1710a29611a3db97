"""The next chapter of a learner, read from their folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from framebyframe.lesson.declaring import table
from framebyframe.lesson.keeping import records

from .copies import Chapters, code_cells


@dataclass(frozen=True)
class Progress:
    """The progress of a learner in a chapter.

    Attributes:
        chapter: its notebook in the course.
        solved: how many of its functions they have written.
        functions: how many it has; where it has none, it is read by running its cells.
        was_run: whether they have run most of its cells.
    """

    chapter: Path
    solved: int
    functions: int
    was_run: bool

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do in it."""
        return self.solved == self.functions if self.functions else self.was_run

    @property
    def words(self) -> str:
        """The progress in words; "" where the chapter has no functions."""
        return f"yours: {self.solved} of {self.functions} functions" if self.functions else ""


def next_chapter(chapters: Chapters) -> Progress:
    """The first chapter that is not done; the last one, if all are."""
    all_of_them = [progress_in(chapter, chapters) for chapter in chapters.all()]
    return next((one for one in all_of_them if not one.is_done), all_of_them[-1])


def progress_in(chapter: Path, chapters: Chapters) -> Progress:
    """The progress of the learner in this chapter."""
    solved = records.load(chapters.work).solved
    exercises = [item for item in table.all_exercises() if item.id.partition(".")[0] == chapter.name[:2]]
    written = sum(exercise.id in solved for exercise in exercises)
    return Progress(chapter, written, len(exercises), was_run(chapters.copy_of(chapter)))


def was_run(copy: Path) -> bool:
    """Whether most of its cells have been run, and it was saved since."""
    try:
        cells = code_cells(json.loads(copy.read_text(encoding="utf-8")))
        counts = [cell["execution_count"] for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return sum(count is not None for count in counts) * 2 > len(counts)

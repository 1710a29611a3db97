"""The state of the exercises until the kernel ends."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from ..checking.verdict import Verdict
from ..declaring.exercise import Exercise

NOTEBOOK = "JPY_SESSION_NAME"
"""The variable in which JupyterLab tells a kernel the path of its notebook."""

MISTAKES_BEFORE_HINT = 3
"""Answers with the same mistake after which the next hint is offered."""


@dataclass
class LastAnswer:
    """The last answer to one exercise, and how often in a row its mistake was made.

    Attributes:
        source: the answer.
        verdict: on it.
        times: how many answers in a row were wrong in the same way.
    """

    source: str
    verdict: Verdict
    times: int = 1


@dataclass
class KernelState:
    """The state of the exercises until the kernel ends.

    Attributes:
        latest: the exercise whose cell ran last.
        at_work: somebody works at it; False where its cell ran with nothing in it, as in a Run All.
        answers: the last answer to each exercise, by its id; none where the last cell held the bare stub.
        steps: how many hints were given for each exercise since its last new mistake.
        told: what was said already and is not said again.
    """

    latest: Exercise | None = None
    at_work: bool = False
    answers: dict[str, LastAnswer] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def began(self, exercise: Exercise) -> None:
        """Note that a cell of this exercise runs, without an answer that could be checked."""
        self.latest, self.at_work = exercise, False
        self.answers.pop(exercise.id, None)

    def turned_to(self, exercise: Exercise) -> None:
        """Note that somebody works at this exercise now."""
        self.latest, self.at_work = exercise, True

    def answered(self, exercise: Exercise, source: str, verdict: Verdict) -> LastAnswer:
        """Note the verdict on an answer: hints begin anew if it shows another mistake."""
        before = self.answers.get(exercise.id)
        now = LastAnswer(source, verdict)
        self.turned_to(exercise)
        if before and not verdict.right and _mistake(before.verdict) == _mistake(verdict):
            now.times += before.times
        else:
            self.steps.pop(exercise.id, None)
        self.answers[exercise.id] = now
        return now

    @property
    def chapter(self) -> str:
        """The chapter of the exercise whose cell ran last, or ""."""
        return self.latest.chapter if self.latest else ""

    @property
    def solved(self) -> set[str]:
        """The ids of the exercises whose last answer was right."""
        return {id for id, answer in self.answers.items() if answer.verdict.right}

    def mistake_in(self, exercise: Exercise) -> str:
        """The likely mistake in the last answer, or ""."""
        answer = self.answers.get(exercise.id)
        return answer.verdict.mistake if answer else ""

    def says_until(self, exercise: Exercise) -> bool:
        """Whether to say that the kit's own stands in: True once a chapter, and once of one to be mended.

        There a function stands in the cell, and nobody sees that the notebook does not go on with it.
        """
        form = "to be mended" if exercise.repair else "to be written"
        return self.first_time(f"until {exercise.chapter}, {form}")

    def first_time(self, what: str) -> bool:
        """Whether this was not said before; from now on it was."""
        is_new = what not in self.told
        self.told.add(what)
        return is_new


def chapter_of_this_notebook() -> str:
    """The number that the name of the notebook begins with; "" if it is no chapter, or not known."""
    name = Path(os.environ.get(NOTEBOOK, "")).name
    found = re.match(r"\d\d(?=_)", name)
    return found[0] if found else ""


def _mistake(verdict: Verdict) -> tuple[object, ...]:
    """A key for the likely mistake: what is found to be wrong, or else what came and what was said of it."""
    wrong = tuple(finding for finding in verdict.findings if finding.witness != "right")
    told = verdict.example, verdict.received, tuple(sorted(verdict.detail.items()))
    return (verdict.fault, wrong or told)


KERNEL_STATE = KernelState()

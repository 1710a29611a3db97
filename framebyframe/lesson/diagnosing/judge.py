"""The verdict on an answer with its likely mistakes: a check, then a diagnosis."""

from __future__ import annotations

from dataclasses import replace

from ..checking.check import Progress, check
from ..checking.deadline import Clock
from ..checking.submission import Submission
from ..checking.surroundings import surrounded
from ..checking.verdict import Verdict
from ..declaring.exercise import Exercise
from .models import likely_mistakes


def judge(
    exercise: Exercise,
    submission: Submission,
    progress: Progress = lambda number: None,
    clock: Clock | None = None,
) -> Verdict:
    """The verdict on an answer. Arguments as in `check`."""
    with surrounded(clock):
        checked = check(exercise, submission, progress, clock)
        verdict, trial = checked.verdict, checked.trial
        if trial is None or verdict.example is None or verdict.received is None:
            return verdict
        return replace(verdict, findings=likely_mistakes(trial, verdict.example))

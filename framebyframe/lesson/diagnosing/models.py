"""Mistakes of the catalogue, recognised by what they do."""

from __future__ import annotations

from typing import Any

from ..checking.check import Trial
from ..checking.outcome import Outcome, outcome_of, subject_of
from ..checking.verdict import Finding, Verdict
from ..declaring.examples import Answer

ALIKE = 0.5
"""A model of a mistake that does as the answer does on this share of the failing examples names it."""


def likely_mistakes(trial: Trial, number: int) -> tuple[Finding, ...]:
    """The mistake whose model does most nearly what the answer does."""
    received = trial.received(trial.subject, number)
    if not isinstance(received, Outcome) or received.is_like(trial.expected[number]):
        return ()
    exercise = trial.exercise
    first = exercise.examples[number]
    suspects = [
        (key, model)
        for key, model in exercise.models()
        if outcome_of(first, subject_of(exercise, model)).is_same_as(received)
    ]
    if not suspects:
        return ()
    by_all = [trial.received(trial.subject, index) for index in range(len(exercise.examples))]
    ranked = [(*_alike(trial, model, by_all), key) for key, model in suspects]
    failing, _, likeliest = max(ranked, key=lambda entry: entry[:2])
    return (Finding("model", likeliest),) if failing >= ALIKE else ()


def _alike(trial: Trial, model: Answer, received: list[Outcome | Verdict]) -> tuple[float, float]:
    """The share of the failing examples, and of all, on which the model does as the answer does."""
    subject: Any = subject_of(trial.exercise, model)
    same, failing = [], []
    for example, mine in zip(trial.exercise.examples, received, strict=True):
        same.append(isinstance(mine, Outcome) and outcome_of(example, subject).is_same_as(mine))
        failing.append(isinstance(mine, Verdict) or not mine.is_like(outcome_of(example, trial.reference)))
    return sum(one and other for one, other in zip(same, failing, strict=True)) / sum(failing), sum(same)

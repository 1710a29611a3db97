"""Doubles: two mistakes of the catalogue made at once, and whether a check names both.

The mistakes of what a reference calls are among them, because a learner may write everything by hand. A pair
is no double where the two do not go together, or where one of them hides the other.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, permutations

from ..checking.verdict import Finding, Verdict
from ..declaring.exercise import Exercise
from ..declaring.versions import Model, models_of
from ..diagnosing.evidence import passes
from ..diagnosing.models import outcomes
from ..workers.in_kernel import check_in_kernel
from .mutants import submission_of
from .written_out import written_out

SEED = 6455
DEADLINE = 60.0
"""Seconds for one double: long enough for a slow machine to give the same figures."""

Pair = tuple[Model, Model]

Done = tuple[str, ...] | None
"""The result of each example, "" where it is right; None if the mistakes do not go together."""


@dataclass(frozen=True)
class Count:
    """The counts of doubles.

    Attributes:
        pairs: of mistakes, all that there are.
        tried: doubles that were checked.
        rejected: how many of these the check rejects.
        named: how many of these get both mistakes named, or two others that together do the same.
    """

    pairs: int
    tried: int
    rejected: int
    named: int


def count(exercise: Exercise, most: int) -> Count:
    """Check at most `most` doubles, the same ones each time."""
    tried = [(pair, judged(exercise, pair)) for pair in islice(doubles(exercise), most)]
    rejected = sum(not verdict.right for _, verdict in tried)
    named = sum(names_both(exercise, pair, verdict.findings) for pair, verdict in tried)
    return Count(len(pairs(exercise)), len(tried), rejected, named)


def pairs(exercise: Exercise) -> list[Pair]:
    """Every two mistakes that it and what it calls can have."""
    return [
        (one, other)
        for one, other in combinations(models_of(exercise), 2)
        if (one.key, one.exercise) != (other.key, other.exercise)
    ]


def doubles(exercise: Exercise) -> Iterator[Pair]:
    """The pairs of which each mistake shows, shuffled, in the same order each time."""
    shuffled = pairs(exercise)
    random.Random(SEED).shuffle(shuffled)
    right = ("",) * len(exercise.examples)
    for pair in shuffled:
        done = _done(exercise, pair)
        if done not in (None, right, *(_done(exercise, (model,)) for model in pair)):
            yield pair


def judged(exercise: Exercise, pair: Pair) -> Verdict:
    """The verdict on an answer that writes everything by hand and makes these two mistakes."""
    return check_in_kernel(submission_of(exercise, ast.unparse(written_out(exercise, pair))), DEADLINE)


def names_both(exercise: Exercise, pair: Pair, findings: tuple[Finding, ...]) -> bool:
    """Whether two mistakes are named that explain the double: its own, or two that together do the same."""
    told = {(item.values["exercise"], item.key) for item in findings if item.witness == "model"}
    if {_name(model) for model in pair} <= told:
        return True
    named = [model for model in models_of(exercise) if _name(model) in told]
    done = _done(exercise, pair)
    return any(_done(exercise, other) == done for other in permutations(named, 2))


def _name(model: Model) -> tuple[str, str]:
    return model.exercise.id, model.key


def _done(exercise: Exercise, models: tuple[Model, ...]) -> Done:
    right, done = outcomes(exercise, ()), outcomes(exercise, models)
    if right is None or done is None:
        return None
    return tuple(
        "" if passes(expected, mine) else f"{mine.value!r} {mine.raised}"
        for expected, mine in zip(right, done, strict=True)
    )

"""Runs a changed answer on the examples."""

from __future__ import annotations

import ast
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from time import process_time  # the real one, also while a check has a clock of its own
from types import CodeType
from typing import Any

from ...checking.deadline import LOOK, ClockOfRounds, clock_in_loops, clock_of_processor
from ...checking.outcome import Outcome, Subject, outcome_of, subject_of
from ...checking.output import GuardRail
from ...checking.submission import NAMESPACE, Submission, known_as
from ...declaring import reference
from ...declaring.syntax import LOOPS
from ..evidence import Evidence, is_slip, passes
from .reached import MARK, marks_in
from .repair import Repair

SECONDS = float(os.environ.get("FRAMEBYFRAME_SECONDS_OF_REPAIRS", "0.6"))
"""Processor time for all repairs of one answer together. Tests give more: a busy machine does less in one."""

SECONDS_A_REPAIR = max(0.2, SECONDS / 10)
"""Processor time for a changed answer, in seconds: one that loops without end is no repair."""

TRIED_FIRST = 8
"""Failing examples after which a change that mends none of them is given up."""

ROUNDS, ROUNDS_OF_LARGE = 20_000, 200_000
"""Rounds of all loops in an example, and in a LARGE one. Right answers took 15,000 and 65,537 at most."""

LARGE = 1024
"""An example that gives so many bytes takes time: it is looked at where no smaller one fails."""


class Budget:
    """The processor time that is left for the repairs of one answer."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = process_time() + seconds

    @property
    def spent(self) -> bool:
        """Whether no time is left."""
        return process_time() > self._end


def passes_all(evidence: Evidence, repair: Repair) -> bool:
    """Whether every example passes."""
    changed = _changed(evidence, repair)
    return changed is not None and all(map(changed.is_right, evidence.seen))


def passes_first(evidence: Evidence, repair: Repair) -> bool:
    """Whether the example that is shown passes."""
    changed = _changed(evidence, repair)
    return changed is not None and changed.is_right(evidence.first)


def evidence_after(evidence: Evidence, repair: Repair, mends_none: bool = False) -> Evidence | None:
    """What is known of every example after a change; None if it mends none that failed, unless it may."""
    changed = _changed(evidence, repair)
    small = [number for number in sorted(evidence.failing) if evidence.size(number) < LARGE]
    failing = small or sorted(evidence.failing)
    smallest = min(failing, key=evidence.size, default=None)  # a change may mend what has one item alone
    tried = [*failing[:: max(1, len(failing) // TRIED_FIRST)], *([] if smallest is None else [smallest])]
    if changed is None or not (mends_none or any(map(changed.is_right, tried))):
        return None
    return evidence.after(tuple(map(changed.outcome, range(evidence.total))))


def reached_first(evidence: Evidence, tree: ast.Module) -> frozenset[ast.stmt] | None:
    """The statements that run in the example that is tried first; None if a change elsewhere may mend it.

    It may where the example does not fail by itself, and where a name is not known: one that is given its
    value in a statement that does not run hides that of the notebook.
    """
    reached: set[int] = set()
    with marks_in(tree) as marked, clock_in_loops(_loops(tree) if evidence.has_loops else ()):
        program = _compiled(tree)
    try:
        answer = _defined(evidence, program, {MARK: reached.add})
    except (Exception, GuardRail):
        return None
    number = evidence.seen[0]
    outcome = answer.outcome(number)
    if answer.is_right(number) or (outcome is not None and isinstance(outcome.value, NameError)):
        return None
    return frozenset(marked[item] for item in reached)


@dataclass(frozen=True)
class _Changed:
    """A changed answer, ready to run."""

    evidence: Evidence
    subject: Subject
    clock: ClockOfRounds

    def is_right(self, number: int) -> bool:
        expected, outcome = self.evidence.expected[number], self.outcome(number)
        return passes(expected, outcome) and not _breaks_down(expected, outcome)

    def outcome(self, number: int) -> Outcome | None:
        """The outcome of an example; None if a guard rail stopped it."""
        self.clock.begin(ROUNDS if self.evidence.size(number) < LARGE else ROUNDS_OF_LARGE)
        try:
            return outcome_of(self.evidence.exercise.examples[number], self.subject)
        except GuardRail:
            return None


def _breaks_down(expected: Outcome, outcome: Outcome | None) -> bool:
    """Whether Python raises the TypeError that the reference raises on purpose: the change makes no sense."""
    is_meant = isinstance(expected.value, TypeError) and not is_slip(expected)
    return is_meant and outcome is not None and is_slip(outcome)


def _changed(evidence: Evidence, repair: Repair) -> _Changed | None:
    """The changed answer; None if it cannot be compiled or defined."""
    with suppress(Exception, GuardRail):
        return _defined(evidence, _program(repair, evidence.has_loops), {})
    return None


def _defined(evidence: Evidence, program: CodeType, more: dict[str, Any]) -> _Changed:
    """A program, run as the answer's cell is: its function is ready. `more` are names that it may use."""
    clock = ClockOfRounds(clock_of_processor(SECONDS_A_REPAIR))
    known = vars(reference.module(evidence.exercise))
    namespace = {**known, **_surroundings(evidence.submission), LOOK: clock, **more}
    clock.begin(ROUNDS)  # a default value may loop, too
    exec(program, namespace)
    return _Changed(evidence, subject_of(evidence.exercise, namespace[evidence.exercise.name]), clock)


@lru_cache(maxsize=1024)
def _program(repair: Repair, has_loops: bool) -> CodeType:
    """The changed answer, compiled. A change is tried more than once: on all examples, and on some."""
    loops = (*_loops(repair.original), *repair.new_nodes) if has_loops else ()
    with repair.applied() as tree, clock_in_loops(loops):
        return _compiled(tree)


def _compiled(tree: ast.Module) -> CodeType:
    return compile(tree, "<a repair>", "exec")


@lru_cache(maxsize=4)
def _loops(tree: ast.Module) -> tuple[ast.AST, ...]:
    """The loops of an answer: found once, for all its changes."""
    return tuple(node for node in ast.walk(tree) if isinstance(node, LOOPS))


@lru_cache(maxsize=8)
def _surroundings(submission: Submission) -> dict[str, Any]:
    """The names that an answer takes from its notebook."""
    namespace: dict[str, Any] = {"__name__": NAMESPACE}
    with known_as(NAMESPACE):
        for statement in submission.preamble:
            exec(statement, namespace)
    return namespace

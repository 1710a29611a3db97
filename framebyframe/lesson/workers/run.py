"""Runs checks beside the kernel if there are processes, else in it."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache

from ..checking.catching import Calls, Caught, catch
from ..checking.stopped import with_its_loop
from ..checking.submission import Submission
from ..checking.verdict import Verdict
from ..declaring import table
from ..declaring.exercise import Exercise
from .in_kernel import check_in_kernel
from .process import Checker, NoWorker

WITHOUT_PROCESSES = ("emscripten", "wasi")


def run_check(submission: Submission) -> Verdict:
    """The verdict on an answer."""
    return with_its_loop(_verdict(submission), table.by_id(submission.exercise), submission)


def _verdict(submission: Submission) -> Verdict:
    if sys.platform in WITHOUT_PROCESSES:
        return check_in_kernel(submission)
    try:
        return _checker().check(submission)
    except NoWorker:
        return check_in_kernel(submission)


def run_calls(calls: Calls) -> Caught | Verdict:
    """The outcome of a learner's calls; a verdict if they ran into a guard rail.

    Without processes they run in the kernel, with no deadline: what they call is the course's own.
    """
    if sys.platform not in WITHOUT_PROCESSES:
        with suppress(NoWorker):
            return _checker().catch(calls)
    return catch(table.by_id(calls.exercise), calls)


def warm_up() -> None:
    """Have a worker ready before the first answer comes."""
    if sys.platform not in WITHOUT_PROCESSES:
        with suppress(NoWorker):  # then checks run in the kernel
            _checker().warm()


def expect(exercise: Exercise) -> None:
    """Have a worker get ready for an answer to this exercise."""
    if sys.platform not in WITHOUT_PROCESSES:
        with suppress(NoWorker):
            _checker().expect(exercise.id)


@cache
def _checker() -> Checker:
    return Checker()

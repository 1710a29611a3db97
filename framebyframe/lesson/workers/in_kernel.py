"""Runs checks where Python has no processes, as in a browser: in the kernel, with a deadline.

A loop written in Python is stopped. There is no cap on memory, and one call of C code is not stopped.
"""

from __future__ import annotations

import time

from ..checking.deadline import DeadlineReached, clock_until
from ..checking.submission import Submission
from ..checking.verdict import Fault, Verdict
from ..declaring import table
from ..diagnosing.judge import judge

DEADLINE = 4.0
"""Seconds for one check, all examples together."""


def check_in_kernel(submission: Submission, deadline: float = 0.0) -> Verdict:
    """The verdict on an answer; a fault if it did not end in time.

    Args:
        submission: the answer.
        deadline: seconds; the exercise's own if 0.
    """
    at: list[int] = []
    known: list[Verdict] = []
    exercise = table.by_id(submission.exercise)
    clock = clock_until(time.monotonic() + (deadline or exercise.deadline or DEADLINE))
    try:
        return judge(exercise, submission, at.append, clock, known.append)
    except DeadlineReached:
        return known[-1] if known else Verdict(Fault.ENDLESS_LOOP, at[-1] if at else None)

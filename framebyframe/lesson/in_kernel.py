"""Runs checks where Python has no processes, as in a browser: in the kernel, with a deadline by tracing.

A loop written in Python is stopped. There is no cap on memory, and one call of C code is not stopped.
"""

from __future__ import annotations

import sys
import time
from types import FrameType
from typing import Any

from . import chapters
from .checking import CELL, NOTEBOOK, Submission, check
from .output import GuardRail
from .verdict import Fault, Verdict

DEADLINE = 4.0
"""Seconds for one check, all examples together."""


class DeadlineReached(GuardRail):
    """The check took too long."""


def check_in_kernel(submission: Submission, deadline: float = DEADLINE) -> Verdict:
    """The verdict on an answer, or that it did not come to an end."""
    at: list[int] = []
    aside = sys.gettrace()
    sys.settrace(_stops_at(time.monotonic() + deadline))
    try:
        return check(chapters.by_target(submission.target), submission, at.append)
    except DeadlineReached:
        return Verdict(Fault.ENDLESS_LOOP, at[-1] if at else None)
    finally:
        sys.settrace(aside)


def _stops_at(end: float) -> Any:
    """A trace function that raises in the traced program when the time is over."""

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename not in (CELL, NOTEBOOK):
            return None  # our own clearing up is not interrupted
        if time.monotonic() > end:
            raise DeadlineReached
        return trace

    return trace

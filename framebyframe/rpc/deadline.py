"""Time-outs that several waits share."""

from __future__ import annotations

import time

LONGEST = 1e6
"""Seconds, eleven days: with more than three weeks `poll` would not know what to do."""


class Deadline:
    """A moment that comes `seconds` from now, or after LONGEST.

    Attributes:
        seconds: as given, for the error that says how long it was.
        moment: on the clock of `time.monotonic`, which is that of asyncio too.
    """

    __slots__ = ("moment", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.moment = time.monotonic() + min(seconds, LONGEST)

    def remaining(self) -> float:
        """The seconds that are left; 0 once it has passed."""
        left = self.moment - time.monotonic()
        return left if left > 0.0 else 0.0

"""Time-outs that several waits share."""

from __future__ import annotations

import time


class Deadline:
    """A moment that comes `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._moment = time.monotonic() + seconds

    def remaining(self) -> float:
        """The seconds that are left; 0 once it has passed."""
        return max(0.0, self._moment - time.monotonic())

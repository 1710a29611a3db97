"""A clock that stands still until somebody waits: then it is later at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from ..output import GuardRail

START = float(1 << 28)
"""What `time.monotonic` says when an example begins: later than any real moment that was read before."""

EPOCH = 1_700_000_000.0
"""What `time.time` says then."""

LONGEST = 86_400.0
"""Seconds that one example may wait, all waits together: what has not come in a day never comes."""

NANOSECONDS = 1_000_000_000


class NeverArrives(GuardRail):
    """An answer waits for what nobody will send, or longer than anybody waits."""


class VirtualClock:
    """The time of one example.

    Attributes:
        now: in seconds.
        look: called at every wait; raises where the check itself has taken too long.
    """

    def __init__(self, look: Callable[[], bool] = lambda: True) -> None:
        self.now = START
        self.look = look

    def restart(self) -> None:
        """Another example begins."""
        self.now = START

    @property
    def elapsed(self) -> float:
        """Seconds that were waited in this example."""
        return self.now - START

    def wait(self, seconds: float) -> None:
        """Let this much time pass.

        Raises:
            NeverArrives: it is later than anybody waits.
        """
        self.look()
        if seconds > 0:
            self.now += seconds
            if self.elapsed > LONGEST:
                raise NeverArrives

    def wait_for_ever(self) -> None:
        """Wait without a time-out for what will not come.

        Raises:
            NeverArrives: always.
        """
        raise NeverArrives

    def sleep(self, seconds: float, /) -> None:
        """As `time.sleep`."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.wait(seconds)

    def functions(self) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
        """What stands in for the functions of the module `time`."""
        yield time, "sleep", self.sleep
        for name, start in (("monotonic", 0.0), ("perf_counter", 0.0), ("time", EPOCH - START)):
            yield time, name, lambda start=start: start + self.now
            yield time, f"{name}_ns", lambda start=start: int((start + self.now) * NANOSECONDS)

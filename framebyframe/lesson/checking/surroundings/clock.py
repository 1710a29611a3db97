"""A clock that stands still until the program waits; then it moves on at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from ..output import GuardRail

START = float(1 << 28)
"""The value of `time.monotonic` at the beginning of an example: later than any real one read before."""

ANOTHER = 86_400.0
"""Seconds that `time.perf_counter` is ahead: two clocks may begin at two moments, and are not to be mixed."""

EPOCH = 1_700_000_000.0
"""The value of `time.time` at the beginning of an example."""

LONGEST = 20_000.0
"""Seconds that one example may wait, all waits together; longer counts as for ever.

Right answers wait for 15 at most: milliseconds taken for seconds fit, and a client that pings is soon done.
"""

NANOSECONDS = 1_000_000_000


class NeverArrives(GuardRail):
    """An answer waits for something that never comes, or longer than LONGEST."""


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
        """Begin another example."""
        self.now = START

    @property
    def elapsed(self) -> float:
        """The seconds that were waited in this example."""
        return self.now - START

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass.

        Raises:
            NeverArrives: the example has waited longer than LONGEST.
        """
        self.look()
        if seconds > 0:
            self.now += seconds
            if self.elapsed > LONGEST:
                raise NeverArrives

    def wait_for_ever(self) -> None:
        """Wait without a time-out for something that cannot come.

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
        """The replacements for the functions of the module `time`."""
        yield time, "sleep", self.sleep
        for name, start in (("monotonic", 0.0), ("perf_counter", ANOTHER), ("time", EPOCH - START)):
            yield time, name, lambda start=start: start + self.now
            yield time, f"{name}_ns", lambda start=start: int((start + self.now) * NANOSECONDS)

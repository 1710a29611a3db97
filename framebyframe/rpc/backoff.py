"""How long to wait before the next attempt: longer each time, and never in step with the others."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """The waits between attempts to connect again.

    Attributes:
        first: seconds that the first wait takes at most.
        factor: by how much each wait is longer than the one before.
        longest: seconds that no wait exceeds.
    """

    first: float = 0.1
    factor: float = 2.0
    longest: float = 10.0

    def delays(self, chance: Callable[[], float] = random.random) -> Iterator[float]:
        """Seconds to wait, without end.

        Each is anything from 0 to its ceiling ("full jitter"): a thousand clients that lost the same
        server must not all come back at the same moment.
        """
        ceiling = self.first
        while True:
            yield ceiling * chance()
            ceiling = min(ceiling * self.factor, self.longest)

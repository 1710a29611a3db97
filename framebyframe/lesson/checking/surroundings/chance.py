"""Chance that is the same in every run: the bytes of the system, and the numbers of `random`."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import Any

SEED = 6455


class Chance:
    """A stream of random bytes: the same bytes, however many are taken at a time.

    Attributes:
        total: how many bytes the system was asked for in this example.
    """

    def __init__(self) -> None:
        self._source: random.Random | None = None
        self.total = 0

    def restart(self) -> None:
        """Begin the stream anew for another example."""
        self._source = None
        self.total = 0
        random.seed(SEED)

    def bytes(self, count: int, /) -> bytes:
        """As `os.urandom`."""
        if count < 0:
            raise ValueError("negative argument not allowed")
        self.total += count
        source = self._source = self._source or random.Random(SEED)
        words = source.getrandbits(32 * count).to_bytes(4 * count, "little")
        return words[3::4]  # the highest byte of each: those that `getrandbits(8)` gives, one by one

    def functions(self) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
        """The replacements for the system's chance. `secrets` and `random.SystemRandom` use the second."""
        yield os, "urandom", self.bytes
        yield random, "_urandom", self.bytes

"""Chance that is the same in every run: the bytes of the system, and the numbers of `random`."""

from __future__ import annotations

import builtins
import io
import os
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

SEED = 6455
DEVICES = ("/dev/urandom", "/dev/random")
"""Files in which a system offers its chance."""
OPEN = io.open
"""The real one: while an answer is checked, another stands in its place."""


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

    def open(self, file: Any, mode: str = "r", buffering: int = -1, *more: Any, **named: Any) -> Any:
        """As `open`; a device of chance gives the bytes of this stream."""
        if str(file) not in DEVICES or "b" not in mode:
            return OPEN(file, mode, buffering, *more, **named)
        return Device(self) if buffering == 0 else io.BufferedReader(Device(self))

    def functions(self) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
        """The replacements for the system's chance. `secrets` and `random.SystemRandom` use the second."""
        yield os, "urandom", self.bytes
        yield random, "_urandom", self.bytes
        if ssl := sys.modules.get("ssl"):  # asyncio has loaded it, where there is one
            yield ssl, "RAND_bytes", self.bytes
        if hasattr(os, "getrandom"):
            yield os, "getrandom", lambda size, flags=0: self.bytes(size)
        yield builtins, "open", self.open
        yield io, "open", self.open


class Device(io.RawIOBase):
    """The system's chance as a file, which has no end."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, and say how many bytes that were."""
        buffer[:] = self._chance.bytes(len(buffer))
        return len(buffer)

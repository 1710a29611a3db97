"""What a fault proxy did, in the order in which it did it; of a long run, the last of it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .plan import OneWay

What = Literal[
    "plan",
    "connected",
    "duplicated",
    "unreachable",
    "refused",
    "passed",
    "held",
    "dropped",
    "ended",
    "half-closed",
    "was reset",
    "reset",
    "closed",
    "over",
]

MOST_DEEDS = 10_000
"""Deeds that are kept; beyond it the oldest go, and are counted."""


@dataclass(frozen=True)
class Deed:
    """One thing that a fault proxy did.

    Attributes:
        seconds: since the proxy began.
        connection: its number, from 1 on; 0 where it concerns none.
        way: the direction, or None where it concerns both.
        what: `passed`, `held` and `dropped` are of bytes; `half-closed`, `reset` and `closed` are faults,
            `ended` and `was reset` what a peer did, which was passed on; `over`: both have ended.
        size: bytes.
        later: seconds between the coming of the first byte and the passing of the last.
        writes: how many.
        words: a plan, a reason or a close code.
    """

    seconds: float
    connection: int
    way: OneWay | None
    what: What
    size: int = 0
    later: float = 0.0
    writes: int = 0
    words: str = ""


class Deeds:
    """Keeps deeds; any thread may ask for them.

    Args:
        now: seconds since the proxy began.

    Attributes:
        left_out: how many are kept no more.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._kept: deque[Deed] = deque(maxlen=MOST_DEEDS)
        self._listeners: list[Callable[[Deed], None]] = []
        self.left_out = 0

    def listen(self, listener: Callable[[Deed], None]) -> None:
        """Have each deed told from now on, on the proxy's thread."""
        with self._lock:
            self._listeners.append(listener)

    def all(self) -> list[Deed]:
        """Those that are kept, the oldest first."""
        with self._lock:
            return list(self._kept)

    def add(
        self,
        what: What,
        connection: int = 0,
        way: OneWay | None = None,
        *,
        size: int = 0,
        later: float = 0.0,
        writes: int = 0,
        words: str = "",
    ) -> None:
        """One more, now."""
        deed = Deed(self._now(), connection, way, what, size, later, writes, words)
        with self._lock:
            self.left_out += len(self._kept) == MOST_DEEDS
            self._kept.append(deed)
            listeners = list(self._listeners)
        for listener in listeners:
            listener(deed)

"""Writes what passes into a terminal, from a thread of its own, some times a second.

So the threads that forward and record do not wait for a terminal, nor for the making of lines.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from copy import copy
from typing import Any, Protocol, TextIO

from .items import TappedCall, TappedConnection
from .text import say

PAUSE = 0.05
"""Seconds between two times of writing."""
MOST_WAITING = 100_000
"""Things that wait to be written; where a terminal is slower, the oldest are left out."""


class Lines(Protocol):
    """Makes lines of what is told."""

    def lines(self, seen: Any) -> list[str]: ...


class Screen:
    """Shows what a record, or a fault proxy, tells its listeners.

    Args:
        rows: make the lines.
        stream: to write to.
    """

    def __init__(self, rows: Lines, stream: TextIO) -> None:
        self._rows = rows
        self._stream = stream
        self._waiting: deque[Any] = deque(maxlen=MOST_WAITING)
        self._left_out = 0
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="tap screen")
        self._thread.start()

    def show(self, seen: object) -> None:
        """Have it written. What may change is written as it is now."""
        with self._lock:
            self._left_out += len(self._waiting) == MOST_WAITING
            self._waiting.append(copy(seen) if isinstance(seen, TappedCall | TappedConnection) else seen)

    def close(self) -> None:
        """Write what is left."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(PAUSE):
            self._write()
        self._write()

    def _write(self) -> None:
        with self._lock:
            taken, left_out = list(self._waiting), self._left_out
            self._waiting.clear()
            self._left_out = 0
        lines = [say("row", "left_out", number=left_out)] if left_out else []
        lines += [line for seen in taken for line in self._rows.lines(seen)]
        if lines:
            with contextlib.suppress(BrokenPipeError):  # nobody reads it any more: the record goes on
                print("\n".join(lines), file=self._stream, flush=True)

"""Looks at something some times a second, for as long as a page shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable

PERIOD = 0.1
"""Seconds between two looks."""


class Pulse:
    """Calls a function on a thread of its own while somebody looks.

    Args:
        beat: the function.
    """

    def __init__(self, beat: Callable[[], object]) -> None:
        self._beat = beat
        self._lock = threading.Lock()
        self._views: set[str] = set()
        self._thread: threading.Thread | None = None
        self._nobody = threading.Event()

    def begin(self, view: str) -> None:
        """This view looks from now on."""
        with self._lock:
            self._views.add(view)
            if self._thread is None:
                self._nobody = threading.Event()
                self._thread = threading.Thread(
                    target=self._run, args=(self._nobody,), daemon=True, name="widget pulse"
                )
                self._thread.start()

    def end(self, view: str) -> None:
        """This view looks no more; after the last one the thread ends."""
        with self._lock:
            self._views.discard(view)
            if not self._views:
                self._nobody.set()
                self._thread = None

    @property
    def is_beating(self) -> bool:
        """Whether somebody looks."""
        return self._thread is not None

    def _run(self, nobody: threading.Event) -> None:
        while not nobody.wait(PERIOD):
            self._beat()

"""The output of an answer: kept apart, and no more than a page of it."""

from __future__ import annotations

import io
from typing import Any

KEPT = 1_000
"""Characters that are shown."""

FLOOD = 200_000
"""Characters after which printing is stopped."""


class GuardRail(BaseException):
    """An answer is stopped. It is no Exception, so that no `except Exception` in the answer catches it.

    Attributes:
        steps: the outcomes of the steps of a scenario that went before.
    """

    steps: tuple[Any, ...] = ()


class PrintFlood(GuardRail):
    """The answer prints without end."""

    def __init__(self, beginning: str) -> None:
        super().__init__("prints without end")
        self.beginning = beginning


class CappedOutput(io.TextIOBase):
    """A text file that keeps the beginning and refuses a flood."""

    def __init__(self) -> None:
        self._kept = ""
        self._length = 0

    def writable(self) -> bool:
        """True: it is for printing."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits.

        Raises:
            PrintFlood: too much was printed.
        """
        self._length += len(text)
        self._kept += text[: KEPT - len(self._kept)]
        if self._length > FLOOD:
            raise PrintFlood(self._kept)
        return len(text)

    def getvalue(self) -> str:
        """The beginning of what was printed."""
        return self._kept

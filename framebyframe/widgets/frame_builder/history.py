"""The values that can be undone and done again."""

from __future__ import annotations

from collections import deque

from .limits import MAX_STEPS


class History:
    """A list of values, and the position of the current one.

    Args:
        first: what all undoing ends at.
    """

    def __init__(self, first: bytes) -> None:
        self._now = first
        self._before: deque[bytes] = deque(maxlen=MAX_STEPS)
        self._after: list[bytes] = []
        self._typing = ""

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def step(self, value: bytes, typing: str = "") -> None:
        """Go on to a value. Text that is typed into one field in one go is one step.

        Args:
            value: the new one; the same again is no step.
            typing: a name of the place and of the go, or "".
        """
        if value == self._now:
            return
        if not (typing and typing == self._typing):
            self._before.append(self._now)
        self._now, self._typing = value, typing
        self._after.clear()

    def undo(self) -> bytes:
        """The value before; the same if there is none."""
        if self._before:
            self._after.append(self._now)
            self._now, self._typing = self._before.pop(), ""
        return self._now

    def redo(self) -> bytes:
        """The value that was undone last; the same if there is none."""
        if self._after:
            self._before.append(self._now)
            self._now, self._typing = self._after.pop(), ""
        return self._now

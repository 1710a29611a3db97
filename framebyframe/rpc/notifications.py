"""The notifications that a client keeps until they are taken: bounded by their number and their size."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from .messages import Notification

MAX_NOTIFICATIONS = 1000
"""Notifications that are kept; beyond it the oldest are dropped."""
MAX_KEPT = 4 * 1024 * 1024
"""Characters of JSON text that are kept; beyond it the oldest are dropped."""


class NotificationQueue:
    """The newest notifications, in the order in which they came."""

    def __init__(self) -> None:
        self._items: deque[tuple[Notification, int]] = deque()
        self._size = 0

    def __len__(self) -> int:
        return len(self._items)

    def append(self, notification: Notification, size: int) -> None:
        """Add one, whose JSON text has `size` characters; the oldest make room for it."""
        self._items.append((notification, size))
        self._size += size
        while len(self._items) > MAX_NOTIFICATIONS or self._size > MAX_KEPT:
            self.popleft()

    def popleft(self) -> Notification:
        """Take the oldest.

        Raises:
            IndexError: there is none.
        """
        notification, size = self._items.popleft()
        self._size -= size
        return notification

    def take(self, is_wanted: Callable[[Notification], bool]) -> list[tuple[Notification, int]]:
        """Take all that are wanted, each with its size."""
        taken = [item for item in self._items if is_wanted(item[0])]
        self._items = deque(item for item in self._items if not is_wanted(item[0]))
        self._size -= sum(size for _, size in taken)
        return taken

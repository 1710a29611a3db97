"""What a server says without being asked, for whoever wants to iterate over it."""

from __future__ import annotations

import asyncio
from collections import deque

from .errors import RpcError
from .messages import Notification

MAX_NOTIFICATIONS = 1000
"""Notifications kept until somebody asks for them; beyond it the oldest go."""


class Feed:
    """Notifications as an async iterator: `async for notification in feed`.

    It keeps the newest `MAX_NOTIFICATIONS`, and ends with the connection: quietly when that was
    closed by us, with its error when it was not.
    """

    def __init__(self) -> None:
        self._items: deque[Notification] = deque(maxlen=MAX_NOTIFICATIONS)
        self._ended = False
        self._error: RpcError | None = None
        self._changed = asyncio.Event()

    def __aiter__(self) -> Feed:
        return self

    async def __anext__(self) -> Notification:
        while not self._items:
            if self._error is not None:
                raise self._error.with_traceback(None)
            if self._ended:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._items.popleft()

    @property
    def is_over(self) -> bool:
        """Whether no more will come."""
        return self._ended

    def put(self, notification: Notification) -> None:
        """Here is one more."""
        self._items.append(notification)
        self._changed.set()

    def end(self, error: RpcError | None = None) -> None:
        """No more will come; `error` says why, where that is not as it should be."""
        self._ended, self._error = True, error
        self._changed.set()

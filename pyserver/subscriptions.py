"""The subscriptions of one connection, and their ticks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from .call import Dialect
from .errors import ErrorCode, RpcError
from .limits import MAX_SUBSCRIPTIONS
from .strict_json import JsonObject


class Timer(Protocol):
    """The timer that `loop.call_later` returns."""

    def cancel(self) -> None:
        """Do not make the call."""


Schedule = Callable[[float, Callable[[], None]], Timer]
"""The form of `loop.call_later`: seconds, then the function to call."""


class Subscription:
    """A tick every `interval` seconds, `count` times or without end."""

    def __init__(
        self, owner: Subscriptions, number: int, interval: float, count: int | None, dialect: Dialect
    ):
        self.number = number
        self._owner = owner
        self._interval = interval
        self._count = count
        self._dialect = dialect
        self._sequence = 0
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Begin to tick after one interval, unless it was removed before its reply was sent."""
        if self._owner.has(self.number):
            self._timer = self._owner.schedule(self._interval, self._tick)

    def end(self) -> None:
        """Stop the ticks."""
        if self._timer is not None:
            self._timer.cancel()

    def _tick(self) -> None:
        self._sequence += 1
        # A tick that cannot be sent now is dropped, and the gap in `sequence` shows it.
        self._owner.send_tick(self._dialect.tick({"subscription": self.number, "sequence": self._sequence}))
        if self._sequence == self._count:
            self._owner.remove(self.number)
        else:
            self.begin()


class Subscriptions:
    """All subscriptions of one connection, counted from 1."""

    def __init__(self, schedule: Schedule, send_tick: Callable[[JsonObject], None]) -> None:
        self.schedule = schedule
        self.send_tick = send_tick
        self._active: dict[int, Subscription] = {}
        self._next_number = 1

    def has(self, number: int) -> bool:
        """Whether this subscription has not ended."""
        return number in self._active

    def add(self, interval: float, count: int | None, dialect: Dialect) -> Subscription:
        """A new subscription, not begun yet.

        Raises:
            RpcError: there are too many already.
        """
        if len(self._active) >= MAX_SUBSCRIPTIONS:
            raise RpcError(ErrorCode.BUSY, "Too many subscriptions")
        subscription = Subscription(self, self._next_number, interval, count, dialect)
        self._active[self._next_number] = subscription
        self._next_number += 1
        return subscription

    def remove(self, number: int) -> None:
        """End one subscription.

        Raises:
            RpcError: there is none with this number, or no longer.
        """
        if number not in self._active:
            raise RpcError(ErrorCode.NOT_FOUND, f"No subscription {number}")
        self._active.pop(number).end()

    def end(self) -> None:
        """End all subscriptions: the connection is gone."""
        for subscription in self._active.values():
            subscription.end()
        self._active.clear()

"""The subscriptions of one connection, and their ticks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from .call import Dialect
from .errors import ErrorCode, RpcError
from .limits import MAX_SUBSCRIPTIONS
from .streams import Stream, Streams
from .strict_json import JsonObject


class Timer(Protocol):
    """The timer that `loop.call_later` returns."""

    def cancel(self) -> None:
        """Do not make the call."""


Schedule = Callable[[float, Callable[[], None]], Timer]
"""The form of `loop.call_later`: seconds, then the function to call."""


class Subscription:
    """One client's part in a stream: it gets the ticks after `offset`."""

    def __init__(self, owner: Subscriptions, number: int, stream: Stream, offset: int, dialect: Dialect):
        self.number = number
        self.stream = stream
        self._owner = owner
        self._offset = offset
        self._dialect = dialect
        self._timer: Timer | None = None

    def resumable(self) -> JsonObject:
        """Let the client come back to the stream; its place, for the reply."""
        self._owner.streams.keep(self.stream)
        return {"epoch": self.stream.epoch, "offset": self._offset}

    def begin(self) -> None:
        """Begin to tick after one interval, unless it was removed before its reply was sent."""
        if self._owner.has(self.number):
            self.stream.begin(self._owner.streams.clock())
            self._go_on()

    def end(self) -> None:
        """Stop the ticks. The stream outlives the connection."""
        if self._timer is not None:
            self._timer.cancel()

    @property
    def _is_over(self) -> bool:
        return self._offset == self.stream.count

    def _go_on(self) -> None:
        while not self._is_over and self._wait() <= 0:
            self._send_tick()
        if self._is_over:
            self._owner.discard(self)
        else:
            self._timer = self._owner.schedule(self._wait(), self._go_on)

    def _wait(self) -> float:
        """Seconds until the next tick."""
        return self.stream.due(self._offset + 1) - self._owner.streams.clock()

    def _send_tick(self) -> None:
        self._offset = self.stream.after(self._offset, self._owner.streams.clock())
        self.stream.sent = max(self.stream.sent, self._offset)
        # A tick that cannot be sent now is dropped, and the gap in `sequence` shows it.
        self._owner.send_tick(self._dialect.tick({"subscription": self.number, "sequence": self._offset}))
        self._owner.streams.used(self.stream)


class Subscriptions:
    """All subscriptions of one connection, counted from 1."""

    def __init__(self, schedule: Schedule, send_tick: Callable[[JsonObject], None], streams: Streams) -> None:
        self.schedule = schedule
        self.send_tick = send_tick
        self.streams = streams
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
        return self._add(Stream(interval, count), 0, dialect)

    def resume(self, epoch: str, offset: int, dialect: Dialect) -> Subscription | None:
        """A subscription that goes on with a stream, after that offset or the oldest that is kept.

        Returns:
            None where the stream is gone.

        Raises:
            RpcError: there are too many already.
        """
        stream = self.streams.find(epoch, offset)
        if stream is None:
            return None
        return self._add(stream, stream.after(offset, self.streams.clock()) - 1, dialect)

    def remove(self, number: int) -> None:
        """End one subscription, and forget its stream.

        Raises:
            RpcError: there is none with this number, or no longer.
        """
        if number not in self._active:
            raise RpcError(ErrorCode.NOT_FOUND, f"No subscription {number}")
        subscription = self._active[number]
        self.streams.forget(subscription.stream)
        self.discard(subscription)

    def discard(self, subscription: Subscription) -> None:
        """End one subscription; a client may come back to its stream."""
        del self._active[subscription.number]
        subscription.end()

    def end(self) -> None:
        """End all subscriptions: the connection is gone."""
        for subscription in self._active.values():
            subscription.end()
        self._active.clear()

    def _add(self, stream: Stream, offset: int, dialect: Dialect) -> Subscription:
        for before in [one for one in self._active.values() if one.stream is stream]:
            self.discard(before)  # on one connection a stream is one subscription's, the newest
        if len(self._active) >= MAX_SUBSCRIPTIONS:
            raise RpcError(ErrorCode.BUSY, "Too many subscriptions")
        subscription = Subscription(self, self._next_number, stream, offset, dialect)
        self._active[self._next_number] = subscription
        self._next_number += 1
        return subscription

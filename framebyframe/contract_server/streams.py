"""The ticks of a subscription as a stream that can be resumed: it has an epoch, and each tick an offset.

A tick is a function of the time, so that nothing has to run while no client is connected: the history of a
stream is the range of the offsets that are due and still count as kept.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable

from ..rpc.timeouts import now

MAX_HISTORY = 100
"""Ticks of a stream that are kept for a client that comes back."""
MAX_STREAMS = 1000
"""Streams of a server that can be resumed; the one that has been silent for longest makes room."""
RESUME_TIME = 60.0
"""Seconds for a client to come back, after the first tick that nobody was there for."""


class Stream:
    """Ticks, one every `interval` seconds, `count` of them or without end. The first has offset 1.

    Attributes:
        epoch: the stream's name, drawn by chance.
        interval: seconds.
        count: how many ticks; infinite where there is no end.
        sent: the highest offset that was sent.
    """

    def __init__(self, interval: float, count: int | None) -> None:
        self.epoch = secrets.token_hex(8)
        self.interval = interval
        self.count = count or math.inf
        self.sent = 0
        self._started = math.inf

    def begin(self, now: float) -> None:
        """Start the clock of the stream, unless it runs."""
        self._started = min(self._started, now)

    def due(self, offset: int) -> float:
        """The time of a tick."""
        return self._started + offset * self.interval

    def newest(self, now: float) -> int:
        """The highest offset that is due, or was sent; 0 before the first."""
        passed = max(0, math.floor((now - self._started) / self.interval)) if self._started < now else 0
        return max(self.sent, int(min(passed, self.count)))

    def after(self, offset: int, now: float) -> int:
        """The offset of the tick that follows `offset`, among those that are kept."""
        return max(offset + 1, self.newest(now) - MAX_HISTORY + 1)


class Streams:
    """The streams of a server that can be resumed, by epoch.

    Args:
        clock: gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = now) -> None:
        self.clock = clock
        self._streams: dict[str, tuple[Stream, float]] = {}
        """Each with the time at which it is forgotten: the one that was used last comes last."""

    def __len__(self) -> int:
        return len(self._streams)

    def keep(self, stream: Stream) -> None:
        """Keep a stream, for as long as its next tick takes and RESUME_TIME."""
        self._streams.pop(stream.epoch, None)
        self._streams[stream.epoch] = stream, self.clock() + stream.interval + RESUME_TIME
        if len(self._streams) > MAX_STREAMS:
            del self._streams[next(iter(self._streams))]

    def used(self, stream: Stream) -> None:
        """Keep a stream for longer, where it is kept: a tick has been sent."""
        if stream.epoch in self._streams:
            self.keep(stream)

    def forget(self, stream: Stream) -> None:
        """Forget a stream: it cannot be resumed."""
        self._streams.pop(stream.epoch, None)

    def find(self, epoch: str, offset: int) -> Stream | None:
        """The stream with this epoch; None where it is not kept, or never came as far as `offset`."""
        stream, until = self._streams.get(epoch, (None, math.inf))
        if stream is None or until <= self.clock() or offset > stream.newest(self.clock()):
            return None
        return stream

"""The ticks of a subscription, as a stream that a client can go on with after it has been away.

Which ticks there are follows from the time, so nothing runs while nobody is there.
"""

from __future__ import annotations

import math
import secrets
from collections import OrderedDict
from collections.abc import Callable

from .limits import MAX_HISTORY, MAX_STREAMS, RESUME_TIME


class Stream:
    """A tick every `interval` seconds, `count` times or without end; the first has offset 1.

    `sent` is the highest offset that was sent.
    """

    def __init__(self, interval: float, count: int | None) -> None:
        self.epoch = secrets.token_hex(8)
        self.interval = interval
        self.count = count
        self.sent = 0
        self._started: float | None = None

    def begin(self, now: float) -> None:
        """Start its clock, unless that runs already."""
        if self._started is None:
            self._started = now

    def due(self, offset: int) -> float:
        """The time of a tick, once the clock runs."""
        assert self._started is not None
        return self._started + offset * self.interval

    def newest(self, now: float) -> int:
        """The highest offset that is due or was sent."""
        passed = 0 if self._started is None else math.floor((now - self._started) / self.interval)
        return max(self.sent, passed if self.count is None else min(passed, self.count))

    def after(self, offset: int, now: float) -> int:
        """The offset of the next tick after `offset` that is still kept."""
        return max(offset + 1, self.newest(now) - MAX_HISTORY + 1)


class Streams:
    """The streams of a server that clients may come back to, by epoch.

    Args:
        clock: gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._streams: OrderedDict[str, Stream] = OrderedDict()
        self._until: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._streams)

    def keep(self, stream: Stream) -> None:
        """Keep a stream from now on; the one that was used least lately makes room."""
        self._streams[stream.epoch] = stream
        self.used(stream)
        if len(self._streams) > MAX_STREAMS:
            self.forget(next(iter(self._streams.values())))

    def used(self, stream: Stream) -> None:
        """Keep it for longer, where it is kept."""
        if stream.epoch in self._streams:
            self._streams.move_to_end(stream.epoch)
            self._until[stream.epoch] = self.clock() + stream.interval + RESUME_TIME

    def forget(self, stream: Stream) -> None:
        """Do not let anyone come back to it."""
        self._streams.pop(stream.epoch, None)
        self._until.pop(stream.epoch, None)

    def find(self, epoch: str, offset: int) -> Stream | None:
        """The stream with this epoch; None where it is gone, or never came to that offset."""
        stream = self._streams.get(epoch)
        now = self.clock()
        if stream is None or self._until[epoch] <= now or offset > stream.newest(now):
            return None
        return stream

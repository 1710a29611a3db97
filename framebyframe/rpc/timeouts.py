"""Time-outs, in seconds, and deadlines that several waits share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from .errors import RpcTimeout

CALL_TIMEOUT = 10.0
"""Seconds for a call, where neither the client nor the call says otherwise."""
LONGEST = 1e6
"""Seconds, eleven days: `poll` cannot wait for more than three weeks."""
PINGS_WITHIN = 3
"""Pings in the time after which somebody on the path ends a silent connection: two may be late."""


def now() -> float:
    """The time in seconds. `time.monotonic` is looked up at each call: another clock may take its place."""
    return time.monotonic()


@dataclass(frozen=True)
class Timeouts:
    """The time-outs of a connection, in seconds; 0 means no end.

    Attributes:
        open: for connecting and the opening handshake.
        close: for the peer's close frame, and for its end of the stream.
        ping_interval: from a pong to the next ping; 0 sends none. Where somebody on the path ends silent
            connections, it is well below their limit (see `within`).
        ping_timeout: for a sign of life after a ping; a peer that gives none counts as dead.
    """

    open: float = 10.0
    close: float = 10.0
    ping_interval: float = 20.0
    ping_timeout: float = 20.0

    @classmethod
    def within(cls, idle_limit: float) -> Timeouts:
        """Time-outs for a path that ends a connection on which nothing has come for `idle_limit` seconds.

        A ping interval that equals the limit comes too late: the interval begins with the pong, a round trip
        after the last bytes of ours, and any delay is too much. So pings go out at a third of the limit.

        Raises:
            ValueError: the limit is no time.
        """
        if not idle_limit > 0:
            raise ValueError(f"the limit is a number of seconds above 0, not {idle_limit!r}")
        share = idle_limit / PINGS_WITHIN
        return cls(ping_interval=share, ping_timeout=share)


class Deadline:
    """A moment that comes `seconds` from now, or after LONGEST. Several waits can share it.

    Attributes:
        seconds: as given, for the error that says how long it was.
        moment: on the clock of `time.monotonic`, which is asyncio's too.
    """

    __slots__ = ("moment", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.moment = time.monotonic() + (seconds if seconds < LONGEST else LONGEST)

    def remaining(self) -> float:
        """The seconds from now to `self.moment`, by `time.monotonic`; 0 once that has passed."""
        left = self.moment - time.monotonic()
        return left if left > 0.0 else 0.0


@asynccontextmanager
async def in_time(deadline: Deadline, complaint: str) -> AsyncIterator[None]:
    """Bound what the `async with` block waits for.

    Raises:
        RpcTimeout: it takes longer than `deadline` allows; `complaint` says what does.
    """
    try:
        async with asyncio.timeout(deadline.remaining()):
            yield
    except TimeoutError:
        raise RpcTimeout(f"{complaint} within {deadline.seconds:g} s") from None

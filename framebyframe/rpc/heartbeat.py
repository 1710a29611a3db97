"""When to ping, and when a silent peer counts as dead. No clock is read here: the time is handed in.

A missing pong alone does not show that a peer is dead: the pong waits behind a long message that is still
coming. A peer counts as dead when nothing at all has come for the time-out; every byte is a sign of life.
Nor does it show that where the ping itself waits, behind a long message of ours: `protocol` looks at that.
"""

from __future__ import annotations

import math
from enum import Enum

from .timeouts import Timeouts


class Beat(Enum):
    """The decisions of a heartbeat."""

    WAIT = "nothing is due yet"
    PING = "a ping is due"
    DEAD = "the peer has been silent for too long"


class Heartbeat:
    """The heartbeat of one connection.

    Args:
        timeouts: `ping_interval` and `ping_timeout`, in seconds; 0 stands for never.
        now: the time, in seconds, on any clock that all calls use.

    Attributes:
        heard: when the last bytes came.
        ponged: when the last pong came; at first, when the connection was opened.
        pinged: when the ping was sent that has no pong yet; None where there is none.
    """

    __slots__ = ("_interval", "_timeout", "heard", "pinged", "ponged")

    def __init__(self, timeouts: Timeouts, now: float) -> None:
        self._interval = timeouts.ping_interval or math.inf
        self._timeout = timeouts.ping_timeout or math.inf
        self.heard = self.ponged = now
        self.pinged: float | None = None

    def due(self) -> float:
        """When something is to be done, on the clock of all these times, in seconds.

        - No ping waits for its pong (`self.pinged` is None): the next ping is due `self._interval` seconds
          after the last pong (`self.ponged`).
        - A ping waits, sent at `self.pinged`: the peer counts as dead `self._timeout` seconds after that
          ping, or after its last byte (`self.heard`), whichever was later.
        """
        if self.pinged is None:
            return self.ponged + self._interval
        return max(self.pinged, self.heard) + self._timeout

    def beat(self, now: float) -> Beat:
        """Decide: PING or DEAD where that is due at the time `now`, else WAIT."""
        if now < self.due():
            return Beat.WAIT
        return Beat.PING if self.pinged is None else Beat.DEAD

    def take_pong(self, now: float) -> None:
        """A pong has come: the next ping is due after the interval."""
        self.ponged, self.pinged = now, None

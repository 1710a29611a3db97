"""What may be tried again: a connection that has ended or could not be made, and a call that has no reply."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..wire import CloseCode
from .errors import ConnectionLost, ConnectionRefused, RpcError, RpcTimeout

SERVER_ERRORS = range(500, 600)
"""The HTTP statuses of a server that may accept the same request later (RFC 9110, 15.6)."""
PRIVATE_CODES = range(4000, 5000)
"""Close codes that mean what client and server have agreed on (RFC 6455, 7.4.2)."""
REFUSES_A_MESSAGE = frozenset(
    {
        CloseCode.PROTOCOL_ERROR,
        CloseCode.UNSUPPORTED_DATA,
        CloseCode.INVALID_DATA,
        CloseCode.POLICY_VIOLATION,
        CloseCode.MESSAGE_TOO_BIG,
    }
)
"""Close codes of a server that does not take what it was sent (RFC 6455, 7.4.1)."""
MAX_ASKED_WAIT = 3600.0
"""Seconds that a server may ask for; a longer wait is cut to this."""


@dataclass(frozen=True)
class Backoff:
    """The waits between attempts to connect again.

    Attributes:
        first: seconds that the first wait takes at most.
        factor: by how much the ceiling of each wait is higher than the one before.
        longest: seconds that no wait exceeds, unless the server asks for more.
        restart: the least and the most seconds that a client waits for a server that restarts. The
            registry of close codes asks for 5 to 30: by then the server is back.

    Raises:
        ValueError: `first` is above `longest`.
    """

    first: float = 0.1
    factor: float = 2.0
    longest: float = 10.0
    restart: tuple[float, float] = (5.0, 30.0)

    def __post_init__(self) -> None:
        if self.first > self.longest:
            raise ValueError(
                f"the first wait, {self.first:g} s, is above the longest, {self.longest:g} s; give longest="
            )

    def delays(self, chance: Callable[[], float] = random.random) -> Iterator[float]:
        """Seconds to wait, without end.

        Each is anything from 0 to its ceiling, by chance ("full jitter"): a thousand clients that lost the
        same server must not all come back at the same moment. The first ceiling is `self.first`,
        each next one `self.factor` times as high, and none is above `self.longest`.

        Args:
            chance: gives a number from 0 to 1, and is asked once for each wait.
        """
        ceiling = self.first
        while True:
            yield ceiling * chance()
            ceiling = min(ceiling * self.factor, self.longest)

    def wait_after(
        self, code: int, reason: str, delay: float, chance: Callable[[], float] = random.random
    ) -> float | None:
        """Seconds to wait after a connection has ended; None where it is not to be opened again.

        - 1008, and 4000 to 4999: the server says no, and would again, as `is_final(code)` knows. None.
        - 1012, *service restart*: all its clients have lost it at this moment. Anything from the least to
          the most of `self.restart`, a pair of seconds, `(least, most)`.
        - 1013, *try again later*: the seconds that `asked_wait(reason)` gives, or `self.longest` where it
          gives None; and `delay` on top.
        - any other: `delay`.

        Args:
            code: the close code of the server; 1006 where none came.
            reason: the text of its close frame.
            delay: the next one of `self.delays()`.
            chance: gives a number from 0 to 1, for 1012 alone: 0 stands for the least, 1 for the most.
        """
        if is_final(code):
            return None
        if code == CloseCode.SERVICE_RESTART:
            least, most = self.restart
            return least + (most - least) * chance()
        if code == CloseCode.TRY_AGAIN_LATER:
            asked = asked_wait(reason)
            return delay + (self.longest if asked is None else asked)
        return delay


def is_final(code: int) -> bool:
    """Whether a server that closes with this code would say no again: 1008, and 4000 to 4999."""
    return code == CloseCode.POLICY_VIOLATION or code in PRIVATE_CODES


def asked_wait(reason: str) -> float | None:
    """The seconds that the reason of a close frame asks to wait: `Retry-After: 5`, as HTTP writes it.

    Returns:
        at most MAX_ASKED_WAIT; None where the reason asks for nothing.
    """
    found = re.search(r"retry-after: *(\d{1,9}(?:\.\d{1,9})?)(?!\d|\.\d)", reason, re.IGNORECASE | re.ASCII)
    return min(float(found[1]), MAX_ASKED_WAIT) if found else None


def may_pass(error: RpcError) -> bool:
    """Whether another attempt to connect may succeed: the server is starting or full, but does not say no."""
    if isinstance(error, ConnectionRefused):
        return error.status == 0 or error.status in SERVER_ERRORS
    return isinstance(error, (ConnectionLost, RpcTimeout))


def may_send_again(error: RpcError, idempotent: bool) -> bool:
    """Whether a call that ended with this error may be sent again on the next connection.

    - ConnectionRefused: there was no connection, so nothing was sent. Yes.
    - ConnectionLost: nobody knows whether the server did it. Yes, where the call is idempotent; but not
      where the close code, `error.code`, is one of REFUSES_A_MESSAGE: it may be what was refused.
    - any other error: no. There is an answer, or no time is left.

    Args:
        error: what the call ended with.
        idempotent: whether doing it twice is as good as once.
    """
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False

"""Idempotency keys: a call that is sent again, with the key of the first time, is done once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from .messages import INVALID_PARAMS, CallFailed
from .timeouts import now

KEY_NAME = "idempotencyKey"
"""The parameter that carries the key."""
MAX_IDEMPOTENCY_KEYS = 1000
"""Keys that a server remembers; the oldest makes room."""
IDEMPOTENCY_KEY_AGE = 600.0
"""Seconds after which a key is forgotten."""

Result = TypeVar("Result")


class DoneCall(NamedTuple):
    """A call that has been done.

    Attributes:
        request: its parameters, without the key.
        result: its result.
        moment: when it was done.
    """

    request: Any
    result: Any
    moment: float


class IdempotencyKeys:
    """The calls that have been done, by their keys: the newest MAX_IDEMPOTENCY_KEYS, for IDEMPOTENCY_KEY_AGE.

    One table is for all connections of a server: a call that is sent again comes on another connection.

    Args:
        clock: gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = now) -> None:
        self._clock = clock
        self._done: dict[str, DoneCall] = {}

    def __len__(self) -> int:
        return len(self._done)

    def once(self, key: str, request: Any, do: Callable[[], Result]) -> Result:
        """Do a call, unless one with this key has been done: then its result is given again.

        A call that fails is not remembered: it may be tried again.

        Args:
            key: of the call; the caller draws it by chance, and keeps it for every retry.
            request: the parameters of the call: the same key with others is a mistake.
            do: does it.

        Raises:
            CallFailed: the key belongs to a call with other parameters.
        """
        self._forget_old()
        done = self._done.get(key)
        if done is None:
            result = do()
            self._done[key] = DoneCall(request, result, self._clock())
            self._make_room()
            return result
        if done.request != request:
            raise CallFailed(INVALID_PARAMS, f"{KEY_NAME} belongs to a call with other parameters")
        kept: Result = done.result
        return kept

    def _forget_old(self) -> None:
        """Forget what is too old. The table is in the order of time: the oldest comes first."""
        too_old = self._clock() - IDEMPOTENCY_KEY_AGE
        while self._done and self._done[next(iter(self._done))].moment <= too_old:
            del self._done[next(iter(self._done))]

    def _make_room(self) -> None:
        if len(self._done) > MAX_IDEMPOTENCY_KEYS:
            del self._done[next(iter(self._done))]

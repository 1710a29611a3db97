"""Idempotency keys: a call that is sent again, with the key of the first time, is done once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from .errors import invalid_params
from .limits import IDEMPOTENCY_KEY_AGE, MAX_IDEMPOTENCY_KEYS
from .strict_json import JsonObject


@dataclass(frozen=True)
class Done:
    """A call that has been done: its parameters, its result, and when that was."""

    request: object
    result: JsonObject
    moment: float


class IdempotencyKeys:
    """The calls that have been done, by key: the newest ones, and none that is too old.

    Args:
        clock: gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._done: OrderedDict[str, Done] = OrderedDict()

    def __len__(self) -> int:
        return len(self._done)

    def once(self, key: str, request: object, do: Callable[[], JsonObject]) -> JsonObject:
        """The result of `do`, or the one of the first call with this key.

        Raises:
            RpcError: the key belongs to a call with other parameters.
        """
        self._forget_old()
        done = self._done.get(key)
        if done is None:
            done = self._done[key] = Done(request, do(), self._clock())
            if len(self._done) > MAX_IDEMPOTENCY_KEYS:
                self._done.popitem(last=False)
        if done.request != request:
            raise invalid_params("idempotencyKey belongs to a call with other parameters")
        return done.result

    def _forget_old(self) -> None:
        too_old = self._clock() - IDEMPOTENCY_KEY_AGE
        while self._done and next(iter(self._done.values())).moment <= too_old:
            self._done.popitem(last=False)

"""The sleeping calls of one connection, and which of them a JSON-RPC peer may cancel."""

from __future__ import annotations

from .call import MaybeId
from .replies import Message, Reply
from .subscriptions import Schedule, Timer


class InFlight:
    """Calls that have been read and will be answered later."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._timers: dict[Reply, Timer] = {}
        self._by_id: dict[MaybeId, Reply] = {}

    def replies(self) -> set[Reply]:
        """The replies that are not settled yet."""
        return set(self._timers)

    def add(self, seconds: float, message: Message) -> Reply:
        """A reply that is settled with `message` after `seconds`."""
        reply = Reply()
        self._timers[reply] = self._schedule(seconds, lambda: self._settle(reply, message))
        return reply

    def name(self, reply: Reply, call_id: MaybeId) -> None:
        """Give this reply the call's id, so that `cancel` finds it."""
        self._by_id[call_id] = reply

    def has(self, call_id: MaybeId) -> bool:
        """Whether a call with this id is in flight. 1 and 1.0 are one id, 1 and "1" are two."""
        return call_id in self._by_id

    def cancel(self, call_id: MaybeId, message: Message) -> None:
        """Settle the call with this id with `message` now; do nothing if it is not in flight."""
        if self.has(call_id):
            self._settle(self._by_id[call_id], message)

    def end(self) -> None:
        """Cancel all timers: the connection is gone."""
        for timer in self._timers.values():
            timer.cancel()

    def _settle(self, reply: Reply, message: Message) -> None:
        self._timers.pop(reply).cancel()
        self._by_id = {call_id: other for call_id, other in self._by_id.items() if other is not reply}
        reply.settle(message)

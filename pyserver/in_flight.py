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
        """The replies that nobody knows yet."""
        return set(self._timers)

    def add(self, seconds: float, message: Message) -> Reply:
        """A reply that is settled with `message` after so many seconds."""
        reply = Reply()
        self._timers[reply] = self._schedule(seconds, lambda: self._settle(reply, message))
        return reply

    def name(self, reply: Reply, call_id: MaybeId) -> None:
        """Let `cancel` find this reply."""
        self._by_id[call_id] = reply

    def has(self, call_id: MaybeId) -> bool:
        """Whether a call of this name is in flight. 1 and 1.0 are one id, 1 and "1" are two."""
        return call_id in self._by_id

    def cancel(self, call_id: MaybeId, message: Message) -> None:
        """Settle the call of this name with `message`, now; one that is not in flight needs nothing."""
        if self.has(call_id):
            self._settle(self._by_id[call_id], message)

    def end(self) -> None:
        """The connection is gone: nobody waits for an answer."""
        for timer in self._timers.values():
            timer.cancel()

    def _settle(self, reply: Reply, message: Message) -> None:
        self._timers.pop(reply).cancel()
        self._by_id = {call_id: other for call_id, other in self._by_id.items() if other is not reply}
        reply.settle(message)

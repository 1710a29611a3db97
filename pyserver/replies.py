"""A reply that is known now or later, and the two ways to wait for others: in turn, and as a batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from .strict_json import JsonObject

Message = JsonObject | None
"""What a reply says; None where nothing is to be sent (a notification)."""


def _nothing() -> None:
    """What most replies have to do once they are sent."""


class Reply:
    """The answer to one call. It is settled once, and then says so to the one who waits for it."""

    def __init__(self) -> None:
        self.settled = False
        self.message: Message = None
        self.sent: Callable[[], None] = _nothing
        self._listener: Callable[[], None] = _nothing

    @classmethod
    def known(cls, message: Message, sent: Callable[[], None] = _nothing) -> Reply:
        """A reply that is settled from the start."""
        reply = cls()
        reply.sent = sent
        reply.settle(message)
        return reply

    def settle(self, message: Message) -> None:
        """Now the answer is known."""
        self.settled = True
        self.message = message
        self._listener()

    def when_settled(self, listener: Callable[[], None]) -> None:
        """Call `listener` when the answer is known: at once, if it is."""
        self._listener = listener
        if self.settled:
            listener()


class Turns:
    """Replies without an id: the peer tells them apart by their order alone."""

    def __init__(self, send: Callable[[Reply], None]) -> None:
        self.waiting: deque[Reply] = deque()
        self._send = send

    def add(self, reply: Reply) -> None:
        """Send `reply` when it is known and all before it are sent."""
        self.waiting.append(reply)
        reply.when_settled(self._send_settled)

    def _send_settled(self) -> None:
        while self.waiting and self.waiting[0].settled:
            self._send(self.waiting.popleft())


class Batch:
    """The replies of one JSON-RPC batch, which go out together (JSON-RPC 2.0, section 6)."""

    def __init__(self, replies: Sequence[Reply], send: Callable[[Sequence[Reply]], None]) -> None:
        self._replies = replies
        self._unsettled = len(replies)
        self._send = send
        for reply in replies:
            reply.when_settled(self._count_down)

    def _count_down(self) -> None:
        self._unsettled -= 1
        if self._unsettled == 0:
            self._send(self._replies)

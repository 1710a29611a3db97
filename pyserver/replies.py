"""A reply that is known now or later, and the two ways to wait for others: in turn, and as a batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from .strict_json import JsonValue

Message = JsonValue
"""The JSON of a reply. None, which is no message, where nothing is sent: a notification has no reply."""


def _nothing() -> None:
    """The default of `sent`: do nothing."""


class Reply:
    """The reply to one call or message. It is settled once, and then calls its listener.

    Attributes:
        settled: whether the answer is known.
        message: the answer.
        sent: to be called when it has been sent.
        size: the characters of the message it answers.
    """

    def __init__(self) -> None:
        self.settled = False
        self.message: Message = None
        self.sent: Callable[[], None] = _nothing
        self.size = 0
        self._listener: Callable[[], None] = _nothing

    @classmethod
    def known(cls, message: Message, sent: Callable[[], None] = _nothing) -> Reply:
        """A reply that is settled from the start."""
        reply = cls()
        reply.sent = sent
        reply.settle(message)
        return reply

    def settle(self, message: Message) -> None:
        """Set the message, and call the listener."""
        self.settled = True
        self.message = message
        self._listener()

    def when_settled(self, listener: Callable[[], None]) -> None:
        """Call `listener` when the reply is settled: at once, if it is."""
        self._listener = listener
        if self.settled:
            listener()


class Turns:
    """Replies without an id: the peer tells them apart by their order alone."""

    def __init__(self, send: Callable[[Reply], None]) -> None:
        self.waiting: deque[Reply] = deque()
        self._send = send

    def add(self, reply: Reply) -> None:
        """Send `reply` when it is settled and all before it are sent."""
        self.waiting.append(reply)
        reply.when_settled(self._send_settled)

    def _send_settled(self) -> None:
        while self.waiting and self.waiting[0].settled:
            self._send(self.waiting.popleft())


def batch(replies: Sequence[Reply]) -> Reply:
    """One reply for a JSON-RPC batch, settled when all of its replies are (JSON-RPC 2.0, section 6)."""
    together = Reply()

    def sent() -> None:
        for reply in replies:
            reply.sent()

    def settle_when_complete() -> None:
        if all(reply.settled for reply in replies) and not together.settled:
            messages: list[JsonValue] = [reply.message for reply in replies if reply.message is not None]
            together.settle(messages or None)

    together.sent = sent
    for reply in replies:
        reply.when_settled(settle_when_complete)
    return together

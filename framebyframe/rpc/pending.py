"""The table of pending calls: every reply finds the call that waits for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

from .envelopes import decode_replies
from .errors import ProtocolError, RpcError
from .json_text import decode_json
from .messages import ABSENT, MaybeId, Notification, Reply


class Slot(Protocol):
    """Where the reply of one call goes; a future is one."""

    def done(self) -> bool: ...
    def set_result(self, reply: Reply, /) -> None: ...


SlotType = TypeVar("SlotType", bound=Slot)


class PendingCalls(Generic[SlotType]):
    """The calls that wait for a reply, by their ids.

    A call is added before its request is sent, and removed however it ends: so a reply never comes
    before its slot is there, and no slot stays behind.

    Args:
        on_notification: what to do with what the server says without being asked.

    Attributes:
        unmatched: how many replies have come that no call waited for: late ones, and unknown ones.
    """

    def __init__(self, on_notification: Callable[[Notification], object]) -> None:
        self.unmatched = 0
        self._on_notification = on_notification
        self._messages: dict[MaybeId, Mapping[MaybeId, SlotType]] = {}
        """For the id of each call the message it is in, which has the slots of all its calls."""

    def __len__(self) -> int:
        return len(self._messages)

    def add(self, message: Mapping[MaybeId, SlotType]) -> None:
        """These calls are about to be sent, in one message: replies with their ids go to their slots."""
        for call_id in message:
            self._messages[call_id] = message

    def remove(self, call_id: MaybeId) -> bool:
        """Nobody waits for this call any more. Whether its reply was still to come."""
        return self._messages.pop(call_id, None) is not None

    def fail_all(self, why: Callable[[], RpcError]) -> None:
        """No reply will come: every call gets an error of its own instead, and the table is empty."""
        while self._messages:
            call_id = next(iter(self._messages))
            self._settle(call_id, Reply(call_id, error=why()))

    def receive(self, text: str) -> None:
        """Take one message of the server apart, and give each part to whom it is for.

        Raises:
            ProtocolError: it is no message of either dialect.
        """
        try:
            messages = decode_replies(decode_json(text))
        except ValueError as error:
            raise ProtocolError(f"a reply is JSON, this is not ({error}): {text!r:.80}") from error
        for message in messages:
            if isinstance(message, Notification):
                self._on_notification(message)
            elif not (self._settle(message.id, message) or self._settle_unreadable(message)):
                self.unmatched += 1

    def _settle(self, call_id: MaybeId, reply: Reply) -> bool:
        """Give the reply to the call with this id; whether one waits for it."""
        message = self._messages.pop(call_id, None)
        if message is None or message[call_id].done():
            return False
        message[call_id].set_result(reply)
        return True

    def _settle_unreadable(self, reply: Reply) -> bool:
        """An error without an id is about a message the server could not read: ours, if there is but one."""
        ids = list(self._messages)
        if reply.error is None or reply.id not in (None, ABSENT) or not ids:
            return False
        if any(self._messages[call_id] is not self._messages[ids[0]] for call_id in ids):
            return False
        about_all = Reply(ABSENT, error=reply.error)
        for call_id in ids:
            self._settle(call_id, about_all)
        return True

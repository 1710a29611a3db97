"""The table of pending calls: every reply finds the call that waits for it."""

from __future__ import annotations

from collections.abc import Callable
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
        self._slots: dict[MaybeId, SlotType] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def add(self, call_id: MaybeId, slot: SlotType) -> None:
        """From now on a reply with this id goes to `slot`."""
        self._slots[call_id] = slot

    def remove(self, call_id: MaybeId) -> bool:
        """Nobody waits for this call any more. Whether its reply was still to come."""
        return self._slots.pop(call_id, None) is not None

    def fail_all(self, why: Callable[[], RpcError]) -> None:
        """No reply will come: every call gets an error of its own instead, and the table is empty."""
        while self._slots:
            call_id, slot = self._slots.popitem()
            if not slot.done():
                slot.set_result(Reply(call_id, error=why()))

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
            else:
                self._settle(message)

    def _settle(self, reply: Reply) -> None:
        slot = self._slots.pop(reply.id, None) or self._slot_of_unreadable(reply)
        if slot is None or slot.done():
            self.unmatched += 1
        else:
            slot.set_result(reply)

    def _slot_of_unreadable(self, reply: Reply) -> SlotType | None:
        """An error without an id is about a request the server could not read: ours, if there is but one."""
        if reply.error is None or reply.id not in (None, ABSENT) or len(self._slots) != 1:
            return None
        return self._slots.popitem()[1]

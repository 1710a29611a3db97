"""Pairs calls with their replies, in both dialects: by id, or in order where the article dialect has no ids.

Either side may call. Text that is no call may still be answered by an error without an id: it becomes a call
without an action then, and is nothing until then.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Literal

from framebyframe.rpc import article, jsonrpc
from framebyframe.rpc.envelopes import decode_reply, dialect_of
from framebyframe.rpc.errors import ProtocolError
from framebyframe.rpc.json_text import JsonObject, decode_json
from framebyframe.rpc.messages import ABSENT, CallFailed, MaybeId, Notification, Reply, legal_id

from .items import OTHER, CallState, Sender, TappedCall, TappedMessage, UnmatchedReply
from .record import Record

MAX_CALL_TEXT = 1024 * 1024
"""Characters of a message in which calls are sought. JSON is read in one go, in which nothing else runs."""
MAX_REMEMBERED = 1000
"""Calls that were answered, and whose second reply is known as one."""


class Waiting:
    """The calls of one side that wait for a reply.

    Args:
        most: how many; beyond it the oldest is given up.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_id: dict[MaybeId, deque[TappedCall]] = {}
        self._in_order: deque[TappedCall] = deque()
        self._calls: dict[int, TappedCall] = {}
        """All of them by their numbers, the oldest first."""
        self._answered: deque[MaybeId] = deque(maxlen=MAX_REMEMBERED)

    def add(self, call: TappedCall) -> TappedCall | None:
        """Wait for the reply to a call.

        Returns:
            the call that is given up for it, if there is one.
        """
        if call.id is ABSENT:
            self._in_order.append(call)
        else:
            self._by_id.setdefault(call.id, deque()).append(call)
        self._calls[call.number] = call
        return self._give_up_oldest() if len(self._calls) > self._most else None

    def _give_up_oldest(self) -> TappedCall:
        """Of the calls with one id, and of those without, the oldest is the first."""
        call = self._calls.pop(next(iter(self._calls)))
        if call.id is ABSENT:
            self._in_order.popleft()
        else:
            self._take_by_id(call.id)
        return call

    def take(self, reply: Reply) -> TappedCall | None:
        """The call that a reply answers; it waits no longer."""
        call = self._find(reply)
        if call is not None:
            del self._calls[call.number]
            self._answered.append(call.id)
        return call

    def _find(self, reply: Reply) -> TappedCall | None:
        if reply.id in self._by_id:
            return self._take_by_id(reply.id)
        if reply.id is ABSENT:
            return self._take_in_order(reply)
        return self._take_unreadable() if reply.id is None and reply.error else None

    def _take_by_id(self, call_id: MaybeId) -> TappedCall:
        calls = self._by_id[call_id]
        call = calls.popleft()
        if not calls:
            del self._by_id[call_id]
        return call

    def _take_in_order(self, reply: Reply) -> TappedCall | None:
        """The oldest call without an id; a success is never about what could not be read."""
        while self._in_order and not self._in_order[0].action and reply.error is None:
            del self._calls[self._in_order.popleft().number]
        return self._in_order.popleft() if self._in_order else None

    def _take_unreadable(self) -> TappedCall | None:
        """The oldest request that could not be read: JSON-RPC's null stands for its id."""
        for call in self._in_order:
            if not call.action:
                self._in_order.remove(call)
                return call
        return None

    def waiting_for(self, call_id: MaybeId) -> TappedCall | None:
        """The oldest call with this id that waits."""
        calls = self._by_id.get(call_id)
        return calls[0] if calls else None

    def was_answered(self, call_id: MaybeId) -> bool:
        """Whether a call with this id was answered lately."""
        return call_id is not ABSENT and call_id in self._answered

    def take_all(self) -> list[TappedCall]:
        """Every call that waits; none does any longer."""
        calls = list(self._calls.values())
        for table in (self._by_id, self._in_order, self._calls):
            table.clear()
        return calls


class Pairing:
    """Finds calls and replies in the messages of one connection, and writes them into the record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        most = record.limits.max_in_flight
        self._waiting: dict[Sender, Waiting] = {"client": Waiting(most), "server": Waiting(most)}

    def take(self, message: TappedMessage) -> None:
        """Look at a message."""
        if message.text is None or len(message.text) > MAX_CALL_TEXT:
            return
        try:
            value = decode_json(message.text)
        except ValueError:
            self._add_unreadable(message, article, ABSENT)
            return
        parts = value if isinstance(value, list) and value else [value]
        for part in parts:
            self._take_part(message, part)

    def end(self, time: float) -> None:
        """The connection has ended: no reply will come."""
        for waiting in self._waiting.values():
            for call in waiting.take_all():
                if call.action:
                    self._settle(call, "lost", time)

    def _take_part(self, message: TappedMessage, part: Any) -> None:
        if not isinstance(part, dict):
            self._add_unreadable(message, jsonrpc if isinstance(part, list) else article, ABSENT)
        elif is_request(part):
            self._take_request(message, part)
        else:
            self._take_reply(message, part)

    def _take_request(self, message: TappedMessage, part: JsonObject) -> None:
        dialect = dialect_of(part)
        try:
            request = dialect.decode_request(part)
        except CallFailed:
            self._add_unreadable(message, dialect, legal_id(part))
            return
        call = self._new_call(message, dialect, request.action, request.id)
        if dialect is jsonrpc and request.id is ABSENT:
            call.state = "notification"
            self._note_cancel(message, request.action, request.params)
        self._record.add(call)
        if call.state == "in flight":
            self._wait_for(call)

    def _note_cancel(self, message: TappedMessage, action: str, params: Any) -> None:
        if action != jsonrpc.CANCEL or not isinstance(params, dict):
            return
        call = self._waiting[message.sender].waiting_for(legal_id(params))
        if call is not None:
            call.cancelled = message.time
            self._record.tell(call)

    def _take_reply(self, message: TappedMessage, part: JsonObject) -> None:
        try:
            reply = decode_reply(part)
        except ProtocolError:
            self._add_unreadable(message, dialect_of(part), legal_id(part))
            return
        if isinstance(reply, Notification):
            self._add_notification(message, dialect_of(part), reply)
            return
        waiting = self._waiting[OTHER[message.sender]]
        call = waiting.take(reply)
        if call is None:
            self._add_unmatched(message, reply, waiting.was_answered(reply.id))
        else:
            self._answer(call, message, reply)

    def _answer(self, call: TappedCall, message: TappedMessage, reply: Reply) -> None:
        call.reply = message.number
        call.paired = "order" if reply.id in (ABSENT, None) and call.id is ABSENT else "id"
        call.error = str(reply.error) if reply.error else ""
        self._settle(call, "failed" if reply.error else "answered", message.time)

    def _settle(self, call: TappedCall, state: CallState, time: float) -> None:
        """End a call. One without an action was not in the record until now."""
        call.state, call.ended = state, time
        if call.action:
            self._record.tell(call)
        else:
            self._record.add(call)

    def _add_unreadable(self, message: TappedMessage, dialect: object, call_id: MaybeId) -> None:
        """Text that is no request may be answered by an error."""
        self._wait_for(self._new_call(message, dialect, "", call_id))

    def _add_notification(self, message: TappedMessage, dialect: object, told: Notification) -> None:
        call = self._new_call(message, dialect, str(told.name), ABSENT)
        call.state = "notification"
        self._record.add(call)

    def _add_unmatched(self, message: TappedMessage, reply: Reply, was_answered: bool) -> None:
        why: Literal["second", "unknown"] = "second" if was_answered else "unknown"
        number = self._record.next_number()
        self._record.add(
            UnmatchedReply(
                number, message.connection, message.time, message.sender, message.number, reply.id, why
            )
        )

    def _wait_for(self, call: TappedCall) -> None:
        given_up = self._waiting[call.sender].add(call)
        if given_up is not None and given_up.action:
            given_up.state = "given up"
            self._record.tell(given_up)

    def _new_call(self, message: TappedMessage, dialect: object, action: str, call_id: MaybeId) -> TappedCall:
        return TappedCall(
            number=self._record.next_number(),
            connection=message.connection,
            time=message.time,
            sender=message.sender,
            dialect="jsonrpc" if dialect is jsonrpc else "article",
            action=action,
            request=message.number,
            id=call_id,
        )


def is_request(message: JsonObject) -> bool:
    """Whether a JSON object asks for something, in its own dialect; a notification does."""
    return ("method" if "jsonrpc" in message else "action") in message

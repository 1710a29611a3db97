"""One RPC connection without its socket: texts come in, texts go out."""

from __future__ import annotations

from collections.abc import Callable

from . import article, jsonrpc
from .answering import Answering, too_many_waiting
from .call import Dialect
from .errors import RpcError, invalid_request, parse_error
from .in_flight import InFlight
from .limits import MAX_BATCH
from .log import Record
from .replies import Reply, Turns, batch
from .store import Store
from .strict_json import ABSENT, JsonValue, Unparsable, parse, serialize
from .subscriptions import Schedule, Subscriptions

NO_OBJECT = "A request is a JSON object"

ReplyAndTurn = tuple[Reply, bool]
"""The reply to a message, and whether it has to wait for its turn."""


class Session:
    """The calls, replies and subscriptions of one connection.

    Args:
        send: writes one text message, at once.
        send_tick: the same for a tick, which it may drop.
        schedule: `loop.call_later`.
        store: what the server's connections share.
        record: what the log will say of this connection.
        default_dialect: for the error of a message that is in neither dialect.
        answered: is called after each message that has been answered, or needs no answer.

    Attributes:
        unanswered: the characters of the messages that wait for their answer.
    """

    def __init__(
        self,
        *,
        send: Callable[[str], None],
        send_tick: Callable[[str], None],
        schedule: Schedule,
        store: Store,
        record: Record,
        default_dialect: Dialect,
        answered: Callable[[], None],
    ) -> None:
        self.unanswered = 0
        self._send = send
        self._answered = answered
        self._default_dialect = default_dialect
        self._in_flight = InFlight(schedule)
        self._turns = Turns(self._send_reply)
        self._subscriptions = Subscriptions(schedule, lambda tick: send_tick(serialize(tick)), store.streams)
        self._answering = Answering(
            in_flight=self._in_flight,
            turns=self._turns,
            subscriptions=self._subscriptions,
            store=store,
            record=record,
        )

    def receive(self, text: str) -> None:
        """Take one text message, and answer it now or later.

        Raises:
            CloseConnection: a call that would have to wait is one too many, and has no id to say so by.
        """
        reply, in_turn = self._answer(text)
        reply.size = len(text)
        self.unanswered += reply.size
        if in_turn:
            self._deliver_in_turn(reply)
        else:
            reply.when_settled(lambda: self._send_reply(reply))

    def end(self) -> None:
        """Stop every timer: the connection is gone."""
        self._in_flight.end()
        self._subscriptions.end()

    def _answer(self, text: str) -> ReplyAndTurn:
        try:
            value = parse(text)
        except Unparsable:
            return self._refuse(parse_error())
        if isinstance(value, list):
            return self._answer_batch(value), False
        if not isinstance(value, dict):
            return self._refuse(invalid_request(NO_OBJECT))
        if "jsonrpc" in value:
            return self._answering.answer(jsonrpc, value), False
        return self._answering.answer(article, value), article.reply_id(value) is ABSENT

    def _refuse(self, error: RpcError) -> ReplyAndTurn:
        if self._default_dialect is jsonrpc:
            return Reply.known(jsonrpc.failure(error, None)), False
        return Reply.known(article.failure(error, ABSENT)), True

    def _answer_batch(self, items: list[JsonValue]) -> Reply:
        if not items:
            return _refused("A batch is not empty")
        if len(items) > MAX_BATCH:
            return _refused(f"A batch has at most {MAX_BATCH} items")
        return batch([self._answer_item(item) for item in items])

    def _answer_item(self, item: JsonValue) -> Reply:
        if isinstance(item, dict):
            return self._answering.answer(jsonrpc, item)
        return _refused(NO_OBJECT)

    def _deliver_in_turn(self, reply: Reply) -> None:
        must_wait = reply.settled and self._turns.waiting
        if must_wait and not self._answering.has_room():
            raise too_many_waiting()
        self._turns.add(reply)

    def _send_reply(self, reply: Reply) -> None:
        if reply.message is not None:
            self._send(serialize(reply.message))
        reply.sent()
        self.unanswered -= reply.size
        self._answered()


def _refused(why: str) -> Reply:
    """The reply to a message that is no request: it has no id."""
    return Reply.known(jsonrpc.failure(invalid_request(why), None))

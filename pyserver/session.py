"""One connection as a peer of RPC sees it: texts come in, texts go out. No socket is known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import article, jsonrpc
from .answering import Answering, too_many_waiting
from .call import Dialect
from .errors import ABSENT, RpcError, invalid_request, parse_error
from .in_flight import InFlight
from .limits import MAX_BATCH
from .log import Record
from .replies import Batch, Reply, Turns
from .store import Store
from .strict_json import JsonObject, JsonValue, Unparsable, parse, serialize
from .subscriptions import Schedule, Subscriptions


class Session:
    """The calls, replies and subscriptions of one connection.

    Args:
        send: writes one text message, at once.
        send_tick: the same for a tick, which it may drop.
        schedule: `loop.call_later`.
        store: what the server's connections share.
        record: what the log will say of this connection.
        shapeless: the dialect that answers what has no shape to pick one by.
    """

    def __init__(
        self,
        *,
        send: Callable[[str], None],
        send_tick: Callable[[str], None],
        schedule: Schedule,
        store: Store,
        record: Record,
        shapeless: Dialect,
    ) -> None:
        self._send = send
        self._shapeless = shapeless
        self._in_flight = InFlight(schedule)
        self._turns = Turns(self._send_reply)
        self._subscriptions = Subscriptions(schedule, lambda tick: send_tick(serialize(tick)))
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
        try:
            value = parse(text)
        except Unparsable:
            return self._refuse_shapeless(parse_error())
        if isinstance(value, list):
            self._receive_batch(value)
        elif not isinstance(value, dict):
            self._refuse_shapeless(invalid_request("A request is a JSON object"))
        elif "jsonrpc" in value:
            self._deliver(self._answering.answer(jsonrpc, value))
        else:
            self._receive_article(value)

    def end(self) -> None:
        """The connection is gone: stop every timer."""
        self._in_flight.end()
        self._subscriptions.end()

    def _refuse_shapeless(self, error: RpcError) -> None:
        if self._shapeless is jsonrpc:
            self._deliver(Reply.known(jsonrpc.failure(error, None)))
        else:
            self._deliver_in_turn(Reply.known(article.failure(error, ABSENT)))

    def _receive_article(self, request: JsonObject) -> None:
        reply = self._answering.answer(article, request)
        if article.reply_id(request) is ABSENT:
            self._deliver_in_turn(reply)
        else:
            self._deliver(reply)

    def _receive_batch(self, items: list[JsonValue]) -> None:
        if not items:
            self._refuse_batch("A batch is not empty")
        elif len(items) > MAX_BATCH:
            self._refuse_batch(f"A batch has at most {MAX_BATCH} items")
        else:
            Batch([self._answer_item(item) for item in items], self._send_batch)

    def _refuse_batch(self, why: str) -> None:
        self._deliver(Reply.known(jsonrpc.failure(invalid_request(why), None)))

    def _answer_item(self, item: JsonValue) -> Reply:
        if isinstance(item, dict):
            return self._answering.answer(jsonrpc, item)
        return Reply.known(jsonrpc.failure(invalid_request("A request is a JSON object"), None))

    def _deliver(self, reply: Reply) -> None:
        reply.when_settled(lambda: self._send_reply(reply))

    def _deliver_in_turn(self, reply: Reply) -> None:
        must_wait = reply.settled and self._turns.waiting
        if must_wait and not self._answering.has_room():
            raise too_many_waiting()
        self._turns.add(reply)

    def _send_reply(self, reply: Reply) -> None:
        if reply.message is not None:
            self._send(serialize(reply.message))
        reply.sent()

    def _send_batch(self, replies: Sequence[Reply]) -> None:
        messages: list[JsonValue] = [reply.message for reply in replies if reply.message is not None]
        if messages:
            self._send(serialize(messages))
        for reply in replies:
            reply.sent()

"""The asyncio client: any number of calls in flight on one connection."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any

from ..wire import CloseCode, ConnectionClosed
from . import jsonrpc
from .addresses import make_opening
from .async_socket import AsyncSocket
from .backoff import Backoff
from .batch import encode_batch, number_calls
from .deadline import Deadline
from .endings import why_ended
from .envelopes import choose_dialect, choose_params
from .errors import ConnectionLost, ProtocolError, RpcError, RpcTimeout
from .expiry import Answer, Expiry
from .feeds import Feed
from .json_text import encode_json
from .link import Link, in_time
from .messages import ABSENT, Id, MaybeId, Notification, Reply
from .pending import PendingCalls, Slot
from .protocol import Patience

CALL_TIMEOUT = 10.0


class AsyncRpcClient:
    """Calls a server's actions, any number at a time, in one event loop.

        async with AsyncRpcClient(url) as client:
            one, two = await asyncio.gather(client.call("echo", n=1), client.call("echo", n=2))

    Args:
        url: where the server is, such as "ws://127.0.0.1:8080".
        dialect: "article" or "jsonrpc".
        ids: whether calls carry an id. Without, they take turns, and a time-out ends the connection.
        timeout: seconds for a call, where it does not say otherwise.
        patience: how long to wait for the handshakes, and how often to ping.
        reconnect: whether to connect again when the connection is lost: False, True, or the Backoff
            between the attempts.
        opening: how to open the connection: `token`, `origin`, `subprotocols`, `headers`, `deflate`,
            `limits`, `context` (for `wss`), `unix_socket` (see `Opening`).

    Raises:
        ValueError: `url` is no WebSocket address, or `dialect` no dialect.
    """

    def __init__(
        self,
        url: str,
        *,
        dialect: str = "article",
        ids: bool = True,
        timeout: float = CALL_TIMEOUT,
        patience: Patience | None = None,
        reconnect: bool | Backoff = False,
        **opening: Any,
    ) -> None:
        self._dialect = choose_dialect(dialect, ids)
        self._ids: Iterator[MaybeId] = itertools.count(1) if ids else itertools.repeat(ABSENT)
        self._ask = self._exchange if ids else _take_turns(self._exchange)
        self._timeout = timeout
        self._notifications = Feed()
        self._subscriptions: dict[Any, Subscription] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._pending: PendingCalls[Slot] = PendingCalls(self._notice)
        self._expiry = Expiry()
        self._link = Link(
            make_opening(url, dialect, opening),
            patience or Patience(),
            Backoff() if reconnect is True else reconnect or None,
            self._pending.receive,
            self._take_end,
            lambda error: self._notifications.end(error),
        )

    async def __aenter__(self) -> AsyncRpcClient:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<AsyncRpcClient {'open' if self.is_open else 'closed'}>"

    @property
    def is_open(self) -> bool:
        """Whether there is a connection right now."""
        return self._link.is_open

    @property
    def notifications(self) -> Feed:
        """What the server says without being asked, as an async iterator; its subscriptions apart."""
        return self._notifications

    @property
    def in_flight(self) -> int:
        """How many calls wait for their reply."""
        return len(self._pending)

    @property
    def unmatched(self) -> int:
        """How many replies have come that no call waited for: late ones, and unknown ones."""
        return self._pending.unmatched

    @property
    def subprotocol(self) -> str | None:
        """The one agreed in the opening handshake."""
        return self._link.subprotocol

    async def open(self) -> None:
        """Connect and shake hands, for the first time or after `close`.

        Raises:
            RuntimeError: it is open already.
            RpcTimeout, ConnectionRefused, ConnectionLost, ProtocolError: there is no connection.
        """
        if self._notifications.is_over:
            self._notifications = Feed()
        await self._link.open()

    async def call(
        self,
        action: str,
        params: Any = ABSENT,
        /,
        *,
        timeout: float | None = None,
        idempotent: bool = False,
        **named: Any,
    ) -> Any:
        """Call `action` and wait for its result.

        The parameters are given by name, or as one dict or list: `call("getData", userId=123)` is
        `call("getData", {"userId": 123})`. A cancelled call tells a JSON-RPC server to stop.

        Args:
            timeout: seconds, waiting for a lost connection included.
            idempotent: whether doing it twice is as good as once. If so, and `reconnect` is on, the
                call is made again where the connection was lost before its answer came.

        Raises:
            RpcTimeout: no answer within `timeout` seconds. A JSON-RPC server is told to stop.
            RemoteError: the server answered with an error.
            ConnectionLost: the connection ended before the answer came.
            ProtocolError: the server broke a rule; the connection is closed.
            NotEncodable: JSON cannot hold the parameters.
        """
        deadline, call_id = self._deadline(timeout), next(self._ids)
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
        while True:
            try:
                answer: Answer = asyncio.get_running_loop().create_future()
                return (await self._ask(text, {call_id: answer}, answer, deadline)).unwrap()
            except ConnectionLost:
                if not (idempotent and self._link.comes_back):
                    raise

    async def batch(self, calls: Iterable[tuple[str, Any]], *, timeout: float | None = None) -> list[Any]:
        """Make several calls in one message (JSON-RPC 2.0, section 6).

        Args:
            calls: pairs of an action and its parameters.

        Returns:
            for each call, in order, its result, or the RemoteError it ended with.

        Raises:
            The same as `call`, but for the errors of single calls.
        """
        self._check_jsonrpc("batches")
        numbered = number_calls(calls, self._ids)
        if not numbered:
            return []
        whole = _Whole([call.id for call in numbered])
        text = encode_json(encode_batch(numbered))
        replies = (await self._ask(text, whole.parts, whole, self._deadline(timeout))).unwrap()
        return [reply.outcome() for reply in replies]

    async def notify(self, action: str, params: Any = ABSENT, /, **named: Any) -> None:
        """Tell the server something that it does not answer (JSON-RPC 2.0, section 4.1).

        Raises:
            RpcTimeout, ConnectionLost, ProtocolError: it cannot be sent.
        """
        self._check_jsonrpc("notifications")
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), ABSENT))
        socket = await self._link.socket(self._deadline(None))
        socket.send_text(text)

    def subscribe(self, params: Any = ABSENT, /, **named: Any) -> Subscription:
        """Ticks, as an async context manager that is an async iterator:

        async with client.subscribe(intervalMs=100, count=3) as ticks:
            async for tick in ticks: ...
        """
        return Subscription(self, choose_params(params, named))

    async def close(self, code: int = CloseCode.NORMAL, reason: str = "") -> None:
        """Say goodbye to the server and end the connection. Calls in flight end with ConnectionLost."""
        self._pending.fail_all(lambda: ConnectionLost("the client has been closed"))
        await self._link.close(code, reason)
        self._expiry.stop()
        self._notifications.end()

    async def _begin(self, subscription: Subscription, params: Any) -> None:
        """Subscribe; from the reply on, its ticks go to `subscription`."""
        deadline, call_id = self._deadline(None), next(self._ids)
        text = encode_json(self._dialect.encode_request("subscribe", params, call_id))
        slot = _Beginning(partial(self._register, subscription))
        await self._link.socket(deadline)
        try:
            (await self._ask(text, {call_id: slot}, slot.answer, deadline)).unwrap()
        except (RpcTimeout, asyncio.CancelledError):  # it has been sent: the server may begin all the same
            if subscription.number is not None:
                self._end_soon(subscription)
            elif call_id is not ABSENT and self.is_open:
                self._pending.add({call_id: _Beginning(partial(self._end_late, subscription))})
            raise

    def _register(self, subscription: Subscription, result: Any) -> None:
        subscription.number = subscription_number(result)
        self._subscriptions[subscription.number] = subscription

    def _end_late(self, subscription: Subscription, result: Any) -> None:
        """The server has begun what nobody waits for any more."""
        self._register(subscription, result)
        self._end_soon(subscription)

    def _end_soon(self, subscription: Subscription) -> None:
        task = asyncio.get_running_loop().create_task(self._end(subscription))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self, subscription: Subscription) -> None:
        """Unsubscribe, if there still is something to unsubscribe from."""
        try:
            with suppress(RpcError):  # the server, or the connection, may have ended it in the meantime
                await self._link.socket(self._deadline(None))
                if not subscription.is_over:
                    await self.call("unsubscribe", subscription=subscription.number)
        finally:  # after a reconnection another one may have its number
            if self._subscriptions.get(subscription.number) is subscription:
                del self._subscriptions[subscription.number]

    async def _exchange(
        self, text: str, slots: Mapping[MaybeId, Slot], answer: Answer, deadline: Deadline
    ) -> Reply:
        """Send a request, or a batch of them, whose replies go to `slots`, and wait for `answer`."""
        socket = self._link.ready_socket or await self._link.socket(deadline)
        self._pending.add(slots)
        self._expiry.watch(answer, deadline)
        try:
            socket.send_text(text)
            return await answer
        finally:  # after a time-out or a cancellation too
            self._expiry.forget(answer)
            for call_id in slots:
                if self._pending.remove(call_id):
                    self._give_up(socket, call_id)

    def _give_up(self, socket: AsyncSocket, call_id: MaybeId) -> None:
        """Nobody waits for this call any more: tell the server, if the dialect has a word for it."""
        if call_id is ABSENT:
            socket.abort("a reply that comes late could not be told from the next one")
        elif self._dialect is jsonrpc and socket.is_open:
            socket.send_text(encode_json(jsonrpc.encode_cancel(call_id)))

    def _notice(self, notification: Notification) -> None:
        params = notification.params
        number = params.get("subscription") if isinstance(params, dict) else None
        known = isinstance(number, Hashable) and number in self._subscriptions
        (self._subscriptions[number] if known else self._notifications).put(notification)

    def _take_end(self, closed: ConnectionClosed) -> None:
        self._pending.fail_all(lambda: why_ended(closed))
        for feed in self._subscriptions.values():
            feed.end(None if self._link.closing else why_ended(closed))
        self._subscriptions.clear()
        if not self._link.comes_back:
            self._notifications.end(None if self._link.closing else why_ended(closed))

    def _deadline(self, timeout: float | None) -> Deadline:
        return Deadline(self._timeout if timeout is None else timeout)

    def _check_jsonrpc(self, what: str) -> None:
        if self._dialect is not jsonrpc:
            raise ValueError(f"only JSON-RPC has {what}: make the client with dialect='jsonrpc'")


Exchange = Callable[[str, Mapping[MaybeId, Slot], Answer, Deadline], Coroutine[Any, Any, Reply]]


def _take_turns(exchange: Exchange) -> Exchange:
    """The same, one at a time: without ids, a reply is told from another by its place alone."""
    turn = asyncio.Lock()

    async def exchange_in_turn(
        text: str, slots: Mapping[MaybeId, Slot], answer: Answer, deadline: Deadline
    ) -> Reply:
        acquiring = asyncio.ensure_future(turn.acquire())
        try:
            await in_time(acquiring, deadline, "the calls before this one have not been answered")
            return await exchange(text, slots, answer, deadline)
        finally:
            if acquiring.done() and not acquiring.cancelled():  # it may have come to one who has given up
                turn.release()

    return exchange_in_turn


class Subscription(Feed):
    """The ticks of one `subscribe`. It ends after `count` of them, where a count was asked for."""

    def __init__(self, client: AsyncRpcClient, params: Any) -> None:
        super().__init__()
        self._client = client
        self._params = params
        self._count = params.get("count") if isinstance(params, dict) else None
        self.number: Any = None

    async def __aenter__(self) -> Subscription:
        await self._client._begin(self, self._params)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._client._end(self)

    def put(self, notification: Notification) -> None:
        """Here is one more tick."""
        super().put(notification)
        if self._count is not None and notification.params.get("sequence") == self._count:
            self.end()


def subscription_number(result: Any) -> Any:
    """The number of the subscription that the server has begun.

    Raises:
        ProtocolError: its reply has none.
    """
    number = result.get("subscription") if isinstance(result, dict) else None
    if number is None or not isinstance(number, Hashable):
        raise ProtocolError(f"the reply to subscribe has no subscription: {result!r:.80}")
    return number


class _Beginning:
    """The slot of a subscribe. Ticks may follow in the same packet: their feed must be there by then."""

    def __init__(self, begin: Callable[[Any], None]) -> None:
        self.answer: Answer = asyncio.get_running_loop().create_future()
        self._begin = begin

    def done(self) -> bool:
        """Never: what the server has begun has to be known, whether anybody waits for it or not."""
        return False

    def set_result(self, reply: Reply) -> None:
        """Here is the reply, or why none will come."""
        try:
            if reply.error is None:
                self._begin(reply.result)
        except ProtocolError as error:
            reply = Reply(reply.id, error=error)
            raise
        finally:
            if not self.answer.done():
                self.answer.set_result(reply)


class _Whole(asyncio.Future[Reply]):
    """The answer to a batch: the replies to its calls, in their order, once all are there."""

    def __init__(self, ids: Sequence[Id]) -> None:
        super().__init__()
        self.parts: dict[MaybeId, _Part] = {call_id: _Part(self) for call_id in ids}

    def part_settled(self) -> None:
        """One more reply is there."""
        replies = [part.reply for part in self.parts.values() if part.reply is not None]
        if len(replies) == len(self.parts) and not self.done():
            self.set_result(Reply(ABSENT, replies))


class _Part:
    """The slot of one call of a batch."""

    def __init__(self, whole: _Whole) -> None:
        self.reply: Reply | None = None
        self._whole = whole

    def done(self) -> bool:
        """Whether the reply has come, or nobody waits for it."""
        return self.reply is not None or self._whole.done()

    def set_result(self, reply: Reply) -> None:
        """Here is the reply."""
        self.reply = reply
        self._whole.part_settled()

"""The asyncio client: any number of calls in flight on one connection."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from types import TracebackType
from typing import Any

from ..wire import CloseCode, ConnectionClosed
from . import jsonrpc
from .addresses import connect_options
from .async_socket import AsyncSocket
from .envelopes import check_jsonrpc, choose_dialect, choose_params
from .errors import ConnectionLost, RpcError, why_ended
from .json_text import encode_json
from .messages import ABSENT, MaybeId
from .pending import Expiry, PendingCalls, batch_outcome
from .reconnecting import ReconnectingConnection
from .retrying import Backoff, may_send_again
from .subscriptions import NotificationStream, Subscription, Subscriptions
from .timeouts import CALL_TIMEOUT, Deadline, Timeouts, in_time


class AsyncRpcClient:
    """Calls a server's actions, any number at a time, in one event loop.

        async with AsyncRpcClient(url) as client:
            one, two = await asyncio.gather(client.call("echo", n=1), client.call("echo", n=2))

    Args:
        url: of the server, such as "ws://127.0.0.1:8080".
        dialect: "article" or "jsonrpc".
        ids: whether calls carry an id. Without, they take turns, and a time-out ends the connection.
        timeout: seconds for a call that does not say otherwise.
        timeouts: how long to wait for the server otherwise, and how often to ping it.
        reconnect: whether to connect again when the connection is lost: False, True, or the Backoff
            between the attempts.
        options: how to connect: `token`, `origin`, `subprotocols`, `headers`, `deflate`,
            `limits`, `context` (for `wss`), `unix_socket` (see `ConnectOptions`).

    Raises:
        ValueError: `url` is no WebSocket address, or `dialect` no dialect.

    Attributes:
        has_ids: whether calls carry an id.
    """

    def __init__(
        self,
        url: str,
        *,
        dialect: str = "article",
        ids: bool = True,
        timeout: float = CALL_TIMEOUT,
        timeouts: Timeouts | None = None,
        reconnect: bool | Backoff = False,
        **options: Any,
    ) -> None:
        self.has_ids = ids
        self._dialect = choose_dialect(dialect, ids)
        self._ids: Iterator[MaybeId] = itertools.count(1) if ids else itertools.repeat(ABSENT)
        self._turn = no_turn if ids else Turns()
        self._timeout = timeout
        self._subscriptions = Subscriptions(self)
        self._pending = PendingCalls(new_future, self._subscriptions.put)
        self._expiry = Expiry()
        self._connection = ReconnectingConnection(
            connect_options(url, dialect, options),
            timeouts or Timeouts(),
            Backoff() if reconnect is True else reconnect or None,
            self._pending.receive_text,
            self._take_end,
            lambda error: self.notifications.end(error),
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
        """Whether there is an open connection now."""
        return self._connection.is_open

    @property
    def notifications(self) -> NotificationStream:
        """The server's notifications as an async iterator, without those of `subscribe`."""
        return self._subscriptions.others

    @property
    def in_flight(self) -> int:
        """The number of calls that wait for their reply."""
        return len(self._pending)

    @property
    def unmatched(self) -> int:
        """The number of replies that no call waited for: late ones, and unknown ones."""
        return self._pending.unmatched

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol agreed in the opening handshake, or None."""
        return self._connection.subprotocol

    async def open(self) -> None:
        """Connect and shake hands, for the first time or after `close`.

        Raises:
            RuntimeError: the client is open already.
            RpcTimeout, ConnectionRefused, ConnectionLost, ProtocolError: there is no connection.
        """
        if self.notifications.is_over:
            self._subscriptions.others = NotificationStream()
        await self._connection.open()

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
            timeout: seconds, the wait for a lost connection included.
            idempotent: whether doing it twice is as good as once. If so, and `reconnect` is on, the
                call is made again where the connection was lost before its reply came.

        Raises:
            RpcTimeout: no reply within `timeout` seconds. A JSON-RPC server is told to stop.
            RemoteError: the server answered with an error.
            ConnectionLost: the connection ended before the reply came.
            ProtocolError: the server broke a rule; the connection is closed.
            NotEncodable: JSON cannot hold the parameters.
        """
        deadline, call_id = self._deadline(timeout), next(self._ids)
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
        while True:
            async with self._turn(deadline):
                socket = self._connection.ready_socket or await self._connection.socket(deadline)
                try:
                    return await self.exchange(socket, text, call_id, deadline)
                except RpcError as error:
                    if not (self._connection.reconnects and may_send_again(error, idempotent)):
                        raise

    async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
        """Send one request and wait for its reply; however that ends, nothing of the call is left behind.

        `self._pending.add(call_id)` gives the future to wait for; `self._pending.remove(call_id)` takes the
        call out of the table, and is true where it still stood there. `self._expiry.watch(reply, deadline)`
        fails a future with RpcTimeout when its time is up, until `self._expiry.forget(reply)`.
        `self._cancel(socket, call_id)` tells the server that nobody waits any more, where the dialect has a
        message for that.

        Args:
            socket: the open connection; `socket.send_text(text)` sends, and is not awaited.
            text: the request.
            call_id: its id.
            deadline: when its time is up.

        Returns:
            the result.

        Raises:
            RpcTimeout, RemoteError, ConnectionLost, ProtocolError: how else the call ended.
        """
        reply = self._pending.add(call_id)
        self._expiry.watch(reply, deadline)
        try:
            socket.send_text(text)
            return await reply
        finally:  # after a time-out or a cancellation too
            self._expiry.forget(reply)
            if self._pending.remove(call_id):
                self._cancel(socket, call_id)

    async def batch(self, calls: Iterable[tuple[str, Any]], *, timeout: float | None = None) -> list[Any]:
        """Make several calls in one message (JSON-RPC 2.0, section 6).

        Args:
            calls: pairs of an action and its parameters.

        Returns:
            for each call, in order, its result, or the RemoteError it ended with.

        Raises:
            The same as `call`; RemoteError only where the server refused the batch as a whole.
        """
        check_jsonrpc(self._dialect, "batches")
        requests = jsonrpc.encode_batch(calls, self._ids)
        if not requests:
            return []
        deadline, text = self._deadline(timeout), encode_json(list(requests.values()))
        socket = self._connection.ready_socket or await self._connection.socket(deadline)
        replies = self._pending.add_batch(requests)
        for reply in replies:
            self._expiry.watch(reply, deadline)
        try:
            socket.send_text(text)
            outcomes = await asyncio.gather(*replies, return_exceptions=True)
            return [batch_outcome(outcome) for outcome in outcomes]
        finally:
            for reply in replies:
                self._expiry.forget(reply)
            for call_id in self._pending.remove_batch(requests):
                self._cancel(socket, call_id)

    async def notify(self, action: str, params: Any = ABSENT, /, **named: Any) -> None:
        """Send a notification, which the server does not answer (JSON-RPC 2.0, section 4.1).

        Raises:
            RpcTimeout, ConnectionLost, ProtocolError: it cannot be sent.
        """
        check_jsonrpc(self._dialect, "notifications")
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), ABSENT))
        socket = await self._connection.socket(self._deadline(None))
        socket.send_text(text)

    def subscribe(self, params: Any = ABSENT, /, **named: Any) -> Subscription:
        """Subscribe to ticks, with an async context manager that is an async iterator:

        async with client.subscribe(intervalMs=100, count=3) as ticks:
            async for tick in ticks: ...

        With `resumable=True`, and where the client reconnects, the ticks go on after a lost connection; a
        notification of the name "gap" says what was missed.
        """
        return Subscription(self._subscriptions, choose_params(params, named))

    async def close(self, code: int = CloseCode.NORMAL, reason: str = "") -> None:
        """Send a close frame and wait for the end. Calls in flight end with ConnectionLost."""
        self._pending.fail_all(lambda: ConnectionLost("the client has been closed"))
        await self._connection.close(code, reason)
        self._expiry.stop()
        self.notifications.end()

    def _deadline(self, timeout: float | None) -> Deadline:
        return Deadline(self._timeout if timeout is None else timeout)

    def _cancel(self, socket: AsyncSocket, call_id: MaybeId) -> None:
        """Tell the server that nobody waits for this call, where the dialect has a message for it."""
        if call_id is ABSENT:
            socket.abort("a reply that comes late could not be told from the next one")
        elif self._dialect is jsonrpc and socket.is_open:
            socket.send_text(encode_json(jsonrpc.encode_cancel(call_id)))

    def _take_end(self, closed: ConnectionClosed) -> None:
        self._pending.fail_all(lambda: why_ended(closed))
        error = None if self._connection.closing else why_ended(closed)
        self._subscriptions.end_all(error)
        if not self._connection.reconnects:
            self.notifications.end(error)

    # For its subscriptions

    def new_deadline(self) -> Deadline:
        """A deadline after the client's time-out."""
        return self._deadline(None)

    async def wait_until_ready(self, deadline: Deadline) -> None:
        """Wait until there is a connection that takes a message.

        Raises:
            RpcTimeout: there is none by the deadline.
            ConnectionLost, ProtocolError: there will be none.
        """
        await self._connection.socket(deadline)

    @property
    def reconnects(self) -> bool:
        """Whether a connection that is lost is opened again."""
        return self._connection.reconnects

    def fail_connection(self, fault: str) -> None:
        """End the connection because of what the server sent; `fault` says what was wrong."""
        self._connection.fail(fault)


def new_future() -> asyncio.Future[Any]:
    """The future of one call."""
    return asyncio.get_running_loop().create_future()


# Without ids, a reply is told from another by its place alone: so calls take turns.


class Turns:
    """Lets one call at a time pass: `async with turns(deadline): ...`."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def __call__(self, deadline: Deadline) -> AsyncIterator[None]:
        """Wait for the turn, and pass it on at the end of the block.

        Raises:
            RpcTimeout: the turn does not come by `deadline`.
        """
        async with in_time(deadline, "the calls before this one have not been answered"):
            await self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()


def no_turn(deadline: Deadline) -> AbstractAsyncContextManager[None]:
    """The turn of a call with an id, which need not wait for others."""
    return _NO_TURN


_NO_TURN: AbstractAsyncContextManager[None] = nullcontext()

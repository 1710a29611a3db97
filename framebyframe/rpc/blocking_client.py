"""The blocking client: one call at a time, no thread, and each call has a time-out."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from ..wire import CloseCode
from . import jsonrpc
from .addresses import connect_options
from .blocking_socket import BlockingSocket
from .envelopes import check_jsonrpc, choose_dialect, choose_params
from .errors import ConnectionLost, ProtocolError, RpcError, RpcTimeout
from .json_text import encode_json
from .messages import ABSENT, MaybeId, Notification
from .notifications import NotificationQueue
from .pending import PendingCalls, batch_outcome
from .retrying import is_final
from .timeouts import CALL_TIMEOUT, Deadline, Timeouts

CANCEL_TIMEOUT = 0.1
"""Seconds for the server to take a cancel; it has been slow already."""
NOW = Deadline(0)


class RpcClient:
    """Calls a server's actions, one at a time, and waits for each reply.

    One client is for one thread: several threads have a client each. Several calls at once, made in tasks,
    are what AsyncRpcClient is for.

    Args:
        url: of the server, such as "ws://127.0.0.1:8080".
        dialect: "article" or "jsonrpc".
        ids: whether calls carry an id. Without, a time-out ends the connection, because a late
            reply could not be told from the next one.
        timeout: seconds for a call that does not say otherwise.
        open_timeout: seconds for connecting and the opening handshake; `timeout` if not given.
        close_timeout: seconds for the server's close frame, once ours is sent.
        reconnect: whether a call on a connection that has ended opens a new one first, unless the
            server closed it with 1008, or 4000 to 4999. A call that was in flight is never sent again:
            nobody knows whether it was done.
        options: how to connect: `token`, `origin`, `subprotocols`, `headers`, `deflate`,
            `limits`, `context` (for `wss`), `unix_socket` (see `ConnectOptions`).

    Raises:
        ValueError: `url` is no WebSocket address, or `dialect` no dialect.
        RpcTimeout, ConnectionRefused, ConnectionLost, ProtocolError: there is no connection.
    """

    def __init__(
        self,
        url: str,
        *,
        dialect: str = "article",
        ids: bool = True,
        timeout: float = CALL_TIMEOUT,
        open_timeout: float | None = None,
        close_timeout: float = Timeouts.close,
        reconnect: bool = False,
        **options: Any,
    ) -> None:
        self._dialect = choose_dialect(dialect, ids)
        self._ids: Iterator[MaybeId] = itertools.count(1) if ids else itertools.repeat(ABSENT)
        self._timeout = timeout
        self._open_timeout = timeout if open_timeout is None else open_timeout
        self._close_timeout = close_timeout
        self._reconnect = reconnect
        self._options = connect_options(url, dialect, options)
        self._notifications = NotificationQueue()
        self._pending = PendingCalls(SingleThreadFuture, self._notifications.append)
        self._socket = self._open(self._open_timeout)

    def __enter__(self) -> RpcClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<RpcClient {'open' if self.is_open else 'closed'}>"

    @property
    def is_open(self) -> bool:
        """Whether the connection is open, as far as has been read."""
        return not self._socket.closed

    @property
    def unmatched(self) -> int:
        """The number of replies that no call waited for: late ones, and unknown ones."""
        return self._pending.unmatched

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol agreed in the opening handshake, or None."""
        return self._socket.subprotocol

    def call(
        self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any
    ) -> Any:
        """Call `action` and wait for its result.

        The parameters are given by name, or as one dict or list: `call("getData", userId=123)` is
        `call("getData", {"userId": 123})`.

        Raises:
            RpcTimeout: no reply within `timeout` seconds. A JSON-RPC server is told to stop.
            RemoteError: the server answered with an error.
            ConnectionLost: the connection ended before the reply came.
            ProtocolError: the server broke a rule; the connection is closed.
            NotEncodable: JSON cannot hold the parameters.
            TypeError: they are given in both ways.
        """
        deadline, call_id = self._deadline(timeout), next(self._ids)
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
        self._get_ready(deadline)
        future = self._pending.add(call_id)
        try:
            self._socket.send(text, deadline)
            while not future.done():
                self._receive(deadline, "answer")
            return future.result()
        finally:  # after a time-out or an interrupt too
            if self._pending.remove(call_id):
                self._cancel(call_id)

    def batch(self, calls: Iterable[tuple[str, Any]], *, timeout: float | None = None) -> list[Any]:
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
        self._get_ready(deadline)
        replies = self._pending.add_batch(requests)
        try:
            self._socket.send(text, deadline)
            while not all(reply.done() for reply in replies):
                self._receive(deadline, "answer")
            return [batch_outcome(reply.exception() or reply.result()) for reply in replies]
        finally:
            for call_id in self._pending.remove_batch(requests):
                self._cancel(call_id)

    def notify(self, action: str, params: Any = ABSENT, /, **named: Any) -> None:
        """Send a notification, which the server does not answer (JSON-RPC 2.0, section 4.1).

        Raises:
            RpcTimeout, ConnectionLost, ProtocolError: it cannot be sent.
        """
        check_jsonrpc(self._dialect, "notifications")
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), ABSENT))
        deadline = self._deadline(None)
        self._get_ready(deadline)
        self._socket.send(text, deadline)

    def next_notification(self, timeout: float | None = None) -> Notification:
        """Wait for the next notification of the server, such as a tick.

        Raises:
            RpcTimeout: none comes within `timeout` seconds.
            ConnectionLost, ProtocolError: the connection has ended, and all that came before it was taken.
        """
        deadline = self._deadline(timeout)
        with contextlib.suppress(ConnectionLost, ProtocolError):  # raised below, once all have been taken
            self._read_waiting(deadline)
        while not self._notifications:
            self._receive(deadline, "notification")
        return self._notifications.popleft()

    def close(self, code: int = CloseCode.NORMAL, reason: str = "") -> None:
        """Send a close frame to the server and end the connection. Calling it again does nothing."""
        self._socket.close(code, reason, Deadline(self._close_timeout))

    def _open(self, timeout: float) -> BlockingSocket:
        return BlockingSocket.open(self._options, Deadline(min(timeout, self._open_timeout)))

    def _deadline(self, timeout: float | None) -> Deadline:
        return Deadline(self._timeout if timeout is None else timeout)

    def _get_ready(self, deadline: Deadline) -> None:
        """Answer pings that have come since the last call; where the connection has ended, reconnect."""
        try:
            self._read_waiting(deadline)
        except (ConnectionLost, ProtocolError) as error:
            if not self._reconnect or (isinstance(error, ConnectionLost) and is_final(error.code)):
                raise
            self._socket = self._open(deadline.remaining())
            self._pending.start_over()

    def _read_waiting(self, deadline: Deadline) -> None:
        while (text := self._socket.receive(NOW, limit=deadline)) is not None:
            self._take(text)
            if not deadline.remaining():  # messages without end must not hold us
                break

    def _receive(self, deadline: Deadline, awaited: str) -> None:
        """Take one message from the server; RpcTimeout if none comes by the deadline."""
        text = self._socket.receive(deadline) if deadline.remaining() else None
        if text is None:
            raise RpcTimeout(f"no {awaited} from the server within {deadline.seconds:g} s")
        self._take(text)

    def _take(self, text: str) -> None:
        try:
            self._pending.receive_text(text)
        except ProtocolError as error:
            self._socket.fail(CloseCode.POLICY_VIOLATION, str(error))
            raise

    def _cancel(self, call_id: MaybeId) -> None:
        """Tell the server that nobody waits for this call, where the dialect has a message for it."""
        if call_id is ABSENT:
            self._socket.drop()
        elif self._dialect is jsonrpc:
            with contextlib.suppress(RpcError):
                self._socket.send(encode_json(jsonrpc.encode_cancel(call_id)), Deadline(CANCEL_TIMEOUT))


class SingleThreadFuture:
    """The future of one call: `concurrent.futures.Future` without its lock, which takes ten times as long."""

    __slots__ = ("_error", "_is_done", "_result")

    def __init__(self) -> None:
        self._is_done = False
        self._result: Any = None
        self._error: RpcError | None = None

    def done(self) -> bool:
        """Whether there is a result or an error."""
        return self._is_done

    def set_result(self, result: Any) -> None:
        """Settle it with a result."""
        self._is_done, self._result = True, result

    def set_exception(self, error: RpcError) -> None:
        """Settle it with an error."""
        self._is_done, self._error = True, error

    def result(self) -> Any:
        """The result, once it is done.

        Raises:
            RpcError: it was settled with this error.
        """
        if self._error is not None:
            raise self._error
        return self._result

    def exception(self) -> RpcError | None:
        """The error, once it is done; None where it has a result."""
        return self._error

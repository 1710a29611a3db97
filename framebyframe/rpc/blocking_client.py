"""The blocking client: one call at a time, no thread, every call with its time-out."""

from __future__ import annotations

import contextlib
import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any

from ..wire import CloseCode
from . import jsonrpc
from .addresses import make_opening
from .batch import encode_batch, number_calls
from .blocking_socket import BlockingSocket, open_socket
from .deadline import Deadline
from .envelopes import choose_dialect, choose_params
from .errors import ConnectionLost, ProtocolError, RpcError, RpcTimeout
from .json_text import encode_json
from .messages import ABSENT, MaybeId, Notification, Reply
from .pending import PendingCalls

CALL_TIMEOUT = 10.0
OPEN_TIMEOUT = 10.0
CLOSE_TIMEOUT = 10.0
CANCEL_TIMEOUT = 0.1
"""Seconds for the server to take a cancel; it has been slow already."""
MAX_NOTIFICATIONS = 1000
"""Notifications kept until somebody asks for them; beyond it the oldest go."""
NOW = Deadline(0)


class RpcClient:
    """Calls a server's actions, one at a time, and waits for each answer.

    Not for several threads at once: give each its own.

    Args:
        url: where the server is, such as "ws://127.0.0.1:8080".
        dialect: "article" or "jsonrpc".
        ids: whether calls carry an id. Without, a time-out ends the connection, because a late
            reply could not be told from the next one.
        timeout: seconds for a call, where it does not say otherwise.
        open_timeout: seconds for connecting and the opening handshake.
        close_timeout: seconds for the server's goodbye, once we have said ours.
        reconnect: whether a call on a connection that has ended opens a new one first. A call
            that was in flight is never sent again: nobody knows whether it was done.
        opening: how to open the connection: `token`, `origin`, `subprotocols`, `headers`, `deflate`,
            `limits`, `context` (for `wss`), `unix_socket` (see `Opening`).

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
        open_timeout: float = OPEN_TIMEOUT,
        close_timeout: float = CLOSE_TIMEOUT,
        reconnect: bool = False,
        **opening: Any,
    ) -> None:
        self._dialect = choose_dialect(dialect, ids)
        self._ids: Iterator[MaybeId] = itertools.count(1) if ids else itertools.repeat(ABSENT)
        self._timeout = timeout
        self._open_timeout = open_timeout
        self._close_timeout = close_timeout
        self._reconnect = reconnect
        self._opening = make_opening(url, dialect, opening)
        self._notifications: deque[Notification] = deque(maxlen=MAX_NOTIFICATIONS)
        self._pending: PendingCalls[Answer] = PendingCalls(self._notifications.append)
        self._socket = self._open(open_timeout)

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
        """How many replies have come that no call waited for: late ones, and unknown ones."""
        return self._pending.unmatched

    @property
    def subprotocol(self) -> str | None:
        """The one agreed in the opening handshake."""
        return self._socket.subprotocol

    def call(
        self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any
    ) -> Any:
        """Call `action` and wait for its result.

        The parameters are given by name, or as one dict or list: `call("getData", userId=123)` is
        `call("getData", {"userId": 123})`.

        Raises:
            RpcTimeout: no answer within `timeout` seconds. A JSON-RPC server is told to stop.
            RemoteError: the server answered with an error.
            ConnectionLost: the connection ended before the answer came.
            ProtocolError: the server broke a rule; the connection is closed.
            NotEncodable: JSON cannot hold the parameters.
        """
        deadline, call_id = self._deadline(timeout), next(self._ids)
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
        [reply] = self._ask(text, {call_id: Answer()}, deadline)
        return reply.unwrap()

    def batch(self, calls: Iterable[tuple[str, Any]], *, timeout: float | None = None) -> list[Any]:
        """Make several calls in one message (JSON-RPC 2.0, section 6).

        Args:
            calls: pairs of an action and its parameters.

        Returns:
            for each call, in order, its result, or the RemoteError it ended with.

        Raises:
            The same as `call`; RemoteError only where the server refused the batch as a whole.
        """
        self._check_jsonrpc("batches")
        numbered = number_calls(calls, self._ids)
        if not numbered:
            return []
        deadline, text = self._deadline(timeout), encode_json(encode_batch(numbered))
        replies = self._ask(text, {call.id: Answer() for call in numbered}, deadline)
        return [reply.outcome() for reply in replies]

    def notify(self, action: str, params: Any = ABSENT, /, **named: Any) -> None:
        """Tell the server something that it does not answer (JSON-RPC 2.0, section 4.1).

        Raises:
            RpcTimeout, ConnectionLost, ProtocolError: it cannot be sent.
        """
        self._check_jsonrpc("notifications")
        text = encode_json(self._dialect.encode_request(action, choose_params(params, named), ABSENT))
        deadline = self._deadline(None)
        self._get_ready(deadline)
        self._socket.send(text, deadline)

    def next_notification(self, timeout: float | None = None) -> Notification:
        """The next thing the server says without being asked, such as a tick, waiting for it.

        Raises:
            RpcTimeout: nothing within `timeout` seconds.
            ConnectionLost, ProtocolError: the connection has ended.
        """
        deadline = self._deadline(timeout)
        with contextlib.suppress(ConnectionLost, ProtocolError):  # raised below, once all have been given out
            self._take_waiting(deadline)
        while not self._notifications:
            self._receive(deadline, "notification")
        return self._notifications.popleft()

    def close(self, code: int = CloseCode.NORMAL, reason: str = "") -> None:
        """Say goodbye to the server and end the connection. Again is harmless."""
        self._socket.close(code, reason, Deadline(self._close_timeout))

    def _open(self, timeout: float) -> BlockingSocket:
        return open_socket(self._opening, Deadline(min(timeout, self._open_timeout)))

    def _deadline(self, timeout: float | None) -> Deadline:
        return Deadline(self._timeout if timeout is None else timeout)

    def _check_jsonrpc(self, what: str) -> None:
        if self._dialect is not jsonrpc:
            raise ValueError(f"only JSON-RPC has {what}: make the client with dialect='jsonrpc'")

    def _ask(self, text: str, answers: Mapping[MaybeId, Answer], deadline: Deadline) -> list[Reply]:
        """Send a request, or a batch of them; the replies, in the order of `answers`."""
        self._get_ready(deadline)
        self._pending.add(answers)
        try:
            self._socket.send(text, deadline)
            return [self._wait_for(answer, deadline) for answer in answers.values()]
        finally:  # after an interrupt too
            for call_id in answers:
                if self._pending.remove(call_id):
                    self._give_up(call_id)

    def _get_ready(self, deadline: Deadline) -> None:
        """Read what has come since the last call: a ping wants its pong, and a close is better seen now."""
        try:
            self._take_waiting(deadline)
        except (ConnectionLost, ProtocolError):
            if not self._reconnect:
                raise
            self._socket = self._open(deadline.remaining())

    def _take_waiting(self, deadline: Deadline) -> None:
        while (text := self._socket.receive(NOW, limit=deadline)) is not None:
            self._take(text)
            if not deadline.remaining():  # messages without end must not hold us
                break

    def _wait_for(self, answer: Answer, deadline: Deadline) -> Reply:
        while answer.reply is None:
            self._receive(deadline, "answer")
        return answer.reply

    def _receive(self, deadline: Deadline, awaited: str) -> None:
        text = self._socket.receive(deadline) if deadline.remaining() else None
        if text is None:
            raise RpcTimeout(f"no {awaited} from the server within {deadline.seconds:g} s")
        self._take(text)

    def _take(self, text: str) -> None:
        try:
            self._pending.receive(text)
        except ProtocolError as error:
            self._socket.fail(CloseCode.POLICY_VIOLATION, str(error))
            raise

    def _give_up(self, call_id: MaybeId) -> None:
        """Nobody waits for this call any more: tell the server, if the dialect has a word for it."""
        if call_id is ABSENT:
            self._socket.drop()
        elif self._dialect is jsonrpc:
            with contextlib.suppress(RpcError):
                self._socket.send(encode_json(jsonrpc.encode_cancel(call_id)), Deadline(CANCEL_TIMEOUT))


class Answer:
    """The slot of a call: its reply, once it has come."""

    def __init__(self) -> None:
        self.reply: Reply | None = None

    def done(self) -> bool:
        """Whether the reply has come."""
        return self.reply is not None

    def set_result(self, reply: Reply) -> None:
        """Here is the reply."""
        self.reply = reply

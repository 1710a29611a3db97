"""A connection that is opened again when it is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

from ..wire import CloseCode, ConnectionClosed
from .addresses import ConnectOptions
from .async_socket import AsyncSocket, open_async_socket
from .errors import ConnectionLost, RpcError, why_ended
from .retrying import Backoff, may_pass
from .timeouts import Deadline, Timeouts, in_time


class ReconnectingConnection:
    """The connection to one server: open, lost and being opened again, or closed.

    Args:
        options: how to connect.
        timeouts: how long to wait for the server.
        backoff: the waits between attempts to connect again; None for no attempts.
        on_text: is given each text message.
        on_end: is given how a connection ended, each time.
        on_failure: is given the error of a server that refuses for good: there are no more attempts.

    Attributes:
        closing: whether `close` was called.
    """

    def __init__(
        self,
        options: ConnectOptions,
        timeouts: Timeouts,
        backoff: Backoff | None,
        on_text: Callable[[str], None],
        on_end: Callable[[ConnectionClosed], None],
        on_failure: Callable[[RpcError], None],
    ) -> None:
        self._options = options
        self._timeouts = timeouts
        self._backoff = backoff
        self._on_text = on_text
        self._on_end = on_end
        self._on_failure = on_failure
        self._socket: AsyncSocket | None = None
        self._reconnecting: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        """Set while no attempt to connect again is under way."""
        self._settled.set()
        self._delays: Iterator[float] = iter(())
        self._opened = 0.0
        self._failure: RpcError | None = None
        self._is_opening = False
        self.closing = False

    @property
    def is_open(self) -> bool:
        """Whether there is an open connection now."""
        return self._socket is not None and self._socket.is_open

    @property
    def reconnects(self) -> bool:
        """Whether a lost connection is opened again."""
        return self._backoff is not None and self._failure is None and not self.closing

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol agreed in the opening handshake, or None."""
        return self._socket.connection.subprotocol if self._socket and self._socket.connection else None

    @property
    def ready_socket(self) -> AsyncSocket | None:
        """The open connection, if it takes a message now: `socket` without a wait."""
        socket = self._socket
        return socket if socket is not None and socket.is_open and not socket.congested else None

    async def open(self) -> None:
        """Open the connection, for the first time or after `close`.

        Raises:
            RuntimeError: it is open.
            The same as `open_async_socket`.
        """
        if self.is_open or self._is_opening or not self._settled.is_set():
            raise RuntimeError("the client is open already")
        self.closing, self._failure, self._is_opening = False, None, True
        if self._backoff is not None:
            self._delays = self._backoff.delays()
        try:
            await self._open()
        finally:
            self._is_opening = False

    async def socket(self, deadline: Deadline) -> AsyncSocket:
        """Wait until the connection is open and takes a message.

        Raises:
            RpcTimeout: it is not by the deadline.
            ConnectionLost, ProtocolError: it has ended, and is not opened again.
        """
        while True:
            async with in_time(deadline, "no connection to the server"):
                while not self._settled.is_set():
                    await self._settled.wait()
            socket = self._open_socket()
            if not socket.congested:
                return socket
            async with in_time(deadline, "the server has not read what was sent"):
                await socket.wait_until_writable()

    def fail(self, fault: str) -> None:
        """End the connection because of what the server sent; `fault` says what was wrong."""
        if self._socket is not None:
            self._socket.fail(CloseCode.POLICY_VIOLATION, fault)

    async def close(self, code: int, reason: str) -> None:
        """Send a close frame, and wait for the end; make no more attempts to connect."""
        self.closing = True
        if self._reconnecting is not None:
            self._reconnecting.cancel()
            await asyncio.wait([self._reconnecting])
            self._settled.set()  # a task that is cancelled before it begins does not set it
        if self._socket is not None:
            self._socket.close(code, reason)
            try:
                await self._socket.wait_until_gone()
            finally:  # after a cancellation too
                self._socket.abort("closed")

    async def _open(self) -> None:
        socket = await open_async_socket(self._options, self._timeouts, self._on_text, self._take_end)
        if self.closing:
            socket.give_up("the client has been closed")
            raise ConnectionLost("the client has been closed")
        self._socket = socket
        self._opened = time.monotonic()

    def _open_socket(self) -> AsyncSocket:
        if self._failure is not None:
            raise self._failure.with_traceback(None)  # else the error keeps the frames of all its callers
        if self._socket is None:
            raise ConnectionLost("the client is not open: use `async with`, or `await client.open()`")
        if self._socket.closed is not None:
            raise why_ended(self._socket.closed)
        if not self._socket.is_open:
            raise ConnectionLost("the client is closing")
        return self._socket

    def _take_end(self, closed: ConnectionClosed) -> None:
        if self._backoff is not None and self.reconnects and self._settled.is_set():
            self._settled.clear()
            reconnecting = self._reconnect(self._backoff, closed)
            self._reconnecting = asyncio.get_running_loop().create_task(reconnecting)
        self._on_end(closed)

    async def _reconnect(self, backoff: Backoff, closed: ConnectionClosed) -> None:
        try:
            wait = self._wait_after(backoff, closed)
            if wait is None:
                return self._give_up(why_ended(closed))
            await asyncio.sleep(wait)
            while not await self._try_to_open():
                await asyncio.sleep(next(self._delays))
        finally:
            self._settled.set()

    def _wait_after(self, backoff: Backoff, closed: ConnectionClosed) -> float | None:
        """Seconds to wait before the first attempt; None where its close code says no."""
        if time.monotonic() - self._opened > backoff.longest:
            self._delays = backoff.delays()
        # Where the server broke a rule, the code is ours.
        code = CloseCode.ABNORMAL if closed.fault else closed.code
        return backoff.wait_after(code, closed.reason, next(self._delays))

    async def _try_to_open(self) -> bool:
        """Whether there is nothing more to try: the connection is open, or the server refuses for good."""
        try:
            await self._open()
            return self.is_open
        except RpcError as error:
            if may_pass(error):
                return False
            self._give_up(error)
        return True

    def _give_up(self, error: RpcError) -> None:
        self._failure = error
        self._on_failure(error)

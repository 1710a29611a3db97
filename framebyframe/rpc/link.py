"""A connection that is made again when it is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator

from ..wire import ConnectionClosed
from .addresses import Opening
from .async_socket import AsyncSocket, open_async_socket
from .backoff import Backoff
from .deadline import Deadline
from .endings import why_ended
from .errors import ConnectionLost, ConnectionRefused, RpcError, RpcTimeout
from .protocol import Patience

SERVER_ERRORS = range(500, 600)
"""HTTP statuses that say: it is not the request that is wrong (RFC 9110, 15.6)."""


class Link:
    """The way to one server: open, lost and on its way back, or closed.

    Args:
        opening: how a connection is opened.
        patience: the time-outs of each.
        backoff: the waits between attempts to open it again; None for no attempts.
        on_text: gets each text message.
        on_end: gets how a connection ended, each time.
        on_failure: gets why it will not come back, where the server refuses it for good.
    """

    def __init__(
        self,
        opening: Opening,
        patience: Patience,
        backoff: Backoff | None,
        on_text: Callable[[str], None],
        on_end: Callable[[ConnectionClosed], None],
        on_failure: Callable[[RpcError], None],
    ) -> None:
        self._opening = opening
        self._patience = patience
        self._backoff = backoff
        self._on_text = on_text
        self._on_end = on_end
        self._on_failure = on_failure
        self._socket: AsyncSocket | None = None
        self._returning: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._settled.set()
        self._delays: Iterator[float] = iter(())
        self._opened = 0.0
        self._failure: RpcError | None = None
        self._is_opening = False
        self.closing = False

    @property
    def is_open(self) -> bool:
        """Whether there is a connection right now."""
        return self._socket is not None and self._socket.is_open

    @property
    def comes_back(self) -> bool:
        """Whether a lost connection will be made again."""
        return self._backoff is not None and self._failure is None and not self.closing

    @property
    def subprotocol(self) -> str | None:
        """The one agreed in the opening handshake."""
        return self._socket.connection.subprotocol if self._socket and self._socket.connection else None

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

    async def _open(self) -> None:
        socket = await open_async_socket(self._opening, self._patience, self._on_text, self._take_end)
        if self.closing:
            socket.give_up("the client has been closed")
            raise ConnectionLost("the client has been closed")
        self._socket = socket
        self._opened = time.monotonic()

    @property
    def ready_socket(self) -> AsyncSocket | None:
        """The open connection, if it takes more right now."""
        socket = self._socket
        return socket if socket is not None and socket.is_open and not socket.congested else None

    async def socket(self, deadline: Deadline) -> AsyncSocket:
        """The open connection, as soon as it is open and takes more.

        Raises:
            RpcTimeout: it is not by the deadline.
            ConnectionLost, ProtocolError: it has ended, and does not come back.
        """
        while True:
            if not self._settled.is_set():
                await in_time(self._settled.wait(), deadline, "no connection to the server")
            socket = self._open_socket()
            if not socket.congested:
                return socket
            await in_time(socket.flowing(), deadline, "the server has not read what was sent")

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye, and wait for the end; give up coming back."""
        self.closing = True
        if self._returning is not None:
            self._returning.cancel()
            await asyncio.wait([self._returning])
            self._settled.set()  # it does so too, if it has begun
        if self._socket is not None:
            self._socket.close(code, reason)
            try:
                await self._socket.wait_until_gone()
            finally:  # after a cancellation too
                self._socket.abort("closed")

    def _open_socket(self) -> AsyncSocket:
        if self._failure is not None:
            raise self._failure.with_traceback(None)  # else it would keep the frames of all its callers
        if self._socket is None:
            raise ConnectionLost("the client is not open: use `async with`, or `await client.open()`")
        if self._socket.closed is not None:
            raise why_ended(self._socket.closed)
        if not self._socket.is_open:
            raise ConnectionLost("the client is closing")
        return self._socket

    def _take_end(self, closed: ConnectionClosed) -> None:
        if self._backoff is not None and self.comes_back and self._settled.is_set():
            if time.monotonic() - self._opened > self._backoff.longest:
                self._delays = self._backoff.delays()
            self._settled.clear()
            self._returning = asyncio.get_running_loop().create_task(self._come_back())
        self._on_end(closed)

    async def _come_back(self) -> None:
        try:
            await asyncio.sleep(next(self._delays))
            # An old `wait_for` may lose our cancellation where an attempt fails at that very moment.
            while not self.closing and not await self._try_to_open() and not self.closing:
                await asyncio.sleep(next(self._delays))
        finally:
            self._settled.set()

    async def _try_to_open(self) -> bool:
        """Whether there is nothing more to try: it is open, or the server will go on refusing."""
        try:
            await self._open()
            return self.is_open
        except RpcError as error:
            if _may_pass(error):
                return False
            self._failure = error
            self._on_failure(error)
        return True


def _may_pass(error: RpcError) -> bool:
    """Whether trying again may help: a server that starts again, not one that says no."""
    if isinstance(error, ConnectionRefused):
        return error.status == 0 or error.status in SERVER_ERRORS
    return isinstance(error, (ConnectionLost, RpcTimeout))


async def in_time(thing: Awaitable[object], deadline: Deadline, complaint: str) -> None:
    """Wait for `thing`.

    Raises:
        RpcTimeout: it takes longer than `deadline` allows; `complaint` says what of.
    """
    task = asyncio.ensure_future(thing)  # and no `wait_for`: before Python 3.12 it may lose a cancellation
    try:
        done, _ = await asyncio.wait([task], timeout=deadline.remaining())
    finally:
        task.cancel()
    if not done:
        raise RpcTimeout(f"{complaint} within {deadline.seconds:g} s")

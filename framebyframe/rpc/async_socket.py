"""One connection of the asyncio client: a WebSocketProtocol that is opened, and hands on what comes."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from ..wire import CloseCode, ConnectionClosed, HandshakeAccepted, HandshakeRefused
from .addresses import Address, ConnectOptions
from .errors import (
    ProtocolError,
    connecting_took_too_long,
    handshake_took_too_long,
    lost_in_handshake,
    no_connection,
    why_refused,
)
from .looking_up import look_up
from .protocol import WebSocketProtocol, new_buffer
from .timeouts import Timeouts


class AsyncSocket(WebSocketProtocol):
    """One connection of a client.

    Args:
        options: how to connect.
        timeouts: how long to wait for the server.
        on_text: is given each text message; if it raises ProtocolError, the connection is ended.
        on_end: is given how the connection ended, once.

    Attributes:
        opening: a future of the accepted handshake, or of the error that says why there is none.
    """

    def __init__(
        self,
        options: ConnectOptions,
        timeouts: Timeouts,
        on_text: Callable[[str], None],
        on_end: Callable[[ConnectionClosed], None],
    ) -> None:
        super().__init__(options.new_handshake(), timeouts, new_buffer())
        self._where = options.where
        self._on_text = on_text
        self._on_end = on_end
        self._writable = asyncio.Event()
        self._writable.set()
        self._gone = asyncio.Event()
        self.opening: asyncio.Future[HandshakeAccepted] = self._loop.create_future()

    def opened(self, accepted: HandshakeAccepted) -> None:
        if not self.opening.done():
            self.opening.set_result(accepted)

    def refused(self, refused: HandshakeRefused) -> None:
        self._fail_to_open(why_refused(refused))

    def text_received(self, text: str) -> None:
        try:
            self._on_text(text)
        except ProtocolError as error:
            self.fail(CloseCode.POLICY_VIOLATION, str(error))

    def bytes_received(self, data: bytes) -> None:
        self.fail(CloseCode.UNSUPPORTED_DATA, "a reply is a text message, not a binary one")

    def ended(self, closed: ConnectionClosed) -> None:
        self._writable.set()
        self._on_end(closed)

    def congestion_changed(self) -> None:
        self._writable.clear() if self.congested else self._writable.set()

    def gone(self) -> None:
        self._fail_to_open(lost_in_handshake(self._where))
        self._gone.set()

    async def wait_until_writable(self) -> None:
        """Wait until the server reads again, or the connection has ended."""
        await self._writable.wait()

    async def wait_until_gone(self) -> None:
        """Wait until the socket is closed. The time-outs bound the wait once the connection is closing."""
        await self._gone.wait()

    def give_up(self, why: str) -> None:
        """End a connection that was never used, at once and without a call of `on_end`."""
        self._on_end = lambda closed: None
        self.opening.cancel()
        self.abort(why)

    def _fail_to_open(self, error: Exception) -> None:
        if not self.opening.done():
            self.opening.set_exception(error)


async def open_async_socket(
    options: ConnectOptions,
    timeouts: Timeouts,
    on_text: Callable[[str], None],
    on_end: Callable[[ConnectionClosed], None],
) -> AsyncSocket:
    """Connect and shake hands.

    Raises:
        RpcTimeout: not done within `timeouts.open` seconds.
        ConnectionRefused: nothing listens there, or the server refused the handshake.
        ConnectionLost: the server ended the connection during the handshake.
        ProtocolError: the program there is no WebSocket server, or a faulty one.
    """
    socket = AsyncSocket(options, timeouts, on_text, on_end)
    try:
        async with asyncio.timeout(timeouts.open or None):
            await _connect(socket, options)
            await socket.opening
    except TimeoutError:
        socket.give_up("it did not open in time")
        if not socket.is_connected:
            raise connecting_took_too_long(options.where, timeouts.open) from None
        raise handshake_took_too_long(options.where, timeouts.open, socket.unfinished) from None
    except BaseException:
        socket.give_up("it did not open")
        raise
    return socket


async def _connect(socket: AsyncSocket, options: ConnectOptions) -> None:
    try:
        await _create_connection(socket, options)
    except (OSError, UnicodeError) as error:
        raise no_connection(options.where, error) from error


async def _create_connection(socket: AsyncSocket, options: ConnectOptions) -> None:
    loop = asyncio.get_running_loop()
    context = options.tls_context()
    if options.unix_socket:
        name = options.address.host if context else None
        await loop.create_unix_connection(
            lambda: socket, options.unix_socket, ssl=context, server_hostname=name
        )
    else:
        await _connect_tcp(socket, options.address, context)


async def _connect_tcp(socket: AsyncSocket, address: Address, context: ssl.SSLContext | None) -> None:
    """Connect to the first of the host's addresses that answers."""
    loop = asyncio.get_running_loop()
    name = address.host if context else None
    found = look_up(address.host, address.port)
    failures = []
    for *_, where in found.result() if found.done() else await asyncio.wrap_future(found):
        try:
            await loop.create_connection(
                lambda: socket, where[0], address.port, ssl=context, server_hostname=name
            )
        except ssl.SSLError:
            raise
        except OSError as error:
            failures.append(error)
        else:
            return
    raise failures[-1]

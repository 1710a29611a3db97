"""One connection of the asyncio client: opened, and then a WebSocketProtocol that hands on what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..wire import CloseCode, ConnectionClosed, HandshakeAccepted, HandshakeRefused
from .addresses import Opening
from .endings import (
    connecting_took_too_long,
    handshake_took_too_long,
    lost_in_handshake,
    no_connection,
    why_refused,
)
from .errors import ProtocolError
from .protocol import Patience, WebSocketProtocol, new_buffer


class AsyncSocket(WebSocketProtocol):
    """One connection of a client.

    Args:
        opening: how it is opened.
        patience: the time-outs.
        on_text: gets each text message; a ProtocolError of it ends the connection.
        on_end: gets how the connection ended, once.

    Attributes:
        opening: what came of the opening handshake, or the error that says why nothing did.
    """

    def __init__(
        self,
        opening: Opening,
        patience: Patience,
        on_text: Callable[[str], None],
        on_end: Callable[[ConnectionClosed], None],
    ) -> None:
        super().__init__(opening.handshake(), patience, new_buffer())
        self._where = opening.where
        self._on_text = on_text
        self._on_end = on_end
        self._flowing = asyncio.Event()
        self._flowing.set()
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
        self._flowing.set()
        self._on_end(closed)

    def congestion_changed(self) -> None:
        self._flowing.clear() if self.congested else self._flowing.set()

    def gone(self) -> None:
        self._fail_to_open(lost_in_handshake(self._where))
        self._gone.set()

    async def flowing(self) -> None:
        """Wait until the server reads again, or the connection has ended."""
        await self._flowing.wait()

    def give_up(self, why: str) -> None:
        """End it without a goodbye: nobody waits for it any more, nor wants to hear of its end."""
        self._on_end = lambda closed: None
        self.opening.cancel()
        self.abort(why)

    async def wait_until_gone(self) -> None:
        """Wait until the socket is closed; the time-outs see to it that it will be."""
        await self._gone.wait()

    def _fail_to_open(self, error: Exception) -> None:
        if not self.opening.done():
            self.opening.set_exception(error)


async def open_async_socket(
    opening: Opening,
    patience: Patience,
    on_text: Callable[[str], None],
    on_end: Callable[[ConnectionClosed], None],
) -> AsyncSocket:
    """Connect and shake hands.

    Raises:
        RpcTimeout: not done within `patience.open` seconds.
        ConnectionRefused: nothing listens there, or the server refused the handshake.
        ConnectionLost: the server ended the connection during the handshake.
        ProtocolError: what answered is no WebSocket server, or a faulty one.
    """
    socket = AsyncSocket(opening, patience, on_text, on_end)
    try:
        await asyncio.wait_for(_open(socket, opening), patience.open or None)
    except TimeoutError:
        socket.give_up("it did not open in time")
        too_long = handshake_took_too_long if socket.is_connected else connecting_took_too_long
        raise too_long(opening.where, patience.open) from None
    except BaseException:
        socket.give_up("it did not open")
        raise
    return socket


async def _open(socket: AsyncSocket, opening: Opening) -> None:
    try:
        await _connect(socket, opening)
    except (OSError, UnicodeError) as error:
        raise no_connection(opening.where, error) from error
    await socket.opening


async def _connect(socket: AsyncSocket, opening: Opening) -> None:
    loop = asyncio.get_running_loop()
    context = opening.encryption()
    name = opening.address.host if context else None
    if opening.unix_socket:
        await loop.create_unix_connection(
            lambda: socket, opening.unix_socket, ssl=context, server_hostname=name
        )
    else:
        host, port = opening.address.host, opening.address.port
        await loop.create_connection(lambda: socket, host, port, ssl=context, server_hostname=name)

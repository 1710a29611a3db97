"""A wire.Connection on an asyncio transport, for a client and a server alike.

Two things make it quick. What is sent during one turn of the event loop goes out in one write
(corking). And it reads into a buffer that is there already: for a plain `asyncio.Protocol`, asyncio
sets aside 256 KiB for every read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from ..wire import (
    BytesMessage,
    ClientHandshake,
    CloseCode,
    Connection,
    ConnectionClosed,
    ConnectionNotOpen,
    Event,
    HandshakeAccepted,
    HandshakeRefused,
    PongReceived,
    ServerHandshake,
    State,
    TextMessage,
)
from .endings import close_reason

READ_SIZE = 65536
MAX_SEND_BUFFER = 1024 * 1024
"""Bytes that may wait to be sent; beyond it the connection is congested."""
LINGER = 1.0
"""Seconds that a client waits for the server to end the stream, once nothing more is to be said."""


@dataclass(frozen=True)
class Patience:
    """How long a connection waits for its peer, in seconds; 0 is without end.

    Attributes:
        open: for the opening handshake.
        close: for the peer's close frame, and for its end of the stream.
        ping_interval: between a pong and the next ping; 0 sends none.
        ping_timeout: for the pong; after that the peer counts as dead.
    """

    open: float = 10.0
    close: float = 10.0
    ping_interval: float = 20.0
    ping_timeout: float = 20.0


class WebSocketProtocol(asyncio.BufferedProtocol):
    """One connection. A subclass says what happens at its events.

    Args:
        handshake: ours, or the one we answer with.
        patience: the time-outs.
        buffer: what to read into. Connections of one event loop may share it where the loop hands
            over what it has read before it reads again, as all but Windows' proactor do.

    Attributes:
        connection: what the bytes mean; None until the opening handshake is done.
        closed: how it ended; None while it lasts.
        congested: whether the peer reads more slowly than we send, by MAX_SEND_BUFFER.
    """

    __slots__ = (
        "_buffer", "_corked", "_goodbye_said", "_handshake", "_loop", "_patience", "_timer", "_transport",
        "_unwritten", "closed", "congested", "connection",
    )  # fmt: skip

    def __init__(
        self,
        handshake: ClientHandshake | ServerHandshake,
        patience: Patience,
        buffer: memoryview,
    ) -> None:
        self.connection: Connection | None = None
        self.closed: ConnectionClosed | None = None
        self._loop = asyncio.get_running_loop()
        self._handshake: ClientHandshake | ServerHandshake | None = handshake
        self._patience = patience
        self._buffer = buffer
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._corked = False
        self._unwritten = 0
        self.congested = False
        self._goodbye_said = False

    # What a subclass says

    def opened(self, accepted: HandshakeAccepted) -> None:
        """The opening handshake is done."""

    def refused(self, refused: HandshakeRefused) -> None:
        """The opening handshake has failed."""

    def text_received(self, text: str) -> None:
        """A text message has come."""

    def bytes_received(self, data: bytes) -> None:
        """A binary message has come."""

    def ended(self, closed: ConnectionClosed) -> None:
        """Nothing more will come, and nothing more can be sent. Comes once, if `opened` has."""

    def congestion_changed(self) -> None:
        """`congested` has changed."""

    def gone(self) -> None:
        """The socket is closed: this is the last that is heard of this connection."""

    # Sending

    @property
    def is_connected(self) -> bool:
        """Whether there is a stream to the peer, with or without an opening handshake."""
        return self._transport is not None

    @property
    def is_open(self) -> bool:
        """Whether messages can be sent: the handshake is done, and nobody has said goodbye."""
        return self.closed is None and not self._goodbye_said and self.connection is not None

    def send_text(self, text: str) -> None:
        """Send a text message, with whatever else is sent in this turn of the event loop, up to a megabyte.

        Raises:
            wire.ConnectionNotOpen: it is closing or closed.
        """
        assert self.connection is not None, "the opening handshake is not done"
        self.connection.send_text(text)
        self._unwritten += len(text)
        # Then it is known at once whether the peer is too slow. A goodbye waits until all else has been sent.
        if self._unwritten > MAX_SEND_BUFFER and self.connection.state is State.OPEN:
            self._write_all()
        self._uncork_soon()

    def close(self, code: int, reason: str) -> None:
        """Say goodbye. The connection ends with the peer's goodbye, or without it after a while."""
        if self.connection is None:
            self.abort("closed before it was open")
        elif not self.closed and not self._goodbye_said:
            with suppress(ConnectionNotOpen):  # the peer's goodbye came in the same packet, and is answered
                self.connection.send_close(code, reason)
            self._goodbye_said = True
            self._set_timer(self._patience.close, lambda: self.abort("the peer has not said goodbye"))
            self._uncork_soon()

    def fail(self, code: int, fault: str) -> None:
        """Give the connection up because of what the peer sent; `fault` says what was wrong."""
        self.close(code, close_reason(fault))
        self._end(ConnectionClosed(code, fault, fault, clean=False))
        self._close_stream()

    def abort(self, why: str) -> None:
        """End the connection at once, without a goodbye."""
        self._end(ConnectionClosed(CloseCode.ABNORMAL, "", why, clean=False))
        if self._transport is not None:
            self._transport.abort()

    # What asyncio says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=MAX_SEND_BUFFER)
        assert self._handshake is not None
        self._write(self._handshake.data_to_send())

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, count: int) -> None:
        data = bytes(self._buffer[:count])
        self._corked = True
        if self.connection is not None:
            self._take(self.connection.receive_data(data))
        elif self._handshake is not None:
            self._shake_hands(self._handshake, data)
        self._uncork()

    def eof_received(self) -> None:
        if self.connection is not None:
            self._take(self.connection.receive_eof())
        self._uncork()

    def pause_writing(self) -> None:
        self.congested = True
        self.congestion_changed()

    def resume_writing(self) -> None:
        self.congested = False
        self.congestion_changed()

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        try:
            if self.connection is not None:
                self._take(self.connection.receive_eof())
        finally:  # whatever a mistake elsewhere does to the rest
            self._end(ConnectionClosed(CloseCode.ABNORMAL, "", "the stream ended", clean=False))
            self._set_timer(0, None)
            self.gone()

    # What comes in

    def _shake_hands(self, handshake: ClientHandshake | ServerHandshake, data: bytes) -> None:
        outcome = handshake.receive_data(data)
        if outcome is None:
            return
        self._write(handshake.data_to_send())
        self._handshake = None
        if isinstance(outcome, HandshakeRefused):
            self.refused(outcome)
            self._close_stream()
        else:
            self.connection = outcome.connection
            self._set_timer(0, None)
            self._wait_to_ping()
            self.opened(outcome)
            self._take(outcome.events)

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, ConnectionClosed):
                self._take_end(event)
            elif self._goodbye_said:
                pass  # nobody here listens any more
            elif isinstance(event, TextMessage):
                self.text_received(event.text)
            elif isinstance(event, BytesMessage):
                self.bytes_received(event.data)
            elif isinstance(event, PongReceived):
                self._wait_to_ping()

    def _take_end(self, closed: ConnectionClosed) -> None:
        self._end(closed)
        if self.connection is not None and self.connection.should_close_socket:
            self._close_stream()
        else:  # both have said goodbye, and it is the server's turn to end the stream
            self._set_timer(LINGER, self._close_stream)

    def _end(self, closed: ConnectionClosed) -> None:
        if self.closed is None:
            self.closed = closed
            if self.connection is not None:
                self.ended(closed)

    # The heartbeat

    def _wait_to_ping(self) -> None:
        if self._patience.ping_interval and self.is_open:
            self._set_timer(self._patience.ping_interval, self._ping)

    def _ping(self) -> None:
        assert self.connection is not None, "the opening handshake is not done"
        self.connection.send_ping()
        self._uncork_soon()
        self._set_timer(self._patience.ping_timeout, self._miss_pong)

    def _miss_pong(self) -> None:
        if not self._can_miss_pong:
            return self._set_timer(self._patience.ping_timeout, self._miss_pong)
        self.abort(f"a ping was not answered within {self._patience.ping_timeout:g} s")

    @property
    def _can_miss_pong(self) -> bool:
        return True

    # What goes out

    def _uncork_soon(self) -> None:
        """Write at the end of this turn, once, however much is sent until then."""
        if not self._corked:
            self._corked = True
            self._loop.call_soon(self._uncork)

    def _uncork(self) -> None:
        self._corked = False
        self._write_all()

    def _write_all(self) -> None:
        self._unwritten = 0
        if self.connection is not None:
            self._write(self.connection.data_to_send())

    def _write(self, data: bytes) -> None:
        if data and self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _close_stream(self) -> None:
        """Send what is left and say that nothing follows; wait for the peer to do so too (RFC 6455, 7.1.1).

        To close at once while the peer still sends would reset the connection, and with it
        whatever of ours the peer has not read yet: the close frame that says why.
        """
        self._uncork()
        if self._transport is None:
            return
        if self._transport.can_write_eof():
            self._transport.resume_reading()
            self._transport.write_eof()
        else:  # TLS has no half-closed state
            self._transport.close()
        self._set_timer(self._linger, self._transport.abort)

    @property
    def _linger(self) -> float:
        return LINGER

    def _set_timer(self, seconds: float, then: Callable[[], None] | None) -> None:
        """A connection waits for one thing at a time: the pong, the next ping, or the end."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, then) if then and seconds else None


def new_buffer() -> memoryview:
    """A buffer to read into."""
    return memoryview(bytearray(READ_SIZE))

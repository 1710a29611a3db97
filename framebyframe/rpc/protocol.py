"""A wire.Connection on an asyncio transport, for the client and the server alike.

It is quick for two reasons. What is sent during one turn of the event loop goes out in one write (corking).
And it reads into one buffer that stays: for a plain `asyncio.Protocol`, asyncio makes 256 KiB for each read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
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
from .errors import close_reason
from .heartbeat import Beat, Heartbeat
from .timeouts import Timeouts

READ_SIZE = 65536
MAX_SEND_BUFFER = 1024 * 1024
"""Bytes that may wait to be sent; beyond it the connection is congested."""
LINGER = 1.0
"""Seconds that a client waits for the server to end the stream, once both have sent a close frame."""


class WebSocketProtocol(asyncio.BufferedProtocol):
    """One connection. A subclass overrides the methods that are called when something happens.

    Args:
        handshake: of this end: a client's sends its request, a server's waits for one.
        timeouts: how long to wait for the peer.
        buffer: to read into. Connections of one event loop may share it where the loop hands over what it
            has read before it reads again, as all loops but Windows' proactor do.

    Attributes:
        connection: the wire.Connection; None until the opening handshake is done.
        closed: how the connection ended; None while it lasts.
        congested: whether more than MAX_SEND_BUFFER bytes wait for the peer to read.
    """

    __slots__ = (
        "_buffer", "_close_sent", "_corked", "_handshake", "_heartbeat", "_loop", "_ping_ends", "_taken",
        "_timeouts", "_timer", "_transport", "_unwritten", "_written", "closed", "congested", "connection",
    )  # fmt: skip

    def __init__(
        self, handshake: ClientHandshake | ServerHandshake, timeouts: Timeouts, buffer: memoryview
    ) -> None:
        self.connection: Connection | None = None
        self.closed: ConnectionClosed | None = None
        self.congested = False
        self._loop = asyncio.get_running_loop()
        self._handshake: ClientHandshake | ServerHandshake | None = handshake
        self._timeouts = timeouts
        self._heartbeat = Heartbeat(timeouts, self._loop.time())
        self._buffer = buffer
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._corked = False
        self._unwritten = 0
        self._written = 0
        """Bytes that were given to the transport, since the connection was made."""
        self._taken = self._ping_ends = 0
        """Those that the system had taken at the last look; those up to the last ping."""
        self._close_sent = False

    # For a subclass to override

    def opened(self, accepted: HandshakeAccepted) -> None:
        """The opening handshake is done."""

    def refused(self, refused: HandshakeRefused) -> None:
        """The opening handshake has failed."""

    def text_received(self, text: str) -> None:
        """A text message has come."""

    def bytes_received(self, data: bytes) -> None:
        """A binary message has come."""

    def ended(self, closed: ConnectionClosed) -> None:
        """Nothing more comes, and nothing more can be sent. Called once, if `opened` was."""

    def congestion_changed(self) -> None:
        """`congested` has changed."""

    def gone(self) -> None:
        """The socket is closed. This is the last call for this connection."""

    # Sending

    @property
    def is_connected(self) -> bool:
        """Whether there is a stream to the peer, with or without an opening handshake."""
        return self._transport is not None

    @property
    def unfinished(self) -> str:
        """The beginning of what came in the place of a whole opening handshake; empty where nothing did."""
        return self._handshake.unfinished if self._handshake is not None else ""

    @property
    def is_open(self) -> bool:
        """Whether messages can be sent: the handshake is done, and neither side has sent a close frame."""
        return self.closed is None and not self._close_sent and self.connection is not None

    def send_text(self, text: str) -> None:
        """Send a text message, together with all else that is sent in this turn of the event loop.

        Raises:
            wire.ConnectionNotOpen: the connection is closing or closed.
        """
        assert self.connection is not None, "the opening handshake is not done"
        self.connection.send_text(text)
        self._unwritten += len(text)
        # More than a megabyte is written at once, so that `congested` is up to date. Not after the peer's
        # close frame: writing sends ours, and more replies may go before it.
        if self._unwritten > MAX_SEND_BUFFER and self.connection.state is State.OPEN:
            self._write_all()
        self._uncork_soon()

    def close(self, code: int, reason: str) -> None:
        """Send a close frame. The connection ends with the peer's, or without it after the time-out."""
        if self.connection is None:
            self.abort("closed before it was open")
        elif not self.closed and not self._close_sent:
            with suppress(ConnectionNotOpen):  # the peer's close frame has just come, and is answered
                self.connection.send_close(code, reason)
            self._close_sent = True
            self._set_timer(self._timeouts.close, lambda: self.abort("its close frame has not come"))
            self._uncork_soon()

    def fail(self, code: int, fault: str) -> None:
        """End the connection because of what the peer sent; `fault` says what was wrong."""
        self.close(code, close_reason(fault))
        self._end(ConnectionClosed(code, fault, fault, clean=False))
        self._close_stream()

    def abort(self, why: str) -> None:
        """End the connection at once, without a close frame."""
        self._end(ConnectionClosed(CloseCode.ABNORMAL, "", why, clean=False))
        if self._transport is not None:
            self._transport.abort()

    # Called by asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=MAX_SEND_BUFFER)
        assert self._handshake is not None
        self._write(self._handshake.data_to_send())

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, count: int) -> None:
        data = bytes(self._buffer[:count])
        self._heartbeat.heard = self._loop.time()
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
        finally:  # also where a subclass raises
            self._end(ConnectionClosed(CloseCode.ABNORMAL, "", "the stream ended", clean=False))
            self._set_timer(0, None)
            self.gone()

    # Receiving

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
            self._open(outcome)

    def _open(self, accepted: HandshakeAccepted) -> None:
        self.connection = accepted.connection
        self._set_timer(0, None)
        self._take_pong()
        self.opened(accepted)
        self._take(accepted.events)

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, ConnectionClosed):
                self._take_end(event)
            elif self._close_sent:
                pass  # messages that came before the peer's close frame are not handed on after ours
            elif isinstance(event, TextMessage):
                self.text_received(event.text)
            elif isinstance(event, BytesMessage):
                self.bytes_received(event.data)
            elif isinstance(event, PongReceived):
                self._take_pong()

    def _take_end(self, closed: ConnectionClosed) -> None:
        self._end(closed)
        if self.connection is not None and self.connection.should_close_socket:
            self._close_stream()
        else:  # both close frames are sent, and it is the server's turn to end the stream
            self._set_timer(LINGER, self._close_stream)

    def _end(self, closed: ConnectionClosed) -> None:
        if self.closed is None:
            self.closed = closed
            if self.connection is not None:
                self.ended(closed)

    # The heartbeat

    def _take_pong(self) -> None:
        self._heartbeat.take_pong(self._loop.time())
        self._wait_for_beat()

    def _wait_for_beat(self) -> None:
        if self._timeouts.ping_interval and self.is_open:
            self._set_timer(self._heartbeat.due() - self._loop.time(), self._beat)

    def _beat(self) -> None:
        """Ping the peer, or give it up, where that is due."""
        now = self._loop.time()
        beat = self._heartbeat.beat(now)
        if beat is Beat.DEAD and self._hears and not self._takes_what_waits():
            return self.abort(f"a ping was not answered within {self._timeouts.ping_timeout:g} s")
        if beat is Beat.DEAD:
            self._heartbeat.heard = now
        elif beat is Beat.PING:
            self._send_ping(now)
        self._wait_for_beat()

    def _send_ping(self, now: float) -> None:
        assert self.connection is not None, "the opening handshake is not done"
        self.connection.send_ping()
        self._heartbeat.pinged = now
        self._write_all()
        self._ping_ends = self._written
        self._look_at_taken()

    @property
    def _hears(self) -> bool:
        """Whether silence is the peer's: it is ours where we do not read."""
        return True

    def _takes_what_waits(self) -> bool:
        """Whether the ping has been waiting behind bytes of ours, and the peer goes on taking them.

        Then it has not been asked yet: a long message that goes out slowly is no silence of the peer's.
        """
        before = self._taken
        self._look_at_taken()
        return before < self._ping_ends and before < self._taken

    def _look_at_taken(self) -> None:
        if self._transport is not None:
            self._taken = self._written - self._transport.get_write_buffer_size()

    # Writing

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
            self._written += len(data)
            self._transport.write(data)

    def _close_stream(self) -> None:
        """Send what is left, then the end of the stream; wait for the peer's end too (RFC 6455, 7.1.1).

        To close at once while the peer still sends resets the connection, and the peer loses what it has not
        read yet: the close frame that says why.
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
        """Seconds to wait for the peer's end of the stream."""
        return LINGER

    def _set_timer(self, seconds: float, then: Callable[[], None] | None) -> None:
        """Replace the timer. A connection waits for one thing at a time: the next beat, or the end."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, then) if then and seconds else None


def new_buffer() -> memoryview:
    """A buffer to read into."""
    return memoryview(bytearray(READ_SIZE))

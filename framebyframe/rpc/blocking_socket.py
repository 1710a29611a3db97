"""A wire.Connection on a socket, for programs that wait: no thread, and each wait has a deadline."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
from collections import deque
from collections.abc import Iterable
from typing import Protocol

from ..wire import (
    BytesMessage,
    CloseCode,
    ConnectionClosed,
    Event,
    HandshakeAccepted,
    HandshakeRefused,
    State,
    TextMessage,
)
from .addresses import ConnectOptions
from .connecting import connect
from .errors import (
    RpcTimeout,
    close_reason,
    handshake_took_too_long,
    lost_in_handshake,
    why_ended,
    why_refused,
)
from .timeouts import Deadline

LINGER = 1.0
"""Seconds to wait, after both close frames, for the server to end the stream first (RFC 6455, 7.1.1)."""
READ_SIZE = 65536
"""Bytes to take from the socket at once, at most."""
MAX_AHEAD = 16 * 1024 * 1024
"""Characters of messages that are read while one is sent; beyond it, sending waits for the server alone."""
FOR_ONE_THREAD = (
    "another thread waits for this connection: a blocking client is for one thread. "
    "Give each thread a client of its own, or make the calls in tasks with one AsyncRpcClient"
)
WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""The errors of a socket that has nothing to give, or takes nothing, at the moment."""


class BlockingSocket:
    """One open WebSocket connection. It answers pings whenever it reads.

    Args:
        stream: of its bytes.
        accepted: the outcome of the opening handshake.

    Attributes:
        subprotocol: the one agreed in the opening handshake, or None.
    """

    def __init__(self, stream: Stream, accepted: HandshakeAccepted) -> None:
        self._stream = stream
        self._connection = accepted.connection
        self._texts: deque[str] = deque()
        self._size = 0
        self._is_sending = False
        self._unsent = b""
        self._closed: ConnectionClosed | None = None
        self.subprotocol = accepted.subprotocol
        self._take(accepted.events)
        self._flush_some()

    @classmethod
    def open(cls, options: ConnectOptions, deadline: Deadline) -> BlockingSocket:
        """Connect and shake hands.

        Raises:
            RpcTimeout: not done by the deadline.
            ConnectionRefused: nothing listens there, or the server refused the handshake.
            ConnectionLost: the server ended the connection during the handshake.
            ProtocolError: the program there is no WebSocket server, or a faulty one.
        """
        with contextlib.ExitStack() as on_failure:
            stream = Stream(on_failure.enter_context(connect(options, deadline)))
            accepted = _shake_hands(stream, options, deadline)
            on_failure.pop_all()
        return cls(stream, accepted)

    @property
    def closed(self) -> bool:
        """Whether the connection has ended, as far as has been read."""
        return self._closed is not None

    def send(self, text: str, deadline: Deadline) -> None:
        """Send a text message.

        Raises:
            RpcTimeout: the server does not read. The connection is dropped: half a frame may be on its way.
            ConnectionLost, ProtocolError: the connection has ended already.
        """
        self._check_open()
        self._connection.send_text(text)
        self._flush(deadline)

    def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
        """The next text message.

        `self._texts` holds those that have come and were not taken, and `self._size` counts their
        characters. `self._read(deadline)` waits for bytes until the deadline, takes them in, whatever they
        mean, and says whether any came. Once the deadline has passed it takes what is here, and does not
        wait. `self._check_open()` raises where the connection has ended.

        A text that is here is taken, whatever the time. Where there is none, one read is made in any case.
        Where it brings no bytes, there is no text. Where it brings bytes, a ping perhaps, and still no
        text, it reads again, as long as there is time left until `limit`.

        Args:
            deadline: each read waits for bytes until then, and no longer.
            limit: until then it reads on, past pings and all that is no text; `deadline` by default.

        Returns:
            The message; None if none has come in time.

        Raises:
            ConnectionLost: the connection has ended, and all messages before its end have been received.
            ProtocolError: the same, because the server broke a rule.
        """
        while not self._texts:
            self._check_open()
            if not self._read(deadline):
                return None
            if not self._texts and not (limit or deadline).remaining():
                return None
        text = self._texts.popleft()
        self._size -= len(text)
        return text

    def close(self, code: int, reason: str, deadline: Deadline) -> None:
        """Send a close frame, wait for the server's, end the stream. Calling it again does nothing."""
        if self._stream.is_closed:
            return
        if self._connection.state is State.OPEN:
            self._connection.send_close(code, reason)
        try:
            with contextlib.suppress(RpcTimeout):
                self._flush(deadline)
                while not self.closed and deadline.remaining() and self._read(deadline):
                    self._drop_texts()  # messages that came before its close frame, perhaps without end
                self._wait_for_end()
        finally:  # after an interrupt too
            self.drop()

    def fail(self, code: int, fault: str) -> None:
        """End the connection because of what the server sent; `fault` says what was wrong."""
        with contextlib.suppress(RpcTimeout):
            if self._connection.state is State.OPEN and not self._is_sending:
                self._connection.send_close(code, close_reason(fault))
                self._flush(Deadline(0))
        self.drop()
        self._closed = ConnectionClosed(code, fault, fault, clean=False)

    def drop(self) -> None:
        """End the stream without a close frame."""
        self._take(self._connection.receive_eof())
        self._stream.close()

    def _read(self, deadline: Deadline) -> bool:
        """Take in bytes that come by the deadline; False if none do."""
        while self._stream.wait(deadline):  # an interrupt here leaves everything as it was
            try:
                data = self._stream.receive_some()
                if data is not None:
                    self._take_in(data)
                    return True
            except BaseException:  # an interrupt here loses bytes, and with them where frames begin
                self.drop()
                raise
        return False

    def _take_in(self, data: bytes) -> None:
        """Act on bytes from the server; empty ones are the end of the stream."""
        self._take(self._connection.receive_data(data) if data else self._connection.receive_eof())
        self._flush_some()

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, TextMessage):
                self._texts.append(event.text)
                self._size += len(event.text)
            elif isinstance(event, ConnectionClosed):
                self._closed = event
            elif isinstance(event, BytesMessage):
                return self.fail(CloseCode.UNSUPPORTED_DATA, "a reply is a text message, not a binary one")

    def _flush(self, deadline: Deadline) -> None:
        data = self._unsent + self._connection.data_to_send()
        self._unsent = b""
        if data:
            self._send_bytes(data, deadline)
            self._flush_some()

    def _flush_some(self) -> None:
        """Send as much as the socket takes now: a pong is no reason to wait. The rest goes later.

        Until then the connection keeps what follows: of pongs, the newest alone.
        """
        with contextlib.suppress(OSError):  # reading tells why the server has ended the stream
            while data := self._unsent or self._connection.data_to_send():
                self._unsent = data
                self._unsent = data[self._stream.send_some(data) :]
                if self._unsent:
                    break

    def _send_bytes(self, data: bytes, deadline: Deadline) -> None:
        """Send all of `data`, and read meanwhile: else two that only send would wait for each other."""
        self._is_sending = True
        try:
            sent = self._stream.send_some(data)
            while sent < len(data) and not self.closed:
                self._read_ahead(deadline)
                sent += self._stream.send_some(memoryview(data)[sent:])
            self._unsent = data[sent:]  # goes out before the close frame that answers the server's
        except TimeoutError:
            self.drop()
            raise RpcTimeout(f"the server has not read what was sent within {deadline.seconds:g} s") from None
        except OSError:
            pass  # the server has ended the stream: reading tells why, and what came before its end
        except BaseException:  # an interrupt: nobody knows how much of a frame has gone out
            self.drop()
            raise
        finally:
            self._is_sending = False

    def _read_ahead(self, deadline: Deadline) -> None:
        """Wait until the socket takes more, or gives something; take in what it gives, up to a limit."""
        may_read = self._size < MAX_AHEAD
        self._stream.wait_to_send(deadline, may_read)
        data = self._stream.receive_some() if may_read else None
        if data is not None:
            self._take(self._connection.receive_data(data) if data else self._connection.receive_eof())

    def _drop_texts(self) -> None:
        self._texts.clear()
        self._size = 0

    def _wait_for_end(self) -> None:
        """Wait, after both close frames, for the server to end the stream; drop what it still sends."""
        deadline = Deadline(LINGER)
        while self._closed and self._closed.clean and deadline.remaining() and self._stream.receive(deadline):
            pass

    def _check_open(self) -> None:
        if self._closed is not None:
            self._stream.close()
            raise why_ended(self._closed)


def _shake_hands(stream: Stream, options: ConnectOptions, deadline: Deadline) -> HandshakeAccepted:
    handshake = options.new_handshake()
    outcome = None
    with contextlib.suppress(OSError):  # reading tells why the server has ended the stream
        stream.send(handshake.data_to_send(), deadline)
    while outcome is None:
        data = stream.receive(deadline)
        if data is None:
            raise handshake_took_too_long(options.where, deadline.seconds, handshake.unfinished)
        if not data:
            raise lost_in_handshake(options.where)
        outcome = handshake.receive_data(data)
    if isinstance(outcome, HandshakeRefused):
        raise why_refused(outcome)
    return outcome


class Poller(Protocol):
    """Waits until a socket can be read or written; `select.poll` is one."""

    def poll(self, milliseconds: float, /) -> list[tuple[int, int]]: ...


class Stream:
    """A socket that never blocks; a poller waits beside it, so that a silent peer cannot hold us.

    Args:
        connected: the socket; with TLS where it is encrypted.
    """

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self._socket = connected
        self._readable = new_poller(connected, reading=True, writing=False)

    @property
    def is_closed(self) -> bool:
        """Whether `close` has been called."""
        return self._socket.fileno() < 0

    def receive(self, deadline: Deadline) -> bytes | None:
        """Bytes that are here or come by the deadline; b"" at the end of the stream; None if none come."""
        while self.wait(deadline):
            data = self.receive_some()
            if data is not None:
                return data
        return None

    def wait(self, deadline: Deadline) -> bool:
        """Whether bytes, or the end of the stream, are here or come by the deadline.

        Raises:
            RuntimeError: another thread waits here; a poller serves one, and `select.poll` says so.
        """
        try:
            return self._holds_decrypted() or bool(self._readable.poll(deadline.remaining() * 1000))
        except RuntimeError as error:
            raise RuntimeError(FOR_ONE_THREAD) from error

    def receive_some(self) -> bytes | None:
        """Bytes that are here; b"" at the end of the stream; None if there are none, or half a TLS record."""
        try:
            return self._socket.recv(READ_SIZE)
        except WOULD_BLOCK:
            return None
        except OSError:
            return b""  # a reset is an end like any other

    def wait_to_send(self, deadline: Deadline, reading: bool) -> None:
        """Wait until the socket takes bytes or, where `reading`, until it gives some.

        Raises:
            TimeoutError: neither by the deadline.
        """
        poller = new_poller(self._socket, reading=reading, writing=True)
        if reading and self._holds_decrypted():
            return
        if not (deadline.remaining() and poller.poll(deadline.remaining() * 1000)):
            raise TimeoutError

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Send all of `data`, and read nothing meanwhile.

        Raises:
            TimeoutError: the peer has not taken all by the deadline.
            OSError: the peer has ended the stream.
        """
        sent = self.send_some(data)
        while sent < len(data):
            self.wait_to_send(deadline, reading=False)
            sent += self.send_some(memoryview(data)[sent:])

    def close(self) -> None:
        """Close the socket. Calling it again does nothing."""
        self._socket.close()

    def send_some(self, data: bytes | memoryview) -> int:
        """Send as much of `data` as the socket takes now.

        Returns:
            how many bytes that is.

        Raises:
            OSError: the peer has ended the stream.
        """
        try:
            return self._socket.send(data)
        except WOULD_BLOCK:
            return 0

    def _holds_decrypted(self) -> bool:
        """Whether TLS holds decrypted bytes: the socket beneath it may be empty then."""
        return isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0


def new_poller(waited_for: socket.socket, reading: bool, writing: bool) -> Poller:
    """A poller for this socket: until it can be read from, or written to."""
    if not hasattr(select, "poll"):
        return _SelectPoller(waited_for, reading, writing)
    poller = select.poll()
    poller.register(waited_for, select.POLLIN * reading | select.POLLOUT * writing)
    return poller


class _SelectPoller:
    """A poller for Windows, which has no `select.poll`."""

    def __init__(self, waited_for: socket.socket, reading: bool, writing: bool) -> None:
        self._sets = ([waited_for] * reading, [waited_for] * writing)

    def poll(self, milliseconds: float) -> list[tuple[int, int]]:
        ready = select.select(*self._sets, [], milliseconds / 1000)
        return [(0, 0)] if any(ready) else []

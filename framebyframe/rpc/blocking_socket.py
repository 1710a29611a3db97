"""A wire.Connection on a socket, for programs that wait: no thread, and every wait has a deadline."""

from __future__ import annotations

import contextlib
import socket
from collections import deque
from collections.abc import Iterable
from typing import Any

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
from .addresses import Opening
from .deadline import Deadline
from .endings import (
    close_reason,
    connecting_took_too_long,
    handshake_took_too_long,
    lost_in_handshake,
    no_connection,
    why_ended,
    why_refused,
)
from .errors import RpcTimeout
from .stream import Stream

LINGER = 1.0
"""Seconds to wait for the server to end the stream first, once both have said goodbye (RFC 6455, 7.1.1)."""
SOME_TIME = 0.001
"""Seconds for what a passed deadline leaves no time for: 0 would mean something else to a socket."""


class BlockingSocket:
    """One open WebSocket connection. It answers pings whenever it waits.

    Args:
        stream: the bytes of it.
        accepted: the outcome of the opening handshake on it.
    """

    def __init__(self, stream: Stream, accepted: HandshakeAccepted) -> None:
        self._stream = stream
        self._connection = accepted.connection
        self._texts: deque[str] = deque()
        self._unsent = b""
        self._closed: ConnectionClosed | None = None
        self.subprotocol = accepted.subprotocol
        self._take(accepted.events)
        self._flush_some()

    @property
    def closed(self) -> bool:
        """Whether the connection has ended, as far as we have read."""
        return self._closed is not None

    def send(self, text: str, deadline: Deadline) -> None:
        """Send a text message.

        Raises:
            RpcTimeout: the server does not read. The connection is dropped: half a frame may be on its way.
            ConnectionLost, ProtocolError: it has ended already.
        """
        self._check_open()
        self._connection.send_text(text)
        self._flush(deadline)

    def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
        """The next text message; None if none comes by the deadline (a passed one: if none is here).

        Args:
            deadline: for the server to send anything.
            limit: for what it sends in place of a text, such as pings without end; the deadline by default.

        Raises:
            ConnectionLost: the connection has ended, and all that came before its end has been received.
            ProtocolError: the same, because the server broke a rule.
        """
        while not self._texts:
            self._check_open()
            if not self._read(deadline):
                return None
            if not self._texts and not (limit or deadline).remaining():
                self._check_open()
                return None
        return self._texts.popleft()

    def close(self, code: int, reason: str, deadline: Deadline) -> None:
        """Say goodbye, wait for the server's goodbye, end the stream. Again is harmless."""
        if self._stream.is_closed:
            return
        if self._connection.state is State.OPEN:
            self._connection.send_close(code, reason)
        try:
            with contextlib.suppress(RpcTimeout):
                self._flush(deadline)
                while not self.closed and deadline.remaining() and self._read(deadline):
                    self._texts.clear()  # messages of before its goodbye; without end, if it likes
                self._wait_for_end()
        finally:  # after an interrupt too
            self.drop()

    def fail(self, code: int, fault: str) -> None:
        """Give the connection up because of what the server sent; `fault` says what was wrong."""
        with contextlib.suppress(RpcTimeout):
            if self._connection.state is State.OPEN:
                self._connection.send_close(code, close_reason(fault))
                self._flush(Deadline(0))
        self.drop()
        self._closed = ConnectionClosed(code, fault, fault, clean=False)

    def drop(self) -> None:
        """End the stream without a goodbye."""
        self._take(self._connection.receive_eof())
        self._stream.close()

    def _read(self, deadline: Deadline) -> bool:
        """Take in what comes by the deadline; False if nothing did."""
        while self._stream.wait(deadline):  # an interrupt here leaves everything as it was
            try:
                data = self._stream.receive_some()
                if data is not None:
                    self._take_in(data)
                    return True
            except BaseException:  # here, what was received is lost, and with it where frames begin
                self.drop()
                raise
        return False

    def _take_in(self, data: bytes) -> None:
        """Act on what was received; nothing is the end of the stream."""
        self._take(self._connection.receive_data(data) if data else self._connection.receive_eof())
        self._flush_some()

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, TextMessage):
                self._texts.append(event.text)
            elif isinstance(event, ConnectionClosed):
                self._closed = event
            elif isinstance(event, BytesMessage):
                return self.fail(CloseCode.UNSUPPORTED_DATA, "a reply is a text message, not a binary one")

    def _flush(self, deadline: Deadline) -> None:
        data = self._unsent + self._connection.data_to_send()
        self._unsent = b""
        if data:
            self._send_bytes(data, deadline)

    def _flush_some(self) -> None:
        """Send what the socket takes now: a pong is no reason to wait. The rest goes with the next message.

        Until it has gone, the connection keeps what follows it: of pongs not more than the newest.
        """
        with contextlib.suppress(OSError):  # reading tells why the server has ended the stream
            while data := self._unsent or self._connection.data_to_send():
                self._unsent = data
                self._unsent = data[self._stream.send_some(data) :]
                if self._unsent:
                    break

    def _send_bytes(self, data: bytes, deadline: Deadline) -> None:
        try:
            self._stream.send(data, deadline)
        except TimeoutError:
            self.drop()
            raise RpcTimeout(f"the server has not read what was sent within {deadline.seconds:g} s") from None
        except OSError:
            pass  # the server has ended the stream: reading tells why, and what came before its end
        except BaseException:  # an interrupt: nobody knows how much of a frame has gone out
            self.drop()
            raise

    def _wait_for_end(self) -> None:
        """After both goodbyes it is the server's turn to end the stream; nothing it still sends matters."""
        deadline = Deadline(LINGER)
        while self._closed and self._closed.clean and deadline.remaining() and self._stream.receive(deadline):
            pass

    def _check_open(self) -> None:
        if self._closed is not None:
            self._stream.close()
            raise why_ended(self._closed)


def open_socket(opening: Opening, deadline: Deadline) -> BlockingSocket:
    """Connect and shake hands.

    Raises:
        RpcTimeout: not done by the deadline.
        ConnectionRefused: nothing listens there, or the server refused the handshake.
        ConnectionLost: the server ended the connection during the handshake.
        ProtocolError: what answered is no WebSocket server, or a faulty one.
    """
    with contextlib.ExitStack() as on_failure:
        connected = on_failure.enter_context(_connect(opening, deadline))
        stream = Stream(connected)
        accepted = _shake_hands(stream, opening, deadline)
        on_failure.pop_all()
    return BlockingSocket(stream, accepted)


def _connect(opening: Opening, deadline: Deadline) -> socket.socket:
    try:
        if opening.unix_socket:
            connected = _connect_to(socket.AF_UNIX, opening.unix_socket, deadline)
        else:
            connected = _connect_tcp(opening.address.host, opening.address.port, deadline)
        return _encrypt(connected, opening, deadline)
    except TimeoutError:
        raise connecting_took_too_long(opening.where, deadline.seconds) from None
    except (OSError, UnicodeError) as error:
        raise no_connection(opening.where, error) from error


def _connect_tcp(host: str, port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first of the host's addresses that answers, all of them within the deadline."""
    failures = []
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for left, (family, _, _, _, address) in zip(range(len(found), 0, -1), found, strict=True):
        try:
            connected = _connect_to(family, address, Deadline(deadline.remaining() / left))
        except OSError as error:
            failures.append(error)
        else:
            # A small frame must not wait for the next.
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connected
    raise failures[-1]


def _connect_to(family: int, address: Any, deadline: Deadline) -> socket.socket:
    with contextlib.ExitStack() as on_failure:
        connected = on_failure.enter_context(socket.socket(family))
        connected.settimeout(deadline.remaining() or SOME_TIME)
        connected.connect(address)
        on_failure.pop_all()
    return connected


def _encrypt(connected: socket.socket, opening: Opening, deadline: Deadline) -> socket.socket:
    context = opening.encryption()
    if context is None:
        return connected
    with contextlib.ExitStack() as on_failure:
        on_failure.enter_context(connected)
        connected.settimeout(deadline.remaining() or SOME_TIME)
        encrypted = context.wrap_socket(connected, server_hostname=opening.address.host)
        on_failure.pop_all()
    return encrypted


def _shake_hands(stream: Stream, opening: Opening, deadline: Deadline) -> HandshakeAccepted:
    handshake = opening.handshake()
    outcome = None
    with contextlib.suppress(OSError):  # reading tells why the server has ended the stream
        stream.send(handshake.data_to_send(), deadline)
    while outcome is None:
        data = stream.receive(deadline)
        if data is None:
            raise handshake_took_too_long(opening.where, deadline.seconds)
        if not data:
            raise lost_in_handshake(opening.where)
        outcome = handshake.receive_data(data)
    if isinstance(outcome, HandshakeRefused):
        raise why_refused(outcome)
    return outcome

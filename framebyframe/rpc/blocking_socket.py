"""A wire.Connection on a socket, for programs that wait: no thread, and every wait has a deadline."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections import deque
from collections.abc import Iterable

from ..wire import (
    BytesMessage,
    ClientHandshake,
    CloseCode,
    ConnectionClosed,
    Event,
    HandshakeAccepted,
    HandshakeRefused,
    State,
    TextMessage,
)
from .addresses import Address, Opening
from .deadline import Deadline
from .endings import why_ended, why_refused
from .errors import ConnectionLost, ConnectionRefused, RpcTimeout

READ_SIZE = 65536
LINGER = 1.0
"""Seconds to wait for the server to end the stream first, once both have said goodbye (RFC 6455, 7.1.1)."""

NOT_IN_TIME = (TimeoutError, BlockingIOError, ssl.SSLWantReadError)
"""How a socket says that nothing has come in the time it was given."""


class BlockingSocket:
    """One open WebSocket connection. It answers pings whenever it waits.

    Args:
        stream: a connected socket.
        accepted: the outcome of the opening handshake on it.
    """

    def __init__(self, stream: socket.socket, accepted: HandshakeAccepted) -> None:
        self._stream = stream
        self._connection = accepted.connection
        self._texts: deque[str] = deque()
        self._closed: ConnectionClosed | None = None
        self.subprotocol = accepted.subprotocol
        self._take(accepted.events)

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

    def receive(self, deadline: Deadline) -> str | None:
        """The next text message; None if none comes by the deadline (a passed one: if none is here).

        Raises:
            ConnectionLost: the connection has ended, and all that came before its end has been received.
            ProtocolError: the same, because the server broke a rule.
        """
        while not self._texts:
            self._check_open()
            if not self._read(deadline):
                return None
            if not deadline.remaining():  # pings without end must not hold us
                break
        if not self._texts:
            self._check_open()
            return None
        return self._texts.popleft()

    def close(self, code: int, reason: str, deadline: Deadline) -> None:
        """Say goodbye, wait for the server's goodbye, end the stream. Again is harmless."""
        with contextlib.suppress(RpcTimeout):
            if self._connection.state is State.OPEN:
                self._connection.send_close(code, reason)
                self._flush(deadline)
            while not self.closed and self._read(deadline):
                pass
            self._wait_for_end()
        self.drop()

    def fail(self, code: int, fault: str) -> None:
        """Give the connection up because of what the server sent; `fault` says what was wrong."""
        with contextlib.suppress(RpcTimeout):
            if self._connection.state is State.OPEN:
                self._connection.send_close(code, fault[:100])
                self._flush(Deadline(0))
        self.drop()
        self._closed = ConnectionClosed(code, fault, fault, clean=False)

    def drop(self) -> None:
        """End the stream without a goodbye."""
        self._take(self._connection.receive_eof())
        self._stream.close()

    def _read(self, deadline: Deadline) -> bool:
        """Take in what comes by the deadline; False if nothing did."""
        data = self._receive_bytes(deadline)
        if data is None:
            return False
        self._take(self._connection.receive_data(data) if data else self._connection.receive_eof())
        self._flush(deadline)
        return True

    def _receive_bytes(self, deadline: Deadline) -> bytes | None:
        try:
            self._stream.settimeout(deadline.remaining())
            return self._stream.recv(READ_SIZE)
        except NOT_IN_TIME:
            return None
        except OSError:  # a reset is an end like any other
            return b""

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, TextMessage):
                self._texts.append(event.text)
            elif isinstance(event, ConnectionClosed):
                self._closed = event
            elif isinstance(event, BytesMessage):
                return self.fail(CloseCode.UNSUPPORTED_DATA, "a reply is a text message, not a binary one")

    def _flush(self, deadline: Deadline) -> None:
        data = self._connection.data_to_send()
        if data:
            self._send_bytes(data, deadline)

    def _send_bytes(self, data: bytes, deadline: Deadline) -> None:
        try:
            self._stream.settimeout(max(deadline.remaining(), 0.001))
            self._stream.sendall(data)
        except TimeoutError:
            self.drop()
            raise RpcTimeout(f"the server has not read what was sent within {deadline.seconds:g} s") from None
        except OSError:
            pass  # the server has ended the stream: reading tells why, and what came before its end
        except BaseException:  # an interrupt: nobody knows how much of a frame has gone out
            self.drop()
            raise

    def _wait_for_end(self) -> None:
        deadline = Deadline(LINGER)
        while self._closed and self._closed.clean and self._receive_bytes(deadline):
            pass

    def _check_open(self) -> None:
        if self._closed is not None:
            self._stream.close()
            raise why_ended(self._closed)


def open_socket(
    address: Address,
    opening: Opening,
    deadline: Deadline,
    context: ssl.SSLContext | None = None,
    unix_socket: str | None = None,
) -> BlockingSocket:
    """Connect to `address` and shake hands.

    Args:
        context: for `wss`; the system's certificates by default.
        unix_socket: the path of a Unix socket to connect to instead of the address's host and port.

    Raises:
        RpcTimeout: not done by the deadline.
        ConnectionRefused: nothing listens there, or the server refused the handshake.
        ConnectionLost: the server ended the connection during the handshake.
        ProtocolError: what answered is no WebSocket server, or a faulty one.
    """
    with contextlib.ExitStack() as on_failure:
        stream = on_failure.enter_context(_connect(address, deadline, unix_socket))
        if address.secure:
            stream = on_failure.enter_context(_secure(stream, address, deadline, context))
        accepted = _shake_hands(stream, opening.handshake(address), deadline)
        on_failure.pop_all()
    return BlockingSocket(stream, accepted)


def _connect(address: Address, deadline: Deadline, unix_socket: str | None) -> socket.socket:
    try:
        if unix_socket is not None:
            return _connect_unix(unix_socket, deadline)
        stream = socket.create_connection((address.host, address.port), deadline.remaining())
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return stream
    except TimeoutError:
        where = f"{address.authority} within {deadline.seconds:g} s"
        raise RpcTimeout(f"no connection to {where}: is that the right address?") from None
    except (OSError, UnicodeError) as error:
        where = unix_socket or address.authority
        raise ConnectionRefused(
            f"cannot connect to {where} ({error}): is the server running there?"
        ) from error


def _connect_unix(path: str, deadline: Deadline) -> socket.socket:
    stream = socket.socket(socket.AF_UNIX)
    try:
        stream.settimeout(deadline.remaining())
        stream.connect(path)
    except BaseException:
        stream.close()
        raise
    return stream


def _secure(
    stream: socket.socket, address: Address, deadline: Deadline, context: ssl.SSLContext | None
) -> ssl.SSLSocket:
    stream.settimeout(max(deadline.remaining(), 0.001))
    try:
        return (context or ssl.create_default_context()).wrap_socket(stream, server_hostname=address.host)
    except TimeoutError:
        raise RpcTimeout(
            f"{address.authority} did not agree on encryption within {deadline.seconds:g} s"
        ) from None
    except OSError as error:
        raise ConnectionRefused(f"no encrypted connection to {address.authority}: {error}") from error


def _shake_hands(stream: socket.socket, handshake: ClientHandshake, deadline: Deadline) -> HandshakeAccepted:
    outcome = None
    try:
        stream.settimeout(max(deadline.remaining(), 0.001))
        stream.sendall(handshake.data_to_send())
        while outcome is None:
            stream.settimeout(deadline.remaining())
            outcome = _next_outcome(stream, handshake)
    except NOT_IN_TIME:
        message = (
            f"no answer to the opening handshake within {deadline.seconds:g} s: is that a WebSocket server?"
        )
        raise RpcTimeout(message) from None
    except OSError as error:
        raise ConnectionLost(f"the connection was lost during the opening handshake: {error}") from error
    if isinstance(outcome, HandshakeRefused):
        raise why_refused(outcome)
    return outcome


def _next_outcome(
    stream: socket.socket, handshake: ClientHandshake
) -> HandshakeAccepted | HandshakeRefused | None:
    data = stream.recv(READ_SIZE)
    if not data:
        raise ConnectionLost("the server ended the connection during the opening handshake")
    return handshake.receive_data(data)

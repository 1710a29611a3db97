"""Shared by the two echo programs: the limits they raise, and one loop over a socket."""

from __future__ import annotations

import socket

from framebyframe.wire import BytesMessage, Connection, Deflate, Event, Limits, TextMessage

LIMITS = Limits(max_message=64 * 1024 * 1024, max_fragments=1024 * 1024)
"""Raised for group 9 of the Autobahn TestSuite: messages of 16 MiB, and of 65,536 fragments."""

DEFLATE = Deflate()
"""permessage-deflate as it is offered and accepted (RFC 7692), for groups 12 and 13."""

READ_SIZE = 256 * 1024
SECONDS = 60
"""Seconds to wait for a silent peer."""


def echo(connection: Connection, event: Event) -> None:
    """Send a message back, of the same type. Other events need no answer from us."""
    if isinstance(event, TextMessage):
        connection.send_text(event.text)
    elif isinstance(event, BytesMessage):
        connection.send_bytes(event.data)


def serve(sock: socket.socket, connection: Connection, events: list[Event]) -> None:
    """Echo until the connection is closed; the socket is the caller's to close."""
    while True:
        for event in events:
            echo(connection, event)
        if data := connection.data_to_send():
            sock.sendall(data)
        if connection.should_close_socket:
            return
        data = sock.recv(READ_SIZE)
        if not data:
            return
        events = connection.receive_data(data)

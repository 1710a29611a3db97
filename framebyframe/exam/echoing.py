"""Shared by the echo programs: the limits they raise, and one loop over a socket."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from types import ModuleType
from typing import Any

READ_SIZE = 256 * 1024
SECONDS = 60
"""Seconds to wait for a silent peer."""
MAX_MESSAGE, MAX_FRAGMENTS = 64 * 1024 * 1024, 1024 * 1024
"""Raised for group 9 of the Autobahn TestSuite: messages of 16 MiB, and of 65,536 fragments."""


def limits(wire: ModuleType) -> Any:
    """The raised limits, of this package's own type."""
    return wire.Limits(max_message=MAX_MESSAGE, max_fragments=MAX_FRAGMENTS)


def deflate(wire: ModuleType) -> Any:
    """permessage-deflate as it is offered and accepted (RFC 7692), for groups 12 and 13."""
    return wire.Deflate()


def echo(wire: ModuleType, connection: Any, event: Any) -> None:
    """Send a message back, of the same type. Other events need no answer from us."""
    if isinstance(event, wire.TextMessage):
        connection.send_text(event.text)
    elif isinstance(event, wire.BytesMessage):
        connection.send_bytes(event.data)


def serve(wire: ModuleType, sock: socket.socket, connection: Any, events: Sequence[Any]) -> None:
    """Echo until the connection is closed; the socket is the caller's to close.

    Args:
        wire: the package from which connection and events come.
        events: what came with the handshake.
    """
    while True:
        for event in events:
            echo(wire, connection, event)
        if data := connection.data_to_send():
            sock.sendall(data)
        if connection.should_close_socket:
            return
        data = sock.recv(READ_SIZE)
        if not data:
            return
        events = connection.receive_data(data)

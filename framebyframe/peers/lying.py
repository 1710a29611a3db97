"""A server that lies in its opening handshake. A client has to refuse every answer of it (RFC 6455, 4.1)."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping

from framebyframe.proxy.listening import IDLE, LocalServer
from framebyframe.wire import HandshakeFault
from framebyframe.wire.handshake import build_response
from framebyframe.wire.heads import FIELD_FORM, FIELD_OR_FOLDED_FORM, REQUEST_FORM, STATUS_FORM, Head

from .answering import READ_SIZE, read_head

ANOTHER_KEY = "AAAAAAAAAAAAAAAAAAAAAA=="
"""Of a client that is not this one."""
BELIEVED = "believed"
ENDLESS = "a head without end"
FILLING = b"X-And-So-On: and so on\r\n" * 100
REDIRECT = b"HTTP/1.1 301 Moved Permanently\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"


def _without(field: bytes, response: bytes) -> bytes:
    """The response without a field."""
    lines = response.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith(field + b":"))


LIES: Mapping[str, Callable[[str], bytes]] = {
    "the answer to another key": lambda key: build_response(ANOTHER_KEY),
    "no accept": lambda key: _without(b"Sec-WebSocket-Accept", build_response(key)),
    "200 in place of 101": lambda key: build_response(key).replace(b"101 Switching Protocols", b"200 OK"),
    "101 without Upgrade": lambda key: _without(b"Upgrade", build_response(key)),
    "101 without Connection": lambda key: _without(b"Connection", build_response(key)),
    "another address": lambda key: REDIRECT,
    "a subprotocol that nobody offered": lambda key: build_response(
        key, [("Sec-WebSocket-Protocol", "chat")]
    ),
    ENDLESS: lambda key: b"HTTP/1.1 101 Switching Protocols\r\n",
}
"""By name: what is answered to a request with this key."""


class LyingServer(LocalServer):
    """Answers every request with one lie.

    Args:
        lie: its name, one of LIES.

    Attributes:
        address: where it listens.
        url: such as "ws://127.0.0.1:40123".
        heard: what clients sent behind the lie, a read each: those that believed it.

    Raises:
        ValueError: there is no such lie; names those there are.
    """

    def __init__(self, lie: str) -> None:
        if lie not in LIES:
            raise ValueError(f"{lie!r} is none of its lies: {', '.join(LIES)}")
        self._lie = lie
        self.heard: list[bytes] = []
        super().__init__()

    def __repr__(self) -> str:
        return f"<a server that lies: {self._lie}>"

    def _serve(self, client: socket.socket) -> None:
        try:
            request, _ = read_head(client, REQUEST_FORM, FIELD_FORM)
        except HandshakeFault:
            return
        client.sendall(LIES[self._lie](request.headers.get("Sec-WebSocket-Key") or ""))
        while self._lie == ENDLESS:  # until the client has had enough and sending fails
            client.sendall(FILLING)
        if heard := client.recv(READ_SIZE):  # or the client goes
            self.heard.append(heard)


def tell_lies(request: bytes, check: Callable[[Head], None]) -> list[list[str]]:
    """Send a request to a server for each lie, and hand each head that comes back to a check.

    Args:
        request: an opening handshake.
        check: raises HandshakeFault where it finds something wrong.

    Returns:
        A row for each lie: its name, and the words of the fault, or that it was believed.
    """
    return [[lie, _told(lie, request, check)] for lie in LIES]


def _told(lie: str, request: bytes, check: Callable[[Head], None]) -> str:
    with LyingServer(lie) as server, socket.create_connection(server.address, IDLE) as stream:
        stream.sendall(request)
        try:
            check(read_head(stream, STATUS_FORM, FIELD_OR_FOLDED_FORM)[0])
        except HandshakeFault as fault:
            return f"refused: {fault.reason}"
        return BELIEVED

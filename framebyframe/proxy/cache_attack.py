"""The attack that masks are for, whole, on this machine (Huang and others, W2SP 2011; RFC 6455, 10.3).

Three parties and one in between: a shop, an attacker with a site of his own, people who open pages in
browsers, and a caching proxy that all of them go through. Host names are names here, and nothing else.
"""

from __future__ import annotations

import socket

from framebyframe.wire import ClientHandshake, HandshakeAccepted, HandshakeRefused, ServerHandshake
from framebyframe.wire.heads import END_OF_HEAD

from .caching import CachingProxy
from .listening import IDLE, Listener

SHOP, EVIL = "shop.test", "evil.test"
READ_SIZE = 65536

PAGES = {
    "/": '<script src="/script.js"></script>',
    "/script.js": "// the shop's own script",
}
"""The pages of the shop."""
EVIL_SCRIPT = "// a script of evil.test"


def page(text: str) -> bytes:
    """An answer that says: here is the page, and it may be kept for a year."""
    body = text.encode()
    head = f"HTTP/1.1 200 OK\r\nCache-Control: max-age=31536000\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class CacheAttack:
    """Starts the shop, the attacker's server and the proxy.

    Attributes:
        log: what the proxy saw, line by line.
    """

    def __init__(self) -> None:
        self._servers = {SHOP: Listener(_serve_shop), EVIL: Listener(_serve_evil)}
        addresses = {name: server.address for name, server in self._servers.items()}
        self._proxy = CachingProxy(addresses)

    def __repr__(self) -> str:
        return f"<{SHOP}, {EVIL}, and a proxy in between>"

    def __enter__(self) -> CacheAttack:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def log(self) -> str:
        """The requests and answers that the proxy saw."""
        return "\n".join(self._proxy.log)

    def visit(self, url: str) -> str:
        """Get a page as somebody behind the proxy does, by an address such as "http://shop.test/".

        Raises:
            ValueError: it is no address of the two sites here.
            OSError: no answer came in time.
        """
        host, slash, path = url.removeprefix("http://").partition("/")
        if host not in self._servers or not slash:
            raise ValueError(f"{url!r}: here are http://{SHOP}/ and http://{EVIL}/")
        with socket.create_connection(self._proxy.address, IDLE) as connection:
            connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            return _page_text(connection)

    def send(self, *frames: bytes) -> None:
        """Do as a page of evil.test in somebody's browser does: open a WebSocket to evil.test, send frames.

        Each goes out as it is. Returns when evil.test has answered to the last one.

        Raises:
            OSError: no answer came in time.
        """
        with socket.create_connection(self._proxy.address, IDLE) as connection:
            _shake_hands(connection)
            for frame in frames:
                connection.sendall(frame)
                _page_text(connection)

    def close(self) -> None:
        """Take no more connections. Again is harmless."""
        self._proxy.close()
        for server in self._servers.values():
            server.close()


def _shake_hands(connection: socket.socket) -> None:
    handshake = ClientHandshake(EVIL, "/chat")
    connection.sendall(handshake.data_to_send())
    outcome = None
    while outcome is None:
        outcome = handshake.receive_data(_received(connection))
    if isinstance(outcome, HandshakeRefused):
        raise ConnectionError(outcome.reason)


def _page_text(connection: socket.socket) -> str:
    """The body of one answer; its length is in its head."""
    data = b""
    while END_OF_HEAD not in data:
        data += _received(connection)
    head, _, body = data.partition(END_OF_HEAD)
    while len(body) < int(head.rpartition(b"Content-Length: ")[2]):
        body += _received(connection)
    return body.decode()


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(READ_SIZE)
    if not data:
        raise ConnectionError("the stream ended before an answer came")
    return data


def _serve_shop(client: socket.socket) -> None:
    """One request, one page."""
    data = b""
    while END_OF_HEAD not in data:
        data += _received(client)
    path = data.split(b" ", 2)[1].decode("latin-1")
    client.sendall(page(PAGES.get(path, "nothing here")))


def _serve_evil(client: socket.socket) -> None:
    """Agrees to be a WebSocket, then answers with a page to whatever comes: it keeps to no rule."""
    handshake = ServerHandshake()
    while not isinstance(handshake.receive_data(_received(client)), HandshakeAccepted):
        pass
    client.sendall(handshake.data_to_send())
    while client.recv(READ_SIZE):
        client.sendall(page(EVIL_SCRIPT))

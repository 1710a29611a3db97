"""The opening handshake (RFC 6455, 4): an HTTP request that asks for another protocol, and its answer."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence

from .connection import Connection
from .deflate import Deflate
from .errors import HandshakeFault
from .events import HandshakeAccepted, HandshakeRefused, HandshakeRequest
from .heads import Head, Headers, HeadReader, parse_head, tokens
from .limits import Limits
from .roles import Role

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""The text every server appends to the key (RFC 6455, 1.3)."""

REASONS = {
    101: "Switching Protocols",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    426: "Upgrade Required",
    431: "Request Header Fields Too Large",
}


def accept_key(key: str) -> str:
    """The value of Sec-WebSocket-Accept that answers Sec-WebSocket-Key (RFC 6455, 4.2.2)."""
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


def new_key() -> str:
    """A Sec-WebSocket-Key: sixteen random bytes in base64 (RFC 6455, 4.1)."""
    return base64.b64encode(secrets.token_bytes(16)).decode()


def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """The client's opening handshake (RFC 6455, 4.1)."""
    fields = [
        ("Host", host),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", "13"),
        *headers,
    ]
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def build_response(status: int, headers: Iterable[tuple[str, str]], body: bytes = b"") -> bytes:
    """The server's answer (RFC 6455, 4.2.2)."""
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def check_response(response: Head, key: str) -> None:
    """Everything a client has to check (RFC 6455, 4.1).

    Raises:
        HandshakeFault: the first thing that is wrong, by its name.
    """
    status = response.first_line.split(" ")[1:2]
    if status != ["101"]:
        raise HandshakeFault(
            int(status[0]) if status and status[0].isdigit() else 0, f"status {status}, not 101"
        )
    if "websocket" not in [token.lower() for token in tokens(response.headers, "Upgrade")]:
        raise HandshakeFault(101, "Upgrade is not websocket")
    if "upgrade" not in [token.lower() for token in tokens(response.headers, "Connection")]:
        raise HandshakeFault(101, "Connection does not say upgrade")
    if response.headers.get("Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(101, "Sec-WebSocket-Accept does not answer our key")


def check_request(request: Head) -> str:
    """Everything a server has to check; the key (RFC 6455, 4.2.1).

    Raises:
        HandshakeFault: the first thing that is wrong, by its name, with the status that answers it.
    """
    if not request.first_line.startswith("GET "):
        raise HandshakeFault(400, "the method is not GET")
    if "websocket" not in [token.lower() for token in tokens(request.headers, "Upgrade")]:
        raise HandshakeFault(426, "Upgrade is not websocket")
    if "upgrade" not in [token.lower() for token in tokens(request.headers, "Connection")]:
        raise HandshakeFault(400, "Connection does not say upgrade")
    if request.headers.get("Sec-WebSocket-Version") != "13":
        raise HandshakeFault(426, "Sec-WebSocket-Version is not 13")
    key = request.headers.get("Sec-WebSocket-Key")
    if not key:
        raise HandshakeFault(400, "Sec-WebSocket-Key is missing")
    return key


class ClientHandshake:
    """A client's opening handshake, without a socket (RFC 6455, 4.1).

    Args:
        host: what goes into Host: a name or address, with the port unless it is 80 or 443.
        target: path and query.
        subprotocols: to offer, the one liked best first.
        origin: for Origin, or None to leave it out.
        headers: more header fields.
        deflate: the permessage-deflate parameters to offer, or None for no compression.
        key: Sec-WebSocket-Key, made up if None.
        limits: for the handshake and the connection after it.
    """

    def __init__(
        self,
        host: str,
        target: str = "/",
        subprotocols: Sequence[str] = (),
        origin: str | None = None,
        headers: Iterable[tuple[str, str]] = (),
        deflate: Deflate | None = None,
        key: str | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.key = key or new_key()
        self._limits = limits or Limits()
        self._reader = HeadReader(self._limits)
        fields = [("Origin", origin)] if origin is not None else []
        if subprotocols:
            fields.append(("Sec-WebSocket-Protocol", ", ".join(subprotocols)))
        self._outgoing = build_request(host, target, self.key, [*fields, *headers])

    def data_to_send(self) -> bytes:
        """What to write to the server now; it is handed over once."""
        data, self._outgoing = self._outgoing, b""
        return data

    def receive_data(self, data: bytes) -> HandshakeAccepted | HandshakeRefused | None:
        """Take in bytes from the server; the outcome, or None if its head is not all here."""
        headers, rest = Headers(), b""
        try:
            found = self._reader.feed(data)
            if found is None:
                return None
            response, rest = parse_head(found[0]), found[1]
            headers = response.headers
            check_response(response, self.key)
        except HandshakeFault as fault:
            return HandshakeRefused(fault.status, fault.reason, headers, rest)
        subprotocol = headers.get("Sec-WebSocket-Protocol")
        connection = Connection(Role.CLIENT, self._limits, None, subprotocol)
        return HandshakeAccepted(connection, subprotocol, headers, tuple(connection.receive_data(rest)))


class ServerHandshake:
    """A server's opening handshake, without a socket (RFC 6455, 4.2).

    Args:
        subprotocols: those we speak, the one liked best first.
        select_subprotocol: picks one of those offered, or None; instead of `subprotocols`.
        allow_origin: may a page of this origin (None: no Origin header) connect? Else 403.
        authenticate: may this request connect? Else 401.
        deflate: the permessage-deflate parameters to accept, or None for no compression.
        limits: for the handshake and the connection after it.
    """

    def __init__(
        self,
        subprotocols: Sequence[str] = (),
        select_subprotocol: Callable[[Sequence[str]], str | None] | None = None,
        allow_origin: Callable[[str | None], bool] | None = None,
        authenticate: Callable[[HandshakeRequest], bool] | None = None,
        deflate: Deflate | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._subprotocols = subprotocols
        self._select = select_subprotocol or self._select_liked_best
        self._allow_origin = allow_origin
        self._authenticate = authenticate
        self._limits = limits or Limits()
        self._reader = HeadReader(self._limits)
        self._outgoing = b""

    def data_to_send(self) -> bytes:
        """What to write to the client now; it is handed over once."""
        data, self._outgoing = self._outgoing, b""
        return data

    def receive_data(self, data: bytes) -> HandshakeAccepted | HandshakeRefused | None:
        """Take in bytes from the client; the outcome, or None if its head is not all here."""
        headers = Headers()
        try:
            found = self._reader.feed(data)
            if found is None:
                return None
            head = parse_head(found[0])
            headers = head.headers
            key = check_request(head)
            request = HandshakeRequest(head.first_line.split(" ")[1], headers)
            if self._allow_origin is not None and not self._allow_origin(headers.get("Origin")):
                raise HandshakeFault(403, "Origin is not allowed")
            if self._authenticate is not None and not self._authenticate(request):
                raise HandshakeFault(401, "Authorization is missing or wrong")
        except HandshakeFault as fault:
            body = (fault.reason + "\n").encode()
            fields = [
                ("Connection", "close"),
                ("Content-Type", "text/plain"),
                ("Content-Length", str(len(body))),
            ]
            if fault.status == 426:
                fields += [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")]
            self._outgoing = build_response(fault.status, fields, body)
            return HandshakeRefused(fault.status, fault.reason, headers)
        subprotocol = self._select(tokens(headers, "Sec-WebSocket-Protocol"))
        fields = [
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Accept", accept_key(key)),
        ]
        if subprotocol is not None:
            fields.append(("Sec-WebSocket-Protocol", subprotocol))
        self._outgoing = build_response(101, fields)
        connection = Connection(Role.SERVER, self._limits, None, subprotocol)
        events = tuple(connection.receive_data(found[1]))
        return HandshakeAccepted(connection, subprotocol, headers, events, request)

    def _select_liked_best(self, offered: Sequence[str]) -> str | None:
        return next((name for name in self._subprotocols if name in offered), None)

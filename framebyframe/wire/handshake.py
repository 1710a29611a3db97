"""The opening handshake (RFC 6455, 4): an HTTP request to speak another protocol, and its answer.

These functions build the two heads and check them. `ClientHandshake` and `ServerHandshake` put them to work.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Iterable
from html import escape
from http import HTTPStatus

from . import heads
from .errors import HandshakeFault, InvalidHandshake
from .heads import FIELD_NAME, Head

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""Appended to the key by a server that understood the request (RFC 6455, 1.3)."""

VERSION = "13"
"""Of the protocol: the only one that RFC 6455 defines (4.1)."""

NONCE_LENGTH = 16
"""Bytes in a Sec-WebSocket-Key, before base64 (4.1)."""

UPGRADE_FIELDS = (("Upgrade", "websocket"), ("Connection", "Upgrade"))

REQUEST_LINE = re.compile(r"(\S+) (\S+) HTTP/(\d\.\d)")
STATUS_LINE = re.compile(r"HTTP/(\d\.\d) (\d+)(?: .*)?")
TARGET = re.compile(r"/[\x21\x22\x24-\x7e]*")
"""A path and a query: no blank, no fragment (RFC 6455, 3)."""

PAGE = """<!DOCTYPE html>
<html lang="en">
<title>{status}</title>
<h1>{status}</h1>
<p>{reason}.</p>
<p>This address is a WebSocket server: connect to it with a WebSocket client.</p>
</html>
"""


def accept_key(key: str) -> str:
    """The Sec-WebSocket-Accept that answers a Sec-WebSocket-Key (RFC 6455, 4.2.2).

    Returns:
        base64 of the SHA-1 of the key and the GUID.
    """
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode()


def new_key() -> str:
    """A Sec-WebSocket-Key: sixteen bytes that nobody can predict, in base64 (RFC 6455, 4.1)."""
    return base64.b64encode(secrets.token_bytes(NONCE_LENGTH)).decode()


def is_key(key: str) -> bool:
    """True if this is sixteen bytes in base64."""
    try:
        return len(base64.b64decode(key, validate=True)) == NONCE_LENGTH
    except (binascii.Error, ValueError):
        return False


# The client's side


def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """A client's opening handshake (RFC 6455, 4.1).

    Args:
        host: a name or an address, with the port unless that is the scheme's own.
        target: path and query.
        key: a Sec-WebSocket-Key.
        headers: what else to send.

    Raises:
        InvalidHandshake: something that HTTP does not allow.
    """
    if not host:
        raise InvalidHandshake("a host is a name or an address, with a port, not nothing")
    if not TARGET.fullmatch(target):
        raise InvalidHandshake(
            f"a target is a path that begins with / and holds no blank and no #: {target!r}"
        )
    if not is_key(key):
        raise InvalidHandshake(f"a key is sixteen bytes in base64, not {key!r}")
    fields = [("Host", host), *UPGRADE_FIELDS, ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", VERSION)]
    return heads.build_head(f"GET {target} HTTP/1.1", [*fields, *headers])


def response_status(response: Head) -> int:
    """The status of a response; 0 if it is not one."""
    match = STATUS_LINE.fullmatch(response.first_line)
    return int(match[2]) if match else 0


def check_response(response: Head, key: str) -> None:
    """All that a client has to check before it believes in a WebSocket (RFC 6455, 4.1).

    Subprotocol and extension apart: they depend on what was offered.

    Raises:
        HandshakeFault: the first thing that is wrong, by its name.
    """
    match = STATUS_LINE.fullmatch(response.first_line)
    if match is None:
        raise HandshakeFault(400, f"not an HTTP response: {response.first_line[:60]!r}")
    if match[2] != "101":
        raise HandshakeFault(400, f"status {response.first_line[9:69]}, not 101 Switching Protocols")
    if match[1] != "1.1":
        raise HandshakeFault(400, f"HTTP/{match[1]} cannot upgrade, HTTP/1.1 can")
    if not heads.has_token(response.headers, "Upgrade", "websocket"):
        raise HandshakeFault(400, "Upgrade does not say websocket")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection does not say upgrade")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept is not the answer to our Sec-WebSocket-Key")


def check_subprotocol(response: Head, offered: Iterable[str]) -> str | None:
    """The subprotocol that the server chose, or None.

    Raises:
        HandshakeFault: it was not offered.
    """
    chosen = heads.only_value(response.headers, "Sec-WebSocket-Protocol")
    if chosen is not None and chosen not in offered:
        raise HandshakeFault(400, f"Sec-WebSocket-Protocol was not offered: {chosen[:60]!r}")
    return chosen


# The server's side


def parse_request_line(request: Head) -> tuple[str, str, str]:
    """The method, the target and the version of HTTP (RFC 9112, 3).

    Raises:
        HandshakeFault: 400, it is not HTTP.
    """
    match = REQUEST_LINE.fullmatch(request.first_line)
    if match is None:
        raise HandshakeFault(400, f"not an HTTP request: {request.first_line[:60]!r}")
    return match[1], match[2], match[3]


def check_upgrade(request: Head) -> None:
    """Refuse a request that does not ask for a WebSocket: with 426, which says how to (RFC 9110, 15.5.22).

    Raises:
        HandshakeFault: 400, it is not HTTP; 426.
    """
    parse_request_line(request)
    if not heads.has_token(request.headers, "Upgrade", "websocket"):
        raise HandshakeFault(426, "Upgrade does not say websocket")
    if not heads.has_token(request.headers, "Connection", "upgrade"):
        raise HandshakeFault(426, "Connection does not say upgrade")


def check_request(request: Head) -> str:
    """All else that a server has to check (RFC 6455, 4.2.1).

    Args:
        request: one that `check_upgrade` let pass.

    Returns:
        Its Sec-WebSocket-Key.

    Raises:
        HandshakeFault: the first thing that is wrong, by its name, with the status that answers it.
    """
    method, _, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, f"the method is GET, not {method[:60]}")
    if version != "1.1":
        raise HandshakeFault(505, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")
    if not heads.only_value(request.headers, "Host"):
        raise HandshakeFault(400, "Host is missing")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    if not is_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Key is not sixteen bytes in base64")
    check_version(request)
    return key


def check_version(request: Head) -> None:
    """Refuse every version of the protocol but 13 (RFC 6455, 4.4).

    Raises:
        HandshakeFault: 400, there is none, or more than one; 426, it is another one.
    """
    version = heads.only_value(request.headers, "Sec-WebSocket-Version")
    if version is None:
        raise HandshakeFault(400, "Sec-WebSocket-Version is missing")
    if version != VERSION:
        raise HandshakeFault(426, f"Sec-WebSocket-Version is {VERSION} here, not {version[:60]!r}")


def offered_subprotocols(request: Head) -> list[str]:
    """The subprotocols that a client offers, the one it likes best first (RFC 6455, 4.1).

    Raises:
        HandshakeFault: 400, the header is empty, or names something twice or that is no token.
    """
    offered = heads.tokens(request.headers, "Sec-WebSocket-Protocol")
    if "Sec-WebSocket-Protocol" in request.headers and not are_subprotocols(offered):
        raise HandshakeFault(400, "Sec-WebSocket-Protocol is a list of different tokens")
    return offered


def are_subprotocols(names: list[str]) -> bool:
    """True if there is a name, all are tokens, and all differ."""
    return bool(names) and len(set(names)) == len(names) and all(map(FIELD_NAME.fullmatch, names))


def build_response(key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """A server's answer to a request that it accepts (RFC 6455, 4.2.2).

    Raises:
        InvalidHandshake: a header that HTTP does not allow.
    """
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", [*fields, *headers])


def build_refusal(fault: HandshakeFault) -> bytes:
    """A server's answer to a request that it refuses: a page for people, and headers for programs."""
    status = f"{fault.status} {HTTPStatus(fault.status).phrase}"
    body = PAGE.format(status=status, reason=escape(fault.reason)).encode()
    fields = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    return heads.build_head(f"HTTP/1.1 {status}", [*refusal_fields(fault.status), *fields]) + body


def refusal_fields(status: int) -> list[tuple[str, str]]:
    """The headers that tell what would have been right (RFC 9110, 11.6.1, 15.5.6 and 15.5.22)."""
    if status == 401:
        return [("Connection", "close"), ("WWW-Authenticate", "Bearer")]
    if status == 405:
        return [("Connection", "close"), ("Allow", "GET")]
    if status == 426:
        return [
            ("Connection", "Upgrade, close"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", VERSION),
        ]
    return [("Connection", "close")]

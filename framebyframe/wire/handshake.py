"""The opening handshake (RFC 6455, 4): an HTTP request to speak another protocol, and its answer.

These functions build the two heads and check them. `ClientHandshake` and `ServerHandshake` put them to work.
"""

from __future__ import annotations

import base64
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
"""The version of the protocol, the only one that RFC 6455 defines (4.1)."""

NONCE_LENGTH = 16
"""Bytes in a Sec-WebSocket-Key, before base64 (4.1)."""

UPGRADE_FIELDS = (("Upgrade", "websocket"), ("Connection", "Upgrade"))

REQUEST_LINE = re.compile(heads.REQUEST_LINE)
STATUS_LINE = re.compile(heads.STATUS_LINE)

HOST = re.compile(
    r"(?:\[[0-9A-Za-z._~!$&'()*+,;=:-]+\]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::[0-9]*)?"
)
"""A name or an address, an IPv6 one in brackets, and perhaps a port (RFC 9110, 7.2; RFC 3986, 3.2.2)."""
TARGET = re.compile(r"/[!\"$-~]*")
"""A path and a query: no blank, no fragment (RFC 6455, 3)."""
ABSOLUTE_TARGET = re.compile(rf"(?i:https?)://{HOST.pattern}(?:[/?][!\"$-~]*)?")
"""The same as a whole URL, which a server takes as well (RFC 6455, 4.1; RFC 9112, 3.2.2)."""

KEY = re.compile(r"[A-Za-z0-9+/]{22}==")
"""Sixteen bytes in base64."""
NO_BODY = re.compile("0+")
"""The only Content-Length that says there is no body."""

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
    return KEY.fullmatch(key) is not None


# The client's side


def build_request(host: str, target: str, key: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """A client's opening handshake (RFC 6455, 4.1).

    The fields are Host, Upgrade, Connection, Sec-WebSocket-Key, Sec-WebSocket-Version, then `headers`.
    Host goes first (RFC 9110, 7.2). The others could stand in another order (5.3); with this one there
    is one right result.

    Args:
        host: a name or an address, with the port unless that is 80, or 443 with encryption.
        target: path and query.
        key: a Sec-WebSocket-Key.
        headers: what else to send.

    Raises:
        InvalidHandshake: something that HTTP does not allow.
    """
    check_request_parts(host, target, key)
    fields = [("Host", host), *UPGRADE_FIELDS, ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", VERSION)]
    return heads.build_head(f"GET {target} HTTP/1.1", [*fields, *headers])


def check_request_parts(host: str, target: str, key: str) -> None:
    """Refuse what may not stand in a request.

    Raises:
        InvalidHandshake: a host, a target or a key that is none.
    """
    if not HOST.fullmatch(host):
        raise InvalidHandshake(
            f"a host is a name or an address (an IPv6 one in brackets), perhaps with a port, not {host!r}"
        )
    if not TARGET.fullmatch(target):
        raise InvalidHandshake(
            f"a target is a path that begins with / and holds no blank, no line break and no #: {target!r}"
        )
    if not is_key(key):
        raise InvalidHandshake(f"a key is sixteen bytes in base64, not {key!r}")


def response_status(response: Head) -> int:
    """The status of a response; 0 if it is not one."""
    match = STATUS_LINE.fullmatch(response.first_line)
    return int(match[2]) if match else 0


def check_response(response: Head, key: str) -> None:
    """What every client has to check before it believes in a WebSocket (RFC 6455, 4.1).

    The status, Upgrade, Connection and Sec-WebSocket-Accept. What depends on an offer, of a subprotocol
    or an extension, is looked at apart.

    Raises:
        HandshakeFault: 400, one of them is wrong; what it says is for people.
    """
    check_status(response)
    # Two protocols at once are not the one that was asked for: all of the header counts (RFC 6455, 4.1).
    if [item.lower() for item in heads.tokens(response.headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "Upgrade does not say websocket, and nothing else")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection does not say upgrade")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept is not the answer to our Sec-WebSocket-Key")


def check_status(response: Head) -> None:
    """Refuse every first line but that of 101 in HTTP/1.1 (RFC 6455, 4.1; RFC 9110, 7.8).

    Raises:
        HandshakeFault: it is no response, it has another status, or its version of HTTP cannot upgrade.
    """
    match = STATUS_LINE.fullmatch(response.first_line)
    if match is None:
        raise HandshakeFault(400, f"not an HTTP response: {heads.quoted(response.first_line)}")
    version, status, phrase = match.groups()
    if status != "101":
        said = f"{status} {heads.printable(phrase or '')}".rstrip()
        raise HandshakeFault(400, f"status {said}, not 101 Switching Protocols")
    if not can_upgrade(version):
        raise HandshakeFault(400, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")


def can_upgrade(version: str) -> bool:
    """True for HTTP/1.1 and what may follow it, which means the same to us (RFC 9110, 2.5 and 7.8)."""
    return version.startswith("1.") and version != "1.0"


def is_interim(response: Head) -> bool:
    """True if another answer follows this one: every status from 100 to 199 but 101 (RFC 9110, 15.2)."""
    status = response_status(response)
    return 100 <= status < 200 and status != 101


def check_subprotocol(response: Head, offered: Iterable[str]) -> str | None:
    """The subprotocol that the server chose, or None.

    Raises:
        HandshakeFault: it was not offered.
    """
    chosen = heads.only_value(response.headers, "Sec-WebSocket-Protocol")
    if chosen is not None and chosen not in offered:
        raise HandshakeFault(400, f"Sec-WebSocket-Protocol was not offered: {heads.quoted(chosen)}")
    return chosen


# The server's side


def parse_request_line(request: Head) -> tuple[str, str, str]:
    """The method, the target and the version of HTTP (RFC 9112, 3).

    Raises:
        HandshakeFault: 400, it is not HTTP.
    """
    match = REQUEST_LINE.fullmatch(request.first_line)
    if match is None:
        raise HandshakeFault(400, f"not an HTTP request: {heads.quoted(request.first_line)}")
    return match[1], match[2], match[3]


def check_upgrade(request: Head) -> None:
    """Refuse a request that does not ask for a WebSocket.

    Raises:
        HandshakeFault: 400, it is not HTTP; 426, it has no upgrade to WebSocket (RFC 9110, 15.5.22).
    """
    _, _, version = parse_request_line(request)
    if version == "1.0":  # where Upgrade means nothing (RFC 9110, 7.8)
        raise HandshakeFault(426, "HTTP/1.0 has no Upgrade, HTTP/1.1 has")
    if not heads.has_token(request.headers, "Upgrade", "websocket"):
        raise HandshakeFault(426, "Upgrade does not say websocket")
    if not heads.has_token(request.headers, "Connection", "upgrade"):
        raise HandshakeFault(426, "Connection does not say upgrade")


def check_body(request: Head) -> None:
    """Refuse a request that has a body: read as frames, it would run calls that nobody sent.

    Raises:
        HandshakeFault: 400, it announces a body (RFC 9112, 6.3).
    """
    length = heads.only_value(request.headers, "Content-Length")
    if "Transfer-Encoding" in request.headers or not (length is None or NO_BODY.fullmatch(length)):
        raise HandshakeFault(400, "a request to upgrade has no body, this one announces one")


def check_request(request: Head) -> str:
    """All else that a server has to check (RFC 6455, 4.2.1).

    Args:
        request: one that `check_upgrade` let pass.

    Returns:
        Its Sec-WebSocket-Key.

    Raises:
        HandshakeFault: the first thing that is wrong, in the order in which it is looked at here, with
            the status that answers it.
    """
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, f"the method is GET, not {method[: heads.MOST_QUOTED]}")
    if not can_upgrade(version):
        raise HandshakeFault(505, f"HTTP/{version} cannot upgrade, HTTP/1.1 can")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, f"a target begins with /, not {heads.quoted(target)}")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host is missing, or is no name or address")
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
        raise HandshakeFault(426, f"Sec-WebSocket-Version is {VERSION} here, not {heads.quoted(version)}")


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

    The fields are Upgrade, Connection, Sec-WebSocket-Accept, then `headers`.

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
    """The headers of a refusal that name what is missing (RFC 9110, 11.6.1, 15.5.6 and 15.5.22)."""
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

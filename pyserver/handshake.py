"""Who may come in: the checks of an opening handshake that `websockets` leaves to us, or answers otherwise.

The first fault is the answer, in the contract's order. `websockets` looks at size and form of the request
before these checks, and at the key after them.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.exceptions import InvalidHeaderFormat
from websockets.headers import parse_extension, parse_subprotocol
from websockets.http11 import Request
from websockets.typing import Subprotocol

VERSION = "13"
"""The version of the protocol that RFC 6455 describes (section 4.1)."""
JSON_RPC = Subprotocol("jsonrpc")

LOOPBACK_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
BEARER = re.compile("Bearer +([^ ]+)", re.IGNORECASE)
# What a 426 must say (RFC 9110, 15.5.22).
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade, close"}


@dataclass(frozen=True)
class Refusal:
    """An HTTP answer that is not 101: its status, the fault in words, and headers besides the usual."""

    status: HTTPStatus
    fault: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Gatekeeper:
    """Decides, before the upgrade, whether a request may become a connection.

    Args:
        origins: allowed besides those on this machine.
        token: what every request must bring; None where there is no token.
    """

    def __init__(self, origins: Sequence[str], token: str | None) -> None:
        self._origins = frozenset(origins)
        self._token = None if token is None else token.encode()
        self._checks: list[Callable[[Request], Refusal | None]] = [
            _check_upgrade,
            self._check_origin,
            self._check_token,
            _check_http,
            _check_host,
            _check_version,
            _check_lists,
        ]

    def find_fault(self, request: Request) -> Refusal | None:
        """The first fault of this request; None where `websockets` may go on."""
        refusals = (check(request) for check in self._checks)
        return next((refusal for refusal in refusals if refusal is not None), None)

    def _check_origin(self, request: Request) -> Refusal | None:
        # Only browsers send Origin, and a page must not reach a server its reader never meant it to reach.
        origins = request.headers.get_all("Origin")
        if all(LOOPBACK_ORIGIN.fullmatch(origin) or origin in self._origins for origin in origins):
            return None
        return Refusal(HTTPStatus.FORBIDDEN, "This Origin is not allowed; --origin URL would allow it")

    def _check_token(self, request: Request) -> Refusal | None:
        offered = [*_bearer_tokens(request.headers), *_query_tokens(request.path)]
        # Comparing in constant time tells a guesser nothing about how much of the guess was right.
        if self._token is None or any(hmac.compare_digest(token, self._token) for token in offered):
            return None
        return Refusal(HTTPStatus.UNAUTHORIZED, "Token missing or wrong", {"WWW-Authenticate": "Bearer"})


def select_subprotocol(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """`jsonrpc` where it is offered, else none: a client that offers nothing is served too."""
    return JSON_RPC if JSON_RPC in offered else None


def _check_upgrade(request: Request) -> Refusal | None:
    upgrade, connection = (_tokens(request.headers, name) for name in ("Upgrade", "Connection"))
    if upgrade == {"websocket"} and "upgrade" in connection:
        return None
    return Refusal(HTTPStatus.UPGRADE_REQUIRED, "No WebSocket upgrade asked for", UPGRADE)


def _check_http(request: Request) -> Refusal | None:
    if request.method != "GET":
        return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "Invalid HTTP method", {"Allow": "GET"})
    if request.protocol != "HTTP/1.1":
        return Refusal(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is needed")
    return None


def _check_host(request: Request) -> Refusal | None:
    """RFC 9112, 3.2: exactly one."""
    if len(request.headers.get_all("Host")) == 1:
        return None
    return Refusal(HTTPStatus.BAD_REQUEST, "Missing or invalid Host header")


def _check_version(request: Request) -> Refusal | None:
    """RFC 6455, 4.4: the answer to an unknown version says which one is known."""
    versions = request.headers.get_all("Sec-WebSocket-Version")
    fault = "Missing or invalid Sec-WebSocket-Version header"
    if len(versions) != 1:
        return Refusal(HTTPStatus.BAD_REQUEST, fault)
    if versions[0] != VERSION:
        return Refusal(HTTPStatus.UPGRADE_REQUIRED, fault, {**UPGRADE, "Sec-WebSocket-Version": VERSION})
    return None


def _check_lists(request: Request) -> Refusal | None:
    """RFC 6455, 9.1 and 4.1: `websockets` reads no extensions where it has none, and allows doubles."""
    try:
        for extensions in request.headers.get_all("Sec-WebSocket-Extensions"):
            parse_extension(extensions)
        subprotocols = _subprotocols(request.headers)
    except InvalidHeaderFormat as error:
        return Refusal(HTTPStatus.BAD_REQUEST, str(error))
    if len(subprotocols) != len(set(subprotocols)):
        return Refusal(HTTPStatus.BAD_REQUEST, "Invalid Sec-WebSocket-Protocol header")
    return None


def _subprotocols(headers: Headers) -> list[Subprotocol]:
    lists = map(parse_subprotocol, headers.get_all("Sec-WebSocket-Protocol"))
    return [subprotocol for offered in lists for subprotocol in offered]


def _tokens(headers: Headers, name: str) -> set[str]:
    values = ",".join(headers.get_all(name))
    return {token.strip().lower() for token in values.split(",")}


def _bearer_tokens(headers: Headers) -> list[bytes]:
    matches = (BEARER.fullmatch(value) for value in headers.get_all("Authorization"))
    # Headers come decoded as Latin-1, so this gives back the bytes that were sent.
    return [match[1].encode("latin-1") for match in matches if match]


def _query_tokens(target: str) -> list[bytes]:
    _path, _mark, query = target.partition("?")
    return [token.encode() for token in parse_qs(query).get("token", [])]

"""Who may come in: Origin, then token, then the subprotocol. What asks for no upgrade gets a page."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

LOOPBACK_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
JSON_RPC = Subprotocol("jsonrpc")

PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>A WebSocket server</title>
<h1>A WebSocket server</h1>
<p>This is <code>pyserver</code>, a peer of the course Frame by Frame. It answers remote calls over
WebSocket. A browser's address line speaks plain HTTP, so there is no page here but this one.</p>
<p>Open a WebSocket to this address, and send <code>{"action": "getData"}</code> as text.</p>
</html>
"""


class Gatekeeper:
    """Decides, before the upgrade, whether a request may become a connection.

    Args:
        origins: allowed besides those on this machine.
        token: what every request must bring; None where there is no token.
    """

    def __init__(self, origins: Iterable[str], token: str | None) -> None:
        self._origins = frozenset(origins)
        self._token = None if token is None else token.encode()

    def check(self, connection: ServerConnection, request: Request) -> Response | None:
        """The refusal, or None where the handshake may go on."""
        if not asks_for_websocket(request.headers):
            return _page(connection)
        if not self._origin_allowed(request.headers):
            return connection.respond(HTTPStatus.FORBIDDEN, "This Origin may not connect.\n")
        if not self._token_right(request):
            refusal = connection.respond(HTTPStatus.UNAUTHORIZED, "A token is needed, and this is not it.\n")
            refusal.headers["WWW-Authenticate"] = "Bearer"
            return refusal
        return None

    def _origin_allowed(self, headers: Headers) -> bool:
        # Only browsers send Origin, and a page must not reach a server its reader never meant it to reach.
        origins = headers.get_all("Origin")
        return all(LOOPBACK_ORIGIN.fullmatch(origin) or origin in self._origins for origin in origins)

    def _token_right(self, request: Request) -> bool:
        if self._token is None:
            return True
        offered = [*_bearer_tokens(request.headers), *_query_tokens(request.path)]
        # Comparing in constant time tells a guesser nothing about how much of the guess was right.
        return any(hmac.compare_digest(token, self._token) for token in offered)


def asks_for_websocket(headers: Headers) -> bool:
    """Whether both headers of an upgrade are there (RFC 6455, 4.2.1, items 3 and 4)."""
    return "upgrade" in _tokens(headers, "Connection") and "websocket" in _tokens(headers, "Upgrade")


def select_subprotocol(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """`jsonrpc` where it is offered, else none: a client that offers nothing is served too."""
    return JSON_RPC if JSON_RPC in offered else None


def _tokens(headers: Headers, name: str) -> set[str]:
    values = ",".join(headers.get_all(name))
    return {token.strip().lower() for token in values.split(",")}


def _bearer_tokens(headers: Headers) -> list[bytes]:
    matches = (BEARER.fullmatch(value) for value in headers.get_all("Authorization"))
    # Headers come decoded as Latin-1, so this gives back the bytes that were sent.
    return [match[1].encode("latin-1") for match in matches if match]


def _query_tokens(target: str) -> list[bytes]:
    return [token.encode() for token in parse_qs(urlsplit(target).query).get("token", [])]


def _page(connection: ServerConnection) -> Response:
    page = connection.respond(HTTPStatus.UPGRADE_REQUIRED, PAGE)
    page.headers["Upgrade"] = "websocket"
    del page.headers["Content-Type"]
    page.headers["Content-Type"] = "text/html; charset=utf-8"
    return page

"""The checks of an opening handshake, which decide who may connect (RFC 6455, 4.2.1).

The first fault decides the response, in the contract's order. All checks are made here; `websockets` is given
a request that it cannot read in another way.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

from websockets.asyncio.server import ServerConnection
from websockets.typing import Subprotocol

from .extensions import HEADER as EXTENSIONS
from .extensions import NoList, Parameters, acceptable_offer, extensions_of, in_words
from .head import TOKEN, RequestHead
from .origin import origin_of

VERSION = "13"
"""The version of the protocol that RFC 6455 describes (section 4.1)."""
JSON_RPC = Subprotocol("jsonrpc")

LOOPBACK_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
BEARER = re.compile("Bearer +([^ ]+)", re.IGNORECASE)
HOST = re.compile(
    r"(?:\[[0-9A-Za-z._~!$&'()*+,;=:-]+\]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::[0-9]*)?"
)
"""A name or an address, an IPv6 one in brackets, and perhaps a port (RFC 9110, 7.2)."""
TARGET = re.compile(rf"/.*|(?i:https?)://{HOST.pattern}(?:[/?].*)?")
"""A path and a query, or a whole URL (RFC 9112, 3.2; RFC 6455, 4.1)."""
KEY = re.compile("[A-Za-z0-9+/]{22}==")
"""Sixteen bytes in base64 (RFC 6455, 4.1)."""
NO_BODY = re.compile("0+")
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
        self._checks: list[Callable[[RequestHead], Refusal | None]] = [
            _check_upgrade,
            _check_body,
            self._check_origin,
            self._check_token,
            _check_http,
            _check_host,
            _check_key,
            _check_version,
            _check_subprotocols,
            _check_extensions,
        ]

    def find_fault(self, request: RequestHead) -> Refusal | None:
        """The first fault of this request; None: it may become a connection."""
        refusals = (check(request) for check in self._checks)
        return next((refusal for refusal in refusals if refusal is not None), None)

    def _check_origin(self, request: RequestHead) -> Refusal | None:
        # Only browsers send Origin, and a page must not reach a server its reader never meant it to reach.
        origins = request.values("Origin")
        if not origins or (len(origins) == 1 and self._is_allowed(origins[0])):
            return None
        return Refusal(HTTPStatus.FORBIDDEN, _advice_for(", ".join(origins)))

    def _is_allowed(self, origin: str) -> bool:
        return LOOPBACK_ORIGIN.fullmatch(origin) is not None or origin in self._origins

    def _check_token(self, request: RequestHead) -> Refusal | None:
        offered = [*_bearer_tokens(request), *_query_tokens(request.target)]
        # Comparing in constant time does not tell a guesser how much of the guess was right.
        if self._token is None or any(hmac.compare_digest(token, self._token) for token in offered):
            return None
        return Refusal(HTTPStatus.UNAUTHORIZED, "Token missing or wrong", {"WWW-Authenticate": "Bearer"})


def chosen_offer(request: RequestHead) -> Parameters | None:
    """The offer of permessage-deflate in a request without a fault that can be met; None if there is none."""
    return acceptable_offer(extensions_of(request))


def in_few_words(request: RequestHead, offer: Parameters | None) -> bytes:
    """The request rewritten for `websockets`, with only the headers that it needs, and with `offer`."""
    fields = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", request.values("Sec-WebSocket-Key")[0]),
        ("Sec-WebSocket-Version", VERSION),
    ]
    if JSON_RPC in request.items("Sec-WebSocket-Protocol"):
        fields.append(("Sec-WebSocket-Protocol", JSON_RPC))
    if offer is not None:
        fields.append((EXTENSIONS, in_words(_for_zlib(offer))))
    lines = ["GET / HTTP/1.1", *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode()


def _for_zlib(offer: Parameters) -> Parameters:
    """The offer without a window of 256 bytes, which zlib lacks. In one of 512 it looks back 250 at most."""
    return {**offer, "server_max_window_bits": "9"} if offer.get("server_max_window_bits") == "8" else offer


def select_subprotocol(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """`jsonrpc` where it is offered, else none: a client that offers nothing is served too."""
    return JSON_RPC if JSON_RPC in offered else None


def _check_upgrade(request: RequestHead) -> Refusal | None:
    """Refuse a request that asks for no upgrade to WebSocket; HTTP/1.0 has none (RFC 9110, 7.8)."""
    asks = _has(request, "Upgrade", "websocket") and _has(request, "Connection", "upgrade")
    if asks and request.version != "1.0":
        return None
    return Refusal(HTTPStatus.UPGRADE_REQUIRED, "No WebSocket upgrade asked for", UPGRADE)


def _check_body(request: RequestHead) -> Refusal | None:
    """Refuse a body: read as frames, it would run calls that nobody sent (RFC 9112, 6.3)."""
    lengths = request.values("Content-Length")
    has_none = not lengths or NO_BODY.fullmatch(",".join(lengths)) is not None
    if has_none and not request.values("Transfer-Encoding"):
        return None
    return _bad("A request to upgrade has no body")


def _check_http(request: RequestHead) -> Refusal | None:
    """Refuse any method but GET, any version of HTTP but 1 (RFC 9110, 2.5), and a bad target."""
    if request.method != "GET":
        return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "Invalid HTTP method", {"Allow": "GET"})
    if not request.version.startswith("1."):
        return Refusal(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is needed")
    return None if TARGET.fullmatch(request.target) else _bad("Invalid request target")


def _check_host(request: RequestHead) -> Refusal | None:
    """Refuse a request without exactly one Host (RFC 9112, 3.2)."""
    return None if _is_one(request, "Host", HOST) else _bad("Missing or invalid Host header")


def _check_key(request: RequestHead) -> Refusal | None:
    if _is_one(request, "Sec-WebSocket-Key", KEY):
        return None
    return _bad("Missing or invalid Sec-WebSocket-Key header")


def _check_version(request: RequestHead) -> Refusal | None:
    """Refuse an unknown version of the protocol, and say which one is known (RFC 6455, 4.4)."""
    versions = request.values("Sec-WebSocket-Version")
    fault = "Missing or invalid Sec-WebSocket-Version header"
    if len(versions) != 1:
        return _bad(fault)
    if versions[0] != VERSION:
        return Refusal(HTTPStatus.UPGRADE_REQUIRED, fault, {**UPGRADE, "Sec-WebSocket-Version": VERSION})
    return None


def _check_subprotocols(request: RequestHead) -> Refusal | None:
    """Refuse an empty list of subprotocols, a name that stands twice or is no token (RFC 6455, 4.1)."""
    name = "Sec-WebSocket-Protocol"
    offered = request.items(name)
    are_good = all(re.fullmatch(TOKEN, item) for item in offered) and len(offered) == len(set(offered))
    if are_good and (offered or not request.values(name)):
        return None
    return _bad(f"Invalid {name} header")


def _check_extensions(request: RequestHead) -> Refusal | None:
    try:
        extensions_of(request)
    except NoList:
        return _bad(f"Invalid {EXTENSIONS} header")
    return None


def _bad(fault: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, fault)


def _has(request: RequestHead, name: str, word: str) -> bool:
    return word in (item.lower() for item in request.items(name))


def _is_one(request: RequestHead, name: str, form: re.Pattern[str]) -> bool:
    values = request.values(name)
    return len(values) == 1 and form.fullmatch(values[0]) is not None


def _advice_for(origin: str) -> str:
    """Advice for an Origin that is refused: what is wrong with it, or the option that allows it."""
    if origin == "null":
        return "This page has no Origin, as a file has none; open it from http://localhost"
    if origin_of(origin) != origin:
        return "This is no Origin that a browser sends"
    return "This Origin is not allowed; --origin URL would allow it"


def _bearer_tokens(request: RequestHead) -> list[bytes]:
    matches = (BEARER.fullmatch(value) for value in request.values("Authorization"))
    # Headers come decoded as Latin-1, so this gives back the bytes that were sent.
    return [match[1].encode("latin-1") for match in matches if match]


def _query_tokens(target: str) -> list[bytes]:
    _path, _mark, query = target.partition("?")
    return [token.encode() for token in parse_qs(query).get("token", [])]

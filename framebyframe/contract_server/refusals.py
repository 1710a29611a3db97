"""The log's words for a refusal: they name the option of this program that would allow the request."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..wire import HandshakeRefused

DEFAULT_PORTS = {"http": 80, "https": 443}
"""Ports that an Origin does not name (RFC 6454, 6.2)."""


def explain(refused: HandshakeRefused) -> str:
    """Why it was refused, and what may be done about it."""
    if refused.status == 401:
        return "Token missing or wrong"
    if refused.status == 403:
        return advice_for(", ".join(refused.headers.get_all("Origin")))
    if refused.status == 426 and "Sec-WebSocket-Version" not in refused.reason:
        return "No WebSocket upgrade asked for"
    return refused.reason


def advice_for(origin: str) -> str:
    """The advice for an Origin that is refused: an option that this program accepts."""
    if origin == "null":
        return "This page has no Origin, as a file has none; open it from http://localhost"
    if origin_of(origin) != origin:
        return "This is no Origin that a browser sends"
    return "This Origin is not allowed; --origin URL would allow it"


def origin_of(url: str) -> str | None:
    """The Origin of a URL as a browser writes it (RFC 6454, 6.2); None: it has none."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    except ValueError:
        return None
    if not parts.scheme or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"

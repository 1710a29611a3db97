"""The Origin of a page."""

from __future__ import annotations

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
"""Ports that an Origin does not name (RFC 6454, 6.2)."""


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

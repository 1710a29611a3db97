"""WebSocket addresses (RFC 6455, 3), and how one is opened."""

from __future__ import annotations

import platform
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..wire import ClientHandshake, Deflate, Limits

DEFAULT_PORTS = {"ws": 80, "wss": 443}
USER_AGENT = f"python/{platform.python_version()} framebyframe"


@dataclass(frozen=True)
class Address:
    """Where a server is.

    Attributes:
        secure: whether the connection is encrypted: `wss`.
        host: a name, or an IPv4 or IPv6 address without brackets.
        port: the TCP port.
        target: path and query, as the handshake asks for them.
    """

    secure: bool
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as a URL and the Host header write them; the usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = DEFAULT_PORTS["wss" if self.secure else "ws"]
        return host if self.port == usual else f"{host}:{self.port}"


def parse_url(url: str) -> Address:
    """The address that `url` means.

    Raises:
        ValueError: it is no WebSocket URL; says what is wrong with it.
    """
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS:
        raise ValueError(f"a WebSocket address begins with ws:// or wss://, not {url!r:.200}")
    if not parts.hostname:
        raise ValueError(f"{url!r:.200} names no host")
    if parts.fragment or "#" in url:
        raise ValueError(f"a WebSocket address has no # in it (RFC 6455, 3): {url!r:.200}")
    if parts.username is not None:
        raise ValueError("a user name or password does not belong in the address: give a token")
    port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme == "wss", parts.hostname, port, target)


@dataclass(frozen=True)
class Opening:
    """How a client opens a connection, any number of times.

    Attributes:
        address: where to.
        token: sent as `Authorization: Bearer TOKEN`.
        origin: the page we speak for; a program has none.
        subprotocols: to offer, the one liked best first.
        headers: more header fields.
        deflate: the permessage-deflate parameters to offer, or None for no compression.
        limits: what the server may make us hold.
        context: for `wss`; None is the system's certificates.
        unix_socket: the path of a Unix socket to connect to, instead of the address's host and port.
    """

    address: Address
    token: str | None = None
    origin: str | None = None
    subprotocols: Sequence[str] = ()
    headers: Iterable[tuple[str, str]] = ()
    deflate: Deflate | None = None
    limits: Limits | None = None
    context: ssl.SSLContext | None = None
    unix_socket: str | None = None

    @property
    def where(self) -> str:
        """The place, as an error names it."""
        return self.unix_socket or self.address.authority

    def handshake(self) -> ClientHandshake:
        """The opening handshake, for one connection."""
        authorization = [("Authorization", f"Bearer {self.token}")] if self.token else []
        return ClientHandshake(
            self.address.authority,
            self.address.target,
            self.subprotocols,
            self.origin,
            [("User-Agent", USER_AGENT), *authorization, *self.headers],
            self.deflate,
            limits=self.limits,
        )

    def encryption(self) -> ssl.SSLContext | None:
        """What encrypts the connection; None where nothing does."""
        if not self.address.secure:
            return None
        return self.context or ssl.create_default_context()


def make_opening(url: str, dialect: str, options: dict[str, Any]) -> Opening:
    """The opening of a client that was given these options; JSON-RPC offers its subprotocol unless told.

    Raises:
        ValueError: `url` is no WebSocket address.
    """
    subprotocols = ["jsonrpc"] if dialect == "jsonrpc" else []
    return Opening(parse_url(url), **{"subprotocols": subprotocols, **options})

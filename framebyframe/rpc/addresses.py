"""WebSocket addresses (RFC 6455, 3), and the options for connecting to one."""

from __future__ import annotations

import ipaddress
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
    """The place of a server.

    Attributes:
        secure: whether the connection is encrypted: `wss`.
        host: a name, or an IPv4 or IPv6 address without brackets.
        port: the TCP port.
        target: path and query, as the opening handshake asks for them.
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
    """The address that a URL names.

    Raises:
        ValueError: it is no WebSocket URL; the message says what is wrong with it.
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


def local_address(url: str, allow_remote: bool) -> Address:
    """The address that a `ws://` URL names: on this machine, unless others are allowed.

    Raises:
        ValueError: it is no such URL, it is one of `wss://`, or it names another machine.
    """
    address = parse_url(url)
    if address.secure:
        raise ValueError(f"{url!r:.200} is encrypted: give an address of the form ws://127.0.0.1:8080")
    if not (allow_remote or is_loopback(address.host)):
        raise ValueError(
            f"{address.host} is another machine, and only this one is reached. "
            "If that machine is yours, say allow_remote=True."
        )
    return address


def is_loopback(host: str) -> bool:
    """True for this machine itself, by its address or as `localhost`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class ConnectOptions:
    """The options with which a client opens a connection, any number of times.

    Attributes:
        address: the server's.
        token: sent as `Authorization: Bearer TOKEN`.
        origin: for the Origin header; programs other than browsers send none.
        subprotocols: to offer, the preferred one first.
        headers: more header fields, as pairs of a name and a value.
        deflate: the permessage-deflate parameters to offer, or None for no compression.
        limits: for what the server sends; None for the defaults.
        context: for `wss`; None for the system's certificates.
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
        """The server's place, for error messages."""
        return self.unix_socket or self.address.authority

    def new_handshake(self) -> ClientHandshake:
        """The opening handshake of one connection."""
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

    def tls_context(self) -> ssl.SSLContext | None:
        """The context that encrypts the connection; None for `ws`, which is not encrypted."""
        if not self.address.secure:
            return None
        return self.context or ssl.create_default_context()


def connect_options(url: str, dialect: str, options: dict[str, Any]) -> ConnectOptions:
    """The options of a client. One for JSON-RPC offers the subprotocol `jsonrpc`, unless told otherwise.

    Raises:
        ValueError: `url` is no WebSocket address.
        TypeError: there is no such option.
    """
    subprotocols = ["jsonrpc"] if dialect == "jsonrpc" else []
    return ConnectOptions(parse_url(url), **{"subprotocols": subprotocols, **options})

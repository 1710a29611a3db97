"""A fault proxy in front of a server that does what a test says."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from framebyframe.proxy import FaultProxy
from framebyframe.proxy.faults.deeds import Deed
from framebyframe.proxy.faults.plan import Plan
from framebyframe.proxy.listening import Listener

SOON = 10.0
"""Seconds after which a test fails."""

Serve = Callable[[socket.socket], None]


@contextmanager
def faulty(serve: Serve, faults: Plan | str = "", seed: int = 0) -> Iterator[FaultProxy]:
    """A fault proxy in front of a server that does this with each connection."""
    server = Listener(serve)
    try:
        with FaultProxy("ws://{}:{}".format(*server.address), faults, seed=seed) as proxy:
            yield proxy
    finally:
        server.close()


def connected(proxy: FaultProxy) -> socket.socket:
    """A connection through it."""
    return socket.create_connection((urlsplit(proxy.url).hostname, urlsplit(proxy.url).port), SOON)


def all_from(stream: socket.socket) -> bytes:
    """All until the end of the stream."""
    data = b""
    while part := stream.recv(65536):
        data += part
    return data


def exactly(stream: socket.socket, size: int) -> bytes:
    """So many bytes; fewer where the stream ends before."""
    data = b""
    while len(data) < size and (part := stream.recv(size - len(data))):
        data += part
    return data


def echo(client: socket.socket) -> None:
    """Send back what comes, as it comes."""
    while data := client.recv(65536):
        client.sendall(data)


def deeds(proxy: FaultProxy, *kinds: str) -> list[Deed]:
    """What it did, of these kinds."""
    return [deed for deed in proxy.deeds.all() if deed.what in kinds]

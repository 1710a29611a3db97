"""A cable passes bytes on until it is pulled out; then nothing passes, and no end is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from framebyframe.proxy import Cable
from framebyframe.proxy.listening import Listener

SOON = 20.0


def echo(client: socket.socket) -> None:
    """Send back what comes, and a last word when it ends."""
    while data := client.recv(1024):
        client.sendall(data)
    client.sendall(b"the end")


@pytest.fixture
def cable() -> Iterator[Cable]:
    server = Listener(echo)
    with Cable("ws://{}:{}".format(*server.address)) as running:
        yield running
    server.close()


def connected(cable: Cable) -> socket.socket:
    host, _, port = cable.url.removeprefix("ws://").partition(":")
    return socket.create_connection((host, int(port)), SOON)


def test_bytes_go_both_ways_and_so_does_the_end(cable: Cable) -> None:
    with connected(cable) as client:
        client.sendall(b"hello")
        assert client.recv(1024) == b"hello"
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1024) == b"the end"
        assert client.recv(1024) == b""


def test_pulled_out_it_takes_bytes_and_nothing_comes_back(cable: Cable) -> None:
    with connected(cable) as client:
        client.sendall(b"hello")
        assert client.recv(1024) == b"hello"
        cable.pull()
        client.sendall(b"anybody?")
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(1024)
    assert repr(cable) == "<a cable that is out>"


def test_an_end_behind_the_pulled_cable_is_not_told_either(cable: Cable) -> None:
    with connected(cable) as client:
        client.sendall(b"hello")
        assert client.recv(1024) == b"hello"
        cable.pull()
        client.shutdown(socket.SHUT_WR)
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(1024)


def test_closed_it_takes_no_more_connections(cable: Cable) -> None:
    cable.close()
    cable.close()
    with pytest.raises(OSError):
        connected(cable).recv(1)

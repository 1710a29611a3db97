"""The vectors of rpc.json, and the requests of handshake.json, against the servers over real sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from rpc_exchange import Exchange, assembled
from running_servers import launch
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from framebyframe.peers import Server
from framebyframe.peers.places import ROOT

CONTRACT = ROOT / "contract"
RPC = json.loads((CONTRACT / "rpc.json").read_text(encoding="utf-8"))
HANDSHAKES = json.loads((CONTRACT / "handshake.json").read_text(encoding="utf-8"))
TIMEOUT = 10.0
"""Seconds until a test says that nothing came; an answer takes milliseconds."""


def named(vectors: list[dict[str, Any]]) -> Any:
    """One test for each vector, under its name."""
    return pytest.mark.parametrize("vector", vectors, ids=[vector["name"] for vector in vectors])


@named(RPC)
def test_an_exchange(server: Server, vector: dict[str, Any]) -> None:
    offered = vector.get("subprotocol")
    subprotocols = None if offered is None else [Subprotocol(offered)]
    with connect(server.url, subprotocols=subprotocols, max_size=None, proxy=None) as client:
        assert client.subprotocol == offered
        Exchange(client.send, client.send, lambda: receive(client), lambda: receive_close(client)).run(
            vector["steps"]
        )


def receive(client: ClientConnection) -> str:
    message = client.recv(TIMEOUT)
    assert isinstance(message, str), "a binary message"
    return message


def receive_close(client: ClientConnection) -> int:
    try:
        message = client.recv(TIMEOUT)
    except ConnectionClosed as closed:
        return 1006 if closed.rcvd is None else int(closed.rcvd.code)
    raise AssertionError(f"no close, but {message!r}")


@pytest.fixture(scope="module")
def deflating_server(server: Server) -> Iterator[Server]:
    """The same, with compression."""
    with launch(server.name, "--ping-interval", "0", "--deflate") as running:
        yield running


@named([vector for vector in HANDSHAKES["requests"] if "deflate" not in vector])
def test_an_opening_handshake(server: Server, vector: dict[str, Any]) -> None:
    assert_answers(server, vector)


@named([vector for vector in HANDSHAKES["requests"] if "deflate" in vector])
def test_an_offer_of_compression(deflating_server: Server, vector: dict[str, Any]) -> None:
    assert_answers(deflating_server, vector)


def assert_answers(server: Server, vector: dict[str, Any]) -> None:
    lines = [assembled(line) for line in vector["request"]]
    request = "".join(f"{line}\r\n" for line in [*lines, ""])
    status, headers = exchange_http(server.url, request.encode())
    assert status == vector["status"]
    for name, value in vector.get("headers", {}).items():
        assert headers.get(name.lower()) == value, name


@named([vector for vector in HANDSHAKES["early"] if vector["receiver"] == "server"])
def test_what_is_answered_before_a_head_is_whole(server: Server, vector: dict[str, Any]) -> None:
    status, _ = exchange_http(server.url, byte_string(vector["bytes"]))
    assert status == vector["status"]


def byte_string(value: Any) -> bytes:
    """Bytes as contract/README.md writes them: hex, or a list of hex and repetitions."""
    if isinstance(value, list):
        return b"".join(map(byte_string, value))
    return byte_string(value["repeat"]) * value["times"] if isinstance(value, dict) else bytes.fromhex(value)


def exchange_http(url: str, request: bytes) -> tuple[int, dict[str, str]]:
    """Send these bytes; the status and the headers that come back, by names in lower case."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=TIMEOUT) as client:
        client.sendall(request)
        head = b""
        while b"\r\n\r\n" not in head:
            chunk = client.recv(65_536)
            assert chunk, f"the stream ended after {head!r}"
            head += chunk
    status_line, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return int(status_line.split()[1]), {name.lower(): value for name, value in headers.items()}

"""A tap passes every byte on, untouched, in both directions, and every end; whatever the two peers do."""

from __future__ import annotations

import gc
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from left_behind import open_sockets
from ports import deaf_port, free_port
from waiting import wait_until

from framebyframe.proxy import Tap, TapLimits
from framebyframe.proxy.listening import Listener
from framebyframe.proxy.tap.items import TappedEnd

SOON = 20.0
LOTS = 8 * 1024 * 1024
"""Bytes: more than the system holds for a peer that does not read."""
RESET = struct.pack("ii", 1, 0)

Serve = Callable[[socket.socket], None]


@contextmanager
def tapped(serve: Serve, limits: TapLimits | None = None) -> Iterator[Tap]:
    """A tap in front of a server that does this with each connection."""
    server = Listener(serve)
    try:
        with Tap("ws://{}:{}".format(*server.address), limits=limits) as tap:
            yield tap
    finally:
        server.close()


def connected(tap: Tap) -> socket.socket:
    return socket.create_connection(tap.address, SOON)


def all_from(stream: socket.socket) -> bytes:
    """All until the end of the stream."""
    data = b""
    while part := stream.recv(65536):
        data += part
    return data


def ends(tap: Tap) -> list[tuple[str, str]]:
    return [(item.sender, item.how) for item in tap.record.items if isinstance(item, TappedEnd)]


pieces = st.lists(st.binary(min_size=1, max_size=300), max_size=6)


@given(pieces, pieces)
@settings(max_examples=40)
def test_any_bytes_in_any_pieces_arrive_as_they_were(asked: list[bytes], answered: list[bytes]) -> None:
    got: list[bytes] = []

    def serve(client: socket.socket) -> None:
        for piece in answered:
            client.sendall(piece)
        client.shutdown(socket.SHUT_WR)
        got.append(all_from(client))

    with tapped(serve) as tap, connected(tap) as client:
        for piece in asked:
            client.sendall(piece)
        client.shutdown(socket.SHUT_WR)
        assert all_from(client) == b"".join(answered)
        wait_until(lambda: got)
    assert got == [b"".join(asked)]


def test_half_closed_by_the_client_the_server_still_answers() -> None:
    def serve(client: socket.socket) -> None:
        client.sendall(b"you said " + all_from(client))

    with tapped(serve) as tap, connected(tap) as client:
        client.sendall(b"hello")
        client.shutdown(socket.SHUT_WR)
        assert all_from(client) == b"you said hello"
        wait_until(lambda: ends(tap) == [("client", "end"), ("server", "end")])


def test_half_closed_by_the_server_the_client_still_talks() -> None:
    got: list[bytes] = []

    def serve(client: socket.socket) -> None:
        client.shutdown(socket.SHUT_WR)
        got.append(all_from(client))

    with tapped(serve) as tap, connected(tap) as client:
        assert client.recv(1) == b""
        client.sendall(b"still here")
        client.shutdown(socket.SHUT_WR)
        wait_until(lambda: got)
    assert got == [b"still here"]


def test_a_reset_by_the_client_reaches_the_server() -> None:
    lost = threading.Event()

    def serve(client: socket.socket) -> None:
        client.sendall(b"go on")
        try:
            client.recv(1)
        except ConnectionResetError:
            lost.set()

    with tapped(serve) as tap:
        with connected(tap) as client:
            assert client.recv(5) == b"go on"
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        assert lost.wait(SOON)
        wait_until(lambda: ends(tap) == [("client", "reset")])
        assert tap.record.connections[0].ended is not None


def test_a_reset_by_the_server_reaches_the_client() -> None:
    def serve(client: socket.socket) -> None:
        client.recv(5)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    with tapped(serve) as tap, connected(tap) as client:
        client.sendall(b"hello")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
        wait_until(lambda: ends(tap) == [("server", "reset")])


def test_who_does_not_read_does_not_stop_what_comes_the_other_way() -> None:
    """The client sends more than anybody holds, and reads at the same time; the server reads nothing."""
    done = threading.Event()

    def serve(client: socket.socket) -> None:
        client.sendall(b"x" * 100_000)
        done.wait(SOON)

    with tapped(serve) as tap, connected(tap) as client:
        client.setblocking(False)
        with pytest.raises(BlockingIOError):
            for _ in range(LOTS):
                client.send(bytes(65536))
        client.settimeout(SOON)
        came = b""
        while len(came) < 100_000:
            came += client.recv(65536)
        done.set()


def test_a_lot_both_ways_at_once() -> None:
    sent = bytes(range(256)) * (LOTS // 256)

    def serve(client: socket.socket) -> None:
        while data := client.recv(65536):
            client.sendall(data)

    with tapped(serve, TapLimits(max_waiting=1 << 20)) as tap, connected(tap) as client:
        sender = threading.Thread(target=lambda: (client.sendall(sent), client.shutdown(socket.SHUT_WR)))
        sender.start()
        assert all_from(client) == sent
        sender.join(SOON)


def test_no_server_the_client_is_told_by_the_end_and_the_record_by_the_reason() -> None:
    with deaf_port() as port, Tap(f"ws://127.0.0.1:{port}") as tap:
        with connected(tap) as client:
            assert client.recv(1) == b""
        wait_until(lambda: ends(tap) == [("server", "unreachable")])
        (end,) = (item for item in tap.record.items if isinstance(item, TappedEnd))
        assert "refused" in end.words
        assert tap.record.connections[0].ended is not None


def test_two_connections_at_once_are_two_in_the_record() -> None:
    def serve(client: socket.socket) -> None:
        client.sendall(all_from(client))

    with tapped(serve) as tap, connected(tap) as one, connected(tap) as other:
        for stream, data in ((one, b"\x80one"), (other, b"\x80other")):
            stream.sendall(data)
            stream.shutdown(socket.SHUT_WR)
        assert (all_from(one), all_from(other)) == (b"\x80one", b"\x80other")
        ports = {stream.getsockname()[1]: data for stream, data in ((one, b"\x80one"), (other, b"\x80other"))}
        wait_until(lambda: len(ends(tap)) == 4)
        record = tap.record
        assert len(record.connections) == 2
        for connection in record.connections:
            said = [item.data for item in record.other_bytes(connection.number) if item.sender == "client"]
            assert said == [ports[connection.client_port]]


def test_closed_it_ends_its_connections_and_leaves_nothing() -> None:
    def serve(client: socket.socket) -> None:
        all_from(client)

    gc.collect()
    sockets, threads = open_sockets(), set(threading.enumerate())
    with tapped(serve) as tap:
        streams = [connected(tap) for _ in range(3)]
        wait_until(lambda: len(tap.record.connections) == 3)
        streams[0].sendall(b"hello")
    tap.close()
    for stream in streams:
        with stream:
            assert stream.recv(1) == b""
    wait_until(lambda: set(threading.enumerate()) <= threads)
    wait_until(lambda: open_sockets() <= sockets)
    with pytest.raises(OSError):
        connected(tap)


def test_a_port_of_ones_own_and_a_taken_one() -> None:
    port = free_port()
    with closing(socket.create_server(("127.0.0.1", port))):
        threads = set(threading.enumerate())
        with pytest.raises(OSError):
            Tap("ws://127.0.0.1:1", port=port)
        wait_until(lambda: set(threading.enumerate()) <= threads)
    with Tap("ws://127.0.0.1:1/chat?a=1", port=port) as tap:
        assert tap.url == f"ws://127.0.0.1:{port}/chat?a=1"


def test_another_machine_only_where_it_is_allowed() -> None:
    with pytest.raises(ValueError, match="another machine"):
        Tap("ws://192.0.2.1:80")
    with pytest.raises(ValueError, match="encrypted"):
        Tap("wss://127.0.0.1:80")
    with Tap("ws://192.0.2.1:80", allow_remote=True) as tap:
        assert tap.record.server == "ws://192.0.2.1:80"

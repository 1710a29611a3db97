"""The fault proxy over real sockets: what it does to a stream, to its ends, and what it never does."""

from __future__ import annotations

import asyncio
import gc
import random
import select
import socket
import threading
import time
from contextlib import closing

import pytest
from faulty import SOON, all_from, connected, deeds, echo, exactly, faulty
from hypothesis import given, settings
from hypothesis import strategies as st
from left_behind import open_sockets
from ports import deaf_port
from tapped import REQUEST, RESPONSE, text
from waiting import wait_until

from framebyframe import peers
from framebyframe.proxy import FaultProxy
from framebyframe.proxy.faults import Plan
from framebyframe.proxy.faults import proxy as proxy_module
from framebyframe.proxy.faults.deeds import MOST_DEEDS
from framebyframe.proxy.faults.lane import MAX_HELD
from framebyframe.rpc import AsyncRpcClient, RpcClient, RpcError
from framebyframe.wire import encode_frame

LOTS = 8 * 1024 * 1024
"""Bytes: more than the system and the proxy hold for a peer that does not read."""


def read_for_ever(got: bytearray, done: threading.Event | None = None):  # type: ignore[no-untyped-def]
    """A server that gathers what comes, and sets `done` at the end of the stream."""

    def serve(client: socket.socket) -> None:
        while data := client.recv(65536):
            got.extend(data)
        if done:
            done.set()

    return serve


# --- what passes is what came ---


@given(st.integers(0, 10_000), st.lists(st.binary(min_size=1, max_size=300), max_size=5))
@settings(max_examples=60)
def test_under_any_faults_that_end_nothing_the_bytes_are_those_that_were_sent(
    seed: int, pieces: list[bytes]
) -> None:
    drawn = [fault for fault in Plan.drawn(seed, span=0.05) if not fault.is_of_a_moment]
    quick = [fault for fault in drawn if fault.kind not in ("bandwidth", "latency", "jitter", "join")]
    plan = Plan((*quick, *Plan.parse("jitter 2ms; join 1ms; bandwidth 1MiB/s")))
    with faulty(echo, plan) as proxy, connected(proxy) as client:
        for piece in pieces:
            client.sendall(piece)
        client.shutdown(socket.SHUT_WR)
        assert all_from(client) == b"".join(pieces)


def test_without_faults_a_lot_passes_both_ways_at_once() -> None:
    sent = bytes(range(256)) * (LOTS // 256)
    with faulty(echo) as proxy, connected(proxy) as client:
        sender = threading.Thread(target=lambda: (client.sendall(sent), client.shutdown(socket.SHUT_WR)))
        sender.start()
        assert all_from(client) == sent
        sender.join(SOON)


def test_latency_is_added_in_each_direction_that_it_is_in() -> None:
    for faults, least in (("latency 60ms", 0.12), ("latency 60ms to client", 0.06)):
        with faulty(echo, faults) as proxy, connected(proxy) as client:
            start = time.perf_counter()
            client.sendall(b"a")
            assert client.recv(1) == b"a"
            assert time.perf_counter() - start >= least
            wait_until(lambda proxy=proxy: len(deeds(proxy, "passed")) == 2)
            to_server, to_client = deeds(proxy, "passed")
            assert to_client.later >= 0.06 and (to_server.later >= 0.06) == (least > 0.1)


def test_jitter_comes_from_the_seed_and_keeps_the_order() -> None:
    with faulty(echo, "jitter 100ms to server", seed=5) as proxy, connected(proxy) as client:
        for byte in b"abc":
            client.sendall(bytes([byte]))
            assert client.recv(1) == bytes([byte])
        wait_until(lambda: len(deeds(proxy, "passed")) == 6)
        chance = random.Random(5)
        laters = [deed.later for deed in deeds(proxy, "passed") if deed.way == "to server"]
        assert all(later >= 0.1 * chance.random() for later in laters)
        assert proxy._chance.getstate() == chance.getstate()


def test_bandwidth_is_not_exceeded() -> None:
    with faulty(echo, "bandwidth 10KiB/s to client") as proxy, connected(proxy) as client:
        start = time.perf_counter()
        client.sendall(bytes(4096))
        assert exactly(client, 4096) == bytes(4096)
        assert time.perf_counter() - start >= 0.39
        wait_until(lambda: len(deeds(proxy, "passed")) == 2)
        assert deeds(proxy, "passed")[1].writes >= 8  # of 512 bytes


def test_split_writes_have_at_most_so_many_bytes() -> None:
    with faulty(echo, "split 7B to client") as proxy, connected(proxy) as client:
        client.sendall(bytes(100))
        assert exactly(client, 100) == bytes(100)
        wait_until(lambda: sum(deed.size for deed in deeds(proxy, "passed")) == 200)
        assert sum(deed.writes for deed in deeds(proxy, "passed") if deed.way == "to client") >= 15


def test_what_comes_within_the_time_of_join_is_one_write() -> None:
    got = bytearray()
    with faulty(read_for_ever(got), "black-hole") as proxy, connected(proxy) as client:
        for byte in (b"a", b"b", b"c"):  # each read by itself: the sum grows one by one
            before = came(proxy)
            client.sendall(byte)
            wait_until(lambda before=before: came(proxy) == before + 1)
        proxy.apply("join 10ms")
        wait_until(lambda: got == b"abc")
        wait_until(lambda: deeds(proxy, "passed"))
        assert [(deed.size, deed.writes) for deed in deeds(proxy, "passed")] == [(3, 1)]


def came(proxy: FaultProxy) -> int:
    """Bytes that have come from its client."""
    return next((link.sizes()["to server"] for link in list(proxy._links)), 0)


def test_joined_bytes_wait_for_those_that_may_come() -> None:
    with faulty(echo, "join 50ms to server") as proxy, connected(proxy) as client:
        start = time.perf_counter()
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        assert time.perf_counter() - start >= 0.05


# --- a black hole ---


def test_in_a_black_hole_nothing_passes_and_nobody_is_told_and_after_it_all_of_it_does() -> None:
    with faulty(echo) as proxy, connected(proxy) as client:
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        proxy.apply("black-hole")
        client.sendall(b"b")
        wait_until(lambda: deeds(proxy, "held"))
        client.settimeout(0.05)
        with pytest.raises(TimeoutError):
            client.recv(1)
        client.settimeout(SOON)
        proxy.apply("")
        assert client.recv(1) == b"b"


def test_a_black_hole_ends_by_itself() -> None:
    with faulty(echo, "black-hole for 100ms") as proxy, connected(proxy) as client:
        client.sendall(b"a")
        assert client.recv(1) == b"a"


def test_a_black_hole_in_one_direction_leaves_the_other() -> None:
    got = bytearray()

    def serve(client: socket.socket) -> None:
        got.extend(client.recv(1))
        client.sendall(b"answer")
        got.extend(client.recv(1))

    with faulty(serve, "black-hole to client") as proxy, connected(proxy) as client:
        client.sendall(b"a")
        wait_until(lambda: got == b"a" and [deed.way for deed in deeds(proxy, "held")] == ["to client"])
        client.sendall(b"b")
        wait_until(lambda: got == b"ab")


def test_a_black_hole_begins_on_the_byte() -> None:
    got = bytearray()
    with faulty(read_for_ever(got), "black-hole to server after 100B") as proxy, connected(proxy) as client:
        client.sendall(bytes(range(250)))
        wait_until(lambda: deeds(proxy, "held"))
        assert sum(deed.size for deed in deeds(proxy, "held")) == 150
        wait_until(lambda: got == bytes(range(100)))


def test_a_black_hole_ends_on_the_byte() -> None:
    with faulty(echo, "black-hole to server for 10B") as proxy, connected(proxy) as client:
        client.sendall(bytes(range(25)))
        assert exactly(client, 25) == bytes(range(25))


def test_bytes_count_from_when_a_plan_came_into_force() -> None:
    got = bytearray()
    with faulty(read_for_ever(got)) as proxy, connected(proxy) as client:
        client.sendall(bytes(50))
        wait_until(lambda: len(got) == 50)
        proxy.apply("black-hole to server after 100B")
        client.sendall(bytes(150))
        wait_until(lambda: deeds(proxy, "held") and len(got) == 150)
        assert sum(deed.size for deed in deeds(proxy, "held")) == 50


def test_seconds_count_from_when_a_plan_came_into_force() -> None:
    with faulty(echo, "half-close to client after 100ms") as proxy:
        with connected(proxy) as first:
            assert first.recv(1) == b""  # by now the proxy is older than what the next plan waits
        with connected(proxy) as second:
            proxy.apply("half-close to client after 100ms")
            assert second.recv(1) == b""
        begins, struck = deeds(proxy, "plan")[1], deeds(proxy, "half-closed")[-1]
        assert struck.seconds - begins.seconds >= 0.1


def test_the_end_of_a_stream_does_not_leave_a_black_hole_and_two_ends_are_the_end() -> None:
    go = threading.Event()

    def serve(client: socket.socket) -> None:
        go.wait(SOON)
        client.close()

    with faulty(serve, "black-hole") as proxy:
        with connected(proxy) as client:
            client.sendall(b"lost")
            wait_until(lambda: deeds(proxy, "held"))
        assert proxy.open_connections == 1
        go.set()
        wait_until(lambda: proxy.open_connections == 0)


def test_after_both_ends_what_waits_in_a_black_hole_that_ends_still_passes() -> None:
    with faulty(echo, "black-hole to client for 60s") as proxy, connected(proxy) as client:
        client.sendall(b"a")
        client.shutdown(socket.SHUT_WR)
        wait_until(lambda: all(link.both_ended() for link in list(proxy._links)) and deeds(proxy, "held"))
        proxy.apply("black-hole to client for 50ms")
        assert all_from(client) == b"a"


def test_what_waits_is_bounded_and_then_the_sender_waits() -> None:
    with faulty(echo, "black-hole") as proxy, connected(proxy) as client:
        wait_until(lambda: server_lanes(proxy))
        [lane] = server_lanes(proxy)
        client.setblocking(False)
        sent = 0
        with pytest.raises(BlockingIOError):
            while sent < 64 * LOTS:
                try:
                    sent += client.send(bytes(65536))
                except BlockingIOError:
                    wait_until(lambda: takes_more(client) or lane._held >= MAX_HELD)
                    if not takes_more(client, 0.5):
                        raise
        assert MAX_HELD <= lane._held <= MAX_HELD + 65536


def takes_more(client: socket.socket, seconds: float = 0) -> bool:
    return bool(select.select([], [client], [], seconds)[1])


# --- faults of a moment ---


def test_a_half_close_ends_one_direction_and_the_other_goes_on() -> None:
    got, done = bytearray(), threading.Event()
    with faulty(read_for_ever(got, done)) as proxy, connected(proxy) as client:
        client.sendall(b"a")
        wait_until(lambda: got == b"a")
        proxy.strike("half-close to client")
        assert client.recv(1) == b""
        client.sendall(b"b")
        wait_until(lambda: got == b"ab")
        assert not done.is_set()
        client.shutdown(socket.SHUT_WR)
        assert done.wait(SOON)


def test_what_comes_after_a_half_close_is_thrown_away_and_does_not_fill_the_proxy() -> None:
    go, sent = threading.Event(), threading.Event()

    def serve(client: socket.socket) -> None:
        go.wait(SOON)
        client.sendall(bytes(LOTS))
        sent.set()

    with faulty(serve) as proxy, connected(proxy) as client:
        wait_until(lambda: proxy.open_connections)
        proxy.strike("half-close to client")
        assert client.recv(1) == b""
        go.set()
        assert sent.wait(SOON)


def test_a_reset_reaches_both() -> None:
    was_reset = threading.Event()

    def serve(client: socket.socket) -> None:
        try:
            client.recv(1)
        except ConnectionResetError:
            was_reset.set()

    with faulty(serve) as proxy, connected(proxy) as client:
        wait_until(lambda: proxy.open_connections)
        proxy.strike("reset")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
        assert was_reset.wait(SOON)
        wait_until(lambda: not proxy.open_connections)


def test_a_reset_of_the_client_alone_leaves_the_server_without_a_word() -> None:
    got, done, go = bytearray(), threading.Event(), threading.Event()

    def serve(client: socket.socket) -> None:
        read_until_told(client)
        client.close()

    def read_until_told(client: socket.socket) -> None:
        client.settimeout(0.02)
        while not go.is_set():
            try:
                got.extend(client.recv(1) or b"end")
            except TimeoutError:
                continue
        done.set()

    with faulty(serve) as proxy, connected(proxy) as client:
        wait_until(lambda: proxy.open_connections)
        proxy.strike("reset to client")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
        wait_until(lambda: all(not lane._has_source for lane in server_lanes(proxy)))
        assert got == b"" and proxy.open_connections == 1
        go.set()
        wait_until(lambda: not proxy.open_connections)
        assert got == b""


def server_lanes(proxy: FaultProxy):  # type: ignore[no-untyped-def]
    return [link._lanes["to server"] for link in list(proxy._links)]


def test_a_reset_after_so_many_bytes_lets_those_pass() -> None:
    def serve(client: socket.socket) -> None:
        client.sendall(bytes(range(200)))
        client.recv(1)

    with faulty(serve, "reset after 100B") as proxy, connected(proxy) as client:
        got = b""
        with pytest.raises(ConnectionResetError):
            while True:
                got += client.recv(65536)
        wait_until(lambda: not proxy.open_connections)
        assert got == bytes(range(100))


def test_a_fault_of_a_moment_strikes_what_is_open_then_and_with_a_length_what_comes() -> None:
    with faulty(echo, "reset after 0s") as proxy, connected(proxy) as client:
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        proxy.apply("reset for 60s")
        for stream in (client, connected(proxy), connected(proxy)):
            with stream, pytest.raises(ConnectionResetError):
                stream.recv(1)
        proxy.apply("")
        with connected(proxy) as after:
            after.sendall(b"b")
            assert after.recv(1) == b"b"


def test_a_moment_in_seconds_comes_by_itself() -> None:
    with faulty(echo, "half-close to client after 50ms") as proxy, connected(proxy) as client:
        assert client.recv(1) == b""
        assert deeds(proxy, "half-closed")[0].seconds >= 0.05


# --- a close frame ---


def test_a_close_frame_stands_between_frames_and_is_the_last() -> None:
    frame, go = encode_frame(text("Hello")), threading.Event()

    def serve(client: socket.socket) -> None:
        client.sendall(RESPONSE + frame + frame[:4])
        go.wait(SOON)
        client.sendall(frame[4:] + frame)
        client.recv(65536)

    with faulty(serve) as proxy, connected(proxy) as client:
        assert exactly(client, len(RESPONSE + frame) + 4) == RESPONSE + frame + frame[:4]
        proxy.strike('close 1013 "2s" to client')
        wait_until(lambda: all(link._lanes["to client"]._closing for link in list(proxy._links)))
        go.set()
        rest = all_from(client)
    assert rest.startswith(frame[4:])
    assert closes(rest[len(frame[4:]) :]) == (1013, "2s")


def closes(data: bytes) -> tuple[int, str]:
    """Code and reason of an unmasked close frame."""
    assert data[0] == 0x88 and data[1] == len(data) - 2
    return int.from_bytes(data[2:4], "big"), data[4:].decode()


def test_a_close_frame_to_the_server_is_masked() -> None:
    got, done = bytearray(), threading.Event()
    with faulty(read_for_ever(got, done)) as proxy, connected(proxy) as client:
        client.sendall(REQUEST)
        wait_until(lambda: got == REQUEST)
        proxy.strike("close 4000 to server")
        assert done.wait(SOON)
    frame = bytes(got[len(REQUEST) :])
    assert frame[:2] == b"\x88\x82" and len(frame) == 8
    code = bytes(byte ^ key for byte, key in zip(frame[6:], frame[2:6], strict=False))
    assert int.from_bytes(code, "big") == 4000


def test_before_a_handshake_is_through_a_close_is_the_end_alone() -> None:
    with faulty(echo) as proxy, connected(proxy) as client:
        wait_until(lambda: proxy.open_connections)
        proxy.strike("close 1012")
        assert client.recv(1) == b""
        wait_until(lambda: len(deeds(proxy, "half-closed")) == 2 and not deeds(proxy, "closed", "ended"))


def test_real_clients_are_told_the_code(server: peers.Server) -> None:
    with FaultProxy(server) as proxy, RpcClient(proxy.url) as client:
        assert client.call("echo", a=1) == {"a": 1}
        proxy.strike('close 1012 "restart"')
        with pytest.raises(RpcError, match="1012"):
            client.call("echo", a=2)
        wait_until(lambda: not proxy.open_connections)


# --- a connection twice ---


def test_a_duplicate_gives_the_server_every_byte_twice_and_the_client_one_answer() -> None:
    got: list[bytes] = []

    def serve(client: socket.socket) -> None:
        data = all_from(client)
        client.sendall(b"answer")
        got.append(data)

    with faulty(serve, "duplicate") as proxy, connected(proxy) as client:
        client.sendall(b"order")
        client.shutdown(socket.SHUT_WR)
        assert all_from(client) == b"answer"
        wait_until(lambda: got == [b"order", b"order"])
        assert len(deeds(proxy, "duplicated")) == 1


def test_only_what_begins_in_time_is_duplicated() -> None:
    with faulty(echo) as proxy, connected(proxy) as client:
        wait_until(lambda: proxy.open_connections)
        proxy.apply("duplicate for 60s")
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        assert not deeds(proxy, "duplicated")


# --- the proxy itself ---


def test_closed_it_ends_its_connections_and_leaves_nothing() -> None:
    gc.collect()
    sockets, threads = open_sockets(), set(threading.enumerate())
    with faulty(echo, "latency 60min") as proxy:
        streams = [connected(proxy) for _ in range(3)]
        wait_until(lambda: proxy.open_connections == 3)
        streams[0].sendall(b"on its way")
    proxy.close()
    for stream in streams:
        with stream:
            assert stream.recv(1) == b""
    wait_until(lambda: set(threading.enumerate()) <= threads)
    wait_until(lambda: open_sockets() <= sockets)
    with pytest.raises(RuntimeError, match="closed"):
        proxy.apply("")
    with pytest.raises(OSError):
        connected(proxy)


def test_connections_that_are_over_leave_nothing() -> None:
    with faulty(echo, "duplicate; jitter 1ms") as proxy:
        gc.collect()
        before = open_sockets()
        for _ in range(20):
            with connected(proxy) as client:
                client.sendall(b"a")
                assert client.recv(1) == b"a"
        wait_until(lambda: open_sockets() <= before and not proxy._tasks and not proxy._links)


def test_no_server_is_told() -> None:
    with (
        deaf_port() as port,
        FaultProxy(f"ws://127.0.0.1:{port}") as proxy,
        connected(proxy) as client,
    ):
        assert client.recv(1) == b""
        wait_until(lambda: deeds(proxy, "unreachable"))


def test_one_connection_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy_module, "MAX_CONNECTIONS", 1)
    with faulty(echo) as proxy, connected(proxy) as first:
        wait_until(lambda: proxy.open_connections)
        with connected(proxy) as second:
            assert second.recv(1) == b""
        first.sendall(b"a")
        assert first.recv(1) == b"a"


def test_a_plan_that_cannot_be_read_changes_nothing() -> None:
    with faulty(echo, "latency 1ms") as proxy:
        with pytest.raises(ValueError, match="no fault"):
            proxy.apply("lag 1ms")
        with pytest.raises(ValueError, match="latency lasts"):
            proxy.strike("latency 1ms")
        assert str(proxy.plan) == "latency 1ms"
        proxy.apply("latency 2ms")
        assert str(proxy.plan) == "latency 2ms" and "latency 2ms" in repr(proxy)
    with pytest.raises(ValueError, match="no fault"):
        FaultProxy("ws://127.0.0.1:1", "lag 1ms")


def test_a_port_of_ones_own_a_taken_one_and_another_machine() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        threads = set(threading.enumerate())
        with pytest.raises(OSError):
            FaultProxy("ws://127.0.0.1:1", port=port)
        wait_until(lambda: set(threading.enumerate()) <= threads)
    with FaultProxy("ws://127.0.0.1:1/chat?a=1") as proxy:
        assert proxy.url.startswith("ws://127.0.0.1:") and proxy.url.endswith("/chat?a=1")
    with pytest.raises(ValueError, match="another machine"):
        FaultProxy("ws://192.0.2.1:80")
    with pytest.raises(ValueError, match="encrypted"):
        FaultProxy("wss://127.0.0.1:80")
    with FaultProxy("ws://192.0.2.1:80", allow_remote=True) as proxy:
        assert proxy.server == "ws://192.0.2.1:80"


def test_deeds_are_bounded_counted_and_told() -> None:
    with faulty(echo) as proxy:
        told = []
        proxy.listen(told.append)
        proxy.apply("latency 1ms")
        assert [deed.words for deed in told] == ["latency 1ms"]
        for _ in range(MOST_DEEDS):
            proxy.deeds.add("over", 1)
        assert len(proxy.deeds.all()) == MOST_DEEDS and proxy.deeds.left_out == 2
        assert f"the last 5 of {MOST_DEEDS + 2}" in proxy.rows(5).text


def test_calls_on_a_network_by_chance_end_rightly_or_with_an_error(node_server: peers.Server) -> None:
    async def one(seed: int) -> int:
        plan, answers = Plan.drawn(seed, span=0.3), 0
        with FaultProxy(node_server, plan, seed=seed) as proxy:
            client = AsyncRpcClient(proxy.url, reconnect=True, timeout=1)
            try:
                await client.open()
                for number in range(5):
                    answers += await asked(client, number)
            except RpcError:
                pass
            finally:
                await client.close()
        return answers

    async def asked(client: AsyncRpcClient, number: int) -> int:
        try:
            assert await client.call("echo", n=number) == {"n": number}
        except RpcError:
            return 0
        return 1

    async def main() -> list[int]:
        return await asyncio.gather(*map(one, range(12)))

    assert sum(asyncio.run(main())) > 12

"""The clock, chance and network of a check: the same in every run, and in its own thread only."""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import select
import socket
import ssl
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from framebyframe.lesson.checking.deadline import DeadlineReached
from framebyframe.lesson.checking.surroundings import Surroundings, current, run_to_its_end, surrounded
from framebyframe.lesson.checking.surroundings.clock import LONGEST, NeverArrives
from framebyframe.lesson.checking.surroundings.network import BUFFER
from framebyframe.lesson.checking.surroundings.peer import (
    Close,
    HangUp,
    Peer,
    Ping,
    Recorder,
    StopReading,
    Wait,
)
from framebyframe.lesson.checking.surroundings.visitor import Visitor, visit
from framebyframe.rpc import (
    AsyncRpcClient,
    ConnectionLost,
    ConnectionRefused,
    RpcClient,
    RpcServer,
    RpcTimeout,
)
from framebyframe.rpc.server_connection import ServerConnection
from framebyframe.wire import ClientHandshake


@pytest.fixture
def here() -> Iterator[Surroundings]:
    with surrounded() as surroundings:
        yield surroundings


def in_another_thread(action: Any) -> Any:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(action()))
    thread.start()
    thread.join()
    return found[0]


# --- the clock ----------------------------------------------------------------------------------


def test_time_passes_when_somebody_waits_and_only_then(here: Surroundings) -> None:
    before = time.monotonic(), time.time(), time.perf_counter_ns()
    time.sleep(2.5)
    assert (time.monotonic(), time.time()) == (before[0] + 2.5, before[1] + 2.5)
    assert time.perf_counter_ns() == before[2] + 2_500_000_000
    assert here.clock.elapsed == 2.5
    here.restart()
    assert here.clock.elapsed == 0


def test_sleep_keeps_its_rules(here: Surroundings) -> None:
    with pytest.raises(ValueError, match="non-negative"):
        time.sleep(-1)
    with pytest.raises(NeverArrives):
        time.sleep(LONGEST + 1)


def test_other_threads_have_the_real_ones(here: Surroundings) -> None:
    assert in_another_thread(time.monotonic) < time.monotonic()
    assert in_another_thread(lambda: os.urandom(8)) != in_another_thread(lambda: os.urandom(8))
    assert in_another_thread(lambda: socket.socket().__class__.__mro__[1]) is not object


def test_afterwards_all_is_as_it_was() -> None:
    random.seed(7)
    before = time.sleep, os.urandom, socket.socket, asyncio.events.new_event_loop, random.getstate()
    with surrounded() as outer:
        random.random()
        with surrounded() as inner:
            assert inner is outer is current()
    assert (time.sleep, os.urandom, socket.socket, asyncio.events.new_event_loop) == before[:4]
    assert random.getstate() == before[4]
    with pytest.raises(LookupError, match="only while an answer is checked"):
        current()


# --- chance -------------------------------------------------------------------------------------


def test_the_systems_chance_is_one_stream(here: Surroundings) -> None:
    parts = secrets.token_bytes(3) + os.urandom(5)
    here.restart()
    assert os.urandom(8) == parts
    with pytest.raises(ValueError, match="negative"):
        os.urandom(-1)


def from_the_device(count: int, buffering: int) -> bytes:
    with open("/dev/urandom", "rb", buffering) as device:
        return device.read(count)


def test_all_that_is_asked_of_the_system_is_counted(here: Surroundings) -> None:
    asked = {
        "uuid4": lambda: uuid.uuid4().bytes,
        "SystemRandom": lambda: random.SystemRandom().randbytes(16),
        "ssl": lambda: ssl.RAND_bytes(16),
        "the device": lambda: from_the_device(16, buffering=0),
    }
    if hasattr(os, "getrandom"):
        asked["getrandom"] = lambda: os.getrandom(16)
    for way, ask in asked.items():
        here.restart()
        assert len(ask()) == 16, way
        assert here.chance.total == 16, way
    here.restart()
    assert len(from_the_device(5, buffering=-1)) == 5
    assert here.chance.total >= 5


def test_other_files_are_opened_as_ever(here: Surroundings, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("kept", encoding="utf-8")
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "kept"
    with open(tmp_path / "notes", encoding="utf-8") as notes:
        assert notes.read() == "kept"
    assert here.chance.total == 0


def test_numbers_are_the_same_in_every_example(here: Surroundings) -> None:
    first = random.random(), secrets.randbelow(1000)
    here.restart()
    assert (random.random(), secrets.randbelow(1000)) == first


# --- sockets ------------------------------------------------------------------------------------


def connected(peer: Peer, timeout: float | None = None) -> socket.socket:
    return socket.create_connection(("localhost", int(peer.url.rpartition(":")[2])), timeout)


def test_a_socket_meets_who_listens(here: Surroundings) -> None:
    handshake = ClientHandshake("localhost", "/")
    with connected(Peer(greeting="hello")) as client:
        client.sendall(handshake.data_to_send())
        buffer = bytearray(4096)
        size = client.recv_into(buffer)
        accepted = handshake.receive_data(bytes(buffer[:size]))
        assert type(accepted).__name__ == "HandshakeAccepted"
        assert client.recv(3) == b"\x81\x05h"
        assert client.recv(100) == b"ello"
        assert client.getpeername()[0] == "127.0.0.1"
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""
    with pytest.raises(OSError, match="Bad file descriptor"):
        client.recv(1)
    assert client.fileno() == -1


def test_a_read_waits_as_long_as_it_may(here: Surroundings) -> None:
    client = connected(Peer(), timeout=3)
    with pytest.raises(TimeoutError):
        client.recv(1)
    assert here.clock.elapsed == 3
    client.setblocking(False)
    assert client.gettimeout() == 0
    with pytest.raises(BlockingIOError):
        client.recv(1)
    client.setblocking(True)
    with pytest.raises(NeverArrives):
        client.recv(1)


def test_nobody_listens(here: Surroundings) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("localhost", 9))
    with pytest.raises(OSError, match="not connected"):
        socket.socket().recv(1)
    with pytest.raises(ConnectionRefused):
        RpcClient("ws://localhost:9")


def test_select_and_poll_wait_on_the_same_clock(here: Surroundings) -> None:
    client = connected(Peer(), timeout=1)
    assert select.select([client], [client], [], 5) == ([], [client], [])
    assert select.select([client], [], [], 5) == ([], [], [])
    assert here.clock.elapsed == 5
    poll = select.poll()
    poll.register(client, select.POLLIN)
    assert poll.poll(2000) == []
    poll.modify(client, select.POLLOUT)
    assert poll.poll() == [(client.fileno(), select.POLLOUT)]
    poll.unregister(client)
    assert poll.poll(0) == []
    assert here.clock.elapsed == 7


# --- peers --------------------------------------------------------------------------------------


def test_a_peer_says_what_its_script_says(here: Surroundings) -> None:
    script = [
        (Ping(b"?"), {"status": "success", "data": 1, "id": 1}),
        (Wait(2), bytes.fromhex("81 24") + b'{"status":"success","data":2,"id":2}'),
        Close(1001, "enough"),
    ]
    peer = Peer(*script)
    client = RpcClient(peer.url)
    assert [client.call("one"), client.call("two")] == [1, 2]
    assert here.clock.elapsed == 2
    with pytest.raises(ConnectionLost, match="1001"):
        client.call("three")
    assert peer.heard[-1] == Close(1001, "")


def test_a_peer_speaks_unasked(here: Surroundings) -> None:
    peer = Peer()
    client = RpcClient(peer.url, dialect="jsonrpc")
    peer.say({"jsonrpc": "2.0", "method": "tick", "params": {"sequence": 1}})
    assert client.next_notification().params == {"sequence": 1}
    client.close()
    assert peer.heard == [Close(1000, "")]


def test_a_peer_that_stops_reading_takes_what_its_system_has_room_for(here: Surroundings) -> None:
    client = RpcClient(Peer((Wait(2), StopReading())).url)
    large = "x" * 100_000
    with pytest.raises(RpcTimeout, match="no answer"):
        client.call("heard", text=large, timeout=2)
    with pytest.raises(RpcTimeout, match="no answer"):
        client.call("taken by its system", timeout=2)
    assert here.clock.elapsed == 4
    with pytest.raises(RpcTimeout, match="has not read"):
        client.call("half taken", text=large, timeout=2)
    assert here.clock.elapsed == 6


def test_a_peer_that_stops_reading_takes_new_clients_and_does_not_answer_them(here: Surroundings) -> None:
    peer = Peer(greeting=StopReading())
    RpcClient(peer.url)
    with pytest.raises(RpcTimeout):
        RpcClient(peer.url, timeout=3)
    assert (here.clock.elapsed, peer.heard) == (3, [])


def test_a_socket_waits_as_long_as_it_may_until_more_is_taken(here: Surroundings) -> None:
    client = connected(Peer())
    client.sendall(b"GET")  # and that is read
    here.network.sockets[client.fileno()].end.other.reads_until = 0.0
    assert client.send(b"x" * 100_000) == BUFFER
    client.settimeout(3)
    with pytest.raises(TimeoutError):
        client.sendall(b"more")
    assert select.select([], [client], [], 2) == ([], [], [])
    assert here.clock.elapsed == 5
    client.setblocking(False)
    with pytest.raises(BlockingIOError):
        client.send(b"more")
    client.setblocking(True)
    with pytest.raises(NeverArrives):
        client.send(b"more")


def test_a_peer_hears_what_is_no_json(here: Surroundings) -> None:
    peer = Peer()
    handshake = ClientHandshake("localhost", "/")
    with connected(peer) as client:
        client.sendall(handshake.data_to_send())
        connection = handshake.receive_data(client.recv(4096)).connection  # type: ignore[union-attr]
        connection.send_text("no json")
        connection.send_bytes(b"\x00\x01")
        client.sendall(connection.data_to_send())
    assert peer.heard == ["no json", b"\x00\x01"]


def test_a_peer_refuses_what_is_no_handshake(here: Surroundings) -> None:
    with connected(Peer()) as client:
        client.sendall(b"\x81\x85 these are frames, and no handshake came before them\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 400")
        assert client.recv(1) == b""
        client.sendall(b"nobody hears this")


def test_an_asyncio_client_meets_it_too(here: Surroundings) -> None:
    async def talk() -> list[Any]:
        peer = Peer({"status": "success", "data": 1, "id": 1}, HangUp())
        async with AsyncRpcClient(peer.url) as client:
            first = await client.call("one")
            with pytest.raises(ConnectionLost):
                await client.call("two")
        with pytest.raises(ConnectionRefused):
            await AsyncRpcClient("ws://localhost:9").open()
        return [first, len(peer.heard)]

    assert run_to_its_end(here.new_loop(), talk()) == [1, 2]


def test_what_asyncio_offers_besides(here: Surroundings) -> None:
    async def talk() -> list[Any]:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(echo, "localhost", 0)
        port = server.sockets[0].getsockname()[1]
        assert server.is_serving()
        reader, writer = await asyncio.open_connection("localhost", port)
        transport = writer.transport
        transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(b"line\n")
        await asyncio.sleep(1)
        assert not transport.is_reading()  # type: ignore[attr-defined]
        transport.resume_reading()  # type: ignore[attr-defined]
        line = await reader.read()
        server.close()
        await server.wait_closed()
        assert not server.is_serving()
        added = await asyncio.to_thread(sum, [1, 2])
        [address] = await asyncio.get_running_loop().getaddrinfo("example.org", 80)
        return [line, added, address[-1], asyncio.get_running_loop().time() - time.monotonic()]

    assert run_to_its_end(here.new_loop(), talk()) == [b"line\n", 3, ("127.0.0.1", 80), 0]
    assert here.clock.elapsed == 1


def test_what_a_thread_would_raise_is_raised(here: Surroundings) -> None:
    async def divide() -> float:
        return await asyncio.to_thread(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(divide())


def test_what_is_left_behind_is_cancelled(here: Surroundings) -> None:
    ended: list[str] = []

    async def numbers() -> Any:
        try:
            yield 1
            yield 2
        finally:
            ended.append("generator")

    async def linger() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            ended.append("task")

    async def leave() -> None:
        asyncio.get_running_loop().kept = asyncio.ensure_future(linger())  # type: ignore[attr-defined]
        found = numbers()
        async for _ in found:
            break
        asyncio.get_running_loop().found = found  # type: ignore[attr-defined]

    run_to_its_end(here.new_loop(), leave())
    assert sorted(ended) == ["generator", "task"]
    assert here.clock.elapsed == 0


@pytest.mark.filterwarnings("ignore:coroutine")  # it is stopped before they are awaited
@pytest.mark.parametrize("rounds", range(6))
def test_the_deadline_may_come_in_any_round_of_the_loop(here: Surroundings, rounds: int) -> None:
    looks = iter(range(rounds))

    def look() -> bool:
        if next(looks, None) is None:
            raise DeadlineReached
        return True

    async def linger() -> None:
        await asyncio.sleep(0)
        asyncio.get_running_loop().kept = asyncio.ensure_future(asyncio.sleep(10))  # type: ignore[attr-defined]
        await asyncio.sleep(0)

    here.clock.look = look
    with suppress(DeadlineReached):
        run_to_its_end(here.new_loop(), linger())


def test_a_recorder_keeps_what_it_is_told() -> None:
    recorder = Recorder()
    assert recorder.send("hello") is None
    recorder.fail(1002, "why")
    assert recorder.told == [("send", "hello"), ("fail", 1002, "why")]
    with pytest.raises(TypeError):
        len(recorder)


# --- a client of a server that is checked -------------------------------------------------------


def test_a_visitor_says_what_it_is_told_and_keeps_what_it_hears(here: Surroundings) -> None:
    async def main() -> Visitor:
        server = RpcServer()
        server.actions.add(lambda: "done", "work")
        await server.start()
        visitor = Visitor(server.url)
        visitor.say({"action": "work", "id": 0})
        visitor.say("no JSON")
        await asyncio.sleep(1)
        await server.stop()
        assert server.connection_count == 0
        return visitor

    visitor = run_to_its_end(here.new_loop(), main())
    assert visitor.heard[0] == {"status": "success", "data": "Processed: work", "payload": "done", "id": 0}
    assert visitor.heard[1]["code"] == "parse_error"
    assert visitor.heard[2:] == [Close(1001)]


def test_a_visitor_that_does_not_answer_a_goodbye_is_given_up(here: Surroundings) -> None:
    async def main() -> float:
        server = RpcServer()
        await server.start()
        visitor = Visitor(server.url, answers=False)
        await asyncio.sleep(1)
        await server.stop()
        assert visitor.heard == [Close(1001)]
        return here.clock.elapsed

    assert run_to_its_end(here.new_loop(), main()) >= 1.5


def test_nobody_listens_where_no_server_is(here: Surroundings) -> None:
    with pytest.raises(ConnectionRefusedError):
        Visitor("ws://127.0.0.1:8080")


def test_a_visit_is_at_a_connection_of_that_class(here: Surroundings) -> None:
    class Mine(ServerConnection):
        pass

    async def main() -> None:
        visitor = await visit(Mine, work=lambda: "done")
        assert type(visitor.connection) is Mine and visitor.connection.is_open
        visitor.say({"action": "work"})
        await asyncio.sleep(1)
        assert [message["payload"] for message in visitor.heard] == ["done"]

    run_to_its_end(here.new_loop(), main())

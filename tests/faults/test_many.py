"""Faults in numbers: many calls in flight, many clients of a server, and those of a server that is killed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from left_behind import open_sockets
from misbehaving import Peer, closing, reply_to, serving, text_frame
from ports import free_port
from running_servers import launch

from framebyframe import peers
from framebyframe.rpc import AsyncRpcClient, Backoff, ConnectionLost, Timeouts

CALLS = 64
ANSWERED = 10
CLIENTS = 1000
DESCRIPTORS = CLIENTS + 200
"""File descriptors that a process needs for these connections, and for itself."""
AMPLE = 60.0
"""Seconds for work that a busy machine does in a few."""
QUICK = Backoff(first=0.01, longest=0.1)


def run(main: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine function to its end; no task is left."""

    async def counted() -> int:
        await main()
        await asyncio.sleep(0)
        return len(asyncio.all_tasks()) - 1

    assert asyncio.run(counted()) == 0


@pytest.fixture(autouse=True)
def no_socket_is_left() -> Iterator[None]:
    before = open_sockets()
    yield
    assert open_sockets() <= before


def start_server(port: int = 0) -> peers.Server:
    return launch("framebyframe.contract_server", "--port", str(port))


def say_goodbye(peer: Peer) -> None:
    peer.send(closing(1001))
    peer.wait_for_goodbye()


def end_the_stream(peer: Peer) -> None:
    """Do nothing: the behaviour is over, and its socket is closed."""


@pytest.mark.parametrize("end", [say_goodbye, end_the_stream, Peer.half_close], ids=lambda end: end.__name__)
def test_64_calls_in_flight_when_the_connection_ends(end: Callable[[Peer], None]) -> None:
    """Calls whose replies have come get them, the others the error, all at once."""

    def behave(peer: Peer) -> None:
        peer.shake_hands()
        requests = [peer.read_request() for _ in range(CALLS)]
        peer.send(b"".join(text_frame(reply_to(request, payload="here")) for request in requests[:ANSWERED]))
        end(peer)

    async def main() -> None:
        async with AsyncRpcClient(url, timeout=AMPLE) as client:
            calls = [client.call("echo", n=n) for n in range(CALLS)]
            results = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), AMPLE / 2)
            assert results[:ANSWERED] == ["here"] * ANSWERED
            errors = results[ANSWERED:]
            assert all(isinstance(error, ConnectionLost) for error in errors)
            assert len(set(map(id, errors))) == CALLS - ANSWERED, "every call has an error of its own"
            assert client.in_flight == 0

    with serving() as serve:
        url = serve(behave)
        run(main)


def test_64_calls_in_flight_when_the_connection_is_reset() -> None:
    def behave(peer: Peer) -> None:
        peer.shake_hands()
        for _ in range(CALLS):
            peer.read_request()
        peer.reset()

    async def main() -> None:
        async with AsyncRpcClient(url, timeout=AMPLE) as client:
            calls = [client.call("echo", n=n) for n in range(CALLS)]
            results = await asyncio.gather(*calls, return_exceptions=True)
            assert all(isinstance(error, ConnectionLost) for error in results) and client.in_flight == 0

    with serving() as serve:
        url = serve(behave)
        run(main)


@pytest.fixture
def many_descriptors():
    """Raise the limit of open file descriptors to what this test needs, for its processes too."""
    resource = pytest.importorskip("resource", reason="Windows has no such limit to raise")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < DESCRIPTORS:
        pytest.skip(f"this system allows a process {hard} file descriptors, and {DESCRIPTORS} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, DESCRIPTORS), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_thousand_clients_at_once(many_descriptors: None) -> None:
    """All connect and call at once; half of them reset, and the rest do not notice."""

    async def main() -> None:
        clients = [
            AsyncRpcClient(server.url, timeout=AMPLE, timeouts=Timeouts(open=AMPLE)) for _ in range(CLIENTS)
        ]
        await asyncio.gather(*[client.open() for client in clients])
        await call_all(clients)
        for client in clients[::2]:
            client._connection._socket.abort("it leaves without a word")
        await call_all(clients[1::2])
        await asyncio.gather(*[client.close() for client in clients])

    with start_server() as server:
        run(main)
    assert server.exit_status == 0


async def call_all(clients: list[AsyncRpcClient]) -> None:
    calls = [client.call("echo", n=n) for n, client in enumerate(clients)]
    assert await asyncio.gather(*calls) == [{"n": n} for n in range(len(clients))]


def test_a_server_that_is_killed_and_starts_again() -> None:
    """A call that may be repeated is answered by the new server; another one ends with its error."""

    async def main() -> None:
        async with AsyncRpcClient(killed.url, reconnect=QUICK, timeout=AMPLE) as client:
            once = asyncio.create_task(client.call("sleep", ms=30_000))
            again = asyncio.create_task(client.call("sleep", ms=200, idempotent=True))
            while client.in_flight < 2:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(killed.kill)
            with pytest.raises(ConnectionLost):
                await once
            restarted.append(await asyncio.to_thread(start_server, port))
            assert await again == {"slept": 200}
            assert await client.call("echo", n=1) == {"n": 1}

    restarted: list[peers.Server] = []
    port = free_port()
    killed = start_server(port)
    try:
        run(main)
    finally:
        killed.stop()
        for server in restarted:
            server.stop()

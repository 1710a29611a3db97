"""WebSocket: a message a call. One server, and clients of four libraries in three languages."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from websockets.sync import client, server

from framebyframe.peers import PeerMissing, find_node, find_php, find_ws
from framebyframe.peers.environment import for_peer
from framebyframe.peers.finding import php_command
from framebyframe.peers.places import NODE_SERVER, PHP_CLIENT
from framebyframe.rpc import AsyncRpcClient, RpcClient

from ..work import answer, params_of
from .pipe import IN_FLIGHT, Client, Exchange, of_a_program

MAX_SIZE = 2**20 + 2**16
"""Bytes of a message: as many as any size of a call needs."""
TIMEOUT = 60.0
"""Seconds for a call, on a machine that has much else to do."""


def serve(listening: Callable[[str], None]) -> None:
    """Answer text messages on a port, for ever: `websockets`, a thread for each connection."""

    def answer_all(connection: server.ServerConnection) -> None:
        for message in connection:
            assert isinstance(message, str)
            connection.send(answer(message))

    options: dict[str, Any] = {"compression": None, "max_size": MAX_SIZE, "ping_interval": None}
    with server.serve(answer_all, "127.0.0.1", 0, **options) as running:
        listening(f"ws://127.0.0.1:{running.socket.getsockname()[1]}")
        running.serve_forever()


@contextmanager
def websockets_kept(address: str) -> Iterator[Exchange]:
    """The client of `websockets`, on one connection."""
    with client.connect(address, compression=None, max_size=MAX_SIZE, ping_interval=None) as connection:

        def exchange(text: str) -> str | bytes:
            connection.send(text)
            return connection.recv()

        yield exchange


@contextmanager
def ours_kept(address: str, size: str) -> Iterator[Client]:
    """The course's blocking client, on one connection."""
    with RpcClient(address, timeout=TIMEOUT) as connected:
        yield Client(partial(connected.call, *params_of(size)))


@contextmanager
def ours_new(address: str, size: str) -> Iterator[Client]:
    """The course's blocking client, with a connection for each call."""
    action, params = params_of(size)

    def call() -> object:
        with RpcClient(address, timeout=TIMEOUT) as connected:
            return connected.call(action, params)

    yield Client(call)


@contextmanager
def one_socket(address: str, size: str) -> Iterator[Client]:
    """The course's asyncio client: IN_FLIGHT calls at once on one connection, told apart by their ids."""
    action, params = params_of(size)

    async def some(connected: AsyncRpcClient, calls: int) -> list[float]:
        seconds = []
        for _ in range(calls):
            begun = time.perf_counter()
            await connected.call(action, params)
            seconds.append(time.perf_counter() - begun)
        return seconds

    async def together(connected: AsyncRpcClient, calls: int) -> list[float]:
        each = -(-calls // IN_FLIGHT)
        shares = await asyncio.gather(*[some(connected, each) for _ in range(IN_FLIGHT)])
        return [seconds for share in shares for seconds in share]

    with _loop_of_its_own() as run:
        connected = run(_connected(address))

        def timed(calls: int, warm_up: int) -> list[float]:
            run(together(connected, warm_up))
            return list(run(together(connected, calls)))

        yield Client(many=timed)
        run(connected.close())


@contextmanager
def _loop_of_its_own() -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Runs coroutines, one after the other, in a thread: in a notebook this one has a loop that runs."""
    with ThreadPoolExecutor(1) as thread:
        runner = asyncio.Runner()
        try:
            yield lambda coroutine: thread.submit(runner.run, coroutine).result()
        finally:
            thread.submit(runner.close).result()


async def _connected(address: str) -> AsyncRpcClient:
    return await AsyncRpcClient(address, timeout=TIMEOUT).__aenter__()


def php(address: str, size: str) -> Any:
    """PHP's client, on one connection."""
    command = [*php_command(find_php().path), str(PHP_CLIENT / "bin" / "time_calls.php")]
    return _program(command, address, size)


def ws(address: str, size: str) -> Any:
    """The client of `ws`, in Node.js, on one connection."""
    return _program([str(find_node().path), str(NODE_SERVER / "time_calls.js")], address, size)


def needs_php() -> str:
    """Why there is no PHP here, and what to type; empty where there is."""
    return _needs(find_php)


def needs_ws() -> str:
    """Why there is no `ws` here, and what to type; empty where there is."""
    return _needs(find_node) or _needs(find_ws)


def _needs(find: Callable[[], object]) -> str:
    try:
        find()
    except PeerMissing as missing:
        return str(missing)
    return ""


@contextmanager
def _program(command: list[str], address: str, size: str) -> Iterator[Client]:
    """A program that makes calls when it is told to; it ends with its input."""
    action, params = params_of(size)
    letters = str(len(params.get("text", "")))
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, address, action, letters], env=for_peer(), **pipes) as program:
        assert program.stdin is not None and program.stdout is not None
        told, said = program.stdin, program.stdout

        def tell(line: str) -> None:
            told.write(line)
            told.flush()

        yield of_a_program(tell, said.readline, program.pid)
        told.close()

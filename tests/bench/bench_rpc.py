"""rpc/ beside other libraries: `python tests/bench/bench_rpc.py [--write] [--only TEXT]`.

In every round each of the programs compared does the same work in turn, and a round gives one ratio to the
first of them; a number in the table is the median of the rounds' ratios. Times of serial calls are medians
(p50), the rest is CPU time, so that other programs on the machine disturb little. --write puts the table into
docs/performance.md. It needs Linux, and leaves out libraries that are not installed.

Who runs where is fixed, for the scheduler's choice can double a time. Serial calls are made twice: with a
core for each side, where most of a call is the waking of the other, and with both on one core, where a call
is what the two compute. For the rest client and server have a core each.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import bench_rpc_in_flight as in_flight
import bench_rpc_load as load
import bench_rpc_serial as serial
from documented import circumstances, table, write_part

from framebyframe import __version__, peers

HERE = Path(__file__).resolve().parent
NODE_PROGRAM = str(HERE / "bench_rpc_node.mjs")
PYTHON_PROGRAM = str(HERE / "bench_rpc_servers.py")

ROUNDS = 11
SERIAL_ROUNDS = 41
SERIAL_CALLS = 250
SERIAL_WARM_UP = 3000
"""Calls until Node has compiled what it runs most."""
CALLS_EACH = 25
"""Calls of each of the 64 workers of a client with many calls in flight."""
CONNECTIONS = 50
PIPELINED = 16
"""Calls in flight on each connection of a server that is kept busy."""
SERVER_CALLS_EACH = 100
IDLE_CONNECTIONS = 500
IDLE_WARM_UP = 50
IDLE_ROUNDS = 3
KIB = 1024
ASYNCIO = "asyncio"
"""The least that a server on asyncio needs: it reads nothing, and always writes the same reply."""
ASYNCIO_JSON = "asyncio and json"
"""The same, and `json` reads a request and writes a reply for each call."""

CORES = sorted(os.sched_getaffinity(0))
OUR_CORE, PEERS_CORE = CORES[0], CORES[-1]

Measured = dict[str, list[float]]
"""For each program its numbers, one a round. The first is the one that the others are compared with."""


@dataclass(frozen=True)
class Kind:
    """One work to compare.

    Attributes:
        name: what the table calls it.
        measure: does it.
        unit: what one unit of the numbers is, and how many of the measured ones it holds.
        reach: the most that programs of ours are to need, as a ratio.
        most: the same as an amount, where that is what counts.
    """

    name: str
    measure: Callable[[], Measured]
    unit: tuple[str, float]
    reach: dict[str, float]
    most: float | None = None


# Clients


def serial_calls(peers_core: int) -> Measured:
    """p50 of one call after the other, to node_server and to the same without WebSocket."""
    with with_and_without(peers_core) as (server, lines), ExitStack() as stack:
        makers = {}
        for client in serial.clients():
            address = urlsplit((lines if isinstance(client, serial.RawTcp) else server).url)
            makers[client.name] = stack.enter_context(client.connected(address.hostname, address.port))
        for make_calls in makers.values():
            make_calls(SERIAL_WARM_UP)
        works = {name: lambda make=make: median(make(SERIAL_CALLS)) for name, make in makers.items()}
        return in_rounds(works, SERIAL_ROUNDS)


@contextmanager
def with_and_without(peers_core: int) -> Iterator[tuple[peers.Server, peers.Server]]:
    """node_server, and the same without WebSocket, on one core; us on ours."""
    with ExitStack() as stack:
        with on_core(peers_core):
            servers = stack.enter_context(peers.node()), stack.enter_context(node_peer("lines"))
        stack.enter_context(on_core(OUR_CORE))
        yield servers


def calls_in_flight() -> Measured:
    """Our own CPU for a call, with many of them in flight to node_server."""
    with ExitStack() as stack:
        with on_core(PEERS_CORE):
            server = stack.enter_context(peers.node())
        stack.enter_context(on_core(OUR_CORE))

        def measure(client) -> float:
            return asyncio.run(in_flight.cpu_per_call(client, server.url, CALLS_EACH))

        works = {client.name: lambda client=client: measure(client) for client in in_flight.clients()}
        if can_import("uvloop"):
            works["rpc, uvloop"] = lambda: on_uvloop(
                in_flight.cpu_per_call(in_flight.Rpc(), server.url, CALLS_EACH)
            )
        return in_rounds(works, ROUNDS)


def php_calls(peers_core: int) -> Measured:
    """p50 of one call after the other, from PHP."""
    with with_and_without(peers_core) as (server, lines):
        port = str(urlsplit(lines.url).port)
        script = HERE / "bench_rpc_php.php"
        rounds = peers.php(script, server.url, port, str(SERIAL_ROUNDS), str(SERIAL_CALLS)).json
    return {name: [one[name] for one in rounds] for name in rounds[0]}


# Servers


def server_programs() -> dict[str, list[str]]:
    """The commands of the echo servers, by the name in the table."""
    python = [sys.executable, PYTHON_PROGRAM]
    programs = {"websockets": [*python, "websockets"]}
    programs |= {name: [*python, name] for name in ("aiohttp", "picows") if can_import(name)}
    programs |= {ASYNCIO: [*python, "asyncio"], ASYNCIO_JSON: [*python, "json"], "rpc": [*python, "rpc"]}
    if can_import("uvloop"):
        on_asyncio = [name for name in programs if name not in ("websockets", "aiohttp")]
        programs |= {f"{name}, uvloop": [*programs[name], "--uvloop"] for name in on_asyncio}
    programs["Node ws"] = [str(peers.find_node().path), NODE_PROGRAM, "ws"]
    return programs


def server_calls(in_flight_each: int) -> Measured:
    """A server's CPU for a call, with 50 connections that each keep `in_flight_each` calls in flight."""
    with ExitStack() as stack:
        with on_core(PEERS_CORE):
            servers = {
                name: stack.enter_context(peers.Server(name, command))
                for name, command in server_programs().items()
            }
        stack.enter_context(on_core(OUR_CORE))
        works = {
            name: lambda server=server: cpu_per_call(server, in_flight_each)
            for name, server in servers.items()
        }
        in_rounds(works, rounds=1)  # to warm up
        return in_rounds(works, ROUNDS)


def cpu_per_call(server: peers.Server, in_flight_each: int) -> float:
    with load.connections(server.url, CONNECTIONS) as streams:
        load.make_calls(streams, in_flight_each, in_flight_each)
        begin = load.cpu_time(server.pid)
        load.make_calls(streams, SERVER_CALLS_EACH, in_flight_each)
        return (load.cpu_time(server.pid) - begin) / (CONNECTIONS * SERVER_CALLS_EACH)


def idle_memory() -> Measured:
    """Bytes that a server holds for a connection on which nothing happens."""
    works = {
        name: lambda command=command: memory_per_connection(command)
        for name, command in server_programs().items()
        if not name.startswith(ASYNCIO)
    }
    return in_rounds(works, IDLE_ROUNDS)


def memory_per_connection(command: list[str]) -> float:
    with peers.Server("echo", command) as server, load.connections(server.url, IDLE_WARM_UP):
        before = load.resident_memory(server.pid)
        with load.connections(server.url, IDLE_CONNECTIONS):
            return (load.resident_memory(server.pid) - before) / IDLE_CONNECTIONS


# The table


MICROSECONDS = ("µs", 1000)
SERIAL_REACH = {"rpc": 1.25}
PHP_REACH = {"rpc": 1.20}
SERVER_REACH = {"rpc": 0.45, "rpc, uvloop": 0.35}
KINDS = [
    Kind("serial call, a core each", lambda: serial_calls(PEERS_CORE), MICROSECONDS, SERIAL_REACH),
    Kind("serial call, one core", lambda: serial_calls(OUR_CORE), MICROSECONDS, SERIAL_REACH),
    Kind("64 calls in flight, client's CPU a call", calls_in_flight, MICROSECONDS, {"rpc": 0.60}),
    Kind("server, 50 connections, CPU a call", lambda: server_calls(1), MICROSECONDS, SERVER_REACH),
    Kind("the same, 16 calls in flight on each", lambda: server_calls(PIPELINED), MICROSECONDS, {}),
    Kind("idle connection of a server, memory", idle_memory, ("KiB", KIB), {}, most=10 * KIB),
    Kind("PHP, serial call, a core each", lambda: php_calls(PEERS_CORE), MICROSECONDS, PHP_REACH),
    Kind("PHP, serial call, one core", lambda: php_calls(OUR_CORE), MICROSECONDS, PHP_REACH),
]


def in_rounds(works: dict[str, Callable[[], float]], rounds: int) -> Measured:
    """Measure each work in turn, and begin each round with another one."""
    measured: Measured = {name: [] for name in works}
    names = list(works)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            measured[name].append(works[name]())
    return measured


def rows(kind: Kind, measured: Measured) -> list[tuple[str, ...]]:
    """The rows of the table about this work."""
    base = next(iter(measured.values()))
    unit, size = kind.unit
    lines = []
    for name, numbers in measured.items():
        ratio = median(one / other for one, other in zip(numbers, base, strict=True))
        amount = f"{median(numbers) / size:.1f} {unit}"
        lines.append((kind.name, name, amount, f"{ratio:.2f}", verdict(kind, name, ratio, median(numbers))))
    return lines


def verdict(kind: Kind, name: str, ratio: float, amount: float) -> str:
    """Whether one of our programs reaches its aim; "" for the others."""
    if kind.most is not None and name == "rpc":
        return f"{'✓' if amount <= kind.most else '✗'} {kind.most / kind.unit[1]:g} {kind.unit[0]}"
    if name in kind.reach:
        return f"{'✓' if ratio <= kind.reach[name] else '✗'} {kind.reach[name]:.2f}"
    return ""


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """This thread, and each process that it starts, runs on this core as long as the block does."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def can_import(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def on_uvloop(coroutine) -> float:
    import uvloop

    return uvloop.run(coroutine)


def node_peer(kind: str) -> peers.Server:
    return peers.Server(kind, [str(peers.find_node().path), NODE_PROGRAM, kind])


def versions() -> list[str]:
    """The versions of all that was compared."""
    packages = ["websockets", "websocket-client", "aiohttp", "picows", "uvloop"]
    modules = {"websocket-client": "websocket"}
    installed = [f"{name} {version(name)}" for name in packages if can_import(modules.get(name, name))]
    programs = [
        f"Node {peers.find_node().version}",
        f"ws {peers.find_ws()}",
        f"PHP {peers.find_php().version}",
    ]
    return [f"rpc {__version__}", *installed, *programs]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="works whose name contains this")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    arguments = parser.parse_args()
    lines: list[tuple[str, ...]] = []
    for kind in KINDS:
        if arguments.only in kind.name:
            lines += (new := rows(kind, kind.measure()))
            print("\n".join("  ".join(f"{cell:>18}" for cell in line) for line in new), flush=True)
    if arguments.write:
        head = ("work", "program", "amount", "ratio", "reach")
        write_part("performance.md", "rpc", table([head, *lines]) + "\n\n" + circumstances(versions()))


if __name__ == "__main__":
    main()

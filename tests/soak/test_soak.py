"""Ten minutes of calls of every kind: nothing grows, and nothing is left behind.

It runs with `kit.py test --all`. Server and client are processes of their own. After each round of the client
(soak_client.py) the memory of both is read; it needs Linux, which tells by /proc what a process holds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from framebyframe import peers
from framebyframe.peers.environment import for_peer

SOAK_SECONDS = 600.0
"""Seconds that the calls go on; memory must be flat after the first fifth."""
END_TIMEOUT = 30.0
MIB = 1024 * 1024
MAX_GROWTH = MIB // 2
"""Bytes by which the floor of resident memory may rise in each fifth of the time."""
FEWEST_ROUNDS = 30
"""Rounds that give a floor worth comparing, however slow the machine is."""
LEAK_SECONDS = 20.0
"""Seconds in which a server that keeps its messages grows visibly."""
LEAKY = """
import runpy
from framebyframe.rpc.session import Session

kept, receive = [], Session.receive
Session.receive = lambda self, text: (kept.append(text), receive(self, text))[1]
runpy.run_module("framebyframe.contract_server", run_name="__main__", alter_sys=True)
"""
"""The server with a mistake: it keeps every message."""
POLITELY = ["nice", "-n", "10"]
"""A lower priority, so that tests which run at the same time have the processors first."""
KINDS = {
    "many_at_once", "save_and_get", "large_message", "remote_error", "time_out", "cancel", "ticks", "batch",
    "notify", "lost_and_back", "dropped_and_back", "come_and_go", "blocking",
}  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(SOAK_SECONDS + 120),
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks /proc what a process holds"),
]


@dataclass
class Soaked:
    """The measurements of a run: one item a round in each list."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    server_memory: list[int] = field(default_factory=list)
    client_memory: list[int] = field(default_factory=list)


def test_memory_is_flat_and_nothing_is_left() -> None:
    with start_server("-m", "framebyframe.contract_server") as server:
        before = held(server.pid)
        soaked = soak(server, SOAK_SECONDS)
        wait_until(lambda: held(server.pid) == before)
        assert held(server.pid) == before
    assert server.exit_status == 0
    check_client(soaked.reports)
    assert growth(soaked.server_memory) < MAX_GROWTH
    assert growth(soaked.client_memory) < MAX_GROWTH


def test_a_leak_would_be_seen() -> None:
    with start_server("-c", LEAKY) as server:
        soaked = soak(server, LEAK_SECONDS)
    assert growth(soaked.server_memory) > MAX_GROWTH


def start_server(*program: str) -> peers.Server:
    command = [*POLITELY, sys.executable, *program, "--port", "0", "--exit-with-parent"]
    # It pings often, and every client answers between its calls.
    command += ["--ping-interval", "0.2", "--ping-timeout", "20"]
    return peers.Server("framebyframe.contract_server", command, environment=for_peer())


def soak(server: peers.Server, seconds: float) -> Soaked:
    """Run the client for `seconds` at least, and for the fewest rounds."""
    program = Path(__file__).with_name("soak_client.py")
    command = [*POLITELY, sys.executable, str(program), server.url, str(seconds), str(FEWEST_ROUNDS)]
    soaked = Soaked()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        for line in client.stdout:
            soaked.reports.append(json.loads(line))
            soaked.server_memory.append(memory(server.pid))
            soaked.client_memory.append(memory(client.pid))
        assert client.wait(END_TIMEOUT) == 0
    return soaked


def check_client(reports: list[dict[str, Any]]) -> None:
    """The client held the same after every round, and nothing of its own in the end."""
    *rounds, last = reports
    assert len(rounds) >= FEWEST_ROUNDS
    assert set(last["done"]) == KINDS
    steady = [{name: report[name] for name in ("tasks", "threads", "descriptors")} for report in rounds]
    assert steady[-1] == steady[0]
    assert last["tasks"] == last["threads"] == 1


def growth(memory_by_round: list[int]) -> int:
    """Bytes by which the floor of the memory rises from a fifth of the rounds to the next, at the least.

    Large messages come and go above the floor, by megabytes. A leak raises it in every fifth; a heap that
    finds its size late raises it in one. The first fifth is for warming up.
    """
    fifth = len(memory_by_round) // 5
    floors = [min(memory_by_round[part * fifth : (part + 1) * fifth]) for part in range(1, 5)]
    return min(after - before for before, after in pairwise(floors))


def memory(pid: int) -> int:
    """Bytes that a process has in memory; 0 once it has ended."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def held(pid: int) -> tuple[int, int]:
    """The numbers of open file descriptors and of threads of a process."""
    process = Path(f"/proc/{pid}")
    return len(list((process / "fd").iterdir())), len(list((process / "task").iterdir()))


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until this is true: a server notices a moment later that a client has gone."""
    deadline = time.monotonic() + END_TIMEOUT
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)

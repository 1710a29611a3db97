"""A learner who has solved chapters 02 to 09, each in a style of their own, has clients that work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from running_servers import launch

import framebyframe
from framebyframe.exam import take
from framebyframe.lesson.cells.mine import use
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.keeping import package
from framebyframe.lesson.keeping.records import Solved

from .answers import in_another_style

pytestmark = pytest.mark.slow

TESTS = Path(__file__).resolve().parents[1]
OF_WIRE = (
    "test_wire_connection.py",
    "test_wire_frames.py",
    "test_wire_contract.py",
    "test_wire_handshake.py",
)
A_CONVERSATION = """
import socket, sys
from my_websocket.wire import ClientHandshake
host, port = sys.argv[1].removeprefix("ws://").split(":")
with socket.create_connection((host, int(port)), 10) as stream:
    handshake = ClientHandshake(f"{host}:{port}")
    stream.sendall(handshake.data_to_send())
    outcome = None
    while outcome is None:
        outcome = handshake.receive_data(stream.recv(4096))
    connection, events = outcome.connection, list(outcome.events)
    connection.send_text('{"action": "echo", "params": {"n": 7}}')
    while not connection.should_close_socket:
        stream.sendall(connection.data_to_send())
        data = stream.recv(4096)
        news = connection.receive_data(data) if data else connection.receive_eof()
        if any(hasattr(event, "text") for event in news):
            connection.send_close(1000)
        events += news
    print([type(event).__name__ for event in events], connection.close_code)
"""


@pytest.fixture
def solved(work: Path) -> Path:
    """The folder of a package in which every exercise of the protocol has an answer in another style."""
    _solve(of_the_protocol())
    return work


def _solve(exercises: Iterable[Exercise]) -> None:
    for exercise in exercises:
        package.save(exercise, in_another_style(exercise))


def of_the_protocol() -> list[Exercise]:
    return [item for item in table.in_python() if item.module.startswith("framebyframe.wire")]


def test_all_of_it_is_the_learners(solved: Path) -> None:
    assert {item.chapter for item in of_the_protocol()} >= {"02", "03", "04", "05", "06", "07"}
    assert len(of_the_protocol()) > 30
    assert all(item.name in use("mine").words for item in of_the_protocol() if "." not in item.path)


def test_it_passes_the_tests_of_wire(work: Path) -> None:
    """These look at the words of a fault too, so the answers are those of the key."""
    for exercise in of_the_protocol():
        package.save(exercise, Solved(reference.source(exercise)))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "lesson.in_place_of_wire",
        "--no-header",
    ]
    path = os.pathsep.join([str(TESTS), str(work), str(Path(framebyframe.__file__).parents[1])])
    done = subprocess.run(
        [*command, *(str(TESTS / "wire" / name) for name in OF_WIRE)],
        cwd=TESTS.parent,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_it_talks_to_node_in_a_bare_python(solved: Path) -> None:
    with launch("node_server") as server:
        done = subprocess.run(
            [sys.executable, "-S", "-c", A_CONVERSATION, server.url],
            cwd=solved,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (done.stdout.strip(), done.stderr) == (
        "['TextMessage', 'CloseReceived', 'ConnectionClosed'] 1000",
        "",
    )


CALLS = """
import sys
from my_websocket.rpc import RemoteError, RpcClient, RpcTimeout

def outcome(*asked, **named):
    try:
        return client.call(*asked, **named)
    except (RemoteError, RpcTimeout) as error:
        return type(error).__name__

for dialect in ("article", "jsonrpc"):
    with RpcClient(sys.argv[1], dialect=dialect) as client:
        late = outcome("sleep", {"ms": 200}, timeout=0.05)
        print(outcome("echo", n=1), outcome("getData", id=99), late, outcome("sleep", ms=400))
"""


@pytest.mark.parametrize("name", ["node_server", "pyserver"])
def test_its_client_calls_a_server_in_a_bare_python(name: str, work: Path) -> None:
    _solve(item for item in table.in_python() if item.chapter <= "08")
    with launch(name) as server:
        done = subprocess.run(
            [sys.executable, "-S", "-c", CALLS, server.url],
            cwd=work,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["{'n': 1} RemoteError RpcTimeout {'slept': 400}"] * 2


CALLS_AT_ONCE = """
import asyncio, sys
from my_websocket.rpc import AsyncRpcClient

async def main(dialect):
    async with AsyncRpcClient(sys.argv[1], dialect=dialect) as client:
        calls = [client.call("sleep", ms=ms) for ms in (300, 150, 0)]
        calls += [client.call("fail"), client.call("sleep", ms=20_000, timeout=0.05)]
        given_up = asyncio.create_task(client.call("sleep", ms=20_000))
        asyncio.get_running_loop().call_later(0.1, given_up.cancel)
        outcomes = await asyncio.gather(*calls, given_up, return_exceptions=True)
        async with client.subscribe(intervalMs=10, count=2) as ticks:
            pushed = [tick.params["sequence"] async for tick in ticks]
        left = client.in_flight
        last = asyncio.create_task(client.call("sleep", ms=20_000))
        await asyncio.sleep(0)
    lost = await asyncio.gather(last, return_exceptions=True)
    names = [one["slept"] if isinstance(one, dict) else type(one).__name__ for one in outcomes + lost]
    print(*names, pushed, left)

for dialect in ("article", "jsonrpc"):
    asyncio.run(main(dialect))
"""


@pytest.mark.parametrize("name", ["node_server", "pyserver"])
def test_its_asyncio_client_has_many_calls_in_flight(name: str, work: Path) -> None:
    _solve(item for item in table.in_python() if item.chapter in ("08", "09"))
    with launch(name) as server:
        done = subprocess.run(
            [sys.executable, "-S", "-c", CALLS_AT_ONCE, server.url],
            cwd=work,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.stderr == ""
    said = "300 150 0 RemoteError RpcTimeout CancelledError ConnectionLost [1, 2] 0"
    assert done.stdout.splitlines() == [said] * 2


def test_it_passes_the_exam(solved: Path) -> None:
    card = take(use("mine"))
    assert card.problem == "" and card.failed == [] and card.late == []
    assert len(card.verdicts) == 247

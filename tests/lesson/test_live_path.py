"""Every function a learner writes is on the live path: without it nothing works."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import pytest

from framebyframe.lesson.checking.surroundings import run_to_its_end, surrounded
from framebyframe.lesson.checking.surroundings.clock import NeverArrives
from framebyframe.lesson.checking.surroundings.peer import Peer
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.rpc import AsyncRpcClient, RpcClient, RpcError, RpcServer
from framebyframe.wire import Connection, Role

from . import kinds


class Replaced(Exception):
    """The function that was replaced was called."""


def raises(*arguments: object, **named: object) -> None:
    raise Replaced


def talk() -> None:
    """Two connections say everything they can to each other."""
    client, server = Connection(Role.CLIENT), Connection(Role.SERVER)
    client.send_text("Hello")
    client.send_bytes(bytes(70_000))
    client.send_ping(b"?")
    server.receive_data(client.data_to_send())
    server.send_text("Grüße")
    server.send_close(1000, "done")
    client.receive_data(server.data_to_send())
    server.receive_data(client.data_to_send())
    server.receive_eof()
    client.receive_eof()


def call() -> None:
    """Both clients call, and a server answers."""
    with surrounded() as surroundings:
        client = RpcClient(Peer({"status": "success", "data": "hello", "id": 1}).url)
        assert client.call("echo") == "hello"
        client.close()
        run_to_its_end(surroundings.new_loop(), serve())


async def serve() -> None:
    server = RpcServer()

    @server.action
    async def add(one: int, two: int) -> int:
        await asyncio.sleep(1)
        return one + two

    async with server.listening(), AsyncRpcClient(server.url, dialect="jsonrpc") as client:
        calls = [client.call("add", one=1, two=2), client.call("add", one=3, two=4)]
        assert await asyncio.gather(*calls) == [3, 7]
        assert await client.batch([("add", {"one": 5, "two": 6})]) == [11]


LIVE: dict[str, Callable[[], None]] = {"framebyframe.wire": talk, "framebyframe.rpc": call}
"""What uses everything in a package."""

EXERCISES = [*table.all_exercises(), *(item for item in kinds.EVERYTHING if ".rpc" in item.module)]
"""Those of the course, and the tests' own ones of the packages that the course has not come to yet."""


def replace_everywhere(exercise: Exercise, patch: pytest.MonkeyPatch) -> None:
    """In its own module, and in every module that imported it from there."""
    original = getattr(reference.owner(exercise), exercise.name)
    patch.setattr(reference.owner(exercise), exercise.name, raises)
    for module in [module for name, module in sys.modules.items() if name.startswith("framebyframe.")]:
        if vars(module).get(exercise.name) is original:
            patch.setattr(module, exercise.name, raises)


def test_what_is_live_works_as_it_is() -> None:
    for use in LIVE.values():
        use()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_nothing_works_without_it(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    use: Any = LIVE[exercise.module.rpartition(".")[0]]
    replace_everywhere(exercise, monkeypatch)
    with pytest.raises(
        (Replaced, RpcError, NeverArrives)
    ):  # what a connection swallows, its other end misses
        use()

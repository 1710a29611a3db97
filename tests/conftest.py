"""Fixtures for all tests: the servers of the contract, and a way to run coroutines that leaves nothing."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Awaitable, Callable, Iterator

import pytest
from hypothesis import settings
from left_behind import open_sockets
from running_servers import SERVERS, StartServer, launch

from framebyframe import peers
from framebyframe.peers import running

settings.register_profile("tests", deadline=None, derandomize=True)
"""How long a machine takes is for benchmarks; every run tries the same examples."""
settings.register_profile("short", settings.get_profile("tests"), max_examples=40)
"""For runs without the long tests: 40 examples in place of 100."""

running.STOP_TIMEOUT = 20.0
running.LAST_LINE_TIMEOUT = 5.0
"""Seconds for a server to end in good order, and to log its last line: on a busy machine more of them may
pass than a person would wait for."""

RUN_TIMEOUT = 30.0
"""Seconds until a test says that its coroutine has not ended."""


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("short" if config.option.markexpr == "not slow" else "tests")


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """`launch`, and whatever it starts is stopped after the test."""
    started = []

    def start(name: str, *arguments: str, **variables: str) -> peers.Server:
        started.append(launch(name, *arguments, **variables))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[peers.Server]:
    """Each of the servers in turn, one process for the tests of a module."""
    with launch(request.param, "--ping-interval", "0") as running:
        yield running


@pytest.fixture(scope="module")
def node_server() -> Iterator[peers.Server]:
    """One server, one process for the tests of a module, where any server would do."""
    with launch("node_server", "--ping-interval", "0") as running:
        yield running


@pytest.fixture(params=SERVERS)
def server_name(request: pytest.FixtureRequest) -> str:
    """Each of the servers in turn, for tests that start their own."""
    name: str = request.param
    return name


@pytest.fixture
def run() -> Callable[..., None]:
    """Run a coroutine function to its end; no task, no socket and no warning is left after it."""

    def run(main: Callable[[], Awaitable[object]], debug: bool = True) -> None:
        async def guarded() -> list[asyncio.Task[object]]:
            asyncio.get_running_loop().set_debug(debug)
            await asyncio.wait_for(main(), RUN_TIMEOUT)
            for _ in range(3):  # a cancelled task needs a turn to end
                await asyncio.sleep(0)
            return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]

        before = open_sockets()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            left = asyncio.run(guarded())
            gc.collect()
        assert left == []
        assert open_sockets() <= before

    return run

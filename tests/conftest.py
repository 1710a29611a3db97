"""What the tests share: the servers of the contract as fixtures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from running_servers import SERVERS, StartServer, launch

from framebyframe import peers


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


@pytest.fixture(params=SERVERS)
def server_name(request: pytest.FixtureRequest) -> str:
    """Each of the servers in turn, for tests that start their own."""
    name: str = request.param
    return name

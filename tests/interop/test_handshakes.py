"""Thousands of opening handshakes, sound and unsound: each server answers as the contract's rules say."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from urllib.parse import urlsplit

import pytest
from handshake_rules import Decision, Settings, read
from handshakes_at_random import ORIGIN, TOKEN, Handshakes
from running_servers import SERVERS, launch

from framebyframe.peers import Server

FEW = 1
MANY = 40
"""Seeds."""
HANDSHAKES = 500
"""Handshakes for each seed and way to start a server."""
TIMEOUT = 20.0
"""Seconds until a test says that nothing came; an answer takes milliseconds."""

STRICT = Settings(deflate=True, token=TOKEN, origins=(ORIGIN,))
WAYS = {Settings(): [], STRICT: ["--deflate", "--origin", ORIGIN]}
"""The options that start a server, by the settings that they mean."""


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[Settings, list[Server]]]:
    """All servers, started in all ways."""
    with ExitStack() as stack:
        yield {
            settings: [stack.enter_context(started(name, settings, arguments)) for name in SERVERS]
            for settings, arguments in WAYS.items()
        }


def started(name: str, settings: Settings, arguments: list[str]) -> Server:
    """A server, with the token where there is one."""
    variables = {} if settings.token is None else {"FRAMEBYFRAME_TOKEN": settings.token}
    return launch(name, "--ping-interval", "0", *arguments, **variables)


@pytest.mark.parametrize("seed", range(FEW))
def test_the_servers_agree(servers: dict[Settings, list[Server]], seed: int) -> None:
    compare(servers, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FEW, MANY))
def test_more_handshakes_show_nothing_new(servers: dict[Settings, list[Server]], seed: int) -> None:
    compare(servers, seed)


def compare(servers: dict[Settings, list[Server]], seed: int) -> None:
    """Fail on the first server that decides otherwise than the rules."""
    statuses: Counter[int | None] = Counter()
    for settings, those in servers.items():
        handshakes = Handshakes(Random(seed), with_token=settings.token is not None)
        for number in range(HANDSHAKES):
            data = handshakes.next()
            expected = read(data, settings)
            statuses[expected.status] += 1
            for server in those:
                got = decision_of(server.url, data, expected.status is None)
                assert got == expected, f"seed {seed}, handshake {number}: {server.name}, {data!r}"
    print(f"seed {seed}: {statuses.total()} handshakes, by status {dict(statuses.most_common())}")
    assert {101, 400, 403, 426} <= statuses.keys()


def decision_of(url: str, data: bytes, is_unfinished: bool) -> Decision:
    """The server's decision on a request; the stream is ended after one that is not whole."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=TIMEOUT) as client:
        client.sendall(data)
        if is_unfinished:
            client.shutdown(socket.SHUT_WR)
        head = b""
        while b"\r\n\r\n" not in head and (chunk := client.recv(65_536)):
            head += chunk
    return parsed(head.decode("latin-1"))


def parsed(head: str) -> Decision:
    """The decision in the head of a response."""
    if not head:
        return Decision(None)
    first_line, *lines = head.partition("\r\n\r\n")[0].split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    names = ("sec-websocket-accept", "sec-websocket-protocol", "sec-websocket-extensions")
    return Decision(int(first_line.split(" ")[1]), *map(headers.get, names))


@pytest.mark.slow
def test_the_handshakes_meet_every_decision() -> None:
    """The supply makes every decision happen."""
    handshakes = Handshakes(Random("every"), with_token=True)
    decisions = [read(handshakes.next(), STRICT) for _ in range(20_000)]
    assert {decision.status for decision in decisions} == {None, 101, 400, 401, 403, 405, 414, 426, 431, 505}
    assert len({decision.extensions for decision in decisions}) > 20

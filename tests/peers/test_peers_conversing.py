"""A connection of one's own in a conversation with a real server."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from framebyframe import peers, wire
from framebyframe.peers import Conversation, HandshakeServer, PeerFailed
from framebyframe.wire.errors import HandshakeFault
from framebyframe.wire.events import CloseReceived, ConnectionClosed, PingReceived, PongReceived, TextMessage

ECHO = '{"action": "echo", "params": {"n": 1}}'


@pytest.fixture
def server() -> Iterator[peers.Server]:
    with peers.python() as running:
        yield running


def test_a_call_a_ping_and_a_goodbye(server: peers.Server) -> None:
    with Conversation(server.url) as talk:
        talk.connection.send_text(ECHO)
        assert [type(event) for event in talk.receive()] == [TextMessage]
        talk.connection.send_ping(b"?")
        assert talk.receive() == [PongReceived(b"?")]
        talk.connection.send_close(1000, "bye")
        assert [type(event) for event in talk.receive_all()] == [CloseReceived, ConnectionClosed]
        assert [(move.sender, move.data[:1].hex(), move.state) for move in talk.moves] == [
            ("client", "81", "OPEN"),
            ("server", "81", "OPEN"),
            ("client", "89", "OPEN"),
            ("server", "8a", "OPEN"),
            ("client", "88", "CLOSING"),
            ("server", "88", "CLOSED"),
            ("server", "", "CLOSED"),
        ]
        assert repr(talk) == "<a conversation, CLOSED>"
        assert "1 call (echo), closed 1000" in talk.logged


def test_pings_are_answered_while_somebody_reads() -> None:
    with peers.python(ping_interval=0.1) as server, Conversation(server.url) as talk:
        assert [type(event) for _ in range(3) for event in talk.receive()] == [PingReceived] * 3
        assert [move.data[0] for move in talk.moves if move.sender == "client"] == [0x8A] * 3


def test_nothing_in_time_is_no_event(server: peers.Server) -> None:
    with Conversation(server.url) as talk:
        assert talk.receive(timeout=0.1) == [] and talk.moves == []
        assert talk.receive_all(timeout=0.1) == []


def test_a_server_that_is_killed_is_lost() -> None:
    with peers.python() as server, Conversation(server.url) as talk:
        server.kill()
        [lost] = talk.receive()
        assert (lost.code, lost.clean) == (1006, False)
        talk.hang_up()


def test_frames_that_wait_together_are_kept_apart(server: peers.Server) -> None:
    with Conversation(server.url) as talk:
        talk.connection.send_ping(b"a")
        talk.connection.send_text(ECHO)
        talk.send()
        assert [move.data[0] for move in talk.moves] == [0x89, 0x81]


def test_a_refused_handshake_says_why() -> None:
    def refuse(request: object) -> bytes:
        raise HandshakeFault(403, "not you")

    with HandshakeServer(refuse) as server, pytest.raises(PeerFailed, match="refused"):
        Conversation(server.url)


def test_handshake_and_connection_are_those_of_the_package_that_is_given(server: peers.Server) -> None:
    made = []

    class Mine(wire.ClientHandshake):
        def __init__(self, *arguments: object, **options: object) -> None:
            made.append(arguments)
            super().__init__(*arguments, **options)  # type: ignore[arg-type]

    with Conversation(server.url, SimpleNamespace(ClientHandshake=Mine)) as talk:  # type: ignore[arg-type]
        assert made and isinstance(talk.connection, wire.Connection)

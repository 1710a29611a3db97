"""wire/ obeys the vectors of contract/frames.json and contract/handshake.json."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from wire_vectors import FRAMES, HANDSHAKES, byte_string, event, frame, head, name, splits

from framebyframe.wire import (
    ClientHandshake,
    Connection,
    ConnectionClosed,
    Deflate,
    Event,
    HandshakeAccepted,
    HandshakeRefused,
    Role,
    ServerHandshake,
    State,
    accept_key,
    encode_frame,
)
from framebyframe.wire.close_payload import parse_close_payload
from framebyframe.wire.heads import parse_head
from framebyframe.wire.opcodes import CLOSE
from framebyframe.wire.reader import FrameReader

LOOPBACK = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")


def frames_in(data: bytes) -> list[Any]:
    reader = FrameReader()
    reader.feed(data)
    return list(iter(reader.next_frame, None))


def receive(vector: dict[str, Any], pieces: list[bytes]) -> tuple[Connection, list[Event]]:
    connection = Connection(Role(vector["receiver"]))
    return connection, [event for piece in pieces for event in connection.receive_data(piece)]


@pytest.mark.parametrize("vector", FRAMES["frames"], ids=name)
def test_a_frame_is_decoded(vector: dict[str, Any]) -> None:
    for pieces in splits(byte_string(vector["bytes"])):
        reader, found = FrameReader(), []
        for piece in pieces:
            assert not found, "a frame before its last byte"
            reader.feed(piece)
            found = list(iter(reader.next_frame, None))
        assert found == [frame(vector["frame"])]


@pytest.mark.parametrize("vector", [v for v in FRAMES["frames"] if v["encode"]], ids=name)
def test_a_frame_is_encoded(vector: dict[str, Any]) -> None:
    assert encode_frame(frame(vector["frame"])) == byte_string(vector["bytes"])


@pytest.mark.parametrize("vector", FRAMES["messages"], ids=name)
def test_a_stream_means_the_same_however_it_is_split(vector: dict[str, Any]) -> None:
    expected = [event(value) for value in vector["events"]]
    for pieces in splits(byte_string(vector["bytes"])):
        connection, events = receive(vector, pieces)
        assert [event for event in events if not isinstance(event, ConnectionClosed)] == expected
        closed = vector["events"][-1]["type"] == "close"
        assert (connection.state is State.CLOSED) is closed
        assert isinstance(events[-1], ConnectionClosed) is closed


@pytest.mark.parametrize("vector", FRAMES["illegal"], ids=name)
def test_an_illegal_stream_gets_its_close_code(vector: dict[str, Any]) -> None:
    endings = set()
    for pieces in splits(byte_string(vector["bytes"])):
        connection, events = receive(vector, pieces)
        ending = events[-1]
        assert isinstance(ending, ConnectionClosed)
        assert ending.code == connection.close_code == vector["close_code"]
        assert ending.fault and not ending.clean
        last_frame = frames_in(connection.data_to_send())[-1]
        assert last_frame.opcode is CLOSE
        assert parse_close_payload(last_frame.payload) == (vector["close_code"], ending.fault)
        endings.add(ending)
    assert len(endings) == 1


@pytest.mark.parametrize("vector", HANDSHAKES["accept"], ids=name)
def test_accept_keys(vector: dict[str, Any]) -> None:
    assert accept_key(vector["key"]) == vector["accept"]


def server_handshake(deflate: bool = False) -> ServerHandshake:
    """A server's handshake with the settings of the course's servers."""
    return ServerHandshake(
        ["jsonrpc"],
        allow_origin=lambda o: o is None or LOOPBACK.fullmatch(o) is not None,
        deflate=Deflate() if deflate else None,
    )


def without_quotes(outcome: HandshakeRefused) -> HandshakeRefused:
    """The outcome without the peer's text in it, which depends on how much had come."""
    return replace(outcome, reason=re.sub("'.*", "", outcome.reason))


@pytest.mark.parametrize("vector", HANDSHAKES["requests"], ids=name)
def test_what_a_server_answers(vector: dict[str, Any]) -> None:
    outcomes = set()
    for pieces in splits(head(vector["request"])):
        handshake = server_handshake(vector.get("deflate", False))
        outcome = next(filter(None, map(handshake.receive_data, pieces)))
        answer, _, body = handshake.data_to_send().partition(b"\r\n\r\n")
        response = parse_head(answer)
        assert response.first_line.split(" ")[1] == str(vector["status"])
        for header, value in vector.get("headers", {}).items():
            assert response.headers.get(header) == value, header
        if vector["status"] == 101:
            assert isinstance(outcome, HandshakeAccepted) and handshake.state is State.OPEN
            assert not body
        else:
            assert isinstance(outcome, HandshakeRefused) and handshake.state is State.CLOSED
            assert outcome.status == vector["status"]
            assert int(response.headers.get("Content-Length", "")) == len(body)
            outcomes.add(without_quotes(outcome))
    assert len(outcomes) <= 1


@pytest.mark.parametrize("vector", HANDSHAKES["responses"], ids=name)
def test_what_a_client_makes_of_an_answer(vector: dict[str, Any]) -> None:
    offer = vector["offer"]
    outcomes = set()
    for pieces in splits(head(vector["response"])):
        handshake = ClientHandshake(
            "127.0.0.1:1",
            subprotocols=offer["subprotocols"],
            deflate=Deflate() if offer["deflate"] else None,
            key="dGhlIHNhbXBsZSBub25jZQ==",
        )
        response = b"".join(pieces).replace(b"{accept}", accept_key(handshake.key).encode())
        size = len(pieces[0])
        pieces = [response[start : start + size] for start in range(0, len(response), size)]
        outcome = next(filter(None, map(handshake.receive_data, pieces)))
        if vector["accepted"]:
            assert isinstance(outcome, HandshakeAccepted) and handshake.state is State.OPEN
        else:
            assert isinstance(outcome, HandshakeRefused) and handshake.state is State.CLOSED
            assert vector["names"] in outcome.reason
            outcomes.add(without_quotes(outcome))
    assert len(outcomes) <= 1


@pytest.mark.parametrize("vector", HANDSHAKES["early"], ids=name)
def test_what_is_decided_before_a_head_is_whole(vector: dict[str, Any]) -> None:
    outcomes = set()
    for pieces in splits(byte_string(vector["bytes"])):
        is_server = vector["receiver"] == "server"
        handshake = server_handshake() if is_server else ClientHandshake("127.0.0.1:1")
        outcome = next(filter(None, map(handshake.receive_data, pieces)))
        assert isinstance(outcome, HandshakeRefused)
        assert not re.search(r"[^ -~]", outcome.reason)
        if is_server:
            assert outcome.status == vector["status"]
            outcomes.add(outcome.status)
        elif len(pieces) == 1:
            assert vector["names"] in outcome.reason
    assert len(outcomes) <= 1

"""The same frames before servers and a connection of ours."""

from __future__ import annotations

import pytest

from framebyframe import peers
from framebyframe.peers.judging import masked, side_by_side
from framebyframe.wire import Connection, Frame, Opcode, Role, encode_frame
from framebyframe.wire.reader import FrameReader

CALL = b'{"action": "echo", "params": {"n": 5}}'
BETWEEN = [
    Frame(Opcode.TEXT, CALL[:9], fin=False),
    Frame(Opcode.PING, b"still there?"),
    Frame(Opcode.CONTINUATION, CALL[9:]),
]
CASES = {
    "a ping between": BETWEEN,
    "half a ping": [Frame(Opcode.PING, fin=False)],
    "nothing to say": [Frame(Opcode.PONG)],
    "no text, more to come": [Frame(Opcode.TEXT, b"\xff", fin=False)],
    "no text, whole": [Frame(Opcode.TEXT, b"\xff")],
    "close": [Frame(Opcode.CLOSE)],
    "close 4999": [Frame(Opcode.CLOSE, b"\x13\x87")],
}
OURS = ["pong, text", "close 1002", "nothing", "close 1007", "close 1007", "close", "close 4999"]


def server() -> Connection:
    return Connection(Role.SERVER)


def test_each_frame_is_masked_with_a_key_of_its_own() -> None:
    reader = FrameReader()
    reader.feed(masked([Frame(Opcode.TEXT, b"a"), Frame(Opcode.TEXT, b"a")]))
    one, other = reader.next_frame(), reader.next_frame()
    assert one is not None and other is not None
    assert one.payload == other.payload == b"a"
    assert one.masking_key != other.masking_key


def test_a_connection_alone() -> None:
    assert side_by_side(CASES, {}, server) == [list(pair) for pair in zip(CASES, OURS, strict=True)]


def test_a_binary_message_is_named() -> None:
    assert side_by_side({"b": [Frame(Opcode.BINARY, b"\0")]}, {}, server) == [["b", "binary"]]


@pytest.mark.parametrize("start", [peers.node, peers.python], ids=["node", "python"])
def test_a_server_beside_it(start: object) -> None:
    with start() as peer:  # type: ignore[operator]
        rows = side_by_side(CASES, {"peer": peer}, server)
    found = [row[1] for row in rows]
    theirs = list(OURS)
    if start is peers.node:
        theirs[3] = "nothing"  # ws looks at a text when it is whole
    assert found == theirs
    assert [row[0].startswith("≠ ") for row in rows] == [row[1] != row[2] for row in rows]


def test_a_message_that_is_answered_late_is_waited_for() -> None:
    sleep = b'{"action": "sleep", "params": {"ms": 300}}'
    with peers.python() as peer:
        assert side_by_side({"late": [Frame(Opcode.TEXT, sleep)]}, {"p": peer}, server) == [
            ["late", "text", "text"]
        ]


def test_bytes_are_what_a_client_sends() -> None:
    data = masked([Frame(Opcode.PING, b"?")])
    assert data[:2] == b"\x89\x81" and len(data) == len(encode_frame(Frame(Opcode.PING, b"?"))) + 4

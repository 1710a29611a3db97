"""The same frames before several judges: what servers answer, and what a connection of ours makes of them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from framebyframe.wire import Connection, Frame, Opcode, encode_frame
from framebyframe.wire.close_payload import CODE_LENGTH
from framebyframe.wire.frames import FIN
from framebyframe.wire.masking import masking_keys
from framebyframe.wire.reader import FrameReader

from .errors import PeerFailed
from .raw import CONNECT_TIMEOUT, RawConnection
from .running import Server

MARKER = b"was that all?"
"""A ping after the frames: when its pong is back, they have been read."""
ROUNDS = 5
"""Such pings, one after the other: a program behind a server gets its turn between them."""
CLOSE_BYTE = FIN | Opcode.CLOSE
NOTHING = "nothing"
DIFFERENT = "≠"
"""Before the name of frames of which the judges do not all make the same."""
MESSAGES = {"TextMessage": "text", "BytesMessage": "binary"}


def side_by_side(
    cases: Mapping[str, Sequence[Frame]],
    servers: Mapping[str, Server],
    connection: Callable[[], Connection],
) -> list[list[str]]:
    """What each server and a connection of ours make of the same frames.

    Args:
        cases: frames of a client by a name for them; each gets a masking key of its own.
        servers: each is asked on a connection of its own for each case.
        connection: makes a connection of the server's role, perhaps of a learner's package.

    Returns:
        A row for each case: its name, a cell for each server, and one for the connection: "pong, text",
        "close 1002", "nothing". Where they are not all the same, ≠ stands before the name.

    Raises:
        PeerFailed: a server does not take a connection.
    """
    return [list(_row(name, frames, servers, connection)) for name, frames in cases.items()]


def masked(frames: Sequence[Frame]) -> bytes:
    """The frames as a client sends them, each with a new masking key."""
    pairs = zip(frames, islice(masking_keys(), len(frames)), strict=True)
    return b"".join(encode_frame(replace(frame, masking_key=key)) for frame, key in pairs)


def _row(
    name: str,
    frames: Sequence[Frame],
    servers: Mapping[str, Server],
    connection: Callable[[], Connection],
) -> Iterator[str]:
    ours, messages = _of_a_connection(connection(), masked(frames))
    made = [*(_of_a_server(server.url, frames, messages) for server in servers.values()), ours]
    yield name if len(set(made)) == 1 else f"{DIFFERENT} {name}"
    yield from made


def _of_a_connection(connection: Connection, data: bytes) -> tuple[str, int]:
    """What a connection makes of the bytes, in words, and the number of messages among it."""
    events = [type(event).__name__ for event in connection.receive_data(data)]
    messages = [MESSAGES[name] for name in events if name in MESSAGES]
    return _in_words([*_answers(connection.data_to_send()), *messages]), len(messages)


def _of_a_server(url: str, frames: Sequence[Frame], messages: int) -> str:
    """What a server answers, in words.

    Args:
        messages: how many of the frames end a message that is to be answered.
    """
    found: list[str] = []
    rounds = 0
    with RawConnection(url) as raw:
        raw.send(masked([*frames, Frame(Opcode.PING, MARKER)]))
        deadline = time.monotonic() + CONNECT_TIMEOUT
        while rounds < ROUNDS or sum(word in MESSAGES.values() for word in found) < messages:
            data = raw.receive(max(deadline - time.monotonic(), 0))
            if not data or data[0] == CLOSE_BYTE:
                found += _answers(data or b"")
                break
            if not data.endswith(MARKER):
                found += _answers(data)
            elif (rounds := rounds + 1) < ROUNDS:
                with contextlib.suppress(
                    PeerFailed
                ):  # it has ended the stream: what it said is still to be read
                    raw.send(masked([Frame(Opcode.PING, MARKER)]))
    return _in_words(found)


def _answers(data: bytes) -> list[str]:
    """The frames of a stream in a word or two each."""
    reader = FrameReader()
    reader.feed(data)
    found = []
    while (frame := reader.next_frame()) is not None:
        code = int.from_bytes(frame.payload[:CODE_LENGTH], "big")
        has_code = frame.opcode is Opcode.CLOSE and frame.payload
        found.append(f"close {code}" if has_code else frame.opcode.name.lower())
    return found


def _in_words(answers: Sequence[str]) -> str:
    return ", ".join(answers) or NOTHING

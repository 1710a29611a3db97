"""A fuzz target for wire/, for atheris: `python tests/fuzz/fuzz_wire.py [-max_total_time=SECONDS] [FOLDER]`.

Rules for any bytes of a peer: no exception, the same events however the bytes are split, nothing after the
end, and a response that our own other end reads. FOLDER keeps the inputs that reached something new.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["framebyframe.wire"]):
    from framebyframe.wire import (
        ClientHandshake,
        Connection,
        ConnectionClosed,
        Deflate,
        Event,
        HandshakeAccepted,
        HandshakeRefused,
        Limits,
        Role,
        ServerHandshake,
        State,
    )

LIMITS = Limits(max_message=512, max_fragments=4, max_header_line=256, max_headers=8)
DEFLATES = [None, Deflate(), Deflate(True, True), Deflate(server_max_window_bits=9, client_max_window_bits=8)]
KEY = "dGhlIHNhbXBsZSBub25jZQ=="

Outcome = HandshakeAccepted | HandshakeRefused | None


def split(data: bytes, size: int) -> list[bytes]:
    """The bytes in pieces of `size`."""
    return [data[start : start + size] for start in range(0, len(data), size)]


def receive(role: Role, deflate: Deflate | None, pieces: list[bytes]) -> tuple[list[Event], bytes]:
    """The events of a stream, and what is sent in answer."""
    connection = Connection(role, LIMITS, deflate)
    events = [event for piece in pieces for event in connection.receive_data(piece)]
    events += connection.receive_eof()
    answer = connection.data_to_send()
    assert connection.state is State.CLOSED
    assert connection.receive_data(b"\x81\x00") == connection.receive_eof() == []
    return events, answer


def check_stream(data: bytes, role: Role, deflate: Deflate | None) -> None:
    events, answer = receive(role, deflate, [data])
    for size in (1, 7):
        assert receive(role, deflate, split(data, size))[0] == events, f"other events in pieces of {size}"
    assert [type(event) is ConnectionClosed for event in events] == [False] * (len(events) - 1) + [True]
    other = Connection(role.peer, LIMITS, deflate).receive_data(answer)
    assert all(event.fault is None for event in other if isinstance(event, ConnectionClosed)), other


def shake_hands(handshake: ServerHandshake | ClientHandshake, pieces: list[bytes]) -> Outcome:
    handshake.data_to_send()
    for piece in pieces:
        if (outcome := handshake.receive_data(piece)) is not None:
            return outcome
    return None


def check_handshake(data: bytes, role: Role) -> None:
    outcomes = []
    for size in (max(1, len(data)), 1):
        deflate = Deflate()
        handshake = (
            ServerHandshake(subprotocols=["jsonrpc"], deflate=deflate, limits=LIMITS)
            if role is Role.SERVER
            else ClientHandshake("localhost", key=KEY, deflate=deflate, limits=LIMITS)
        )
        outcomes.append(shake_hands(handshake, split(data, size)))
    assert type(outcomes[0]) is type(outcomes[1]), "another outcome byte by byte"


def check(data: bytes) -> None:
    """Check the bytes; the first one chooses the end that gets the others."""
    choice, rest = (data[0], data[1:]) if data else (0, b"")
    role = Role.SERVER if choice & 1 else Role.CLIENT
    if choice & 0xF0 == 0xF0:
        check_handshake(rest, role)
    else:
        check_stream(rest, role, DEFLATES[choice >> 1 & 3])


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()

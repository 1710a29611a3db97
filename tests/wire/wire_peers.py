"""Two ends of a connection, joined directly."""

from __future__ import annotations

from framebyframe.wire import (
    ClientHandshake,
    Connection,
    Deflate,
    Event,
    Frame,
    HandshakeAccepted,
    Limits,
    Role,
    ServerHandshake,
    encode_frame,
)
from framebyframe.wire.reader import FrameReader

KEY = bytes.fromhex("37fa213d")


def pair(deflate: Deflate | None = None, limits: Limits | None = None) -> tuple[Connection, Connection]:
    """A client and a server, both open."""
    return Connection(Role.CLIENT, limits, deflate), Connection(Role.SERVER, limits, deflate)


def shake_hands(
    client: ClientHandshake, server: ServerHandshake
) -> tuple[HandshakeAccepted, HandshakeAccepted]:
    """Both outcomes of a handshake that succeeds."""
    at_server = server.receive_data(client.data_to_send())
    at_client = client.receive_data(server.data_to_send())
    assert isinstance(at_server, HandshakeAccepted) and isinstance(at_client, HandshakeAccepted)
    return at_client, at_server


def deliver(sender: Connection, receiver: Connection) -> list[Event]:
    """Carry over the bytes that one end has to send; return the other's events."""
    return receiver.receive_data(sender.data_to_send())


def sent_frames(connection: Connection) -> list[Frame]:
    """The frames that this end has to send."""
    reader = FrameReader()
    reader.feed(connection.data_to_send())
    return list(iter(reader.next_frame, None))


def frame_bytes(receiver: Role, *frames: Frame) -> bytes:
    """Frames as bytes, masked if a server receives them."""
    for frame in frames:
        frame.masking_key = KEY if receiver is Role.SERVER else None
    return b"".join(map(encode_frame, frames))

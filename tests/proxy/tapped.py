"""Records made of bytes, without a socket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from framebyframe.proxy import Record, TapLimits
from framebyframe.proxy.tap.following import Follower
from framebyframe.proxy.tap.items import Sender, TappedConnection
from framebyframe.wire import ClientHandshake, Deflate, Frame, Opcode, ServerHandshake, encode_frame
from framebyframe.wire.handshake import build_request, build_response

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
MASKING_KEY = bytes.fromhex("37fa213d")

Said = tuple[Sender, bytes]

REQUEST = build_request("127.0.0.1", "/", KEY)
RESPONSE = build_response(KEY)
OPENING: list[Said] = [("client", REQUEST), ("server", RESPONSE)]


def text(content: str, fin: bool = True, opcode: Opcode = Opcode.TEXT) -> Frame:
    return Frame(opcode, content.encode(), fin)


def from_client(frame: Frame | str) -> Said:
    """A frame that the client sends, masked."""
    frame = text(frame) if isinstance(frame, str) else frame
    frame.masking_key = MASKING_KEY
    return "client", encode_frame(frame)


def from_server(frame: Frame | str) -> Said:
    """A frame that the server sends."""
    return "server", encode_frame(text(frame) if isinstance(frame, str) else frame)


def follow(
    said: Iterable[Said],
    limits: TapLimits | None = None,
    ends: Sequence[Sender] = ("client", "server"),
    record: Record | None = None,
) -> Record:
    """The record of a connection on which this was said. Each piece comes a second after the one before."""
    record = record or Record("ws://127.0.0.1:8080", limits)
    connection = TappedConnection(record.next_connection(), 0.0, 50_000, "127.0.0.1:8080")
    record.add_connection(connection)
    follower = Follower(record, connection)
    time = 0.0
    for time, (sender, data) in enumerate(said, 1):
        follower.take(sender, data, time)
    for sender in ends:
        follower.end(sender, "end", "", time + 1)
    return record


def talk(*said: Said, **options: object) -> Record:
    """The same after an opening handshake, which takes two seconds."""
    return follow([*OPENING, *said], **options)  # type: ignore[arg-type]


def compressed_session(deflate: Deflate) -> tuple[list[Said], list[str]]:
    """A session with permessage-deflate, and the text of each of its messages."""
    client = ClientHandshake("127.0.0.1", deflate=deflate)
    server = ServerHandshake(deflate=deflate)
    request = client.data_to_send()
    accepted = server.receive_data(request)
    response = server.data_to_send()
    ours = client.receive_data(response)
    said: list[Said] = [("client", request), ("server", response)]
    texts = ["Hello, hello, hello"] * 3
    for content in texts:
        ours.connection.send_text(content)  # type: ignore[union-attr]
        said.append(("client", ours.connection.data_to_send()))  # type: ignore[union-attr]
        accepted.connection.send_text(content)  # type: ignore[union-attr]
        said.append(("server", accepted.connection.data_to_send()))  # type: ignore[union-attr]
    return said, [content for content in texts for _ in range(2)]

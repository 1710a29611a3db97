"""The three codecs under test, each with a function from a stream to its verdict."""

from __future__ import annotations

import logging

from stream_maker import Stream
from stream_rules import MAX_FRAGMENTS, MAX_MESSAGE, Verdict, read
from websockets.extensions.permessage_deflate import PerMessageDeflate as WebsocketsDeflate
from websockets.frames import Opcode
from websockets.protocol import Protocol, Side
from wsproto.connection import Connection as WsprotoConnection
from wsproto.connection import ConnectionType
from wsproto.events import BytesMessage as WsprotoBytes
from wsproto.events import CloseConnection, Ping
from wsproto.events import TextMessage as WsprotoText
from wsproto.extensions import PerMessageDeflate as WsprotoDeflate

from framebyframe.wire import (
    BytesMessage,
    Connection,
    Deflate,
    Limits,
    PingReceived,
    Role,
    State,
    TextMessage,
)

LIMITS = Limits(max_message=MAX_MESSAGE, max_fragments=MAX_FRAGMENTS)
SILENT = logging.Logger("websockets, not shown", logging.CRITICAL + 1)


def wire(stream: Stream) -> Verdict:
    role = Role.SERVER if stream.server else Role.CLIENT
    connection = Connection(role, LIMITS, Deflate() if stream.deflate else None)
    events = [event for piece in stream.pieces for event in connection.receive_data(piece)]
    messages = tuple(content(event) for event in events if isinstance(event, TextMessage | BytesMessage))
    pings = tuple(event.payload for event in events if isinstance(event, PingReceived))
    sent = read(connection.data_to_send(), not stream.server, False)
    assert (sent.close_code is None) is (connection.state is State.OPEN)
    return Verdict(messages, pings, sent.close_code)


def content(message: TextMessage | BytesMessage) -> str | bytes:
    return message.text if isinstance(message, TextMessage) else message.data


class WebsocketsReading:
    """The messages of websockets' asyncio connection: frames are joined, and text is decoded at the end."""

    def __init__(self, stream: Stream) -> None:
        self.protocol = Protocol(
            Side.SERVER if stream.server else Side.CLIENT, max_size=MAX_MESSAGE, logger=SILENT
        )
        if stream.deflate:
            self.protocol.extensions = [WebsocketsDeflate(False, False, 15, 15)]
        self.messages: list[str | bytes] = []
        self.pings: list[bytes] = []
        self.frames: list = []

    def feed(self, piece: bytes) -> None:
        self.protocol.receive_data(piece)
        for frame in self.protocol.events_received():
            if frame.opcode is Opcode.PING:
                self.pings.append(bytes(frame.data))
            elif frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                self.add(frame)

    def add(self, frame) -> None:
        self.frames.append(frame)
        if not frame.fin:
            return
        data = b"".join(bytes(frame.data) for frame in self.frames)
        is_text = self.frames[0].opcode is Opcode.TEXT
        self.frames = []
        try:
            self.messages.append(data.decode() if is_text else data)
        except UnicodeDecodeError as error:
            self.protocol.fail(1007, str(error)[:80])


def websockets(stream: Stream) -> Verdict:
    """The verdict of websockets, fed byte by byte: its upper layer decodes text before the next frame."""
    reading = WebsocketsReading(stream)
    for byte in stream.data:
        if reading.protocol.close_sent is None:
            reading.feed(bytes([byte]))
    sent = reading.protocol.close_sent
    return Verdict(tuple(reading.messages), tuple(reading.pings), sent.code if sent else None)


class WsprotoReading:
    def __init__(self, stream: Stream) -> None:
        deflate = WsprotoDeflate()
        deflate.finalize("permessage-deflate")
        kind = ConnectionType.SERVER if stream.server else ConnectionType.CLIENT
        self.connection = WsprotoConnection(kind, [deflate] if stream.deflate else [])
        self.messages: list[str | bytes] = []
        self.pings: list[bytes] = []
        self.pieces: list[str | bytes] = []
        self.code: int | None = None

    def feed(self, piece: bytes) -> None:
        self.connection.receive_data(piece)
        for event in self.connection.events():
            if isinstance(event, Ping):
                self.pings.append(bytes(event.payload))
            elif isinstance(event, WsprotoText | WsprotoBytes):
                self.add(event)
            elif isinstance(event, CloseConnection):
                self.code = event.code

    def add(self, event) -> None:
        self.pieces.append(event.data)
        if event.message_finished:
            self.messages.append(("" if isinstance(event, WsprotoText) else b"").join(self.pieces))
            self.pieces = []


def wsproto(stream: Stream) -> Verdict:
    reading = WsprotoReading(stream)
    for piece in stream.pieces:
        if reading.code is None:
            reading.feed(piece)
    return Verdict(tuple(reading.messages), tuple(reading.pings), reading.code)


READERS = {"wire": wire, "websockets": websockets, "wsproto": wsproto}

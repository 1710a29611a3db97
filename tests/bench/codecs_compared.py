"""The codecs of the benchmark in one form: four kinds of work, each a function of some bytes.

- decoder: a frame's bytes to a checked frame.
- encoder: a payload to a frame's bytes.
- receiver: a frame's bytes to what an open connection makes of them.
- sender: a payload to the bytes that an open connection wants written.

A masked frame is one that a server reads or a client writes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine
from types import SimpleNamespace

import websockets
import wsproto
from websockets.frames import BINARY as WEBSOCKETS_BINARY
from websockets.frames import Frame as WebsocketsFrame
from websockets.protocol import Protocol, Side
from wsproto.connection import Connection as WsprotoConnection
from wsproto.connection import ConnectionType
from wsproto.events import BytesMessage as WsprotoBytes
from wsproto.frame_protocol import Frame as WsprotoFrame
from wsproto.frame_protocol import FrameProtocol

from framebyframe import __version__
from framebyframe.wire import Connection, Frame, Limits, encode_frame
from framebyframe.wire.masking import masking_keys
from framebyframe.wire.messages import MessageAssembler
from framebyframe.wire.opcodes import BINARY
from framebyframe.wire.reader import FrameReader
from framebyframe.wire.roles import CLIENT, SERVER

with contextlib.suppress(ImportError):
    import aiohttp
    from aiohttp._websocket.reader import WebSocketDataQueue, WebSocketReader
    from aiohttp._websocket.writer import WebSocketWriter

Work = Callable[[bytes], object]
"""One unit of work, on a whole frame or on a payload."""

AIOHTTP_MAX_MESSAGE = 1 + (1 << 20)
"""aiohttp refuses a message of exactly its limit; the others take 1 MiB by default."""

NO_PAUSE = 1 << 30
"""A limit of aiohttp's queue that is never reached."""


class Wire:
    name = "wire"
    version = __version__

    def decoder(self, masked: bool) -> Work:
        assembler = MessageAssembler(SERVER if masked else CLIENT, Limits())
        reader = FrameReader(assembler.check_header)
        feed, take = reader.feed, reader.next_frame

        def decode(data: bytes) -> list[Frame]:
            feed(data)
            frames = []
            while (frame := take()) is not None:
                frames.append(frame)
            return frames

        return decode

    def encoder(self, masked: bool) -> Work:
        if not masked:
            return lambda payload: encode_frame(Frame(BINARY, payload))
        keys = masking_keys()
        return lambda payload: encode_frame(Frame(BINARY, payload, masking_key=next(keys)))

    def receiver(self, masked: bool, text: bool) -> Work:
        return Connection(SERVER if masked else CLIENT).receive_data

    def sender(self, masked: bool) -> Work:
        connection = Connection(CLIENT if masked else SERVER)
        send, take = connection.send_bytes, connection.data_to_send

        def send_message(payload: bytes) -> bytes:
            send(payload)
            return take()

        return send_message

    def payload(self, received) -> bytes | str:
        names = [name for name in ("payload", "data", "text") if hasattr(received[0], name)]
        return getattr(received[0], names[0])


class Websockets:
    """The protocol of websockets gives frames: the layer above it decodes text."""

    name = "websockets"
    version = websockets.__version__

    def decoder(self, masked: bool) -> Work:
        protocol = Protocol(Side.SERVER if masked else Side.CLIENT)
        feed, take = protocol.receive_data, protocol.events_received

        def decode(data: bytes) -> object:
            feed(data)
            return take()

        return decode

    def encoder(self, masked: bool) -> Work:
        return lambda payload: WebsocketsFrame(WEBSOCKETS_BINARY, payload).serialize(mask=masked)

    def receiver(self, masked: bool, text: bool) -> Work:
        decode = self.decoder(masked)
        return (lambda data: [frame.data.decode() for frame in decode(data)]) if text else decode

    def sender(self, masked: bool) -> Work:
        protocol = Protocol(Side.CLIENT if masked else Side.SERVER)
        send, take = protocol.send_binary, protocol.data_to_send

        def send_message(payload: bytes) -> list[bytes]:
            send(payload)
            return take()

        return send_message

    def payload(self, received) -> bytes | str:
        return received[0] if isinstance(received[0], str) else received[0].data


class Wsproto:
    name = "wsproto"
    version = wsproto.__version__

    def decoder(self, masked: bool) -> Work:
        protocol = FrameProtocol(not masked, [])
        feed, take = protocol.receive_bytes, protocol.received_frames

        def decode(data: bytes) -> object:
            feed(data)
            return list(take())

        return decode

    def encoder(self, masked: bool) -> Work:
        return FrameProtocol(masked, []).send_data

    def receiver(self, masked: bool, text: bool) -> Work:
        connection = WsprotoConnection(ConnectionType.SERVER if masked else ConnectionType.CLIENT)
        feed, events = connection.receive_data, connection.events

        def receive(data: bytes) -> object:
            feed(data)
            return list(events())

        return receive

    def sender(self, masked: bool) -> Work:
        send = WsprotoConnection(ConnectionType.CLIENT if masked else ConnectionType.SERVER).send
        return lambda payload: send(WsprotoBytes(payload))

    def payload(self, received) -> bytes | str:
        pieces = [piece.payload if isinstance(piece, WsprotoFrame) else piece.data for piece in received]
        return (b"" if isinstance(pieces[0], bytes) else "").join(pieces)


def finished(coroutine: Coroutine[None, None, object]) -> object:
    """The result of a coroutine that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as result:
        return result.value
    raise AssertionError("it waits")


class Transport:
    """A transport that keeps the bytes written to it."""

    def __init__(self, written: list[bytes]) -> None:
        self.write = written.append

    def is_closing(self) -> bool:
        return False


class Aiohttp:
    """The C reader and writer of aiohttp, without an event loop and a socket."""

    name = "aiohttp"

    @property
    def version(self) -> str:
        return aiohttp.__version__

    def receiver(self, masked: bool, text: bool) -> Work:
        queue = WebSocketDataQueue(SimpleNamespace(_reading_paused=False), NO_PAUSE, loop=None)
        reader = WebSocketReader(queue, max_msg_size=AIOHTTP_MAX_MESSAGE, compress=False, decode_text=True)
        feed, read = reader.feed_data, queue.read

        def receive(data: bytes) -> object:
            feed(data)
            return finished(read())

        return receive

    def decoder(self, masked: bool) -> Work:
        return self.receiver(masked, text=False)

    def encoder(self, masked: bool) -> Work:
        written, writer = self.writer(masked)
        write = writer._write_websocket_frame

        def encode(payload: bytes) -> list[bytes]:
            written.clear()
            write(payload, 2, 0)
            return written

        return encode

    def sender(self, masked: bool) -> Work:
        written, writer = self.writer(masked)

        def send_message(payload: bytes) -> list[bytes]:
            written.clear()
            finished(writer.send_frame(payload, 2))
            return written

        return send_message

    def writer(self, masked: bool) -> tuple[list[bytes], WebSocketWriter]:
        written: list[bytes] = []
        return written, WebSocketWriter(SimpleNamespace(_paused=False), Transport(written), use_mask=masked)

    def payload(self, received) -> bytes | str:
        return received.data


def importable() -> list[Wire | Websockets | Wsproto | Aiohttp]:
    """The codecs of this environment; `websockets` comes first: every ratio is to it."""
    found = [Websockets(), Wsproto(), Wire()]
    return [*found, Aiohttp()] if "aiohttp" in globals() else found

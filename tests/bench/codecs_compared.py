"""The codecs of the benchmark, behind one face: give me something that decodes, something that encodes.

Each of them reads frames for one end of an open connection, and checks what its library checks. A masked
frame is one that a server reads or a client writes.
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
from wsproto.frame_protocol import FrameProtocol

from framebyframe import __version__
from framebyframe.wire import Connection, Frame, Role, encode_frame
from framebyframe.wire.masking import masking_keys
from framebyframe.wire.opcodes import BINARY

with contextlib.suppress(ImportError):
    import aiohttp
    from aiohttp._websocket.reader import WebSocketDataQueue, WebSocketReader
    from aiohttp._websocket.writer import WebSocketWriter

Work = Callable[[bytes], object]
"""One unit of work: a whole frame to decode, or a payload to encode."""

AIOHTTP_MAX_MESSAGE = 1 + (1 << 20)
"""It refuses a message of exactly its limit; the others take 1 MiB by default."""

NO_PAUSE = 1 << 30
"""A limit of aiohttp's queue that is never reached."""


class Wire:
    name = "wire"
    version = __version__

    def decoder(self, masked: bool, text: bool) -> Work:
        return Connection(Role.SERVER if masked else Role.CLIENT).receive_data

    def payload(self, decoded) -> bytes | str:
        return decoded[0].text if hasattr(decoded[0], "text") else decoded[0].data

    def encoder(self, masked: bool) -> Work:
        connection = Connection(Role.CLIENT if masked else Role.SERVER)
        send, take = connection.send_bytes, connection.data_to_send

        def encode(payload: bytes) -> bytes:
            send(payload)
            return take()

        return encode

    def frame_encoder(self, masked: bool) -> Work:
        if not masked:
            return lambda payload: encode_frame(Frame(BINARY, payload))
        keys = masking_keys()
        return lambda payload: encode_frame(Frame(BINARY, payload, masking_key=next(keys)))


class Websockets:
    name = "websockets"
    version = websockets.__version__

    def decoder(self, masked: bool, text: bool) -> Work:
        protocol = Protocol(Side.SERVER if masked else Side.CLIENT)
        feed, take = protocol.receive_data, protocol.events_received

        def decode(frame: bytes) -> object:
            feed(frame)
            return take()

        def decode_text(frame: bytes) -> object:
            feed(frame)
            return [frame.data.decode() for frame in take()]

        return decode_text if text else decode

    def payload(self, decoded) -> bytes | str:
        return decoded[0] if isinstance(decoded[0], str) else decoded[0].data

    def encoder(self, masked: bool) -> Work:
        protocol = Protocol(Side.CLIENT if masked else Side.SERVER)
        send, take = protocol.send_binary, protocol.data_to_send

        def encode(payload: bytes) -> list[bytes]:
            send(payload)
            return take()

        return encode

    def frame_encoder(self, masked: bool) -> Work:
        return lambda payload: WebsocketsFrame(WEBSOCKETS_BINARY, payload).serialize(mask=masked)


class Wsproto:
    name = "wsproto"
    version = wsproto.__version__

    def decoder(self, masked: bool, text: bool) -> Work:
        connection = WsprotoConnection(ConnectionType.SERVER if masked else ConnectionType.CLIENT)
        feed, events = connection.receive_data, connection.events

        def decode(frame: bytes) -> object:
            feed(frame)
            return list(events())

        return decode

    def payload(self, decoded) -> bytes | str:
        pieces = [event.data for event in decoded]
        return (b"" if isinstance(pieces[0], bytes) else "").join(pieces)

    def encoder(self, masked: bool) -> Work:
        send = WsprotoConnection(ConnectionType.CLIENT if masked else ConnectionType.SERVER).send
        return lambda payload: send(WsprotoBytes(payload))

    def frame_encoder(self, masked: bool) -> Work:
        return FrameProtocol(masked, []).send_data


def finished(coroutine: Coroutine[None, None, object]) -> object:
    """What a coroutine returns that has nothing to wait for."""
    try:
        coroutine.send(None)
    except StopIteration as result:
        return result.value
    raise AssertionError("it waits")


class Transport:
    """Keeps what is written."""

    def __init__(self, written: list[bytes]) -> None:
        self.write = written.append

    def is_closing(self) -> bool:
        return False


class Aiohttp:
    """Its C reader and writer, and neither an event loop nor a socket."""

    name = "aiohttp"

    @property
    def version(self) -> str:
        return aiohttp.__version__

    def decoder(self, masked: bool, text: bool) -> Work:
        queue = WebSocketDataQueue(SimpleNamespace(_reading_paused=False), NO_PAUSE, loop=None)
        reader = WebSocketReader(queue, max_msg_size=AIOHTTP_MAX_MESSAGE, compress=False, decode_text=True)
        feed, read = reader.feed_data, queue.read

        def decode(frame: bytes) -> object:
            feed(frame)
            return finished(read())

        return decode

    def payload(self, decoded) -> bytes | str:
        return decoded.data

    def encoder(self, masked: bool) -> Work:
        written: list[bytes] = []
        writer = WebSocketWriter(SimpleNamespace(_paused=False), Transport(written), use_mask=masked)

        def encode(payload: bytes) -> list[bytes]:
            written.clear()
            finished(writer.send_frame(payload, 2))
            return written

        return encode

    def frame_encoder(self, masked: bool) -> Work:
        written: list[bytes] = []
        writer = WebSocketWriter(SimpleNamespace(_paused=False), Transport(written), use_mask=masked)
        write = writer._write_websocket_frame

        def encode(payload: bytes) -> list[bytes]:
            written.clear()
            write(payload, 2, 0)
            return written

        return encode


def importable() -> list[Wire | Websockets | Wsproto | Aiohttp]:
    """The codecs of this environment; `websockets` comes first: every ratio is to it."""
    found = [Websockets(), Wsproto(), Wire()]
    return [*found, Aiohttp()] if "aiohttp" in globals() else found

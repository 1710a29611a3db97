"""A client that may send anything: bytes in, bytes out, nothing checked."""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple
from urllib.parse import urlsplit

from websockets.frames import Frame, Opcode

TIMEOUT = 15.0
"""Seconds until a test gives up waiting."""
UPGRADE = (
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
)
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Received(NamedTuple):
    """A frame of the server, which is not masked."""

    opcode: int
    payload: bytes


class RawClient:
    """One TCP connection to a server.

    Args:
        url: where it listens.
        receive_buffer: bytes the system keeps for us; few, where the server must notice that we do not read.
    """

    def __init__(self, url: str, receive_buffer: int | None = None) -> None:
        parts = urlsplit(url)
        self.socket = socket.socket()
        self.socket.settimeout(TIMEOUT)
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((parts.hostname, parts.port))
        self._buffer = b""

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send these bytes, as they are."""
        self.socket.sendall(data)

    def send_frame(self, opcode: Opcode, payload: bytes, fin: bool = True) -> None:
        """Send one masked frame."""
        self.send(Frame(opcode, payload, fin).serialize(mask=True))

    def send_text(self, text: str) -> None:
        """Send one text message."""
        self.send_frame(Opcode.TEXT, text.encode())

    def request(self, *lines: str) -> str:
        """Send an HTTP request; return the head of the response."""
        self.send("".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1"))
        return self.read_head()

    def upgrade(self, *headers: str, target: str = "/") -> str:
        """Open a WebSocket; return the head of the response."""
        return self.request(f"GET {target} HTTP/1.1", *UPGRADE, *headers)

    def read_head(self) -> str:
        """The text up to an empty line."""
        while b"\r\n\r\n" not in self._buffer:
            self._receive_more()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head.decode("latin-1")

    def read_frame(self) -> Received:
        """The next frame."""
        first, second = self._read(2)
        length = second
        if second == 126:
            length = int.from_bytes(self._read(2), "big")
        if second == 127:
            length = int.from_bytes(self._read(8), "big")
        return Received(first & 0x0F, self._read(length))

    def read_close(self) -> int:
        """The code of the next close frame; all before it is skipped."""
        while True:
            frame = self.read_frame()
            if frame.opcode == Opcode.CLOSE:
                return int.from_bytes(frame.payload[:2], "big")

    def read_to_end(self) -> bytes:
        """Everything until the server ends the stream."""
        try:
            while True:
                self._receive_more()
        except ConnectionError:
            data, self._buffer = self._buffer, b""
            return data

    def reset(self) -> None:
        """Reset the connection, as the system does for a program that crashes."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.socket.close()

    def _read(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._receive_more()
        data, self._buffer = self._buffer[:count], self._buffer[count:]
        return data

    def _receive_more(self) -> None:
        data = self.socket.recv(65_536)
        if not data:
            raise ConnectionError(f"the server ended the stream after {self._buffer!r}")
        self._buffer += data

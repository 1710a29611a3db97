"""Servers that misbehave: functions that are given one end of a connection, and do anything with it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from framebyframe.wire import Frame, Opcode, accept_key, encode_frame, mask_payload

READ_SIZE = 65536
END_TIMEOUT = 10.0
"""Seconds for the threads of a server to end, once their sockets are closed."""
RESET_ON_CLOSE = b"\1\0\0\0\0\0\0\0"
"""SO_LINGER with a time of 0: closing the socket resets the connection."""


class Peer:
    """The server's end of one connection: bytes in, bytes out, nothing checked."""

    def __init__(self, stream: socket.socket, over: threading.Event) -> None:
        self.stream = stream
        self.over = over
        self._buffer = b""

    def read_head(self) -> bytes:
        """The client's opening handshake."""
        while b"\r\n\r\n" not in self._buffer:
            data = self.stream.recv(READ_SIZE)
            if not data:
                raise ConnectionError("no handshake came")
            self._buffer += data
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head

    def shake_hands(self, then: bytes = b"") -> None:
        """Answer the opening handshake as a good server does; `then` goes out in the same packet."""
        self.send(self.good_answer() + then)

    def good_answer(self) -> bytes:
        """The response of a good server to the handshake that comes."""
        key = next(
            line[19:] for line in self.read_head().split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key: ")
        )
        lines = [
            b"HTTP/1.1 101 Switching Protocols",
            b"Upgrade: websocket",
            b"Connection: Upgrade",
            b"Sec-WebSocket-Accept: " + accept_key(key.decode()).encode(),
        ]
        return b"\r\n".join([*lines, b"\r\n"])

    def send(self, data: bytes) -> None:
        self.stream.sendall(data)

    def send_text(self, text: str) -> None:
        self.send(text_frame(text))

    def read(self, count: int) -> bytes:
        """The next `count` bytes."""
        parts, missing = [self._buffer], count - len(self._buffer)
        while missing > 0:
            parts.append(self.stream.recv(READ_SIZE))
            if not parts[-1]:
                raise ConnectionError("the client has gone")
            missing -= len(parts[-1])
        data = b"".join(parts)
        self._buffer = data[count:]
        return data[:count]

    def read_frame(self) -> tuple[int, bytes]:
        """Opcode and payload of the client's next frame, unmasked."""
        first, second = self.read(2)
        length = second & 127
        if length > 125:
            length = int.from_bytes(self.read(2 if length == 126 else 8), "big")
        key = self.read(4)
        payload = self.read(length)
        return first & 15, mask_payload(payload, key)

    def read_request(self) -> str:
        """The text of the client's next message; a close frame is answered, and ends the behaviour."""
        while True:
            opcode, payload = self.read_frame()
            if opcode == Opcode.TEXT:
                return payload.decode()
            if opcode == Opcode.CLOSE:
                self.send(frame(Opcode.CLOSE, payload))
                raise ConnectionError("the client has said goodbye")

    def open_and_read(self) -> str:
        """Shake hands; return the text of the first request."""
        self.shake_hands()
        return self.read_request()

    def wait_for_goodbye(self) -> None:
        """Wait until the client closes, which is answered, or goes."""
        while True:
            self.read_request()

    def say_nothing(self) -> None:
        """Wait until the client ends the stream, and send nothing."""
        while self.stream.recv(READ_SIZE):
            pass

    def read_nothing(self) -> None:
        """Wait until the test is over, and read nothing."""
        self.over.wait()

    def half_close(self) -> None:
        """End our half of the stream, and go on reading."""
        self.stream.shutdown(socket.SHUT_WR)
        self.say_nothing()

    def reset(self) -> None:
        """Reset the connection: the client's system reports it as broken."""
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.stream.close()


Behaviour = Callable[[Peer], Any]


@contextmanager
def serving() -> Iterator[Callable[..., str]]:
    """Gives a function that runs a behaviour for each connection, in a thread, and returns its URL.

    With `receive_buffer=2048` a connection takes about so many bytes that nobody reads. All have ended when
    the block has.
    """
    listeners: list[socket.socket] = []
    streams: list[socket.socket] = []
    threads: list[threading.Thread] = []
    failures: list[Exception] = []
    over = threading.Event()

    def run(behave: Behaviour, stream: socket.socket) -> None:
        with stream, contextlib.suppress(ConnectionError):
            try:
                behave(Peer(stream, over))
            except OSError:
                pass
            except Exception as error:
                failures.append(error)

    def accept(listener: socket.socket, behave: Behaviour) -> None:
        with contextlib.suppress(OSError):
            while True:
                stream, _ = listener.accept()
                streams.append(stream)
                threads.append(threading.Thread(target=run, args=(behave, stream), daemon=True))
                threads[-1].start()

    def start(behave: Behaviour, receive_buffer: int | None = None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        if receive_buffer:  # before a connection comes: its window does not shrink
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        listeners.append(listener)
        threads.append(threading.Thread(target=accept, args=(listener, behave), daemon=True))
        threads[-1].start()
        return f"ws://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    over.set()
    for end in [*listeners, *streams]:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
    for thread in threads:
        thread.join(END_TIMEOUT)
    assert not failures
    assert not any(thread.is_alive() for thread in threads)


def frame(opcode: Opcode, payload: bytes = b"", **options: Any) -> bytes:
    return encode_frame(Frame(opcode, payload, **options))


def text_frame(text: str) -> bytes:
    return frame(Opcode.TEXT, text.encode())


def closing(code: int, reason: bytes = b"") -> bytes:
    """A close frame."""
    return frame(Opcode.CLOSE, code.to_bytes(2, "big") + reason)


def reply_to(request: str, **members: Any) -> str:
    """The article's reply to the text of a request."""
    return json.dumps({"status": "success", "id": json.loads(request).get("id"), **members})


@contextmanager
def url_of_nobody() -> Iterator[str]:
    """The URL of a port that is taken, and where nothing listens, for as long as the block runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"ws://127.0.0.1:{taken.getsockname()[1]}"

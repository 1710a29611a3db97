"""A load for servers, the same for all of them, and what it costs them (on Linux: it asks /proc)."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from framebyframe.wire import ClientHandshake, Frame, HandshakeAccepted, Opcode, encode_frame

READ_SIZE = 65536
KEY = bytes.fromhex("37fa213d")
REQUEST = b'{"action": "echo", "params": {"n": 123, "text": "Frame by Frame"}, "id": 7}'
EXPECTED = b'"Frame by Frame"'
LONGEST_SHORT_PAYLOAD = 125
HEADER_SIZE = 2
"""Bytes in the header of a short unmasked frame, as the replies have it."""


def open_connection(url: str) -> socket.socket:
    """A connection to a server, its opening handshake done."""
    address = urlsplit(url)
    assert address.hostname and address.port
    stream = socket.create_connection((address.hostname, address.port), timeout=10)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    handshake = ClientHandshake(address.netloc, "/")
    stream.sendall(handshake.data_to_send())
    outcome = None
    while outcome is None:
        outcome = handshake.receive_data(stream.recv(READ_SIZE))
    assert isinstance(outcome, HandshakeAccepted), outcome
    return stream


@contextmanager
def connections(url: str, count: int) -> Iterator[list[socket.socket]]:
    """`count` connections, open as long as the block runs."""
    with ExitStack() as streams:
        yield [streams.enter_context(open_connection(url)) for _ in range(count)]


class Caller:
    """One connection that makes a number of calls, and keeps some of them in flight."""

    def __init__(self, stream: socket.socket, calls: int, in_flight: int) -> None:
        self._stream = stream
        self._frame = encode_frame(Frame(Opcode.TEXT, REQUEST, masking_key=KEY))
        self._unread = b""
        self._to_send = calls
        self._to_come = calls
        self.send(in_flight)

    def send(self, count: int) -> None:
        """Make `count` more calls, or as many as are left."""
        count = min(count, self._to_send)
        self._to_send -= count
        self._stream.sendall(self._frame * count)

    def read(self) -> bool:
        """Read the replies that have come, make as many new calls; whether all have been answered."""
        self._unread += self._stream.recv(READ_SIZE)
        answered = 0
        while len(self._unread) > HEADER_SIZE and len(self._unread) >= HEADER_SIZE + self._unread[1]:
            reply = self._unread[HEADER_SIZE : HEADER_SIZE + self._unread[1]]
            assert EXPECTED in reply and len(reply) <= LONGEST_SHORT_PAYLOAD, reply
            self._unread = self._unread[HEADER_SIZE + len(reply) :]
            answered += 1
        self._to_come -= answered
        self.send(answered)
        return self._to_come == 0


def make_calls(streams: list[socket.socket], calls_each: int, in_flight: int = 1) -> None:
    """Make `calls_each` calls of echo on every connection, `in_flight` of them at a time on each.

    It never sleeps: a server would have to wake it, and pay for that the more, the slower it is.
    """
    with selectors.DefaultSelector() as selector:
        for stream in streams:
            caller = Caller(stream, calls_each, in_flight)
            selector.register(stream, selectors.EVENT_READ, caller)
        while selector.get_map():
            for key, _ in selector.select(timeout=0):
                if key.data.read():
                    selector.unregister(key.fileobj)


def cpu_time(pid: int) -> int:
    """Nanoseconds of CPU that a process has used, all its threads together."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads)


def resident_memory(pid: int) -> int:
    """Bytes of memory that a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"process {pid} has no VmRSS")

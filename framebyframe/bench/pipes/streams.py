"""Bare streams: TCP, and a Unix socket. Each text is preceded by its length, four bytes, highest first."""

from __future__ import annotations

import socket
import socketserver
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import IO

from ..work import answer
from .pipe import Exchange

LENGTH = struct.Struct("!I")


def read_text(stream: BufferedIOBase | IO[bytes]) -> bytes:
    """The next text; empty where the stream has ended."""
    length = stream.read(LENGTH.size)
    return stream.read(*LENGTH.unpack(length)) if length else b""


def with_length(text: bytes) -> bytes:
    """A text behind its length."""
    return LENGTH.pack(len(text)) + text


class Handler(socketserver.StreamRequestHandler):
    """Answers each text of a connection, one after the other."""

    def handle(self) -> None:
        while text := read_text(self.rfile):
            self.wfile.write(with_length(answer(text.decode()).encode()))


class TcpHandler(Handler):
    """The same on TCP, where small packets go out at once."""

    disable_nagle_algorithm = True


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


def serve_tcp(listening: Callable[[str], None]) -> None:
    """Answer on a TCP port, for ever."""
    with _Tcp(("127.0.0.1", 0), TcpHandler) as server:
        listening(f"127.0.0.1:{server.server_address[1]}")
        server.serve_forever()


def serve_unix(listening: Callable[[str], None]) -> None:
    """Answer on a Unix socket, for ever."""

    class Unix(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True
        request_queue_size = 128

    with tempfile.TemporaryDirectory(prefix="pipe-") as folder:
        path = str(Path(folder) / "socket")
        with Unix(path, Handler) as server:
            listening(path)
            server.serve_forever()


@contextmanager
def tcp(address: str) -> Iterator[Exchange]:
    """A connection that is kept, whose small packets go out at once."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection.makefile("rb") as replies:

            def exchange(text: str) -> bytes:
                connection.sendall(with_length(text.encode()))
                return read_text(replies)

            yield exchange


@contextmanager
def tcp_in_two_writes(address: str) -> Iterator[Exchange]:
    """The same as many people write it: the length, then the text, with Nagle's algorithm, as by default.

    The second small packet waits until the first is acknowledged (RFC 896), and the receiver, which has
    nothing to say yet, delays that (RFC 9293, section 3.8.6.3).
    """
    host, _, port = address.rpartition(":")
    with (
        socket.create_connection((host, int(port))) as connection,
        connection.makefile("rb") as replies,
    ):

        def exchange(text: str) -> bytes:
            data = text.encode()
            connection.sendall(LENGTH.pack(len(data)))
            connection.sendall(data)
            return read_text(replies)

        yield exchange


@contextmanager
def unix(address: str) -> Iterator[Exchange]:
    """A connection to a Unix socket that is kept."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(address)
        with connection.makefile("rb") as replies:

            def exchange(text: str) -> bytes:
                connection.sendall(with_length(text.encode()))
                return read_text(replies)

            yield exchange


def needs_unix() -> str:
    """Why there is no Unix socket here; empty where there is."""
    return "" if hasattr(socket, "AF_UNIX") else f"Python has no Unix sockets on {sys.platform}"

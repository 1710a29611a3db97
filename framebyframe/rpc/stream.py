"""A connected socket on which every wait has a deadline."""

from __future__ import annotations

import select
import socket
import ssl
from typing import Protocol

from .deadline import Deadline

READ_SIZE = 65536
WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""How a socket says: not now."""


class Poller(Protocol):
    """Waits for a socket; `select.poll` is one."""

    def poll(self, milliseconds: float, /) -> list[tuple[int, int]]: ...


class Stream:
    """A socket that never blocks: waiting is done beside it, so that a silent peer cannot hold us.

    Args:
        connected: the socket; with TLS where it is encrypted.
    """

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self._socket = connected
        self._readable = new_poller(connected, writing=False)

    @property
    def is_closed(self) -> bool:
        """Whether `close` has been called."""
        return self._socket.fileno() < 0

    def receive(self, deadline: Deadline) -> bytes | None:
        """What has come, or comes by the deadline; b"" at the end of the stream; None if nothing does."""
        while self.wait(deadline):
            data = self.receive_some()
            if data is not None:
                return data
        return None

    def wait(self, deadline: Deadline) -> bool:
        """Whether there is something to receive, or comes by the deadline."""
        return self._holds_decrypted() or bool(self._readable.poll(deadline.remaining() * 1000))

    def receive_some(self) -> bytes | None:
        """What has come; b"" at the end of the stream; None if nothing has, or only half a TLS record."""
        try:
            return self._socket.recv(READ_SIZE)
        except WOULD_BLOCK:
            return None
        except OSError:
            return b""  # a reset is an end like any other

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Send all of it.

        Raises:
            TimeoutError: the peer has not taken it by the deadline.
            OSError: the peer has ended the stream.
        """
        sent = self.send_some(data)
        while sent < len(data):
            if not new_poller(self._socket, writing=True).poll(deadline.remaining() * 1000):
                raise TimeoutError
            sent += self.send_some(memoryview(data)[sent:])

    def close(self) -> None:
        """End the stream; again is harmless."""
        self._socket.close()

    def send_some(self, data: bytes | memoryview) -> int:
        """Send what the socket takes now: how many bytes.

        Raises:
            OSError: the peer has ended the stream.
        """
        try:
            return self._socket.send(data)
        except WOULD_BLOCK:
            return 0

    def _holds_decrypted(self) -> bool:
        """Whether TLS has more for us already: then the socket beneath it may well be empty."""
        return isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0


def new_poller(waited_for: socket.socket, writing: bool) -> Poller:
    """What waits until this socket can be read from, or written to."""
    if not hasattr(select, "poll"):
        return _SelectPoller(waited_for, writing)
    poller = select.poll()
    poller.register(waited_for, select.POLLOUT if writing else select.POLLIN)
    return poller


class _SelectPoller:
    """The same on Windows, which has no poll."""

    def __init__(self, waited_for: socket.socket, writing: bool) -> None:
        self._sets = ([], [waited_for]) if writing else ([waited_for], [])

    def poll(self, milliseconds: float) -> list[tuple[int, int]]:
        ready = select.select(*self._sets, [], milliseconds / 1000)
        return [(0, 0)] if any(ready) else []

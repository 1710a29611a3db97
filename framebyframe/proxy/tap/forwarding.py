"""Two sockets joined to one connection: what comes from one goes to the other, at once and as it is.

Each direction ends by itself, as TCP's do: an end of stream is passed on, and so is a reset. While one side
does not read, the other is not read from either: nothing is gathered here.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading
from collections.abc import Callable
from typing import Protocol

from .items import OTHER, How, Sender

READ_SIZE = 65536
NO_LINGER = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing the socket resets the connection."""
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Listener(Protocol):
    """Who is told what has been passed on."""

    def bytes_passed(self, sender: Sender, data: bytes, moment: float) -> None: ...
    def ended(self, sender: Sender, how: How, words: str = "") -> None: ...


class Lane:
    """One direction.

    Attributes:
        sender: whose bytes these are.
        source: where they come from.
        target: where they go.
        unsent: those that the target has no room for at the moment.
        is_open: whether more may come.
    """

    def __init__(self, sender: Sender, source: socket.socket, target: socket.socket) -> None:
        self.sender = sender
        self.source = source
        self.target = target
        self.unsent = memoryview(b"")
        self.is_open = True

    def read(self) -> bytes | None:
        """What has come and was passed on; b"" at the end of the stream, None where nothing has come.

        Raises:
            OSError: the source has reset the connection.
        """
        try:
            data = self.source.recv(READ_SIZE)
        except BlockingIOError:
            return None
        self.unsent = memoryview(data)
        return data

    def write(self) -> None:
        """Pass on as much as the target takes.

        Raises:
            OSError: the target has reset the connection.
        """
        with contextlib.suppress(BlockingIOError):
            self.unsent = self.unsent[self.target.send(self.unsent) :]


class Link:
    """Passes bytes on between a client and a server, until both have ended.

    Args:
        client: a connected socket.
        server: another one.
        listener: is told what has been passed on.
        now: the time, in seconds.

    Attributes:
        busy: held while bytes are passed on and told: who holds it knows that all that has left was told.
    """

    def __init__(
        self, client: socket.socket, server: socket.socket, listener: Listener, now: Callable[[], float]
    ) -> None:
        self.busy = threading.Lock()
        self._sockets = (client, server)
        self._lanes = (Lane("client", client, server), Lane("server", server, client))
        self._listener = listener
        self._now = now
        self._is_reset = False
        self._gone: Sender | None = None
        """A side that takes nothing more, and has not been told to have ended."""
        self._selector = selectors.DefaultSelector()
        self._watched: dict[socket.socket, int] = {client: 0, server: 0}

    def run(self) -> None:
        """Pass on until both directions have ended. The sockets are closed then."""
        with self._sockets[0], self._sockets[1], self._selector:
            for stream in self._sockets:
                stream.setblocking(False)
                with contextlib.suppress(OSError):  # not open any more
                    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while self._watch():
                for key, events in self._selector.select():
                    self._serve(key.fileobj, events)
            if self._gone is not None:
                self._listener.ended(self._gone, "reset")
            if self._is_reset:
                self._reset()

    def stop(self) -> None:
        """End both directions, from another thread."""
        for stream in self._sockets:
            with contextlib.suppress(OSError):  # closed already
                stream.shutdown(socket.SHUT_RDWR)

    def _serve(self, stream: object, events: int) -> None:
        with self.busy:
            for lane in self._lanes:
                if events & WRITE and lane.target is stream and lane.unsent:
                    self._write(lane)
                elif events & READ and lane.source is stream and lane.is_open and not lane.unsent:
                    self._read(lane)

    def _read(self, lane: Lane) -> None:
        try:
            data = lane.read()
        except OSError as error:
            self._break(lane, error)
            return
        if data is None:
            return
        moment = self._now()
        if data:
            self._write(lane)
            self._listener.bytes_passed(lane.sender, data, moment)
        else:
            self._end(lane)

    def _write(self, lane: Lane) -> None:
        """Pass on. A target that is gone ends this direction; from the other one something may still come."""
        try:
            lane.write()
        except OSError:
            lane.unsent = memoryview(b"")
            lane.is_open = False
            self._is_reset = True
            self._gone = OTHER[lane.sender]

    def _end(self, lane: Lane) -> None:
        """Pass on the end of the stream."""
        lane.is_open = False
        self._listener.ended(lane.sender, "end")
        if not self._is_reset:
            with contextlib.suppress(OSError):  # the target is gone
                lane.target.shutdown(socket.SHUT_WR)

    def _break(self, lane: Lane, error: OSError) -> None:
        """A side is gone: nothing comes from it, and nothing reaches it."""
        self._is_reset = True
        self._gone = None
        for each in self._lanes:
            each.is_open = False
            each.unsent = memoryview(b"")
        self._listener.ended(lane.sender, "reset", error.strerror or "")

    def _reset(self) -> None:
        for stream in self._sockets:
            with contextlib.suppress(OSError):
                stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)

    def _watch(self) -> bool:
        """Have the selector look at what may happen next; False where nothing may."""
        wanted = dict.fromkeys(self._sockets, 0)
        for lane in self._lanes:
            wanted[lane.target] |= WRITE if lane.unsent else 0
            wanted[lane.source] |= READ if lane.is_open and not lane.unsent else 0
        for stream, events in wanted.items():
            if events != self._watched[stream]:
                self._change(stream, events)
        return any(wanted.values())

    def _change(self, stream: socket.socket, events: int) -> None:
        if not self._watched[stream]:
            self._selector.register(stream, events)
        elif events:
            self._selector.modify(stream, events)
        else:
            self._selector.unregister(stream)
        self._watched[stream] = events

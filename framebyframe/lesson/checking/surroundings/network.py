"""A network in memory: `socket`, `select` and asyncio connect to it while an answer is checked."""

from __future__ import annotations

import errno
import math
import select
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from .clock import VirtualClock

FIRST_PORT = 8080
HOST = "127.0.0.1"
READABLE, WRITABLE = 0x001, 0x004
"""As `select.POLLIN` and `select.POLLOUT`, which Windows lacks."""

BUFFER = 65_536
"""Bytes that the system keeps for somebody who does not read."""

FIRST_DESCRIPTOR = 100_000
"""The first number of a socket in memory; no real file has one so high."""


class Listener(Protocol):
    """An object that clients can connect to."""

    def connected(self, end: End) -> None:
        """Take a client's connection; `end` is our end of it."""


class End:
    """One end of a connection. Data from the other end arrives at a moment of its own.

    Attributes:
        reads_until: the moment from which nothing is read here any more.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.reads_until = math.inf
        self.other = self
        self._coming: deque[tuple[float, bytes | None]] = deque()
        self._notice: Callable[[float], None] = lambda moment: None

    def say(self, data: bytes | None, delay: float = 0.0) -> None:
        """Send `data` to the other end; it arrives after `delay` seconds. None: no more will come."""
        self.other._arrive(data, self.clock.now + delay)

    def send(self, data: bytes) -> int:
        """Send as much of `data` as is taken now; return how many bytes that is."""
        taken = data[: self.room()]
        if taken:
            self.say(taken)
        return len(taken)

    def room(self) -> int | None:
        """How many bytes are taken now; None for any number: the other end reads."""
        return None if self.other._is_reading() else max(0, BUFFER - self.other._unread())

    def _is_reading(self) -> bool:
        return self.clock.now < self.reads_until

    def _unread(self) -> int:
        return sum(len(data) for _, data in self._coming if data)

    def _arrive(self, data: bytes | None, moment: float) -> None:
        """Add data that arrives at `moment`, but not before the data sent earlier."""
        if self._coming:
            moment = max(moment, self._coming[-1][0])
        self._coming.append((moment, data))
        self._notice(moment)

    def when_something_comes(self, notice: Callable[[float], None]) -> None:
        """Call `notice` with the moment of all data that arrives, also of what is on its way already."""
        self._notice = notice
        for moment, _ in self._coming:
            notice(moment)

    def next_moment(self) -> float | None:
        """The moment at which something can be read; None if nothing is on its way."""
        return self._coming[0][0] if self._coming else None

    def has_come(self) -> bool:
        """Whether something can be read now."""
        return self._is_reading() and bool(self._coming) and self._coming[0][0] <= self.clock.now

    def read(self, most: int) -> bytes | None:
        """The data that has come, at most `most` bytes; b"" at the end; None if there is none."""
        if not self.has_come():
            return None
        moment, data = self._coming[0]
        if data is None:
            return b""  # the end of the stream is read again and again
        self._coming.popleft()
        if len(data) > most:
            self._coming.appendleft((moment, data[most:]))
        return data[:most]


class Network:
    """The listeners by port, and the sockets that are open."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.restart()

    def restart(self) -> None:
        """Begin another example: nobody listens, no socket is open."""
        self._listeners: dict[int, Listener] = {}
        self._last_port = FIRST_PORT - 1
        self.sockets: dict[int, MemorySocket] = {}

    def listen(self, listener: Listener) -> int:
        """Register a listener; return its port."""
        self._last_port += 1
        self._listeners[self._last_port] = listener
        return self._last_port

    def connect(self, port: int) -> End:
        """Connect to the listener at this port; return our end of the connection.

        Raises:
            ConnectionRefusedError: there is none.
        """
        if port not in self._listeners:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        ours, theirs = End(self.clock), End(self.clock)
        ours.other, theirs.other = theirs, ours
        self._listeners[port].connected(theirs)
        return ours

    def is_listening(self, port: int) -> bool:
        """Whether there is a listener at this port."""
        return port in self._listeners

    def stop_listening(self, port: int) -> None:
        """Remove the listener at this port."""
        self._listeners.pop(port, None)

    def functions(self) -> Iterator[tuple[Any, str, Any]]:
        """The replacements for the functions of `socket` and `select`."""
        yield socket, "getaddrinfo", look_up
        yield socket, "create_connection", self._create_connection
        yield select, "poll", lambda: Poll(self)
        yield select, "select", self._select

    def socket_class(self) -> type[socket.socket]:
        """The replacement for `socket.socket`: a real class, from which others can be derived."""
        network, here = self, threading.get_ident()

        class Socket(socket.socket):
            def __new__(cls, *arguments: Any, **named: Any) -> Any:
                if cls is Socket and threading.get_ident() == here:
                    return MemorySocket(network)
                return super().__new__(cls, *arguments, **named)

        return Socket

    def _create_connection(
        self, address: tuple[str, int], timeout: float | None = None, *_: Any, **named: Any
    ) -> MemorySocket:
        connected = MemorySocket(self)
        if isinstance(timeout, (int, float)):
            connected.settimeout(timeout)
        connected.connect(address)
        return connected

    def _select(
        self, readers: Sequence[Any], writers: Sequence[Any], _: Sequence[Any], timeout: float | None = None
    ) -> tuple[list[Any], list[Any], list[Any]]:
        poll, reading, writing = Poll(self), {*map(descriptor_of, readers)}, {*map(descriptor_of, writers)}
        for number in reading | writing:
            poll.register(number, READABLE * (number in reading) | WRITABLE * (number in writing))
        ready = dict(poll.poll(None if timeout is None else timeout * 1000))
        found = [
            [one for one in asked if ready.get(descriptor_of(one), 0) & event]
            for asked, event in ((readers, READABLE), (writers, WRITABLE))
        ]
        return found[0], found[1], []


def look_up(host: Any, port: Any, *_: Any, **named: Any) -> list[Any]:
    """As `socket.getaddrinfo`: every name has the address of this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOST, int(port or 0)))]


def descriptor_of(one: Any) -> int:
    """The number of a socket, or the number itself."""
    return one if isinstance(one, int) else int(one.fileno())


class MemorySocket:
    """The socket that `socket.socket()` returns, with the methods that a client uses."""

    family, type, proto = socket.AF_INET, socket.SOCK_STREAM, 0

    def __init__(self, network: Network) -> None:
        self._network = network
        self._descriptor = FIRST_DESCRIPTOR + len(network.sockets)
        self._timeout: float | None = None
        self._end: End | None = None
        network.sockets[self._descriptor] = self

    def __enter__(self) -> MemorySocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def end(self) -> End:
        """Our end of the connection.

        Raises:
            OSError: there is none.
        """
        if self._descriptor < 0:
            raise OSError(errno.EBADF, "Bad file descriptor")
        if self._end is None:
            raise OSError(errno.ENOTCONN, "Socket is not connected")
        return self._end

    def connect(self, address: tuple[str, int], /) -> None:
        """Connect; only the port matters."""
        self._end = self._network.connect(address[1])

    def settimeout(self, seconds: float | None, /) -> None:
        """Set the seconds for each wait; None waits for ever, 0 does not wait."""
        self._timeout = seconds

    def gettimeout(self) -> float | None:
        """The seconds for each wait."""
        return self._timeout

    def setblocking(self, blocking: bool, /) -> None:
        """Set whether to wait at all."""
        self._timeout = None if blocking else 0.0

    def setsockopt(self, *_: Any) -> None:
        """Do nothing: there is no wire."""

    def fileno(self) -> int:
        """The number of the socket; -1 when it is closed."""
        return self._descriptor

    def getpeername(self) -> tuple[str, int]:
        """The address of the other end."""
        return (HOST, FIRST_PORT)

    def send(self, data: Any, /) -> int:
        """Send as much of the data as is taken; return how many bytes that is.

        Raises:
            BlockingIOError: nothing is taken, and no wait is wanted.
            TimeoutError: nothing is taken in time.
        """
        taken = self.end.send(bytes(data))
        if len(data) and not taken:
            if self._timeout == 0.0:
                raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
            wait_for(self.end.clock, [], self._timeout)  # who has stopped reading never begins again
            raise TimeoutError("timed out")
        return taken

    def sendall(self, data: Any, /) -> None:
        """Send all of the data."""
        sent = 0
        while sent < len(data):
            sent += self.send(data[sent:])

    def recv(self, most: int, /) -> bytes:
        """The data that has come, or that comes in time.

        Raises:
            BlockingIOError: nothing has come, and no wait is wanted.
            TimeoutError: nothing comes in time.
        """
        data = self.end.read(most)
        if data is None and self._timeout == 0.0:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        if data is None and wait_for(self.end.clock, [self.end], self._timeout):
            data = self.end.read(most)
        if data is None:
            raise TimeoutError("timed out")
        return data

    def recv_into(self, buffer: Any, most: int = 0, /) -> int:
        """As `recv`, into a buffer."""
        data = self.recv(most or len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def shutdown(self, how: int, /) -> None:
        """Stop sending."""
        if how != socket.SHUT_RD:
            self.end.say(None)

    def close(self) -> None:
        """End the connection."""
        if self._end is not None and self._descriptor >= 0:
            self._end.say(None)
        self._descriptor = -1


def wait_for(clock: VirtualClock, ends: Sequence[End], timeout: float | None) -> bool:
    """Wait at most `timeout` seconds; return whether something can be read from one of these ends."""
    if any(end.has_come() for end in ends):
        return True
    moments = [moment for end in ends if (moment := end.next_moment()) is not None]
    if moments and (timeout is None or min(moments) <= clock.now + timeout):
        clock.wait(min(moments) - clock.now)
        return True
    clock.wait(timeout) if timeout is not None else clock.wait_for_ever()
    return False


class Poll:
    """The object that `select.poll()` returns."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._watched: dict[int, int] = {}

    def register(self, one: Any, mask: int = READABLE) -> None:
        """Watch this socket too."""
        self._watched[descriptor_of(one)] = mask

    modify = register

    def unregister(self, one: Any) -> None:
        """Stop watching this socket."""
        del self._watched[descriptor_of(one)]

    def poll(self, milliseconds: float | None = None) -> list[tuple[int, int]]:
        """Wait; return the sockets that can be read, or written to, each with its events."""
        if self._watched and not self._ready():
            ends = [self._end(number) for number, mask in self._watched.items() if mask & READABLE]
            is_endless = milliseconds is None or milliseconds < 0
            wait_for(self._network.clock, ends, None if is_endless else (milliseconds or 0) / 1000)
        return self._ready()

    def _ready(self) -> list[tuple[int, int]]:
        found = []
        for number, mask in self._watched.items():
            end = self._end(number)
            events = mask & (READABLE * end.has_come() | WRITABLE * (end.room() != 0))
            if events:
                found.append((number, events))
        return found

    def _end(self, number: int) -> End:
        return self._network.sockets[number].end

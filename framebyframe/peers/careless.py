"""What a server has to be careful of: one that is not, and a client that makes calls and reads nothing.

Both run on the event loop of whoever starts them: in a notebook, that of the kernel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from framebyframe.rpc.addresses import local_address
from framebyframe.rpc.protocol import WebSocketProtocol, new_buffer
from framebyframe.rpc.timeouts import Timeouts
from framebyframe.wire import ClientHandshake, Frame, HandshakeAccepted, Opcode, ServerHandshake

from .errors import PeerFailed
from .judging import masked

LOOPBACK = "127.0.0.1"
CALLS, SIZE = 1000, 65_536
"""Calls of a client that never reads, and bytes of each."""
PATIENCE = 1.0
"""Seconds that such a client waits for the server to take more."""
BEGINNING, END = b'{"action": "echo", "params": {"text": "', b'"}}'

Answer = Callable[[str], str]


class CarelessServer:
    """Sends whatever a function makes of each text, and never looks who reads it. Made by `careless`.

    Attributes:
        url: where it listens.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._connections: list[_Connection] = []
        self._listener: asyncio.Server | None = None
        self.url = ""

    def __repr__(self) -> str:
        return "<a careless server>"

    @property
    def waiting(self) -> int:
        """Bytes of replies that it keeps in memory, because nobody has read them."""
        return sum(connection.waiting for connection in self._connections)

    async def start(self) -> None:
        """Begin to listen, on this machine alone."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._connect, LOOPBACK, 0)
        self.url = f"ws://{LOOPBACK}:{self._listener.sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        """Listen no more, and end all connections. Again is harmless."""
        if self._listener is not None:
            self._listener.close()
        for connection in self._connections:
            connection.abort("the server has stopped")
        self._connections.clear()

    def _connect(self) -> _Connection:
        self._connections.append(_Connection(self._answer))
        return self._connections[-1]


class _Connection(WebSocketProtocol):
    """One connection of a careless server."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(ServerHandshake(), Timeouts(ping_interval=0), new_buffer())
        self._answer = answer

    @property
    def waiting(self) -> int:
        return self._transport.get_write_buffer_size() if self._transport is not None else 0

    def text_received(self, text: str) -> None:
        self.send_text(self._answer(text))


async def careless(answer: Answer) -> CarelessServer:
    """Start a server that answers each text with what `answer` makes of it.

    Args:
        answer: is given a text, and returns one.
    """
    server = CarelessServer(answer)
    await server.start()
    return server


class Deaf:
    """A client that has made calls and reads nothing. Made by `never_reads`.

    Attributes:
        sent: calls that the server, or the network before it, has taken.
        calls: that it had to make.
    """

    def __init__(self, writer: asyncio.StreamWriter, calls: int) -> None:
        self._writer = writer
        self.sent, self.calls = 0, calls

    def __repr__(self) -> str:
        return (
            f"<a client that does not read, {'all' if self.got_rid_of_all else 'not all'} of its calls sent>"
        )

    @property
    def got_rid_of_all(self) -> bool:
        """Whether every call has been taken."""
        return self.sent == self.calls

    def hang_up(self) -> None:
        """End the stream, without a word. Again is harmless."""
        self._writer.transport.abort()

    async def make_calls(self, call: bytes) -> None:
        """Make them, until all are made or nobody takes one for PATIENCE seconds."""
        with suppress(TimeoutError):
            while not self.got_rid_of_all:
                self._writer.write(call)
                await asyncio.wait_for(self._writer.drain(), PATIENCE)
                self.sent += 1


async def never_reads(url: str, calls: int = CALLS, size: int = SIZE) -> Deaf:
    """Let a client make calls of `echo`, and read none of the replies. It stays connected.

    Args:
        url: of a server of this machine.
        calls: how many, at most.
        size: characters of the text that each has among its params.

    Raises:
        PeerFailed: the handshake was refused.
        OSError: nothing listens there.
    """
    address = local_address(url, allow_remote=False)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    handshake = ClientHandshake(address.authority, address.target, headers=[("User-Agent", "never-reads")])
    writer.write(handshake.data_to_send())
    outcome: Any = handshake.receive_data(await reader.readuntil(b"\r\n\r\n"))
    if not isinstance(outcome, HandshakeAccepted):
        writer.close()
        raise PeerFailed(f"the handshake was refused: {getattr(outcome, 'reason', 'no whole answer')}")
    transport: Any = writer.transport
    transport.pause_reading()
    transport.set_write_buffer_limits(high=0)
    deaf = Deaf(writer, calls)
    await deaf.make_calls(masked([Frame(Opcode.TEXT, BEGINNING + b"a" * size + END)]))
    return deaf

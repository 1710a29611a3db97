"""One side of a connection: what comes from it, and what can be done to it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from asyncio import StreamReader, StreamWriter

from ..tap.forwarding import NO_LINGER, READ_SIZE


class Peer:
    """A connected socket.

    Args:
        reader, writer: of its stream.

    Attributes:
        is_gone: we have reset it, or it has reset us.
    """

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.is_gone = False
        writer.transport.set_write_buffer_limits(high=READ_SIZE)
        with contextlib.suppress(OSError):  # not open any more
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def read(self) -> bytes:
        """What has come; b"" at the end of the stream.

        Raises:
            OSError: the peer has reset the connection.
        """
        try:
            return await self._reader.read(READ_SIZE)
        except OSError:
            self.is_gone = True
            raise

    async def write(self, data: bytes) -> None:
        """Write it at once, and wait while the peer takes nothing. That it is gone is told by `read`."""
        if self.is_gone:
            return
        with contextlib.suppress(OSError):
            self._writer.write(data)
            await self._writer.drain()

    def end(self) -> None:
        """Send the end of the stream. It can be read from as before."""
        if not self.is_gone:
            with contextlib.suppress(OSError, RuntimeError):  # lost, or closing
                self._writer.write_eof()

    def reset(self) -> None:
        """Reset the connection (RST). What has not left is gone."""
        self.is_gone = True
        with contextlib.suppress(OSError):
            self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self._writer.transport.abort()

    async def close(self) -> None:
        """Close it, once what was written has left."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    def abort(self) -> None:
        """Close it now."""
        self._writer.transport.abort()


async def connect(host: str, port: int, seconds: float) -> Peer:
    """A connection to a server.

    Raises:
        OSError: there is none within so many seconds.
    """
    async with asyncio.timeout(seconds):
        return Peer(*await asyncio.open_connection(host, port, limit=READ_SIZE))


class Twice:
    """A server to which everything is written on a second connection, too; what that one says is thrown away.

    Args:
        first: the server.
        second: the other connection to it.
    """

    def __init__(self, first: Peer, second: Peer) -> None:
        self._peers = (first, second)
        self._reading = asyncio.create_task(self._throw_away())

    @property
    def is_gone(self) -> bool:
        """Whether the first one is."""
        return self._peers[0].is_gone

    async def read(self) -> bytes:
        """As `Peer.read`, of the first one."""
        return await self._peers[0].read()

    async def write(self, data: bytes) -> None:
        """As `Peer.write`, on both."""
        for peer in self._peers:
            await peer.write(data)

    def end(self) -> None:
        """As `Peer.end`, on both."""
        for peer in self._peers:
            peer.end()

    def reset(self) -> None:
        """As `Peer.reset`, on both."""
        for peer in self._peers:
            peer.reset()

    async def close(self) -> None:
        """As `Peer.close`, on both."""
        for peer in self._peers:
            await peer.close()

    def abort(self) -> None:
        """As `Peer.abort`, on both."""
        for peer in self._peers:
            peer.abort()

    async def _throw_away(self) -> None:
        """Read what the second connection says, until it ends."""
        with contextlib.suppress(OSError):
            while await self._peers[1].read():
                pass

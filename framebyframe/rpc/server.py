"""The asyncio server: actions that any number of clients call.

server = RpcServer()

@server.action
def add(a: float, b: float) -> float:
    return a + b

async with server.listening(port=8080):
    await asyncio.Event().wait()
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar, overload

from ..wire import CloseCode, Deflate, Limits, ServerHandshake
from .access_log import Log, Silent
from .actions import Actions
from .gate import Gate
from .protocol import new_buffer
from .server_connection import Client, ServerConnection
from .timeouts import Timeouts

LOOPBACK = "127.0.0.1"
BACKLOG = 1024
"""Connections that may wait to be accepted by the program."""
STOP_GRACE = 10.0
"""Seconds for calls in flight to finish when the server stops."""
CLOSE_TIMEOUT = 0.5
"""Seconds for the clients to answer the close frame when the server stops."""

Function = TypeVar("Function", bound=Callable[..., Any])


class RpcServer:
    """Serves actions to any number of clients, in both dialects.

    Args:
        token: that every client must bring; None for no token.
        origins: of the pages that may connect, besides those of this machine.
        limits: for what clients send; None for the defaults.
        deflate: the permessage-deflate parameters to accept, or None for no compression.
        timeouts: how long to wait for clients, and how often to ping them.
        log: is told of every connection and every refusal, such as an AccessLog; None for no log.
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        origins: Collection[str] = (),
        limits: Limits | None = None,
        deflate: Deflate | None = None,
        timeouts: Timeouts | None = None,
        log: Log | None = None,
    ) -> None:
        self.actions = Actions()
        self.timeouts = timeouts or Timeouts()
        self.log = log or Silent()
        self._gate = Gate(origins, token)
        self._limits = limits
        self._deflate = deflate
        self._buffer = new_buffer()
        self._connections: dict[ServerConnection, None] = {}
        """In the order in which they came: a set has another order in each process."""
        self._all_gone = asyncio.Event()
        self._listener: asyncio.Server | None = None
        self._scheme = "ws"

    @overload
    def action(self, function: Function, /) -> Function: ...
    @overload
    def action(self, /, *, name: str) -> Callable[[Function], Function]: ...

    def action(self, function: Callable[..., Any] | None = None, /, *, name: str | None = None) -> Any:
        """Offer a function, or a coroutine function, to clients: `@server.action`.

        Its parameters are checked by their type hints: bool, int, float, str, list, dict, Any, and
        `Annotated` with a rule, such as `whole_number(1, 10)`. A parameter with the hint `Caller` gets
        the client that calls; one with the hint `AllParams` gets the parameters as they came.
        A `CallFailed` that it raises is the client's RemoteError.

        Args:
            name: what clients call it; its own name by default.

        Raises:
            TypeError: a type hint has no rule, or a parameter cannot be given by name.
        """

        def add(function: Function) -> Function:
            self.actions.add(function, name or function.__name__)
            return function

        return add if function is None else add(function)

    @property
    def url(self) -> str:
        """The address it listens on, such as "ws://127.0.0.1:8080"; for a Unix socket, its path."""
        assert self._listener is not None, "the server has not been started"
        address = self._listener.sockets[0].getsockname()
        if isinstance(address, str):
            return address
        host = f"[{address[0]}]" if ":" in address[0] else address[0]
        return f"{self._scheme}://{host}:{address[1]}"

    @property
    def connection_count(self) -> int:
        """The number of connections, with those in the opening handshake."""
        return len(self._connections)

    @property
    def is_listening(self) -> bool:
        """Whether clients can come: it has been started, and does not stop."""
        return self._listener is not None and self._listener.is_serving()

    @property
    def clients(self) -> list[Client]:
        """Who is connected now, in the order in which they came."""
        found = [connection.client for connection in list(self._connections)]
        return sorted((client for client in found if client is not None), key=lambda client: client.number)

    async def start(
        self,
        host: str = LOOPBACK,
        port: int = 0,
        *,
        unix_socket: str | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Begin to listen.

        Args:
            host: the address to listen on; only this machine can reach the default.
            port: 0 is any free one.
            unix_socket: the path of a Unix socket to listen on instead.
            context: with the certificate, for `wss`.

        Raises:
            OSError: the address is taken, or not allowed.
        """
        loop = asyncio.get_running_loop()
        self._scheme = "wss" if context else "ws"
        options: dict[str, Any] = {"ssl": context, "backlog": BACKLOG}
        if context is not None:
            options["ssl_handshake_timeout"] = self.timeouts.open or None
        if unix_socket is not None:
            self._listener = await loop.create_unix_server(self._connect, unix_socket, **options)
        else:
            self._listener = await loop.create_server(self._connect, host, port, **options)

    async def stop(self, grace: float = STOP_GRACE) -> None:
        """Stop, in good order; a server that was never started has nothing to stop.

        Whoever comes now is not let in, and calls in flight may finish. Each connection is told
        CloseCode.GOING_AWAY, and given up if it has not answered after CLOSE_TIMEOUT. At the end all are
        gone. The listener is None before the start.

        Args:
            grace: seconds for calls in flight.
        """
        if self._listener is None:
            return
        self._listener.close()
        await self._finish_calls(grace)
        for connection in list(self._connections):
            connection.close(CloseCode.GOING_AWAY, "the server is stopping")
        await self._wait_until_gone(CLOSE_TIMEOUT)
        for silent in list(self._connections):
            silent.abort("it has not answered the close frame in time")
        await self._wait_until_gone()

    @asynccontextmanager
    async def listening(
        self, host: str = LOOPBACK, port: int = 0, **options: Any
    ) -> AsyncIterator[RpcServer]:
        """Listen for as long as the `async with` block runs; the options are those of `start`."""
        await self.start(host, port, **options)
        try:
            yield self
        finally:
            await self.stop()

    # For its connections

    def new_handshake(self) -> ServerHandshake:
        """The opening handshake with one client."""
        return ServerHandshake(
            subprotocols=["jsonrpc"],
            allow_origin=self._gate.allows_origin,
            authenticate=self._gate.allows_request,
            deflate=self._deflate,
            limits=self._limits,
        )

    def adopt(self, connection: ServerConnection) -> None:
        """Add a connection that has been made; over TLS, once that is agreed on."""
        self._connections[connection] = None
        if self._listener is not None and not self._listener.is_serving():
            connection.abort("the server is stopping")

    def discard(self, connection: ServerConnection) -> None:
        """Remove a connection that is gone."""
        self._connections.pop(connection, None)
        if not self._connections:
            self._all_gone.set()

    def _connect(self) -> ServerConnection:
        # On Windows the loop fills one connection's buffer while it handles others: each has its own.
        return ServerConnection(self, new_buffer() if sys.platform == "win32" else self._buffer)

    async def _finish_calls(self, grace: float) -> None:
        for connection in self._connections:
            connection.drain()
        tasks = [task for connection in self._connections for task in connection.tasks_in_flight()]
        if tasks and grace:
            await asyncio.wait(tasks, timeout=grace)
            await asyncio.sleep(0)  # their replies are written at the end of the turn in which they end

    async def _wait_until_gone(self, seconds: float | None = None) -> None:
        self._all_gone.clear()
        if self._connections:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_gone.wait(), seconds)

"""asyncio without a socket, a thread or a wait: its clock is virtual, its connections are in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

from framebyframe.simulation.loop import MemoryTransport, VirtualLoop

from ..output import GuardRail
from .clock import VirtualClock
from .network import FIRST_PORT, HOST, End, Network, look_up

READ_SIZE = 65536

RESOLUTION = 1e-6
"""Seconds: moments closer to each other than this are the same one."""


class CheckLoop(VirtualLoop):
    """The loop of one example. When nothing is left that could wake it, it raises NeverArrives."""

    def __init__(self, clock: VirtualClock, network: Network) -> None:
        super().__init__(clock, RESOLUTION)
        self._network = network
        self._asyncgens: WeakSet[Any]
        self.set_exception_handler(lambda loop, context: None)

    @property
    def has_generators(self) -> bool:
        """Whether there are asynchronous generators that have not come to their end."""
        return len(self._asyncgens) > 0

    async def getaddrinfo(self, host: Any, port: Any, **named: Any) -> list[Any]:
        """The address of this machine, for every name."""
        return look_up(host, port)

    async def create_connection(
        self, protocol_factory: Callable[[], Any], host: Any = None, port: Any = None, **named: Any
    ) -> tuple[CheckTransport, Any]:
        """Connect to the listener at this port."""
        await asyncio.sleep(0)
        return self.serve(self._network.connect(int(port)), protocol_factory)

    async def create_server(  # type: ignore[override]
        self, protocol_factory: Callable[[], Any], *_: Any, **named: Any
    ) -> MemoryServer:
        """Listen at the next port."""
        return MemoryServer(self, protocol_factory)

    def serve(self, end: End, protocol_factory: Callable[[], Any]) -> tuple[CheckTransport, Any]:
        """Connect a new protocol to this end of a connection."""
        protocol = protocol_factory()
        transport = CheckTransport(self, end, protocol)
        protocol.connection_made(transport)
        end.when_something_comes(transport.expect)
        return transport, protocol

    @property
    def network(self) -> Network:
        """The network in which it connects and listens."""
        return self._network


class MemoryServer:
    """The server that `create_server` returns."""

    def __init__(self, loop: CheckLoop, protocol_factory: Callable[[], Any]) -> None:
        self._loop = loop
        self._protocol_factory = protocol_factory
        self._port = loop.network.listen(self)

    @property
    def sockets(self) -> tuple[MemoryServer]:
        """The server itself, which acts as its own socket."""
        return (self,)

    def getsockname(self) -> tuple[str, int]:
        """The address at which it listens."""
        return HOST, self._port

    def connected(self, end: End) -> None:
        """Take a client's connection."""
        self._loop.serve(end, self._protocol_factory)

    def is_serving(self) -> bool:
        """Whether it listens."""
        return self._loop.network.is_listening(self._port)

    def close(self) -> None:
        """Stop listening."""
        self._loop.network.stop_listening(self._port)

    async def wait_closed(self) -> None:
        """Return at once: it is closed already."""


class CheckTransport(MemoryTransport):
    """One connection of an example as an asyncio transport."""

    def __init__(self, loop: CheckLoop, end: End, protocol: Any) -> None:
        super().__init__(loop, protocol, {"peername": (HOST, FIRST_PORT), "sockname": (HOST, 0)})
        self._end_here = end

    def expect(self, moment: float) -> None:
        """Deliver, at this moment, the data that arrives then."""
        self._loop.call_at(moment, self._deliver)

    def _deliver(self) -> None:
        while not self._paused and not self._closing:
            data = self._end_here.read(READ_SIZE)
            if data is None:
                return
            if not data:
                return self._hand_over_end()
            self._hand_over(data)

    def write(self, data: Any) -> None:
        """Send all of the data at once."""
        if not self._closing and not self._sent_all:
            self._end_here.say(bytes(data))

    def write_eof(self) -> None:
        """Stop sending."""
        if not self._sent_all:
            self._sent_all = True
            self._end_here.say(None)

    def close(self) -> None:
        """End the connection."""
        if not self._closing:
            self.write_eof()
            self._closing = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close


def run_to_its_end(loop: CheckLoop, awaitable: Awaitable[Any]) -> Any:
    """The result of the awaitable. The tasks that it leaves behind are cancelled.

    Raises:
        NeverArrives: it waits for something that never comes.
    """

    async def finish() -> Any:
        return await awaitable

    try:
        return loop.run_until_complete(finish())
    finally:
        with suppress(GuardRail):  # reported already, or reported by the next example
            _wind_up(loop)
        loop.close()


def _wind_up(loop: CheckLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.call_soon(loop.stop)  # a stop that a guard rail left waiting is spent in this round, with this one
    loop.run_forever()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks))
    if loop.has_generators:
        loop.run_until_complete(loop.shutdown_asyncgens())


@contextmanager
def without_a_running_loop() -> Iterator[None]:
    """While it lasts, the loop of a notebook's kernel and the task that runs there are set aside."""
    loop = asyncio._get_running_loop()
    swap = getattr(asyncio.tasks, "_swap_current_task", None) if loop else None
    task = swap(loop, None) if swap else None
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
        if swap:
            swap(loop, task)

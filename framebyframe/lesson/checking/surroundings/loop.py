"""asyncio without a socket, a thread or a wait: its clock is virtual, its connections are in memory."""

from __future__ import annotations

import asyncio
from asyncio import protocols
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

from ..output import GuardRail
from .clock import VirtualClock
from .network import FIRST_PORT, HOST, End, Network, look_up

READ_SIZE = 65536

RESOLUTION = 1e-6
"""Seconds: moments closer to each other than this are the same one."""


class _Waiting:
    """The selector of the loop: it has no files, so it waits for the next timer alone."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._stopped = False

    def select(self, timeout: float | None) -> list[Any]:
        if self._stopped and timeout == 0:  # tasks that are cancelled come to their end
            return []
        try:
            self._clock.wait_for_ever() if timeout is None else self._clock.wait(timeout)
        except GuardRail:
            self._stopped = True
            raise
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """An event loop on a virtual clock. When nothing is left that could wake it, it raises NeverArrives."""

    def __init__(self, clock: VirtualClock, network: Network) -> None:
        super().__init__()
        self._selector = _Waiting(clock)
        self._clock = clock
        self._network = network
        self._asyncgens: WeakSet[Any]
        self._clock_resolution = RESOLUTION
        self.set_exception_handler(lambda loop, context: None)

    def time(self) -> float:
        """The moment, in seconds."""
        return self._clock.now

    @property
    def has_generators(self) -> bool:
        """Whether there are asynchronous generators that have not come to their end."""
        return len(self._asyncgens) > 0

    def _process_events(self, event_list: list[Any]) -> None:
        """Do nothing: there are no files."""

    def _write_to_self(self) -> None:
        """Do nothing: there is no other thread to wake the loop."""

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Call the function here and now: there are no threads."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    async def getaddrinfo(self, host: Any, port: Any, **named: Any) -> list[Any]:
        """The address of this machine, for every name."""
        return look_up(host, port)

    async def create_connection(
        self, protocol_factory: Callable[[], Any], host: Any = None, port: Any = None, **named: Any
    ) -> tuple[MemoryTransport, Any]:
        """Connect to the listener at this port."""
        await asyncio.sleep(0)
        return self.serve(self._network.connect(int(port)), protocol_factory)

    async def create_server(  # type: ignore[override]
        self, protocol_factory: Callable[[], Any], *_: Any, **named: Any
    ) -> MemoryServer:
        """Listen at the next port."""
        return MemoryServer(self, protocol_factory)

    def serve(self, end: End, protocol_factory: Callable[[], Any]) -> tuple[MemoryTransport, Any]:
        """Connect a new protocol to this end of a connection."""
        protocol = protocol_factory()
        transport = MemoryTransport(self, end, protocol)
        protocol.connection_made(transport)
        end.when_something_comes(transport.expect)
        return transport, protocol

    @property
    def network(self) -> Network:
        """The network in which it connects and listens."""
        return self._network


class MemoryServer:
    """The server that `create_server` returns."""

    def __init__(self, loop: VirtualLoop, protocol_factory: Callable[[], Any]) -> None:
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


class MemoryTransport(asyncio.Transport):
    """One connection as an asyncio transport."""

    def __init__(self, loop: VirtualLoop, end: End, protocol: Any) -> None:
        super().__init__({"peername": (HOST, FIRST_PORT), "sockname": (HOST, 0)})
        self._loop = loop
        self._end_here = end
        self._protocol = protocol
        self._paused = False
        self._closing = False
        self._sent_all = False

    def expect(self, moment: float) -> None:
        """Deliver, at this moment, the data that arrives then."""
        self._loop.call_at(moment, self._deliver)

    def _deliver(self) -> None:
        while not self._paused and not self._closing:
            data = self._end_here.read(READ_SIZE)
            if data is None:
                return
            if not data:
                return self._end()
            if isinstance(self._protocol, asyncio.BufferedProtocol):
                protocols._feed_data_to_buffered_proto(self._protocol, data)  # type: ignore[attr-defined]
            else:
                self._protocol.data_received(data)

    def _end(self) -> None:
        """Handle the end of the other side's data: the protocol decides whether to go on."""
        self._paused = True
        if not self._protocol.eof_received():
            self.close()

    def get_protocol(self) -> Any:
        """The protocol that gets the data."""
        return self._protocol

    def set_protocol(self, protocol: Any) -> None:
        """Set the protocol that gets the data."""
        self._protocol = protocol

    def pause_reading(self) -> None:
        """Stop delivering data until `resume_reading`."""
        self._paused = True

    def resume_reading(self) -> None:
        """Deliver the data that came meanwhile."""
        self._paused = False
        self._loop.call_soon(self._deliver)

    def is_reading(self) -> bool:
        """Whether it delivers data."""
        return not self._paused and not self._closing

    def write(self, data: Any) -> None:
        """Send all of the data at once."""
        if not self._closing and not self._sent_all:
            self._end_here.say(bytes(data))

    def can_write_eof(self) -> bool:
        """True: one end may stop sending before the other."""
        return True

    def write_eof(self) -> None:
        """Stop sending."""
        if not self._sent_all:
            self._sent_all = True
            self._end_here.say(None)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Do nothing: all data is sent at once."""

    def get_write_buffer_size(self) -> int:
        """0: no data waits."""
        return 0

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._closing

    def close(self) -> None:
        """End the connection."""
        if not self._closing:
            self.write_eof()
            self._closing = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close


def run_to_its_end(loop: VirtualLoop, awaitable: Awaitable[Any]) -> Any:
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


def _wind_up(loop: VirtualLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
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

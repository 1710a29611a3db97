"""The fault proxy: between any client and a server on this machine, and as bad a network as one asks for."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Self

from framebyframe.figures.figure import Figure
from framebyframe.rpc.addresses import local_address

from ..listening import LOOPBACK
from ..tap.forwarding import READ_SIZE
from .deeds import Deed, Deeds
from .in_force import InForce
from .link import Link
from .peer import Peer, Twice, connect
from .plan import Plan, as_plan
from .rows import deeds_table

CONNECT_TIMEOUT = 10.0
"""Seconds for the connection to the server."""
STOP_TIMEOUT = 5.0
"""Seconds for the thread to end."""
MAX_CONNECTIONS = 1000
"""Connections at once; one more is closed as soon as it comes."""


class FaultProxy:
    """Passes bytes on between clients and a server, with the faults of a plan.

        with FaultProxy(server.url, "latency 50ms") as proxy:
            ...                                  # a client connects to proxy.url
            proxy.apply("black-hole")            # from now on nothing passes
        proxy.rows()                             # what it did

    It listens on this machine, on a thread of its own with an event loop of its own.

    Args:
        server: the address of the server, such as "ws://127.0.0.1:8080", or a server of `peers`.
        faults: a plan, or one as a line of text; see `plan`.
        seed: of whatever is by chance.
        port: to listen on; 0 is any free one.
        allow_remote: also stand in front of a server on another machine.

    Attributes:
        url: what a client connects to, with the path and the query of the server's address.
        server: the address of the server.

    Raises:
        ValueError: it is no `ws://` address, or one on another machine, or no plan.
        OSError: the port is taken.
    """

    def __init__(
        self,
        server: object,
        faults: Plan | str = "",
        *,
        seed: int = 0,
        port: int = 0,
        allow_remote: bool = False,
    ) -> None:
        self.server = str(getattr(server, "url", server))
        self._address = local_address(self.server, allow_remote)
        self._plan = as_plan(faults)
        self._chance = random.Random(seed)
        begin = time.perf_counter()
        self.deeds = Deeds(lambda: time.perf_counter() - begin)
        self._links: set[Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections = 0
        ready: Future[int] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run(port, ready)), daemon=True, name="fault proxy"
        )
        self._thread.start()
        target = self._address.target if self._address.target != "/" else ""
        self.url = f"ws://{LOOPBACK}:{ready.result()}{target}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<a fault proxy in front of {self.server}: {self._plan or 'no faults'}>"

    @property
    def plan(self) -> Plan:
        """The plan that is in force."""
        return self._plan

    @property
    def open_connections(self) -> int:
        """How many connections pass through it now."""
        return len(self._links)

    def apply(self, faults: Plan | str) -> None:
        """Have this plan in force from now on, also for open connections. "" takes all faults away.

        Raises:
            ValueError: it is no plan.
            RuntimeError: the proxy is closed.
        """
        plan = as_plan(faults)
        done: Future[None] = Future()
        self._on_loop(lambda: self._apply(plan, done))
        done.result(STOP_TIMEOUT)

    def strike(self, faults: Plan | str) -> int:
        """Strike once, now, with faults of a moment: the plan that is in force stays.

        Returns:
            how many connections were open, and struck; where it is 0, nothing was done.

        Raises:
            ValueError: it is no plan, or one with faults of another kind.
            RuntimeError: the proxy is closed.
        """
        plan = as_plan(faults)
        if lasting := [fault for fault in plan if not fault.is_of_a_moment]:
            raise ValueError(f"{lasting[0].kind} lasts, and is no fault of a moment: use apply")
        struck: Future[int] = Future()
        self._on_loop(lambda: self._strike(plan, struck))
        return struck.result(STOP_TIMEOUT)

    def rows(self, last: int = 30) -> Figure:
        """What it did, as a table: the last so many deeds."""
        deeds = self.deeds.all()
        return deeds_table(deeds[-last:] if last else [], self.deeds.left_out + len(deeds))

    def listen(self, listener: Callable[[Deed], None]) -> None:
        """Have each deed told from now on, on the proxy's thread."""
        self.deeds.listen(listener)

    def close(self) -> None:
        """Take no more connections, and end those that are open. Again is harmless."""
        with contextlib.suppress(RuntimeError):  # closed already
            self._on_loop(self._stop.set)
        self._thread.join(STOP_TIMEOUT)

    # On the proxy's own thread

    def _on_loop(self, act: Callable[[], object]) -> None:
        if not self._thread.is_alive():
            raise RuntimeError("this fault proxy is closed")
        self._loop.call_soon_threadsafe(act)

    def _apply(self, plan: Plan, done: Future[None]) -> None:
        self._plan = plan
        self._in_force.apply(plan)
        for link in self._links:
            link.begin_anew()
        self.deeds.add("plan", words=str(plan))
        done.set_result(None)

    def _strike(self, plan: Plan, struck: Future[int]) -> None:
        for link in self._links:
            for fault in plan:
                link.strike_with(fault)
        struck.set_result(len(self._links))

    async def _run(self, port: int, ready: Future[int]) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._in_force = InForce(self._plan)
        try:
            server = await asyncio.start_server(self._serve, LOOPBACK, port, limit=READ_SIZE)
        except OSError as error:
            ready.set_exception(error)
            return
        self.deeds.add("plan", words=str(self._plan))
        ready.set_result(server.sockets[0].getsockname()[1])
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._join(Peer(reader, writer))
        except asyncio.CancelledError:  # the proxy is closed
            pass
        finally:
            self._tasks.discard(task)

    async def _join(self, client: Peer) -> None:
        """Join a client with the server."""
        self._connections += 1
        tell = partial(self._tell, self._connections)
        try:
            if len(self._tasks) > MAX_CONNECTIONS:
                tell("refused", words=str(MAX_CONNECTIONS))
                return
            await self._run_link(client, tell)
        finally:
            client.abort()

    async def _run_link(self, client: Peer, tell: Callable[..., None]) -> None:
        try:
            server = await self._connect(tell)
        except OSError as error:
            tell("unreachable", words=error.strerror or str(error))
            return
        link = Link(client, server, self._in_force, tell, self._chance)
        self._links.add(link)
        try:
            await link.run()
        finally:
            self._links.discard(link)
            tell("over")

    async def _connect(self, tell: Callable[..., None]) -> Peer | Twice:
        """The server, or two connections to it where the plan duplicates those that begin now."""
        server = await self._connect_once()
        tell("connected")
        seconds = self._in_force.seconds
        if not any(fault.kind == "duplicate" and fault.is_on(seconds, 0) for fault in self._plan):
            return server
        try:
            second = await self._connect_once()
        except BaseException:
            server.abort()
            raise
        tell("duplicated")
        return Twice(server, second)

    async def _connect_once(self) -> Peer:
        return await connect(self._address.host, self._address.port, CONNECT_TIMEOUT)

    def _tell(self, connection: int, *told: object, **more: object) -> None:
        self.deeds.add(told[0], connection, *told[1:], **more)  # type: ignore[arg-type]

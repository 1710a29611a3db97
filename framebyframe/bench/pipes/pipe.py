"""What a pipe is: a way from a client to a server and back."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from framebyframe import timing

from ..work import params_of, read_reply, write_request

IN_FLIGHT = 64
"""Calls that are in flight at once where it is not one after the other."""


@dataclass(frozen=True)
class Served:
    """A server that runs.

    Attributes:
        address: of the server; what it is depends on the pipe.
        pid: of its process; the processes that it starts count too.
    """

    address: Any
    pid: int


class Fair(Protocol):
    """The functions that make a benchmark fair: `framebyframe.timing`, or that of a learner's package."""

    @property
    def percentile(self) -> Callable[[Sequence[float], float], float]: ...
    @property
    def measure(self) -> Callable[[Callable[[], object], int, int, Callable[[], float]], list[float]]: ...
    @property
    def take_turns(self) -> Callable[[Sequence[str], int], list[list[str]]]: ...
    @property
    def ratios(self) -> Callable[[Sequence[float], Sequence[float]], timing.Spread]: ...


class CallsLost(Exception):
    """Some calls are never answered; the message says why."""


Timed = Callable[[int, int], list[float]]
"""Makes so many calls, after so many warm ones, and gives the seconds of each."""


@dataclass(frozen=True)
class Client:
    """A client that is ready: one that makes a call when it is told to, or one that times its calls itself.

    Attributes:
        call: makes a call, and reads its reply; None where it times them itself.
        many: makes calls and times them; None where somebody else does.
        pid: of its process; None where it runs in ours.
    """

    call: Callable[[], object] | None = None
    many: Timed | None = None
    pid: int | None = None

    def timed(self, calls: int, warm_up: int, fair: Fair = timing) -> list[float]:
        """Make so many calls after so many warm ones, and give the seconds of each."""
        if self.many is not None:
            return self.many(calls, warm_up)
        assert self.call is not None
        return fair.measure(self.call, calls, warm_up, time.perf_counter)


Connect = Callable[[Any, str], AbstractContextManager[Client]]
"""Given the server's address and the name of a size, a client of its own."""
Exchange = Callable[[str], str | bytes]
"""Sends the text of a request, and gives the text of its reply."""


@dataclass(frozen=True)
class Pipe:
    """One way from a client to a server and back.

    Attributes:
        name: a word of the catalogue, such as "http_kept".
        serve: starts its server; pipes with the same one share it.
        alone: a client that makes one call after the other; None where that is another pipe's.
        together: clients with IN_FLIGHT calls in flight at once; None where there cannot be so many.
        needs: why it cannot be had here, and what to type; empty where it can.
    """

    name: str
    serve: Callable[[], AbstractContextManager[Served]]
    alone: Connect | None
    together: Connect | None = None
    needs: Callable[[], str] = str


def by_text(exchange: Callable[[Any], AbstractContextManager[Exchange]]) -> Connect:
    """A client in Python that sends texts: it writes each request as JSON, and reads each reply."""

    @contextmanager
    def connect(address: Any, size: str) -> Iterator[Client]:
        with exchange(address) as send:
            action, params = params_of(size)
            yield Client(lambda: read_reply(send(write_request(action, params))))

    return connect


def in_threads(connect: Connect) -> Connect:
    """IN_FLIGHT clients, each with a connection and a thread of its own."""

    @contextmanager
    def connect_all(address: Any, size: str) -> Iterator[Client]:
        with ExitStack() as stack:
            clients = [stack.enter_context(connect(address, size)) for _ in range(IN_FLIGHT)]
            pool = stack.enter_context(ThreadPoolExecutor(IN_FLIGHT))
            ready = threading.Barrier(IN_FLIGHT)

            def share(client: Client, calls: int, warm_up: int) -> list[float]:
                ready.wait()  # all begin at once, in flight together
                return client.timed(calls, warm_up)

            def timed(calls: int, warm_up: int) -> list[float]:
                shares = [pool.submit(share, client, *_each(calls, warm_up)) for client in clients]
                return [seconds for done in shares for seconds in done.result()]

            yield Client(many=timed)

    return connect_all


def _each(calls: int, warm_up: int) -> tuple[int, int]:
    """Of so many calls and warm ones, those of each of IN_FLIGHT clients: one call at least."""
    return max(1, calls // IN_FLIGHT), -(-warm_up // IN_FLIGHT)


def of_a_program(tell: Callable[[str], None], hear: Callable[[], str], pid: int) -> Client:
    """A client in another language: a program that makes calls when told to, and says how long each took.

    Args:
        tell: writes a line to the program.
        hear: reads its next line.
        pid: of the program.
    """

    def timed(calls: int, warm_up: int) -> list[float]:
        tell(f"{calls} {warm_up}\n")
        return [float(seconds) for seconds in json.loads(hear())]

    return Client(many=timed, pid=pid)

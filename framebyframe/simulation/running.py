"""One run of a scenario."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from .actors import ClientActor, ServerActor, World
from .events import Event, Message, Record
from .network import Link, Network, SimulationLoop
from .oracles import Broken, Ending, broken_rules
from .scenario import Scenario
from .surroundings import Programs, RunClock, Stalled

DECIMALS = 9
"""Of the seconds in the bytes of a run."""
LINGER = 1.6
"""Seconds after the end of all programs by which every timer of theirs has rung or is cancelled."""


@dataclass(frozen=True)
class Run:
    """What happened.

    Attributes:
        scenario: that was run.
        events: in their order.
        messages: in the order in which they were sent.
        broken: the rules that were broken.
    """

    scenario: Scenario
    events: tuple[Event, ...]
    messages: tuple[Message, ...]
    broken: tuple[Broken, ...]

    def to_bytes(self) -> bytes:
        """Events, messages and broken rules as lines of JSON: the same for the same scenario."""
        rows = [*map(_event_row, self.events), *map(_message_row, self.messages)]
        rows += [[broken.rule, broken.words] for broken in self.broken]
        return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def _event_row(event: Event) -> list[Any]:
    return [round(event.time, DECIMALS), *event[1:]]


def _message_row(message: Message) -> list[Any]:
    times = (message.sent, message.arrived, message.lost)
    rounded = [None if time is None else round(time, DECIMALS) for time in times]
    return [message.connection, message.client, message.to_server, message.what, *rounded]


def run(scenario: Scenario | int, programs: Programs | None = None) -> Run:
    """Run a scenario, or the one of a seed.

    Time and chance of this process are the run's while it lasts: run nothing beside it in another thread.

    Args:
        programs: the client and the server; by default the kit's own.
    """
    scenario = Scenario.drawn(scenario) if isinstance(scenario, int) else scenario
    programs = programs or Programs()
    clock = RunClock()
    loop = SimulationLoop(clock)
    record = Record(now=loop.time)
    with _no_loop_running(), programs.surrounded(clock, scenario.seed), _errors_noted(loop) as unheard:
        loop.network = Network(loop, record, scenario.seed, scenario.plan)
        ending = _run(loop, scenario, World(programs, loop.network, record))
    ending.unheard = tuple(unheard)
    return Run(scenario, tuple(record.events), tuple(record.messages), broken_rules(ending))


def _run(loop: SimulationLoop, scenario: Scenario, world: World) -> Ending:
    server = ServerActor(world)
    clients: list[ClientActor] = []
    ending = Ending(world, clients, server)
    try:
        loop.run_until_complete(_play(scenario, world, server, clients))
    except Stalled as why:
        ending.stalled = str(why)
    else:
        ending.tasks, ending.timers = _left(loop)
    finally:
        world.record.now = lambda: 0.0
        _wind_up(loop)
    return ending


async def _play(scenario: Scenario, world: World, server: ServerActor, clients: list[ClientActor]) -> None:
    await server.start()
    clients += [ClientActor(world, part) for part in scenario.clients]
    restarts = [server.restart(restart) for restart in scenario.restarts]
    await asyncio.gather(*[client.live() for client in clients], *restarts)
    await server.stop()
    await asyncio.sleep(LINGER)


def _left(loop: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tasks and timers that are left, but for those of the network."""
    tasks = sorted(str(getattr(task.get_coro(), "__qualname__", task)) for task in asyncio.all_tasks(loop))
    handles = [handle for handle in loop._scheduled if not handle.cancelled()]
    owners = [(handle, getattr(handle._callback, "__self__", None)) for handle in handles]
    timers = sorted(
        _callback_name(handle) for handle, owner in owners if not isinstance(owner, (Link, Network))
    )
    return tuple(tasks), tuple(timers)


def _callback_name(handle: Any) -> str:
    return str(getattr(handle._callback, "__qualname__", type(handle._callback).__name__))


def _wind_up(loop: SimulationLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    with suppress(Stalled):
        if tasks:
            loop.run_until_complete(asyncio.wait(tasks))
    loop.close()


@contextmanager
def _no_loop_running() -> Iterator[None]:
    """The loop of the caller, in a notebook that of its kernel, steps aside, and goes on afterwards."""
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(before)


@contextmanager
def _errors_noted(loop: asyncio.AbstractEventLoop) -> Iterator[list[str]]:
    """The errors that the loop and the programs' log are told of."""
    noted: list[str] = []

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        noted.append(f"{context['message']}: {type(error).__name__}: {error}")

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            noted.append(f"{record.getMessage()}: {type(error).__name__}: {error}")

    handler, root = Noting(logging.ERROR), logging.getLogger()
    loop.set_exception_handler(handle)
    root.addHandler(handler)
    try:
        yield noted
    finally:
        root.removeHandler(handler)

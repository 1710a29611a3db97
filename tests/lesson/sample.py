"""References of kinds that chapter 02 does not have: events, states, errors, methods, coroutines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How far a door is."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Opened:
    """The door opened."""

    by: str
    times: int = 1


class DoorFault(Exception):
    """The door cannot do that."""


class Door:
    """Something with a state."""

    def __init__(self) -> None:
        self.opened = 0

    def open(self, by: str) -> list[Opened]:
        """Open it.

        Raises:
            DoorFault: nobody is named.
        """
        if not by:
            raise DoorFault("who opens it?")
        self.opened += 1
        return [Opened(by, self.opened)]

    @property
    def state(self) -> State:
        """What it is."""
        return State.OPEN if self.opened else State.CLOSED

    @classmethod
    def opened_by(cls, name: str) -> Door:
        """A door that is open."""
        door = cls()
        door.open(name)
        return door


async def first_of(calls: list[Callable[[], Awaitable[str]]]) -> str:
    """The answer that comes first; the others are cancelled."""
    tasks = [asyncio.ensure_future(call()) for call in calls]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return done.pop().result()

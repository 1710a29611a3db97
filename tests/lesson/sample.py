"""References of kinds that chapter 02 lacks: events, states, errors, methods, coroutines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any


class State(Enum):
    """The state of a door."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Opened:
    """The door opened."""

    by: str
    times: int = 1


class DoorFault(Exception):
    """The door cannot do that."""


class NobodyThere(DoorFault):
    """Nobody is there to open it."""


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
        """The state."""
        return State.OPEN if self.opened else State.CLOSED

    @classmethod
    def opened_by(cls, name: str) -> Door:
        """A door that is open."""
        door = cls()
        door.open(name)
        return door


class Gate:
    """Another thing that opens."""

    def open(self, by: str) -> str:
        """The name of who opened it."""
        return f"{by} opened the gate"


async def first_of(calls: list[Callable[[], Awaitable[str]]]) -> str:
    """The answer that comes first; the others are cancelled."""
    tasks = [asyncio.ensure_future(call()) for call in calls]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return done.pop().result()


def describe(text: str) -> dict[str, Any]:
    """The type and the length of a text, as a dictionary."""
    return {"text": text, "length": len(text), "words": [{"word": word} for word in text.split()]}


def counted(text: str) -> Iterator[tuple[int, str]]:
    """The words of a text with their numbers."""
    yield from enumerate(text.split(), 1)


async def ticks(count: int) -> AsyncIterator[int]:
    """A number a second."""
    for number in range(count):
        await asyncio.sleep(1)
        yield number

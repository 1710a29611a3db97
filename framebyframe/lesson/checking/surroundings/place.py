"""Puts the clock, chance and the network in place of the real ones, for one thread and one check."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from .chance import Chance
from .clock import VirtualClock
from .loop import CheckLoop, without_a_running_loop
from .network import Network

Look = Callable[[], bool]

_MISSING = object()


class Surroundings:
    """The clock, the chance and the network of an answer."""

    def __init__(self, look: Look) -> None:
        self.clock = VirtualClock(look)
        self.chance = Chance()
        self.network = Network(self.clock)

    def restart(self) -> None:
        """Begin another example: all is as it was for the first one."""
        self.clock.restart()
        self.chance.restart()
        self.network.restart()

    def new_loop(self) -> CheckLoop:
        """An event loop in these surroundings."""
        return CheckLoop(self.clock, self.network)


class _Here(threading.local):
    """The surroundings of this thread, while there are any."""

    found: Surroundings | None = None


_here = _Here()


def current() -> Surroundings:
    """The surroundings of this thread.

    Raises:
        LookupError: nothing is being checked.
    """
    if _here.found is None:
        raise LookupError("this works only while an answer is checked")
    return _here.found


def bytes_of_the_system() -> int:
    """How many bytes of chance this example has taken from the system so far.

    A scenario asks: keys that follow from a few bytes look like others, and whoever tries those
    knows them all.
    """
    return current().chance.total


@contextmanager
def surrounded(look: Look | None = None) -> Iterator[Surroundings]:
    """While it lasts, this thread is in such surroundings; if it is already, they stay.

    Args:
        look: called at every wait, if given; raises where the check itself has taken too long.
    """
    if _here.found is not None:
        yield _here.found
        return
    numbers = random.getstate()
    _here.found = Surroundings(look or (lambda: True))
    try:
        with without_a_running_loop(), _in_place(_here.found):
            _here.found.restart()
            yield _here.found
    finally:
        _here.found = None
        random.setstate(numbers)


@contextmanager
def _in_place(found: Surroundings) -> Iterator[None]:
    with ExitStack() as stack:
        for part in (found.clock, found.chance, found.network):
            for module, name, mine in part.functions():
                stack.enter_context(_replaced(module, name, _for_this_thread(module, name, mine)))
        loop = _for_this_thread(asyncio.events, "new_event_loop", found.new_loop)
        stack.enter_context(_replaced(asyncio.events, "new_event_loop", loop))
        stack.enter_context(_replaced(socket, "socket", found.network.socket_class()))
        yield


def _for_this_thread(module: Any, name: str, mine: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is ours in this thread and the original in all others."""
    theirs, here = getattr(module, name, None), threading.get_ident()

    def either(*arguments: Any, **named: Any) -> Any:
        function = mine if theirs is None or threading.get_ident() == here else theirs
        return function(*arguments, **named)

    return either


@contextmanager
def _replaced(module: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(module, name, _MISSING)
    setattr(module, name, value)
    try:
        yield
    finally:
        if before is _MISSING:
            delattr(module, name)
        else:
            setattr(module, name, before)

"""What a run replaces in Python: its clock and its sources of chance. And the programs that it runs."""

from __future__ import annotations

import importlib
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

from .text import say

LONGEST_RUN = 200.0
"""Virtual seconds after which a run is given up."""
MOST_TURNS = 20_000
"""Turns of the event loop after which a run is given up."""
SAME_EVERYWHERE = "python framebyframe"
"""The client's User-Agent: the real one tells the version of Python, and a run is the same in each."""


class Stalled(Exception):
    """The run does not come to its end: nothing will wake it, or it goes on for ever."""


class RunClock:
    """The clock of a run: it begins at 0, and moves on when the loop waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self._turns = 0

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass.

        Raises:
            Stalled: the run takes too long.
        """
        self._turns += 1
        if seconds > 0.0:
            self.now += seconds
        if self.now > LONGEST_RUN or self._turns > MOST_TURNS:
            raise Stalled(say("stalled", "long", seconds=LONGEST_RUN, turns=MOST_TURNS))

    def wait_for_ever(self) -> None:
        """Raise Stalled."""
        raise Stalled(say("stalled", "silent"))


class Programs:
    """A package with a client and a server: the kit's own, the learner's, or a copy with a mistake.

    Args:
        package: its name; it has the modules `rpc` and `contract_server`.
    """

    def __init__(self, package: str = "framebyframe") -> None:
        self.package = package
        self.rpc: Any = self._module("rpc")
        self.contract: Any = self._module("contract_server.actions")
        self._actions: Any = self._module("rpc.actions")
        self._known: dict[str, Any] = {}
        self._idempotency: Any = self._module("rpc.idempotency")
        self._addresses: Any = self._module("rpc.addresses")

    def _module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.{name}")

    def new_actions(self) -> Any:
        """The table of actions of one server: what each asks for is read once, and not for every server."""
        known, actions = self._known, self._actions.Actions()
        read = actions.add

        def add(function: Any, name: str) -> None:
            if name in known:
                actions._actions[name] = replace(known[name], function=function)
            else:
                read(function, name)
                known[name] = actions.find(name)

        actions.add = add
        return actions

    def keys(self) -> Any:
        """The table of idempotency keys of one server."""
        return self._idempotency.IdempotencyKeys()

    @contextmanager
    def surrounded(self, clock: RunClock, seed: int) -> Iterator[None]:
        """While it lasts, time is the clock's, and what is drawn by chance comes from the seed."""
        real = time.monotonic, secrets.token_bytes, random.getstate(), self._addresses.USER_AGENT
        chance = random.Random(seed)
        random.seed(seed)
        time.monotonic = lambda: clock.now
        secrets.token_bytes = lambda size: chance.getrandbits(8 * size).to_bytes(size, "big")  # type: ignore
        self._addresses.USER_AGENT = SAME_EVERYWHERE
        try:
            yield
        finally:
            time.monotonic, secrets.token_bytes, state, self._addresses.USER_AGENT = real
            random.setstate(state)

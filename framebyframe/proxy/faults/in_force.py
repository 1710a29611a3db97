"""The plan that is in force, since when, and a wait for what changes it: time, or another plan."""

from __future__ import annotations

import asyncio
import math

from .plan import Plan


class InForce:
    """A plan and its clock.

    Attributes:
        plan: the one in force.
        number: how many were in force before it.
    """

    def __init__(self, plan: Plan) -> None:
        self._loop = asyncio.get_running_loop()
        self._replaced = asyncio.Event()
        self.number = 0
        self.plan = plan
        self._begin = self._loop.time()

    @property
    def seconds(self) -> float:
        """Since it came into force."""
        return self._loop.time() - self._begin

    def apply(self, plan: Plan) -> None:
        """From now on this one is in force, and no other."""
        self.plan = plan
        self.number += 1
        self._begin = self._loop.time()
        self._replaced.set()
        self._replaced = asyncio.Event()

    async def change(self) -> None:
        """Wait until another plan is in force, or a fault of this one begins or ends with time."""
        wait = self.plan.seconds_until_change(self.seconds)
        await self.replaced(wait if math.isfinite(wait) else None)

    async def replaced(self, seconds: float | None = None) -> None:
        """Wait until another plan is in force, for so many seconds at most."""
        try:
            async with asyncio.timeout(seconds):
                await self._replaced.wait()
        except TimeoutError:
            return

"""A connection through the proxy: its two directions, and the faults of a moment that strike it."""

from __future__ import annotations

import asyncio
import random

from .in_force import InForce
from .lane import Lane, Sizes, Tell
from .peer import Peer, Twice
from .plan import Fault, OneWay

OTHER: dict[OneWay, OneWay] = {"to server": "to client", "to client": "to server"}


class Link:
    """A client and a server, joined.

    Args:
        client: the one side.
        server: the other, or two connections to it.
        in_force: the plan.
        tell: is told what is done.
        chance: for whatever is by chance.
    """

    def __init__(
        self, client: Peer, server: Peer | Twice, in_force: InForce, tell: Tell, chance: random.Random
    ) -> None:
        self._peers = (client, server)
        self._in_force = in_force
        self._lanes: dict[OneWay, Lane] = {
            "to server": Lane("to server", client, server, in_force, self, tell, chance),
            "to client": Lane("to client", server, client, in_force, self, tell, chance),
        }
        self._struck = self._missed()
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Pass on until both directions are at their end. Both sides are closed then."""
        striking = asyncio.create_task(self._strike_in_time())
        try:
            async with asyncio.TaskGroup() as group:
                for lane in self._lanes.values():
                    group.create_task(lane.run())
            for peer in self._peers:
                await peer.close()
        finally:
            striking.cancel()
            for peer in self._peers:
                peer.abort()

    def begin_anew(self) -> None:
        """Another plan is in force."""
        self._struck = set()
        for lane in self._lanes.values():
            lane.begin_anew()

    # What lanes ask

    def sizes(self) -> Sizes:
        """Bytes that have come, in each direction and in both."""
        to_server, to_client = (self._lanes[way].came for way in ("to server", "to client"))
        return {"to server": to_server, "to client": to_client, "both": to_server + to_client}

    def both_ended(self) -> bool:
        """Whether nothing more comes from either side."""
        return all(lane.has_ended for lane in self._lanes.values())

    async def change(self) -> None:
        """Wait until nothing more comes, or a fault begins or ends with time, or another plan is in force."""
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._in_force.change())]
        if not self.both_ended():
            waits.append(asyncio.create_task(self._ended.wait()))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def has_ended(self) -> None:
        """From one side nothing more comes."""
        if self.both_ended():
            self._ended.set()

    def has_come(self) -> None:
        """Bytes have come: some faults wait for that."""
        self._strike()

    def has_reset(self, way: OneWay) -> None:
        """The proxy has reset the target of this direction: what still comes from it is of our making."""
        self._lanes[OTHER[way]].lose_source()

    # Faults of a moment

    def _missed(self) -> set[int]:
        """Places, in the plan, of the faults whose moment was before this connection began."""
        now = self._in_force.seconds
        return {
            place
            for place, fault in enumerate(self._in_force.plan)
            if fault.unit == "seconds" and fault.lasts is None and fault.begins < now
        }

    async def _strike_in_time(self) -> None:
        while True:
            self._strike()
            await self._in_force.change()

    def _strike(self) -> None:
        """Strike with those that are due, each once."""
        for place, fault in enumerate(self._in_force.plan):
            if fault.is_of_a_moment and place not in self._struck and self._is_on(fault):
                self._struck.add(place)
                self.strike_with(fault)

    def _is_on(self, fault: Fault) -> bool:
        return fault.is_on(self._in_force.seconds, self.sizes()[fault.direction])

    def strike_with(self, fault: Fault) -> None:
        """Strike with a fault of a moment, now."""
        for way, lane in self._lanes.items():
            if fault.concerns(way):
                lane.strike(fault)

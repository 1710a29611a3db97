"""The actions of the contract, as contract/README.md lists them."""

from __future__ import annotations

import asyncio
import itertools
import platform
import random
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from .. import __version__
from ..rpc.actions import AllParams, Caller, CallerSession, Then
from ..rpc.messages import ABSENT, BUSY, FAILED, NOT_FOUND, CallFailed
from ..rpc.parameters import string, whole_number
from ..rpc.server import RpcServer

CONTRACT_VERSION = 1
EXAMPLE_ID = 1
"""The id of the article's item, which is always stored and has another value each time."""
MAX_STORED_ITEMS = 1000
MAX_SUBSCRIPTIONS = 16
"""Subscriptions of one connection at once."""
FOREVER = 0
"""The count of a subscription without an end: the sequence of ticks begins with 1."""

ItemId = Annotated[int, whole_number(1)]
Text = Annotated[str, string(1, 256)]
Milliseconds = Annotated[int, whole_number(0, 30_000)]
Interval = Annotated[int, whole_number(10, 60_000)]
TickCount = Annotated[int, whole_number(1, 1000)]


class Store:
    """The items that saveData has saved: the newest MAX_STORED_ITEMS."""

    def __init__(self) -> None:
        self._items: dict[int, dict[str, Any]] = {}
        self._ids = itertools.count(EXAMPLE_ID + 1)

    def save(self, name: str, value: float) -> dict[str, Any]:
        """Store an item under a new id. Where there are too many, the oldest is dropped."""
        number = next(self._ids)
        item = {"id": number, "name": name, "value": value}
        self._items[number] = item
        if len(self._items) > MAX_STORED_ITEMS:
            del self._items[next(iter(self._items))]
        return item

    def get(self, item_id: int) -> dict[str, Any]:
        """The item with this id.

        Raises:
            CallFailed: no item with this id is stored.
        """
        if item_id == EXAMPLE_ID:
            return {"id": EXAMPLE_ID, "name": "Example Item", "value": random.random()}
        if item_id not in self._items:
            raise CallFailed(NOT_FOUND, f"No item with id {item_id}")
        return self._items[item_id]


class Subscriptions:
    """The subscriptions of one connection, counted from 1."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._active: set[int] = set()

    def __contains__(self, number: int) -> bool:
        return number in self._active

    def add(self) -> int:
        """Add a subscription.

        Returns:
            its number.

        Raises:
            CallFailed: there are MAX_SUBSCRIPTIONS already.
        """
        if len(self._active) >= MAX_SUBSCRIPTIONS:
            raise CallFailed(BUSY, "Too many subscriptions")
        number = next(self._numbers)
        self._active.add(number)
        return number

    def remove(self, number: int) -> None:
        """End the subscription with this number.

        Raises:
            CallFailed: it has ended, or never was.
        """
        if number not in self._active:
            raise CallFailed(NOT_FOUND, f"No subscription {number}")
        self._active.remove(number)

    async def tick(self, number: int, caller: Caller, interval: float, count: int) -> None:
        """Send a tick every `interval` seconds, `count` times or until the subscription is ended."""
        sequence = 0
        while await self._next_tick_is_due(number, interval):
            sequence += 1
            caller.notify("tick", {"subscription": number, "sequence": sequence})
            if sequence == count:
                self.remove(number)

    async def _next_tick_is_due(self, number: int, interval: float) -> bool:
        if number in self:
            await asyncio.sleep(interval)
        return number in self


def offer_contract(server: RpcServer) -> None:
    """Offer every action of the contract on `server`."""
    store = Store()
    subscriptions: WeakKeyDictionary[CallerSession, Subscriptions] = WeakKeyDictionary()

    @server.action(name="getData")
    def get_data(id: ItemId = EXAMPLE_ID) -> Any:
        return store.get(id)

    @server.action(name="saveData")
    def save_data(item: Text, value: float) -> Any:
        return store.save(item, value)

    @server.action
    def echo(params: AllParams) -> Any:
        return params

    @server.action
    async def sleep(ms: Milliseconds) -> Any:
        await asyncio.sleep(ms / 1000)
        return {"slept": ms}

    @server.action
    def fail(message: Text = "Failed on purpose", data: Any = ABSENT) -> Any:
        raise CallFailed(FAILED, message, data)

    @server.action(name="serverInfo")
    def server_info() -> Any:
        return {
            "server": "framebyframe.contract_server",
            "runtime": f"Python {platform.python_version()}",
            "library": f"framebyframe {__version__}",
            "contract": CONTRACT_VERSION,
        }

    @server.action
    def subscribe(caller: Caller, intervalMs: Interval = 1000, count: TickCount = FOREVER) -> Any:
        mine = subscriptions.setdefault(caller.session, Subscriptions())
        number = mine.add()
        ticking = mine.tick
        return Then(
            {"subscription": number},
            lambda: caller.spawn(ticking(number, caller, intervalMs / 1000, count)),
        )

    @server.action
    def unsubscribe(caller: Caller, subscription: ItemId) -> Any:
        mine = subscriptions.setdefault(caller.session, Subscriptions())
        mine.remove(subscription)
        return {"subscription": subscription}

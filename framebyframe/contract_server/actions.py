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
from ..rpc.idempotency import IdempotencyKeys
from ..rpc.messages import ABSENT, BUSY, FAILED, NOT_FOUND, CallFailed
from ..rpc.parameters import string, whole_number
from ..rpc.server import RpcServer
from .streams import Stream, Streams

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
Offset = Annotated[int, whole_number(0)]


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


class Subscription:
    """A client's part in a stream.

    Args:
        number: counted from 1 for each connection.
        stream: whose ticks it gets.
    """

    def __init__(self, number: int, stream: Stream) -> None:
        self.number = number
        self.stream = stream


class Subscriptions:
    """The subscriptions of one connection, counted from 1."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._active: dict[int, Subscription] = {}

    def add(self, stream: Stream) -> Subscription:
        """Add a subscription to a stream. One that had the stream on this connection ends.

        Raises:
            CallFailed: there are MAX_SUBSCRIPTIONS already.
        """
        self._active = {number: one for number, one in self._active.items() if one.stream is not stream}
        if len(self._active) >= MAX_SUBSCRIPTIONS:
            raise CallFailed(BUSY, "Too many subscriptions")
        subscription = Subscription(next(self._numbers), stream)
        self._active[subscription.number] = subscription
        return subscription

    def remove(self, number: int) -> Subscription:
        """End the subscription with this number.

        Raises:
            CallFailed: it has ended, or never was.
        """
        if number not in self._active:
            raise CallFailed(NOT_FOUND, f"No subscription {number}")
        return self._active.pop(number)

    async def tick(self, subscription: Subscription, caller: Caller, streams: Streams, offset: int) -> None:
        """Send the ticks after `offset`, until the last one, or until the subscription is over."""
        stream = subscription.stream
        stream.begin(streams.clock())
        while offset < stream.count and await self._is_due(subscription, stream.due(offset + 1), streams):
            offset = stream.after(offset, streams.clock())
            stream.sent = max(stream.sent, offset)
            caller.notify("tick", {"subscription": subscription.number, "sequence": offset})
            streams.used(stream)
        self._active.pop(subscription.number, None)

    async def _is_due(self, subscription: Subscription, moment: float, streams: Streams) -> bool:
        """Wait until that moment; false where the subscription is over."""
        if subscription.number in self._active:
            await asyncio.sleep(moment - streams.clock())
        return subscription.number in self._active


def offer_contract(server: RpcServer) -> None:
    """Offer every action of the contract on `server`."""
    store, keys, streams = Store(), IdempotencyKeys(), Streams()
    subscriptions: WeakKeyDictionary[CallerSession, Subscriptions] = WeakKeyDictionary()

    @server.action(name="getData")
    def get_data(id: ItemId = EXAMPLE_ID) -> Any:
        return store.get(id)

    @server.action(name="saveData")
    def save_data(item: Text, value: float, idempotencyKey: Text = "") -> Any:
        if not idempotencyKey:
            return store.save(item, value)
        return keys.once(idempotencyKey, (item, value), lambda: store.save(item, value))

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
    def subscribe(
        caller: Caller,
        intervalMs: Interval = 1000,
        count: TickCount = FOREVER,
        resumable: bool = False,
        epoch: Text = "",
        offset: Offset = 0,
    ) -> Any:
        mine = subscriptions.setdefault(caller.session, Subscriptions())
        known = streams.find(epoch, offset)
        stream = known or Stream(intervalMs / 1000, count)
        subscription = mine.add(stream)
        result: dict[str, Any] = {"subscription": subscription.number}
        begin_after = known.after(offset, streams.clock()) - 1 if known else 0
        if resumable or epoch:
            streams.keep(stream)
            result |= {"epoch": stream.epoch, "offset": begin_after}
        ticking = mine.tick
        return Then(result, lambda: caller.spawn(ticking(subscription, caller, streams, begin_after)))

    @server.action
    def unsubscribe(caller: Caller, subscription: ItemId) -> Any:
        mine = subscriptions.setdefault(caller.session, Subscriptions())
        streams.forget(mine.remove(subscription).stream)
        return {"subscription": subscription}

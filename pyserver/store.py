"""What the connections of a server share: the items that saveData saves, and the streams of ticks."""

from __future__ import annotations

import random
import time
from collections import OrderedDict
from collections.abc import Callable

from .errors import ErrorCode, RpcError
from .idempotency import IdempotencyKeys
from .limits import MAX_STORED_ITEMS
from .streams import Streams
from .strict_json import JsonObject

EXAMPLE_ID = 1


class Store:
    """Items by id. Id 1 is the article's example; saved ones count from 2.

    Args:
        clock: gives the time in seconds.

    Attributes:
        streams: that clients may come back to.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.streams = Streams(clock)
        self._keys = IdempotencyKeys(clock)
        self._items: OrderedDict[int, JsonObject] = OrderedDict()
        self._next_id = EXAMPLE_ID + 1

    def save(self, name: str, value: int | float) -> JsonObject:
        """Keep an item, and forget the oldest where there are too many."""
        item: JsonObject = {"id": self._next_id, "name": name, "value": value}
        self._items[self._next_id] = item
        self._next_id += 1
        if len(self._items) > MAX_STORED_ITEMS:
            self._items.popitem(last=False)
        return item

    def save_once(self, key: str, name: str, value: int | float) -> JsonObject:
        """Keep an item, unless a call with this key has kept it.

        Raises:
            RpcError: the key belongs to a call with other parameters.
        """
        return self._keys.once(key, (name, value), lambda: self.save(name, value))

    def get(self, item_id: int) -> JsonObject:
        """The item with this id.

        Raises:
            RpcError: there is none, or no longer.
        """
        if item_id == EXAMPLE_ID:
            return {"id": EXAMPLE_ID, "name": "Example Item", "value": random.random()}
        if item_id not in self._items:
            raise RpcError(ErrorCode.NOT_FOUND, f"No item with id {item_id}")
        return self._items[item_id]

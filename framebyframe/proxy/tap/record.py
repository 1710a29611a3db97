"""The record of a tap: connections and what was seen on them, within limits; saved as lines of JSON."""

from __future__ import annotations

import itertools
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from framebyframe.rpc.access_log import redacted

from . import json_lines, packets
from .items import (
    AnyItem,
    Dropped,
    Sender,
    TappedBytes,
    TappedCall,
    TappedConnection,
    TappedFrame,
    TappedHead,
    TappedMessage,
    UnmatchedReply,
)
from .limits import TapLimits

Seen = AnyItem | TappedConnection
"""What a listener is given: an item or a connection that is new, or that has changed."""

Kind = TypeVar("Kind", bound=AnyItem)


class Record:
    """What a tap has seen. Any thread may read it while a tap writes.

    Args:
        server: the address that is tapped; its token is redacted.
        limits: on what it holds.
        began: the time of day when it began; now, by default.

    Attributes:
        began: in UTC.
        server: as given, without its token.
        limits: as given.
        dropped: what it does not hold.
    """

    def __init__(
        self, server: str = "", limits: TapLimits | None = None, began: datetime | None = None
    ) -> None:
        self.began = began or datetime.now(UTC)
        self.server = redacted(server)
        self.limits = limits or TapLimits()
        self.dropped = Dropped()
        self._connections: dict[int, TappedConnection] = {}
        self._items: deque[AnyItem] = deque()
        self._by_number: dict[int, AnyItem] = {}
        self._numbers = itertools.count(1)
        self._connection_numbers = itertools.count(1)
        self._frames = 0
        self._bytes = 0
        self._listeners: list[Callable[[Seen], object]] = []
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        with self._lock:
            held = f"{len(self._connections)} connections, {self._frames} frames"
            left_out = self.dropped.frames or self.dropped.bytes
            return f"<a record of {held}{', some dropped' if left_out else ''}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def _state(self) -> tuple[object, ...]:
        with self._lock:
            return (self.began, self.server, self.limits, replace(self.dropped), self.connections, self.items)

    # Reading

    @property
    def connections(self) -> list[TappedConnection]:
        """The connections, in the order in which they began."""
        with self._lock:
            return list(self._connections.values())

    @property
    def items(self) -> list[AnyItem]:
        """All that was seen on them, in order."""
        with self._lock:
            return list(self._items)

    def frames(self, connection: int | None = None) -> list[TappedFrame]:
        """The frames, of one connection or of all."""
        return self._of(TappedFrame, connection)

    def messages(self, connection: int | None = None) -> list[TappedMessage]:
        """The messages, of one connection or of all."""
        return self._of(TappedMessage, connection)

    def calls(self, connection: int | None = None) -> list[TappedCall]:
        """The calls, of one connection or of all."""
        return self._of(TappedCall, connection)

    def unmatched(self, connection: int | None = None) -> list[UnmatchedReply]:
        """The replies that no call waited for."""
        return self._of(UnmatchedReply, connection)

    def other_bytes(self, connection: int | None = None) -> list[TappedBytes]:
        """The bytes that are no frames."""
        return self._of(TappedBytes, connection)

    def in_flight(self, connection: int | None = None) -> list[TappedCall]:
        """The calls that wait for a reply."""
        return [call for call in self.calls(connection) if call.state == "in flight"]

    def item(self, number: int) -> AnyItem:
        """The item of this number.

        Raises:
            KeyError: there is none, or it was dropped.
        """
        with self._lock:
            if number not in self._by_number:
                raise KeyError(f"the record holds no item {number}")
            return self._by_number[number]

    def latest(self, added: int = 0) -> tuple[int, list[AnyItem]]:
        """How many items were ever added, and those that came behind the first `added`, as far as held."""
        with self._lock:
            total = self.dropped.items + len(self._items)
            new = list(itertools.islice(reversed(self._items), max(total - added, 0)))
        return total, new[::-1]

    def _of(self, kind: type[Kind], connection: int | None) -> list[Kind]:
        found = (item for item in self.items if isinstance(item, kind))
        return [item for item in found if connection in (None, item.connection)]

    # Writing: for a tap

    def listen(self, listener: Callable[[Seen], object]) -> None:
        """Call `listener` with all that is new or changes, on the tap's own thread.

        One that raises is not called again; its traceback is shown.
        """
        self._listeners.append(listener)

    def next_number(self) -> int:
        """The number of the next item."""
        return next(self._numbers)

    def next_connection(self) -> int:
        """The number of the next connection."""
        return next(self._connection_numbers)

    def add_connection(self, connection: TappedConnection) -> None:
        """Add a connection. The oldest goes where there are too many."""
        with self._lock:
            self._connections[connection.number] = connection
            while len(self._connections) > self.limits.max_connections:
                self._drop_connection(next(iter(self._connections)))
        self.tell(connection)

    def add(self, item: AnyItem) -> None:
        """Add an item. The oldest go where there are too many, or they are too big."""
        with self._lock:
            self._keep(item)
            if item.connection not in self._connections:
                self._drop(self._items.pop())
            self._make_room()
        self.tell(item)

    def add_head(self, connection: TappedConnection, sender: Sender, head: TappedHead) -> None:
        """Add one half of a connection's handshake."""
        with self._lock:
            if sender == "client":
                connection.request = head
            else:
                connection.response = head
            if connection.number in self._connections:
                self._bytes += len(head.data)
            self._make_room()
        self.tell(connection)

    def tell(self, seen: Seen) -> None:
        """Tell the listeners of what is new or has changed."""
        for listener in list(self._listeners):
            try:
                listener(seen)
            except Exception:
                traceback.print_exc()
                self._listeners.remove(listener)

    def drop_bytes(self, number: int) -> None:
        """Count bytes that are not kept."""
        with self._lock:
            self.dropped.bytes += number

    def _make_room(self) -> None:
        """Drop what is oldest: items, and where there are none, connections with their heads."""
        while self._frames > self.limits.max_frames or self._bytes > self.limits.max_bytes:
            if self._items:
                self._drop(self._items.popleft())
            elif self._connections:
                self._drop_connection(next(iter(self._connections)))
            else:
                return

    def _keep(self, item: AnyItem) -> None:
        self._items.append(item)
        self._by_number[item.number] = item
        self._count(item, 1)

    def _count(self, item: AnyItem, sign: int) -> None:
        self._bytes += sign * item.size
        self._frames += sign * isinstance(item, TappedFrame)

    def _drop(self, item: AnyItem) -> None:
        del self._by_number[item.number]
        self._count(item, -1)
        self.dropped.items += 1
        self.dropped.frames += isinstance(item, TappedFrame)
        self.dropped.bytes += len(item.data) if isinstance(item, TappedFrame | TappedBytes) else 0

    def _drop_connection(self, number: int) -> None:
        self._bytes -= head_bytes(self._connections.pop(number))
        self.dropped.connections += 1
        kept: deque[AnyItem] = deque()
        for item in self._items:
            if item.connection == number:
                self._drop(item)
            else:
                kept.append(item)
        self._items = kept

    # Saving

    def save(self, path: str | Path) -> None:
        """Write it to a file, a line of JSON for each connection and each item.

        Raises:
            OSError: the file cannot be written.
        """
        with self._lock:
            lines = list(self._lines())
        Path(path).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def _lines(self) -> Iterator[str]:
        yield json_lines.head_line(self.began, self.server, self.limits, self.dropped)
        yield from map(json_lines.to_line, self._connections.values())
        yield from map(json_lines.to_line, self._items)

    @classmethod
    def load(cls, path: str | Path) -> Record:
        """The record that was saved there.

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds no record; the message names the line.
        """
        lines = enumerate(Path(path).read_text(encoding="utf-8").split("\n"), 1)
        try:
            began, server, limits, dropped = json_lines.read_head_line(next(lines)[1])
        except ValueError as error:
            raise ValueError(f"{path}, line 1, does not begin the record of a tap: {error}") from error
        record = cls(server, limits, began)
        for number, line in lines:
            try:
                record._take_line(line)
            except ValueError as error:
                raise ValueError(f"{path}, line {number}, is no part of a record: {error}") from error
        record.dropped = dropped
        return record

    def _take_line(self, line: str) -> None:
        """Add what a line of the file says; nothing for the empty line that follows the last one."""
        if not line:
            return
        seen = json_lines.from_line(line)
        if isinstance(seen, TappedConnection):
            self._connections[seen.number] = seen
            self._bytes += head_bytes(seen)
        else:
            self._keep(seen)

    def export_pcapng(self, path: str | Path) -> None:
        """Write it to a file that Wireshark and tshark read: see `packets`.

        Raises:
            OSError: the file cannot be written.
        """
        Path(path).write_bytes(packets.capture(self.began, self.connections, self.items))


def head_bytes(connection: TappedConnection) -> int:
    """Bytes of both halves of its handshake."""
    return sum(len(head.data) for head in (connection.request, connection.response) if head is not None)

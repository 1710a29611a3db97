"""The rows of a record in their order, each with its place on a time line. It follows a record that grows.

Rows have numbers, counted from 0, which they keep.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

from framebyframe.proxy.tap import AnyItem, Record, TappedCall, TappedFrame, TappedMessage

from .lanes import Lane
from .rows import KINDS, ConnectionRow, Row, is_wrong, kind_of, known_of, rows_of

PAUSE = 1.0
"""Seconds: the time line is cut where nothing passes for longer, and no call is in flight."""


@dataclass(frozen=True)
class Change:
    """What has become of the rows.

    Attributes:
        new: the numbers of new rows.
        settled: the numbers of the rows of calls that have ended; some may be gone.
        is_anew: whether all rows have other numbers than before.
        of_connections: whether more is known of a connection.
    """

    new: range
    settled: tuple[int, ...] = ()
    is_anew: bool = False
    of_connections: bool = False

    def __bool__(self) -> bool:
        return bool(self.new or self.settled or self.is_anew or self.of_connections)


class Index:
    """The rows of a record.

    Args:
        record: to be shown.

    Attributes:
        first: the number of the first row that is held: the record drops the oldest.
        lanes: the connections on the time line, by their numbers.
        breaks: the places on the time line where a pause is cut out.
        read_as: messages by the number of a frame that does not carry them alone, or compressed.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self._begin()
        self.catch_up()

    def _begin(self) -> None:
        self.first = 0
        self.lanes: dict[int, Lane] = {}
        self.breaks: list[float] = []
        self.read_as: dict[int, TappedMessage] = {}
        self._rows: list[Row] = []
        self._xs: list[float] = []
        self._times: list[float] = []
        self._kinds = bytearray()
        """The place of each row's sort in KINDS: to choose among 100,000 rows takes milliseconds so."""
        self._wrong = bytearray()
        """1 for each row that is wrong."""
        self._places: list[int] = []
        """How many items were added to the record before each row."""
        self._added = 0
        self._known: dict[int, frozenset[str]] = {}
        """What is known of each connection."""
        self._gone_connections = self.record.dropped.connections
        self._replies: dict[int, tuple[TappedCall, ...]] = {}
        """Calls by the number of the message that answered them."""
        self._waiting: dict[int, TappedCall] = {}
        """The calls in flight, by the numbers of their rows."""
        self._busy_until = 0.0

    # --- reading ---

    @property
    def end(self) -> int:
        """The number that the next row will have."""
        return self.first + len(self._rows)

    def row(self, number: int) -> Row:
        """The row of this number.

        Raises:
            IndexError: there is none, or none any more.
        """
        if number < self.first:
            raise IndexError(number)
        return self._rows[number - self.first]

    def x(self, number: int) -> float:
        """Where a row stands on the time line: seconds without the pauses that are cut out."""
        return self._xs[number - self.first]

    def x_at(self, time: float) -> float:
        """Where a time stands."""
        after = bisect_right(self._times, time)
        if not after:
            return self._xs[0] if self._xs else 0.0
        x = self._xs[after - 1] + time - self._times[after - 1]
        return min(x, self._xs[after]) if after < len(self._xs) else x

    def time_at(self, x: float) -> float:
        """The time of a place. In a pause that is cut out the nearer one of the rows beside it says it."""
        if not self._xs:
            return 0.0
        after = bisect_right(self._xs, x)
        before = max(after - 1, 0)
        if after < len(self._xs) and x - self._xs[before] > self._xs[after] - x:
            before = after
        return self._times[before] + x - self._xs[before]

    def between(self, low: float, high: float) -> range:
        """The numbers of the rows from one place on, up to another."""
        return range(self.first + bisect_left(self._xs, low), self.first + bisect_left(self._xs, high))

    def span(self) -> tuple[float, float]:
        """The places of the first row and of the last thing that is known."""
        return (self._xs[0], max(self._xs[-1], self.x_at(self._busy_until))) if self._xs else (0.0, 0.0)

    def of_kind(self, kind: str) -> list[int]:
        """The numbers of the rows of one of KINDS."""
        if kind == "all":
            return list(range(self.first, self.end))
        wanted = KINDS.index(kind)
        ones = bytes(code == wanted for code in range(256))
        flags = self._wrong if kind == "wrong" else self._kinds.translate(ones)
        return list(compress(range(self.first, self.end), flags))

    def number_of(self, item: int) -> int | None:
        """The number of the row of an item of the record."""
        rows = reversed(range(self.first, self.end))
        return next((number for number in rows if getattr(self.row(number), "number", None) == item), None)

    def message_of(self, frame: TappedFrame) -> TappedMessage | None:
        """The message that a frame carries, or a part of; None where the record holds none."""
        if frame.number in self.read_as:
            return self.read_as[frame.number]
        following = self._item(frame.number + 1)  # a message has the number after that of its last frame
        if isinstance(following, TappedMessage) and frame.number in following.frames:
            return following
        return None

    def calls_of(self, frame: TappedFrame) -> Iterator[TappedCall]:
        """The calls that a frame asks, and those that it answers."""
        message = self.message_of(frame)
        if message is None:
            return
        number = message.number + 1  # calls have the numbers after that of their message
        while isinstance(call := self._item(number), TappedCall) and call.request == message.number:
            yield call
            number += 1
        yield from self.answered_by(frame)

    def answered_by(self, frame: TappedFrame) -> Iterator[TappedCall]:
        """The calls that a frame answers."""
        message = self.message_of(frame)
        yield from self._replies.get(message.number, ()) if message else ()

    def _item(self, number: int) -> AnyItem | None:
        try:
            return self.record.item(number)
        except KeyError:
            return None

    @property
    def behind(self) -> int:
        """Things that have passed, and are not among the rows yet."""
        return self.record.latest(self._added)[0] - self._added

    # --- following the record ---

    def catch_up(self) -> Change:
        """Take in what is new or has changed."""
        is_anew = self.record.dropped.connections != self._gone_connections
        if is_anew:
            self._begin()
        before = self.end
        known = dict(self._known)
        settled = tuple(self._settle())
        added, items = self.record.latest(self._added)
        for row, place in self._in_order(items, added - len(items)):
            self._append(row, place)
        self._added = added
        self._drop()
        new = range(max(before, self.first), self.end)
        return Change(new, settled, is_anew, known != self._known)

    def _settle(self) -> Iterator[int]:
        for number, call in list(self._waiting.items()):
            if call.state == "given up" or call.ended is not None:
                del self._waiting[number]
                self._end_call(call)
                if number >= self.first:  # its row may be gone
                    self._wrong[number - self.first] = is_wrong(call)
                yield number

    def _end_call(self, call: TappedCall) -> None:
        lane, ended = self.lanes[call.connection], call.time if call.ended is None else call.ended
        lane.in_flight -= 1
        self._busy_until = max(self._busy_until, ended)
        insort(lane.ends, self.x_at(ended))
        if call.reply is not None:
            self._replies[call.reply] = (*self._replies.get(call.reply, ()), call)

    def _in_order(self, items: list[AnyItem], place: int) -> Iterator[tuple[Row, int]]:
        """The rows of these items, and what is new about connections where its time comes."""
        news = sorted(self._news(), key=lambda row: row.time)
        told = 0
        for item in items:
            while told < len(news) and news[told].time <= item.time:
                yield news[told], place
                told += 1
            if isinstance(item, TappedMessage):
                self._keep_message(item)
            else:
                yield item, place
            place += 1
        for row in news[told:]:
            yield row, place

    def _news(self) -> Iterator[ConnectionRow]:
        """What there is to say about connections, and was not said yet."""
        now = self._times[-1] if self._times else 0.0
        for about in self.record.connections:
            known = known_of(about)
            if known != self._known.get(about.number):
                told = self._known.get(about.number, frozenset())
                yield from (row for row in rows_of(about, now) if (row.sender or row.what) not in told)
                self._known[about.number] = known

    def _keep_message(self, message: TappedMessage) -> None:
        if message.compressed or len(message.frames) > 1:
            self.read_as |= dict.fromkeys(message.frames, message)

    def _append(self, row: Row, place: int) -> None:
        time = max(row.time, self._times[-1]) if self._times else row.time
        x = self._next_x(time)
        number = self.end
        self._rows.append(row)
        self._kinds.append(KINDS.index(kind_of(row)))
        self._wrong.append(is_wrong(row))
        self._xs.append(x)
        self._times.append(time)
        self._places.append(place)
        lane = self.lanes.get(row.connection)
        if lane is None:
            lane = self.lanes[row.connection] = Lane()
        if isinstance(row, TappedCall):
            self._add_call(lane, row, number)
        elif row.sender is not None:
            lane.sides[row.sender].add(x, number, is_wrong(row))
            lane.frames += isinstance(row, TappedFrame)

    def _next_x(self, time: float) -> float:
        """The place of a row of this time; a pause before it is cut out."""
        if not self._times:
            return 0.0
        gap = time - self._times[-1]
        if gap > PAUSE and not self._waiting and self._busy_until <= self._times[-1]:
            self.breaks.append(self._xs[-1] + PAUSE / 2)
            gap = PAUSE
        return self._xs[-1] + gap

    def _add_call(self, lane: Lane, call: TappedCall, number: int) -> None:
        if call.state == "notification":
            return
        lane.calls.append(number)
        insort(lane.starts, self.x_at(call.time))
        lane.asked += 1
        lane.in_flight += 1
        if call.state == "in flight":
            self._waiting[number] = call
        else:
            self._end_call(call)

    def _drop(self) -> None:
        """Forget the rows whose items the record has dropped."""
        gone = min(bisect_left(self._places, self.record.dropped.items), len(self._rows) - 1)
        if gone <= 0:
            return
        for row in self._rows[:gone]:
            self._forget(row)
        for column in (self._rows, self._xs, self._times, self._places, self._kinds, self._wrong):
            del column[:gone]
        del self.breaks[: bisect_left(self.breaks, self._xs[0])]
        self.first += gone
        for lane in self.lanes.values():
            lane.drop_before(self._xs[0], self.first)

    def _forget(self, row: Row) -> None:
        if isinstance(row, TappedFrame):
            self.read_as.pop(row.number, None)
        elif isinstance(row, TappedCall) and row.reply is not None:
            self._replies.pop(row.reply, None)

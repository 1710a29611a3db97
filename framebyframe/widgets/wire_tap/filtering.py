"""The rows that are shown: those of one sort, of one connection, in which something is found."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from framebyframe.figures.words import opcode_name
from framebyframe.proxy.tap import TappedBytes, TappedCall, TappedEnd, TappedFrame, UnmatchedReply
from framebyframe.rpc.messages import ABSENT
from framebyframe.wire.masking import mask_payload
from framebyframe.wire.opcodes import Opcode

from .index import Change, Index
from .rows import ConnectionRow, Row, is_wrong, kind_of

HEX_DIGITS = re.compile(r"0x([0-9a-f]{2}\s*)+|[0-9a-f]{2}(\s+[0-9a-f]{2})+")
"""What is sought among the bytes as well: "88 02", "0x88"."""


Other = ConnectionRow | TappedBytes | TappedCall | UnmatchedReply | TappedEnd
"""Rows that are about no frame."""


@dataclass(frozen=True)
class Filter:
    """What is to be shown.

    Attributes:
        kind: one of KINDS.
        connection: its number; 0 for all.
        search: text, or bytes in hexadecimal digits; the case of A to Z does not matter.
    """

    kind: str = "all"
    connection: int = 0
    search: str = ""

    @property
    def is_of_kind_only(self) -> bool:
        """Whether nothing but the sort of a row counts."""
        return not self.connection and not self.search.strip()

    def test(self, index: Index) -> Callable[[Row], bool]:
        """The function that says whether a row is shown."""
        finds = _Search(self.search, index).finds if self.search.strip() else None

        def takes(row: Row) -> bool:
            if self.connection not in (0, row.connection):
                return False
            if self.kind != "all" and not self._is_of_kind(row):
                return False
            return finds is None or finds(row)

        return takes

    def _is_of_kind(self, row: Row) -> bool:
        return is_wrong(row) if self.kind == "wrong" else kind_of(row) == self.kind


class _Search:
    """Looks for something in rows."""

    def __init__(self, search: str, index: Index) -> None:
        wanted = search.strip().lower()
        self._text = wanted.encode()
        self._bytes = bytes.fromhex(wanted.removeprefix("0x")) if HEX_DIGITS.fullmatch(wanted) else None
        self._opcodes = {opcode for opcode in Opcode if self._text in opcode_name(opcode).encode()}
        self._read_as = index.read_as

    def finds(self, row: Row) -> bool:
        """Whether it is in what the row says, or among its bytes."""
        if isinstance(row, TappedFrame):
            return self._in_frame(row)
        return self._in_other(row)

    def _in_other(self, row: Other) -> bool:
        data = row.head.data if isinstance(row, ConnectionRow) and row.head else b""
        data = row.data if isinstance(row, TappedBytes) else data
        if data and self._in_bytes(data):
            return True
        return self._text in _said(row).lower().encode()

    def _in_frame(self, frame: TappedFrame) -> bool:
        if self._text in frame.payload.lower() or frame.opcode in self._opcodes:
            return True
        message = self._read_as.get(frame.number)
        if message is not None and self._text in (message.text or "").lower().encode():
            return True
        if self._bytes is not None and self._bytes in _on_the_wire(frame):
            return True
        return bool(frame.faults) and self._text in " ".join(frame.faults).lower().encode()

    def _in_bytes(self, data: bytes) -> bool:
        return self._text in data.lower() or (self._bytes is not None and self._bytes in data)


def _on_the_wire(frame: TappedFrame) -> bytes:
    """The bytes of a frame; unlike `frame.data` they are not kept: there may be 100,000 frames."""
    key = frame.masking_key
    return frame.header + (frame.payload if key is None else mask_payload(frame.payload, key))


def _said(row: Other) -> str:
    """What a row says besides its bytes."""
    if isinstance(row, ConnectionRow):
        return f"{row.about.server} {row.head.fault if row.head else row.about.not_followed}"
    if isinstance(row, TappedCall):
        return f"{row.action} {_id_words(row.id)} {row.state} {row.error}"
    if isinstance(row, UnmatchedReply):
        return f"{_id_words(row.id)} {row.why}"
    return row.why if isinstance(row, TappedBytes) else f"{row.how} {row.words}"


def _id_words(call_id: object) -> str:
    return "" if call_id is ABSENT else f"id {call_id}"


class Filtered:
    """The rows that a filter lets through, in order. Each has a place, which it keeps while `version` stays.

    Args:
        index: the rows.
        chosen: the filter.
        version: tells these places from those of another filter.

    Attributes:
        first: the place of the first one.
    """

    def __init__(self, index: Index, chosen: Filter, version: int) -> None:
        self._index = index
        self._takes = chosen.test(index)
        self._chosen = chosen
        self._takes_all = chosen.kind == "all" and chosen.is_of_kind_only
        self.version = version
        self._choose()

    def _choose(self) -> None:
        every = range(self._index.first, self._index.end)
        self.first = self._index.first if self._takes_all else 0
        self._numbers: Sequence[int] = every if self._takes_all else self._find()

    def _find(self) -> list[int]:
        numbers = self._index.of_kind(self._chosen.kind)
        return numbers if self._chosen.is_of_kind_only else self._among(numbers)

    def _among(self, numbers: Sequence[int]) -> list[int]:
        row, takes = self._index.row, self._takes
        return [number for number in numbers if takes(row(number))]

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, place: int) -> int:
        """The number of the row in a place."""
        return self._numbers[place - self.first]

    def place_of(self, number: int) -> int | None:
        """The place of a row; None where it is not shown."""
        at = bisect_left(self._numbers, number)
        is_there = at < len(self._numbers) and self._numbers[at] == number
        return self.first + at if is_there else None

    def nearest(self, number: int) -> int | None:
        """The place of the first row from this one on, or of the last one; None where nothing is shown."""
        at = min(bisect_left(self._numbers, number), len(self._numbers) - 1)
        return self.first + at if at >= 0 else None

    def has_any(self, numbers: range) -> bool:
        """Whether one of these rows is shown."""
        at = bisect_left(self._numbers, numbers.start)
        return at < len(self._numbers) and self._numbers[at] < numbers.stop

    def follow(self, change: Change, version: int) -> None:
        """Take in what has become of the rows.

        Args:
            change: what has become of them.
            version: for places that are others than before.
        """
        if change.is_anew:
            self.version = version
            self._choose()
        elif self._takes_all:
            self._choose()
        elif isinstance(self._numbers, list):
            self._forget()
            self._settle(change.settled, version)
            self._numbers += self._among(change.new)

    def _forget(self) -> None:
        """Leave out the rows that are gone."""
        assert isinstance(self._numbers, list)
        gone = bisect_left(self._numbers, self._index.first)
        del self._numbers[:gone]
        self.first += gone

    def _settle(self, settled: Sequence[int], version: int) -> None:
        """A call that has ended may be let through now, or no more."""
        assert isinstance(self._numbers, list)
        for number in settled:
            is_shown = self.place_of(number) is not None
            if number < self._index.first or is_shown == self._takes(self._index.row(number)):
                continue
            self.version = version
            if is_shown:
                self._numbers.remove(number)
            else:
                insort(self._numbers, number)

"""What a row is about: an item of the record, or something about a connection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from framebyframe.proxy.tap import (
    TappedBytes,
    TappedCall,
    TappedConnection,
    TappedEnd,
    TappedFrame,
    TappedHead,
    UnmatchedReply,
)
from framebyframe.proxy.tap.items import Sender


@dataclass(frozen=True)
class ConnectionRow:
    """Something about a connection.

    Attributes:
        time: in seconds, as everywhere in a record.
        connection: its number.
        what: that it began, one half of its handshake, or that the tap follows it no more.
        about: the connection.
        sender: of a half of the handshake.
        head: that half.
    """

    time: float
    connection: int
    what: Literal["begun", "head", "not_followed"]
    about: TappedConnection
    sender: Sender | None = None
    head: TappedHead | None = None


Row = ConnectionRow | TappedFrame | TappedBytes | TappedCall | UnmatchedReply | TappedEnd
"""What a row is about."""


KINDS = ("all", "connections", "frames", "calls", "wrong")
"""The sorts of rows; "wrong" are those of any sort that break a rule or have no good end."""


def kind_of(row: Row) -> str:
    """The sort of a row."""
    if isinstance(row, TappedFrame | TappedBytes):
        return "frames"
    return "calls" if isinstance(row, TappedCall | UnmatchedReply) else "connections"


def is_wrong(row: Row) -> bool:
    """Whether a rule is broken, or a call has no good end."""
    if isinstance(row, ConnectionRow):
        return row.what == "not_followed" or bool(row.head and row.head.fault)
    if isinstance(row, TappedFrame):
        return bool(row.faults)
    if isinstance(row, TappedCall):
        return row.state in ("failed", "lost", "given up") or row.is_late
    return row.how != "end" if isinstance(row, TappedEnd) else True


def known_of(about: TappedConnection) -> frozenset[str]:
    """What is known about a connection by now: what it is told by in rows, and whether it has ended."""
    found = {
        "begun": True,
        "client": about.request,
        "server": about.response,
        "ended": about.ended is not None,
    }
    return frozenset(key for key, value in {**found, "not_followed": about.not_followed}.items() if value)


def rows_of(about: TappedConnection, now: float) -> Iterator[ConnectionRow]:
    """What there is to say about a connection by now."""
    yield ConnectionRow(about.time, about.number, "begun", about)
    heads: list[tuple[Sender, TappedHead | None]] = [("client", about.request), ("server", about.response)]
    for sender, head in heads:
        if head is not None:
            yield ConnectionRow(head.time, about.number, "head", about, sender, head)
    if about.not_followed:
        yield ConnectionRow(now, about.number, "not_followed", about)

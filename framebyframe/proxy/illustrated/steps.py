"""A record as steps in the order of time, and what belongs to each: its message, its calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from framebyframe.wire import Opcode

from ..tap import Record
from ..tap.items import (
    AnyItem,
    Sender,
    TappedBytes,
    TappedCall,
    TappedConnection,
    TappedEnd,
    TappedFrame,
    TappedHead,
    TappedMessage,
    UnmatchedReply,
)
from .limits import FIRST_STEPS, LAST_STEPS

Thing = TypeVar("Thing")
What = TappedHead | TappedFrame | TappedBytes | TappedEnd


@dataclass(frozen=True)
class Step:
    """Something that passed on a connection.

    Attributes:
        connection: on which it passed.
        sender: the side that sent it.
        what: half of the opening handshake, a frame, other bytes, or an end.
        name: its place in the page's addresses, `frame-3`.
        number: of a frame, or of other bytes, counted from 1 over the record.
    """

    connection: TappedConnection
    sender: Sender
    what: What
    name: str
    number: int = 0

    @property
    def time(self) -> float:
        """Seconds since the beginning of the record."""
        return self.what.time


@dataclass(frozen=True)
class Chapter:
    """A connection and the steps of it that are told.

    Attributes:
        connection: of the record.
        before: the steps that are told before the gap; all of them where nothing is left out.
        after: those that are told behind it.
        left_out: how many lie between.
    """

    connection: TappedConnection
    before: list[Step]
    after: list[Step]
    left_out: int


class Session:
    """A record, looked up from all sides.

    Args:
        record: of a tap.

    Attributes:
        record: as given.
        connections: all of them.
        calls: all of them.
        messages: all of them, by their numbers.
        chapters: a chapter for each connection of which something is told.
        left_out: how many connections are left out whole.
        frames: the step of each frame that is told, by the number of the frame's item.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        items, self.connections = record.items, record.connections
        self.calls = [item for item in items if isinstance(item, TappedCall)]
        self.messages = {item.number: item for item in items if isinstance(item, TappedMessage)}
        self._by_last_frame = {
            message.frames[-1]: message for message in self.messages.values() if message.frames
        }
        self._requests = grouped(self.calls, lambda call: call.request)
        self._replies = grouped(self.calls, lambda call: call.reply)
        replies = [item for item in items if isinstance(item, UnmatchedReply)]
        self._unmatched = grouped(replies, lambda reply: reply.message)
        self._numbers = {"frame": count(1), "bytes": count(1), "end": count(1)}
        by_connection = grouped(items, lambda item: item.connection)
        steps = [self._steps(each, by_connection.get(each.number, [])) for each in self.connections]
        self.chapters = chapters(self.connections, steps)
        self.left_out = len(self.connections) - len(self.chapters)
        self.frames = self._frames_told()
        self._closed = first_closes(items)

    def _frames_told(self) -> dict[int, Step]:
        told = (step for chapter in self.chapters for step in (*chapter.before, *chapter.after))
        return {step.what.number: step for step in told if isinstance(step.what, TappedFrame)}

    def message_of(self, frame: TappedFrame) -> TappedMessage | None:
        """The message that a frame completes."""
        return self._by_last_frame.get(frame.number)

    def begins_closing(self, frame: TappedFrame) -> bool:
        """Whether a frame is the first close frame of its connection."""
        return self._closed.get(frame.connection) == frame.number

    def asked_in(self, message: TappedMessage) -> list[TappedCall]:
        """The calls that a message makes."""
        return self._requests.get(message.number, [])

    def answered_in(self, message: TappedMessage) -> list[TappedCall]:
        """The calls that a message answers."""
        return self._replies.get(message.number, [])

    def unmatched_in(self, message: TappedMessage) -> list[UnmatchedReply]:
        """The replies in a message that answer no call."""
        return self._unmatched.get(message.number, [])

    def frame_of(self, message: int | None) -> Step | None:
        """The step of the last frame of a message, where it is told."""
        found = self.messages.get(message) if message is not None else None
        return self.frames.get(found.frames[-1]) if found and found.frames else None

    def _steps(self, connection: TappedConnection, items: list[AnyItem]) -> list[Step]:
        heads: tuple[tuple[Sender, str, TappedHead | None], ...] = (
            ("client", "request", connection.request),
            ("server", "response", connection.response),
        )
        steps = [
            Step(connection, sender, head, f"connection-{connection.number}-{name}")
            for sender, name, head in heads
            if head is not None
        ]
        for item in items:
            if isinstance(item, TappedFrame | TappedBytes | TappedEnd):
                steps.append(self._step(connection, item))
        return sorted(steps, key=lambda step: step.time)

    def _step(self, connection: TappedConnection, item: TappedFrame | TappedBytes | TappedEnd) -> Step:
        number = next(self._numbers[item.kind])
        return Step(connection, item.sender, item, f"{item.kind}-{number}", number)


def grouped(things: Iterable[Thing], key: Callable[[Thing], int | None]) -> dict[int, list[Thing]]:
    """Things by their key, in their order; those without one are left out."""
    found: dict[int, list[Thing]] = defaultdict(list)
    for thing in things:
        place = key(thing)
        if place is not None:
            found[place].append(thing)
    return found


def first_closes(items: Iterable[AnyItem]) -> dict[int, int]:
    """The number of the first close frame of each connection, by the connection's."""
    found: dict[int, int] = {}
    for item in items:
        if isinstance(item, TappedFrame) and item.opcode is Opcode.CLOSE:
            found.setdefault(item.connection, item.number)
    return found


def chapters(connections: list[TappedConnection], steps: list[list[Step]]) -> list[Chapter]:
    """The first steps of all and the last are told, by connection. That a connection began is a step too."""
    total = sum(map(len, steps)) + len(steps)
    first, last = (FIRST_STEPS, total - LAST_STEPS) if total > FIRST_STEPS + LAST_STEPS else (total, total)
    found, start = [], 0
    for connection, own in zip(connections, steps, strict=True):
        begin, end = start + 1, start + 1 + len(own)
        cut, go_on = (min(max(place - begin, 0), len(own)) for place in (first, last))
        if start < first or end > last:
            found.append(Chapter(connection, own[:cut], own[go_on:], go_on - cut))
        start = end
    return found

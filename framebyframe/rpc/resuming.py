"""Where a stream of events goes on after a reconnection, and what was missed.

A server numbers the events of a stream: the first has offset 1. The epoch is the stream's name, drawn by
chance. A server that has restarted, or has forgotten the stream, begins another, with another epoch and from
1 again: so equal offsets mean the same event only where the epochs are equal.
"""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a stream of events: after the event with this offset.

    Attributes:
        epoch: which stream.
        offset: of the last event before this place; 0 before the first.
    """

    epoch: str
    offset: int


class Gap(NamedTuple):
    """Events that were missed.

    Attributes:
        first: the offset of the first one.
        last: the offset of the last one; None where the stream is over, and nobody knows how far it went:
            perhaps nothing was missed.
    """

    first: int
    last: int | None

    def __str__(self) -> str:
        return f"gap from {self.first} to {'?' if self.last is None else self.last}"


def gap_between(seen: Position, resumed: Position) -> Gap | None:
    """The events that were missed between two places, as `Gap(first, last)`; None where there are none.

    - another epoch: the stream of `seen` is over, and nobody knows how far it went: `last` is None. All
      from `first` on may be missing, or nothing.
    - the same epoch, and `resumed` is further on: those between are missed, `last` among them.
    - the same epoch, and `resumed` is no further: nothing is missed.

    Args:
        seen: the place after the last event that came; a Position has an `epoch` and an `offset`.
        resumed: where the server goes on: its next event has the offset after this one.
    """
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset > seen.offset:
        return Gap(seen.offset + 1, resumed.offset)
    return None

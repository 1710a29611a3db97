"""Whether a right answer goes through its bytes a few at a time: counted, and not taken by a clock."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

from ..declaring.examples import Call
from .outcome import Subject, outcome_of

BYTES_A_LINE = 4
"""Who goes through a line of Python for so many bytes, or for fewer, takes many steps."""


class Watched(bytes):
    """Bytes that take a line of Python for each that is taken, also by `map` and `zip`, which have none."""

    def __iter__(self) -> Iterator[int]:
        for place in range(len(self)):
            yield self[place]


def takes_many_steps(example: Call, subject: Subject) -> bool:
    """Whether Python goes through a line for every few bytes of the example's longest argument."""
    values = [Watched(value) if isinstance(value, bytes) else value for value in example.arguments]
    most = max(map(len, example.values())) // BYTES_A_LINE
    lines = _Lines(most)
    before = sys.gettrace()
    sys.settrace(lines.look)
    try:
        outcome_of(Call(tuple(values), example.named), subject)
    finally:
        sys.settrace(before)
    return lines.count > most


class _Lines:
    """Counts lines, as a function for `sys.settrace`, and stops when there are more than enough."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0

    def look(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Count one event; Python asks on as long as it is given a function."""
        self.count += event == "line"
        return self.look if self.count <= self.most else None

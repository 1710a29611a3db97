"""Connections on the time line: where each side sent something, where calls begin and end."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from framebyframe.proxy.tap.items import Sender


@dataclass
class Ticks:
    """What one side of a connection has sent: places on the time line, and the numbers of the rows."""

    xs: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)

    def add(self, x: float, number: int, wrong: bool) -> None:
        """Add one row."""
        self.xs.append(x)
        self.numbers.append(number)
        if wrong:
            self.wrong.append(x)

    def drop_before(self, x: float, number: int) -> None:
        """Forget the rows before this one."""
        gone = bisect_left(self.numbers, number)
        del self.xs[:gone], self.numbers[:gone], self.wrong[: bisect_left(self.wrong, x)]


@dataclass
class Lane:
    """One connection on the time line.

    Attributes:
        sides: what each side has sent.
        calls: the numbers of their rows.
        starts: places at which calls begin, in order.
        ends: places at which calls end, in order.
        frames: that have passed.
        asked: calls that were made.
        in_flight: calls that wait for a reply.
    """

    sides: dict[Sender, Ticks] = field(default_factory=lambda: {"client": Ticks(), "server": Ticks()})
    calls: list[int] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    frames: int = 0
    asked: int = 0
    in_flight: int = 0

    def drop_before(self, x: float, number: int) -> None:
        """Forget the rows before this one, and as many beginnings of calls as ends."""
        for ticks in self.sides.values():
            ticks.drop_before(x, number)
        del self.calls[: bisect_left(self.calls, number)]
        gone = bisect_left(self.ends, x)
        del self.ends[:gone], self.starts[:gone]

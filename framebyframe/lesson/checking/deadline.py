"""A deadline for answers that run in the kernel: every loop looks at the clock before each round.

Tracing would do it too, but Python stops tracing once a trace function has raised, so a loop around a bare
`except:` would go on for ever. A look at the clock in the loop itself is met again in the next round.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic, process_time  # the real ones, also while a check has a clock of its own
from typing import Any

from .output import GuardRail

LOOK = "_look_at_the_clock"
"""The name by which an answer's loops call the clock."""

Clock = Callable[[], bool]


class DeadlineReached(GuardRail):
    """The check took too long."""


def clock_until(end: float) -> Clock:
    """A function that returns True, and after `end` (of `time.monotonic`) raises DeadlineReached."""

    def look() -> bool:
        if monotonic() > end:
            raise DeadlineReached
        return True

    return look


def clock_of_processor(seconds: float) -> Clock:
    """The same for seconds of processor time: whatever else the machine does takes nothing of them."""
    end, earliest = process_time() + seconds, monotonic() + seconds

    def look() -> bool:
        if monotonic() > earliest and process_time() > end:  # the first is asked faster
            raise DeadlineReached
        return True

    return look


class ClockOfExamples:
    """The same for each of many examples: after one that was stopped there is less for each."""

    def __init__(self, seconds: float, seconds_after: float) -> None:
        self._seconds, self._seconds_after = seconds, seconds_after
        self.begin()

    def begin(self) -> None:
        """The next example begins."""
        self._look = clock_of_processor(self._seconds)

    def __call__(self) -> bool:
        try:
            return self._look()
        except DeadlineReached:
            self._seconds = self._seconds_after
            raise


class ClockOfRounds:
    """The same for rounds: as many of them are too many on every machine, slow or busy or neither."""

    def __init__(self, look: Clock) -> None:
        self._look = look
        self.begin(0)

    def begin(self, rounds: int) -> None:
        """The next example begins, and may have so many rounds."""
        self._left = rounds

    def __call__(self) -> bool:
        self._left -= 1
        if self._left < 0:
            raise DeadlineReached
        return self._look()


@contextmanager
def clock_in_loops(nodes: Iterable[ast.AST]) -> Iterator[None]:
    """Meanwhile every loop and every comprehension among these nodes looks at the clock: none is copied."""
    found = [item for node in nodes for item in _start_of_a_round(node)]
    starts = {id(start): (start, look) for start, look in found}  # a changed answer may hold a loop twice
    for start, look in starts.values():
        start.insert(0, look)
    try:
        yield
    finally:
        for start, _ in starts.values():
            del start[0]


def _start_of_a_round(node: ast.AST) -> Iterator[tuple[list[Any], ast.AST]]:
    """The body of a loop or the conditions of a comprehension, and what looks at the clock there."""
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        yield node.body, _located(ast.Expr(_look()), node)
    elif isinstance(node, ast.comprehension):
        yield node.ifs, _located(_look(), node.target)


def _look() -> ast.Call:
    return ast.Call(ast.Name(LOOK, ast.Load()), [], [])


def _located(node: ast.expr | ast.stmt, beside: ast.AST) -> ast.AST:
    return ast.fix_missing_locations(ast.copy_location(node, beside))

"""A deadline for answers that run in the kernel: every loop looks at the clock before each round.

Tracing would do it too, but Python stops tracing once a trace function has raised, so a loop around a bare
`except:` would go on for ever. A look at the clock in the loop itself is met again in the next round.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from time import monotonic  # the real one, also while a check has a clock of its own
from typing import TypeVar

from .output import GuardRail

LOOK = "_look_at_the_clock"
"""The name by which an answer's loops call the clock."""

Clock = Callable[[], bool]

Loop = TypeVar("Loop", ast.For, ast.AsyncFor, ast.While)


class DeadlineReached(GuardRail):
    """The check took too long."""


def clock_until(end: float) -> Clock:
    """A function that returns True, and after `end` (of `time.monotonic`) raises DeadlineReached."""

    def look() -> bool:
        if monotonic() > end:
            raise DeadlineReached
        return True

    return look


def with_clock_in_loops(tree: ast.Module) -> ast.Module:
    """The program with a look at the clock in every loop and every comprehension."""
    return ast.fix_missing_locations(_ClockInLoops().visit(tree))  # type: ignore[no-any-return]


class _ClockInLoops(ast.NodeTransformer):
    """Puts a look at the clock first in the body of a loop, and among the conditions of a comprehension."""

    def visit_For(self, node: ast.For) -> ast.For:
        return self._loop(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AsyncFor:
        return self._loop(node)

    def visit_While(self, node: ast.While) -> ast.While:
        return self._loop(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        node.ifs.insert(0, _look())
        return node

    def _loop(self, node: Loop) -> Loop:
        self.generic_visit(node)
        node.body.insert(0, ast.copy_location(ast.Expr(_look()), node))
        return node


def _look() -> ast.Call:
    return ast.Call(ast.Name(LOOK, ast.Load()), [], [])

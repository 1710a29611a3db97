"""Runs the steps of a scenario, one after the other, up to the one that raises."""

from __future__ import annotations

import ast
import asyncio
import inspect
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

from framebyframe.peers.logbook import logged

from ..declaring.examples import Scenario
from .comparison import snapshot
from .output import GuardRail
from .surroundings import Surroundings, bytes_of_the_system, peer, run_to_its_end, visitor

FILE = "<scenario>"

TOOLS = {
    **{
        name: getattr(peer, name)
        for name in ("Close", "HangUp", "Peer", "Ping", "Recorder", "StopReading", "Wait")
    },
    **{name: getattr(visitor, name) for name in ("Visitor", "visit")},
    "logged": logged,
    "bytes_of_the_system": bytes_of_the_system,
}
"""The names that every scenario has, besides those of the reference's module."""


@dataclass(frozen=True)
class StepOutcome:
    """The outcome of one step; None if it is a statement.

    Attributes:
        elapsed: seconds that had been waited by its end.
    """

    value: Any
    raised: bool
    elapsed: float


def run_steps(
    scenario: Scenario, names: dict[str, Any], answer: dict[str, Any], surroundings: Surroundings
) -> list[StepOutcome]:
    """The outcome of every step, up to one that raises.

    Args:
        scenario: its steps are run.
        names: what the steps know.
        answer: the name of what is checked, and what it is: no step takes that name from it.
        surroundings: the clock, and the loop for steps that await.

    Raises:
        GuardRail: a step ran into it; its attribute `steps` is what went before.
    """
    done: list[StepOutcome] = []
    running = _run(scenario, {**TOOLS, **names, **answer}, answer, surroundings, done)
    try:
        if runs_in_a_loop(scenario):
            run_to_its_end(surroundings.new_loop(), running)
        else:
            _run_through(running)
    except GuardRail as rail:
        rail.steps = tuple(done)
        raise
    return done


def runs_in_a_loop(scenario: Scenario) -> bool:
    """Whether an event loop runs the steps: one of them awaits, or the scenario asks for a loop."""
    return scenario.in_a_loop or any(map(_is_coroutine, _programs(scenario)))


async def _run(
    scenario: Scenario,
    namespace: dict[str, Any],
    answer: dict[str, Any],
    surroundings: Surroundings,
    done: list[StepOutcome],
) -> None:
    for program in _programs(scenario):
        try:
            value = eval(program, namespace)
            value, raised = snapshot(await value if _is_coroutine(program) else value), False
        except GuardRail:
            raise
        except BaseException as error:  # SystemExit and CancelledError are outcomes too
            if _is_given_up():
                raise
            value, raised = error, True
        namespace.update(answer)
        done.append(StepOutcome(value, raised, surroundings.clock.elapsed))
        if raised:
            break


def _is_given_up() -> bool:
    """Whether the steps are cancelled from outside, because one of them never ends."""
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop is needed here
        return False
    return task is not None and task.cancelling() > 0


def _run_through(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never waits, without a loop."""
    with suppress(StopIteration):
        coroutine.send(None)


@lru_cache(maxsize=256)
def _programs(scenario: Scenario) -> tuple[CodeType, ...]:
    return tuple(_compiled(scenario))


def _compiled(scenario: Scenario) -> Iterator[CodeType]:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for node in ast.parse(scenario.source, FILE).body:
        if isinstance(node, ast.Expr):
            yield compile(ast.Expression(node.value), FILE, "eval", flags, dont_inherit=True)
        else:
            yield compile(ast.Module([node], []), FILE, "exec", flags, dont_inherit=True)


def _is_coroutine(program: CodeType) -> bool:
    return bool(program.co_flags & inspect.CO_COROUTINE)

"""The least that breaks the same rule: a scenario without whatever can be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from framebyframe.proxy.faults.plan import Plan

from .running import Run
from .scenario import ClientPart, Scenario

MOST_TRIES = 500
"""Runs that one shrinking takes at most."""

Item = TypeVar("Item")
Play = Callable[[Scenario], Run]


def shrunk(found: Run, play: Play) -> Run:
    """The run of the smallest scenario that was found to break the first rule of `found`.

    First faults are left out, one after the other, then restarts, clients, subscriptions and calls; over
    again, until nothing more can be.

    Args:
        found: a run that breaks a rule.
        play: runs a scenario.
    """
    rule = found.broken[0].rule
    tries = 0
    smaller: Run | None = found
    while smaller is not None:
        found, smaller = smaller, None
        for scenario in _without_one(found.scenario):
            tries += 1
            if tries > MOST_TRIES:
                break
            candidate = play(scenario)
            if rule in [broken.rule for broken in candidate.broken]:
                smaller = candidate
                break
    return found


def _without_one(scenario: Scenario) -> Iterator[Scenario]:
    """The scenario, each time with one thing less."""
    faults = scenario.plan.faults
    for plan in _each_left_out(faults):
        yield replace(scenario, plan=Plan(plan))
    for restarts in _each_left_out(scenario.restarts):
        yield replace(scenario, restarts=restarts)
    for clients in _each_left_out(scenario.clients):
        if clients:
            yield replace(scenario, clients=clients)
    for place, client in enumerate(scenario.clients):
        for smaller in _smaller_clients(client):
            yield replace(
                scenario, clients=(*scenario.clients[:place], smaller, *scenario.clients[place + 1 :])
            )


def _smaller_clients(client: ClientPart) -> Iterator[ClientPart]:
    if client.listening is not None:
        yield replace(client, listening=None)
    if client.leaves is not None:
        yield replace(client, leaves=None)
    for calls in _each_left_out(client.calls):
        yield replace(client, calls=calls)


def _each_left_out(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    for place in range(len(items)):
        yield (*items[:place], *items[place + 1 :])

"""Two waits that are not by chance: of two clients, or of one client twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from framebyframe.simulation.oracles import Ending, no_storm

Attempts = list[tuple[float | None, float | None]]


def told(*clients: Attempts) -> list[str]:
    """What is said of clients with these attempts: when each began, and when it was refused."""
    actors = [
        SimpleNamespace(name=f"client {number}", part=SimpleNamespace(number=number), own_attempts=1)
        for number in range(1, len(clients) + 1)
    ]
    network = SimpleNamespace(attempts=dict(enumerate(clients, 1)))
    world = SimpleNamespace(network=network)
    ending = Ending(world=cast(Any, world), clients=cast(Any, actors), server=cast(Any, None))
    return list(no_storm(ending))


@pytest.mark.parametrize(
    "clients, words",
    [
        (
            [[(0.0, 1.0), (1.5, 2.0)], [(0.0, 3.0), (3.5, None)]],
            "client 2 waited 0.5 s, exactly as client 1 did.",
        ),
        ([[(0.0, 1.0), (1.5, 2.0), (2.5, None)]], "client 1 waited exactly 0.5 s twice."),
    ],
)
def test_whose_waits_are_the_same_is_told(clients: list[Attempts], words: str) -> None:
    assert told(*clients) == [words]


def test_waits_by_chance_are_not() -> None:
    assert told([(0.0, 1.0), (1.5, 2.0), (2.7, None)], [(0.0, 3.0), (3.4, None)]) == []

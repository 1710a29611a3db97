"""Every function a learner writes is on the live path: without it nothing works."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.wire import Connection, Role


class Replaced(Exception):
    """The function that was replaced was called."""


def raises(*arguments: object, **named: object) -> None:
    raise Replaced


def talk() -> None:
    """Two connections say everything they can to each other."""
    client, server = Connection(Role.CLIENT), Connection(Role.SERVER)
    client.send_text("Hello")
    client.send_bytes(bytes(70_000))
    client.send_ping(b"?")
    server.receive_data(client.data_to_send())
    server.send_text("Grüße")
    server.send_close(1000, "done")
    client.receive_data(server.data_to_send())
    server.receive_data(client.data_to_send())
    server.receive_eof()
    client.receive_eof()


LIVE: dict[str, Callable[[], None]] = {"framebyframe.wire": talk}
"""What uses everything in a package."""


def replace_everywhere(exercise: Exercise, patch: pytest.MonkeyPatch) -> None:
    """In its own module, and in every module that imported it from there."""
    original = getattr(reference.owner(exercise), exercise.name)
    patch.setattr(reference.owner(exercise), exercise.name, raises)
    for module in [module for name, module in sys.modules.items() if name.startswith("framebyframe.")]:
        if vars(module).get(exercise.name) is original:
            patch.setattr(module, exercise.name, raises)


def test_what_is_live_works_as_it_is() -> None:
    for use in LIVE.values():
        use()


@pytest.mark.parametrize("exercise", table.all_exercises(), ids=lambda exercise: exercise.name)
def test_nothing_works_without_it(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    use: Any = LIVE[exercise.module.rpartition(".")[0]]
    replace_everywhere(exercise, monkeypatch)
    with pytest.raises(Replaced):
        use()

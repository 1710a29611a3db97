"""Functions that return events and states, that raise, methods, and coroutines."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.checking.verdict import Fault, Verdict
from framebyframe.lesson.declaring import reference
from framebyframe.lesson.declaring.examples import Scenario, call
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.diagnosing.judge import judge as check
from framebyframe.lesson.keeping.compose import put_in
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.showing import pictures

from . import sample

MODULE = sample.__name__


def opens(door: Any) -> Any:
    return door().open("Ada")


def opens_twice(door: Any) -> Any:
    mine = door()
    return mine.open("Ada") + mine.open("Grace")


def opens_for_nobody(door: Any) -> Any:
    return door().open("")


def looks(door: Any) -> Any:
    mine = door()
    before = mine.state
    mine.open("Ada")
    return before, mine.state


def forgets_to_count(self: Any, by: str) -> list[sample.Opened]:
    if not by:
        raise sample.DoorFault("who?")
    return [sample.Opened(by)]


OPEN = Exercise(
    id="99.open",
    target=f"{MODULE}:Door.open",
    section="a made-up rule",
    examples=[Scenario("one", opens), Scenario("two", opens_twice), Scenario("nobody", opens_for_nobody)],
    mistakes={"forgets_to_count": forgets_to_count},
)
STATE = Exercise("99.state", f"{MODULE}:Door.state", "a made-up rule", [Scenario("looks", looks)], {})


async def races(first_of: Any) -> str:
    async def late() -> str:
        await asyncio.sleep(3600)
        return "late"

    async def early() -> str:
        return "early"

    return str(await first_of([late, early]))


FIRST_OF = Exercise("99.first_of", f"{MODULE}:first_of", "a made-up rule", [Scenario("race", races)], {})
RIGHT_ACCEPT = Exercise(
    "99.accept_key",
    "framebyframe.wire.handshake:accept_key",
    "RFC 6455 4.2.2",
    [call("dGhl")],
    {},
    field="accept",
)


def verdict(exercise: Exercise, source: str, *names: str) -> Verdict:
    imports = tuple(f"from {MODULE} import {name}\n" for name in names)
    return check(exercise, Submission(exercise.id, source, preamble=imports))


@pytest.mark.parametrize("exercise", [OPEN, STATE], ids=lambda exercise: exercise.name)
def test_a_method_or_property_is_checked_inside_its_class(exercise: Exercise) -> None:
    assert verdict(exercise, reference.source(exercise), "DoorFault", "Opened", "State", "Door").right


def test_a_class_method_is_too() -> None:
    exercise = Exercise(
        "99.opened_by",
        f"{MODULE}:Door.opened_by",
        "a made-up rule",
        [Scenario("by", lambda door: door.opened_by("Ada").state)],
        {},
    )
    assert verdict(exercise, reference.source(exercise), "Door").right
    wrong = verdict(exercise, "def opened_by(cls, name):\n    return cls()\n")
    assert (wrong.expected.text, wrong.received.text) == ("State.OPEN", "State.CLOSED")  # type: ignore[union-attr]


def test_events_are_shown_side_by_side() -> None:
    wrong = verdict(
        OPEN, "def open(self, by):\n    self.opened += 1\n    return [Opened('Eve', 1)]\n", "Opened"
    )
    assert wrong.fault is Fault.DIFFERENT
    figure = pictures.difference(OPEN, "open", wrong.expected, wrong.received)  # type: ignore[arg-type]
    assert figure
    assert 'expected  returns [Opened("Ada")]' in figure.text
    assert 'received  returns [Opened("Eve")]' in figure.text


def test_a_state_is_shown_by_its_name() -> None:
    wrong = verdict(STATE, "def state(self):\n    return State.CLOSED\n", "State")
    assert wrong.received
    assert wrong.received.text == "(State.CLOSED, State.CLOSED)"


def test_a_mistake_in_a_method_is_known_by_its_model() -> None:
    source = "def open(self, by):\n    if by == '':\n        raise DoorFault\n    return [Opened(by, 1)]\n"
    wrong = verdict(OPEN, source, "Opened", "DoorFault")
    assert (wrong.mistake, wrong.example) == ("forgets_to_count", 1)


def test_the_error_that_is_expected_is_named() -> None:
    source = "def open(self, by):\n    self.opened += 1\n    return [Opened(by, self.opened)]\n"
    wrong = verdict(OPEN, source, "Opened")
    assert wrong.fault is Fault.RAISES_NOTHING
    assert wrong.expected
    assert (wrong.expected.type, wrong.expected.raised) == ("DoorFault", True)
    source = source.replace(
        "    self.opened += 1\n", "    if not by:\n        raise KeyError\n    self.opened += 1\n"
    )
    assert verdict(OPEN, source, "Opened").fault is Fault.RAISES_OTHER


def test_a_coroutine_runs_on_a_loop_of_its_own() -> None:
    assert verdict(FIRST_OF, reference.source(FIRST_OF), "asyncio", "Awaitable", "Callable").right
    wrong = verdict(FIRST_OF, "async def first_of(calls):\n    return await calls[-1]() + '!'\n")
    assert wrong.received
    assert wrong.received.text == '"early!"'
    assert verdict(FIRST_OF, "def first_of(calls):\n    return 'early'\n").fault is Fault.NOT_ASYNC


def test_a_coroutine_runs_beside_a_loop_that_runs_already() -> None:
    """As in a kernel without processes."""

    async def in_a_notebook() -> Verdict:
        found = verdict(FIRST_OF, reference.source(FIRST_OF), "asyncio", "Awaitable", "Callable")
        await asyncio.sleep(0)  # the notebook's own loop goes on
        return found

    assert asyncio.run(in_a_notebook()).right


def test_text_is_compared_character_by_character() -> None:
    wrong = verdict(RIGHT_ACCEPT, "def accept_key(key):\n    return 'abc'\n")
    assert wrong.fault is Fault.DIFFERENT
    figure = pictures.difference(RIGHT_ACCEPT, "accept_key", wrong.expected, wrong.received)  # type: ignore[arg-type]
    assert figure
    assert "^" in figure.text and "accept" in figure.text


CLASS = '''\
class Door:
    """A door."""

    @property
    def state(self):
        return 1

    def open(self):
        return 2
'''


def test_a_method_is_put_into_its_class_with_its_comments() -> None:
    answer = Solved("def state(self):\n    # mine\n    return 3\n")
    assert put_in(CLASS, STATE, answer) == CLASS.replace("return 1", "# mine\n        return 3")

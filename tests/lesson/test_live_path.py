"""The table of the functions that learners write; tests of each part test that it is used."""

from __future__ import annotations

import pytest

from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.ahead import AHEAD

MOST_OF_A_CHAPTER_OF_RPC = 8
PARTS = ("wire", "rpc", "timing")
"""Each has a test of its live path: tests/wire, tests/rpc, tests/timing."""
FUNCTIONS = [target for targets in table.functions().values() for target in targets]


def test_a_chapter_that_is_declared_is_not_ahead() -> None:
    assert AHEAD.keys() & {chapter.number for chapter in table.chapters()} == set()


def test_every_exercise_in_python_is_in_it() -> None:
    assert {exercise.target for exercise in table.in_python()} <= set(FUNCTIONS)


def test_each_is_there_once_and_in_a_package_whose_live_path_is_tested() -> None:
    assert len(set(FUNCTIONS)) == len(FUNCTIONS)
    assert all(target.startswith(tuple(f"framebyframe.{part}." for part in PARTS)) for target in FUNCTIONS)


@pytest.mark.parametrize("target", FUNCTIONS)
def test_each_has_a_public_name(target: str) -> None:
    assert "_" not in [part[0] for part in target.partition(":")[2].split(".")]


def test_a_chapter_of_rpc_has_few() -> None:
    of_rpc = [targets for targets in AHEAD.values() if targets[0].startswith("framebyframe.rpc.")]
    assert all(len(targets) <= MOST_OF_A_CHAPTER_OF_RPC for targets in of_rpc)

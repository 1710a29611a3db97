"""Checks as in a browser, without a process, a thread or a socket: every kind but PHP."""

from __future__ import annotations

import socket
import subprocess
import threading
from typing import NoReturn

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.php import check
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.checking.verdict import Fault
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.workers import run

from .kinds import EVERYTHING, MASK, chapter

__all__ = ["chapter"]

KINDS = [*table.in_python(), *EVERYTHING]


@pytest.fixture
def bare(chapter: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object, **named: object) -> NoReturn:
        raise OSError("there is no such thing here")

    check.outcomes_of_reference.cache_clear()
    monkeypatch.setattr(run.sys, "platform", "emscripten")
    monkeypatch.setattr(subprocess.Popen, "__init__", refused)
    monkeypatch.setattr(threading.Thread, "start", refused)
    monkeypatch.setattr(socket.socket, "__init__", refused)
    monkeypatch.setattr(socket, "socketpair", refused)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("exercise", KINDS, ids=lambda exercise: exercise.id)
def test_it_is_checked(exercise: Exercise) -> None:
    found = run.run_check(submission_of(exercise, reference.source(exercise)))
    assert found.right, found
    arguments = ", ".join(reference.parameters(exercise))
    wrong = f"def {exercise.name}({arguments}):\n    raise LookupError\n"
    is_async = reference.source(exercise).startswith("async")
    assert not run.run_check(Submission(exercise.id, f"{'async ' * is_async}{wrong}")).right


@pytest.mark.usefixtures("bare")
def test_php_is_not_and_that_is_said() -> None:
    found = run.run_check(Submission(MASK.id, reference.source(MASK), 2))
    assert (found.fault, found.detail["message"]) == (Fault.NO_PHP, "")

"""A learner's folder of their own for every test, and one worker for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from framebyframe.lesson import home
from framebyframe.lesson.beside import Beside


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's folder; it does not exist yet."""
    folder = tmp_path / "work"
    monkeypatch.setenv(home.WORK, str(folder))
    return folder


@pytest.fixture(scope="session")
def beside() -> Iterator[Beside]:
    """Checks as in a notebook: beside this process."""
    checker = Beside()
    yield checker
    checker.close()

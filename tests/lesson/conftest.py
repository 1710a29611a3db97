"""A learner's folder of their own for every test, and one worker for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from framebyframe.lesson.keeping import folder
from framebyframe.lesson.workers.process import Checker


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's folder; it does not exist yet."""
    place = tmp_path / "work"
    monkeypatch.setenv(folder.WORK, str(place))
    return place


@pytest.fixture(scope="session")
def checker() -> Iterator[Checker]:
    """A checker as in a notebook: its worker runs beside this process."""
    checker = Checker()
    yield checker
    checker.close()

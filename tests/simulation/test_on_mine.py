"""Seeds on the learner's own package: what is written there is what runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from framebyframe.lesson.cells.mine import use
from framebyframe.simulation import simulate

SEEDS = 40


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the learner's package."""
    monkeypatch.setenv("FRAMEBYFRAME_WORK", str(tmp_path))
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] == "my_websocket"]:
        del sys.modules[name]


def test_a_mistake_in_ones_own_function_is_found(work: Path) -> None:
    assert len(simulate(use("mine"), seeds=SEEDS)) == 0
    right = "may_send_again(error, idempotent)"
    file = work / "my_websocket" / "rpc" / "async_client.py"
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1
    file.write_text(text.replace(right, "may_send_again(error, True)"), encoding="utf-8")
    failures = simulate(use("mine"), seeds=SEEDS)
    assert "at_most_once" in [broken.rule for failure in failures for broken in failure.broken]
    assert '"my_websocket"' in failures[0].as_test() or "'my_websocket'" in failures[0].as_test()


def test_what_a_function_prints_is_no_answer(work: Path) -> None:
    use("mine")
    file = work / "my_websocket" / "rpc" / "async_client.py"
    text = file.read_text(encoding="utf-8")
    printing = text.replace("may_send_again(error, idempotent)", "print() or may_send_again(error, True)")
    file.write_text(printing, encoding="utf-8")
    assert len(simulate(use("mine"), seeds=SEEDS)) > 0

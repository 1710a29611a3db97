"""Many seeds at once: the processes that run them, what failed, and how it is shown."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from planted import MISTAKES, PACKAGE, Mistake, planted

from framebyframe.simulation import replay, simulate, workers
from framebyframe.simulation.__main__ import main
from framebyframe.simulation.failures import MOST_FAILURES, Failures
from framebyframe.simulation.workers import Package, Worker, WorkerLost

OUT_OF_ORDER = "a reply is matched by order, not by its id"
ENDLESS = Mistake(
    "a client that never returns from a function",
    "rpc/pending.py",
    "self.messages += 1\n        future",
    "while True:\n            pass\n        future",
)


@pytest.fixture
def mistaken(tmp_path: Path) -> Iterator[ModuleType]:
    """The programs with a mistake that many seeds find."""
    mistake = next(one for one in MISTAKES if one.name == OUT_OF_ORDER)
    with planted(mistake, tmp_path):
        yield sys.modules[PACKAGE]


@pytest.fixture(scope="module")
def failures_of_forty(tmp_path_factory: pytest.TempPathFactory) -> Failures:
    mistake = next(one for one in MISTAKES if one.name == OUT_OF_ORDER)
    with planted(mistake, tmp_path_factory.mktemp("planted")):
        return simulate(sys.modules[PACKAGE], seeds=40, processes=2)


@pytest.fixture
def failures(mistaken: ModuleType, failures_of_forty: Failures) -> Failures:
    """Found once for all tests; each has the programs at hand again."""
    return failures_of_forty


def test_the_kits_own_programs_do_not_fail() -> None:
    none = simulate(seeds=30, processes=2)
    assert len(none) == 0
    assert repr(none) == "30 seeds, no failure."


def test_one_seed_is_told_as_one() -> None:
    assert repr(Failures(seeds=1)) == "1 seed, no failure."


def test_processes_find_what_one_process_finds(mistaken: ModuleType, failures: Failures) -> None:
    alone = simulate(mistaken, seeds=40, processes=1)
    assert [one.seed for one in failures] == [one.seed for one in alone] != []
    assert [one.broken for one in failures] == [one.broken for one in alone]


def test_failures_are_told_by_rule(failures: Failures) -> None:
    lines = repr(failures).splitlines()
    assert lines[0] == f"40 seeds, {len(failures)} failures."
    assert any(line.startswith("A call gets its own reply.") for line in lines)
    assert "<table" in failures._repr_html_()


def test_a_failure_is_drawn_small(failures: Failures) -> None:
    figure = failures[0].figure
    assert failures[0].run.broken[0].words in figure.text
    assert "reply" in figure.text and len(figure.text.splitlines()) < 40
    assert figure.svg.startswith("<svg") and failures[0]._repr_html_() == figure.html
    assert "A space-time diagram" in figure.alt


def test_several_clients_share_a_line_and_have_numbers(tmp_path: Path) -> None:
    mistake = next(one for one in MISTAKES if one.name == "waits between attempts have no jitter")
    with planted(mistake, tmp_path):
        drawn = simulate(sys.modules[PACKAGE], seeds=40, processes=2)[0].figure
    assert len(set(re.findall(r"client +(\d): connects", drawn.text))) > 1


def test_a_failure_is_kept_as_a_test(failures: Failures) -> None:
    """It fails on the programs with the mistake, and passes on the kit's own."""

    def keep(text: str) -> Callable[[], None]:
        names: dict[str, Any] = {}
        exec(text, names)
        kept: Callable[[], None] = names[f"test_seed_{failures[0].seed}"]
        return kept

    kept = failures[0].as_test()
    with pytest.raises(AssertionError):
        keep(kept)()
    keep(kept.replace(PACKAGE, "framebyframe"))()


def test_so_many_failures_are_enough(tmp_path: Path) -> None:
    mistake = next(one for one in MISTAKES if one.name == "the timer of the time-outs is not cancelled")
    with planted(mistake, tmp_path):
        found = simulate(sys.modules[PACKAGE], seeds=100_000, processes=2)
    assert len(found) == MOST_FAILURES and found.is_stopped
    assert "Stopped at 100 failures" in repr(found)


def test_an_endless_function_is_a_failure_and_the_next_seed_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRAMEBYFRAME_LONGEST_RUN", "1")
    with planted(ENDLESS, tmp_path):
        found = simulate(sys.modules[PACKAGE], seeds=2, processes=1)
    assert [one.seed for one in found] == [0, 1]
    assert "does not return" in found[0].broken[0].words


def test_a_process_that_ends_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORKER", "framebyframe.simulation.not_there")
    with pytest.raises(WorkerLost, match="not_there"):
        simulate(seeds=3, processes=2)


def test_a_process_ends_with_its_input() -> None:
    one = Worker(Package.of(None))
    try:
        process = one._process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0
    finally:
        one._process.stdin = None
        one.stop()


@pytest.mark.parametrize("numbers", [{"seeds": 0}, {"first": -1}, {"processes": -1}])
def test_numbers_that_are_too_small(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        simulate(**numbers)


def test_what_is_no_package_is_refused() -> None:
    with pytest.raises(TypeError, match='use\\("mine"\\)'):
        simulate("my_websocket", seeds=1)


def test_a_text_that_is_no_scenario_cannot_be_replayed() -> None:
    with pytest.raises(ValueError, match="no scenario"):
        replay("{}")


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "4"]) == 0
    assert capsys.readouterr().out == "4 seeds, no failure.\n"
    assert main(["--seeds", "0"]) == 2
    assert "at least one seed" in capsys.readouterr().err


def test_the_command_runs_a_package_of_ones_own(
    mistaken: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("framebyframe.simulation.__main__.MINE", PACKAGE)
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert main(["--seeds", "20", "--mine", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "failures." in shown and "def test_seed_" in shown
    importlib.invalidate_caches()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_ten_thousand_seeds_keep_every_rule() -> None:
    assert list(simulate(seeds=10_000)) == []

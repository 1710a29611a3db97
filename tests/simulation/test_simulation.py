"""Runs in memory: the same each time; the kit's own programs keep all rules, and mistakes are found."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from planted import MISTAKES, Mistake, planted, with_mistake

from framebyframe.proxy.faults.plan import Plan
from framebyframe.simulation.running import Run, run
from framebyframe.simulation.scenario import Scenario
from framebyframe.simulation.shrinking import shrunk

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SHORT = 200
"""Seeds that are run every time; the long tests run ten thousand."""
MOST_SEEDS = 1000
"""Seeds within which every mistake is found."""
QUICKLY_FOUND = 40
"""Seeds within which the mistakes are found that the short tests look for."""
TELLS_DIGEST = """
import hashlib
from framebyframe.simulation.running import run
print(hashlib.sha256(b"".join(run(seed).to_bytes() for seed in range(20))).hexdigest())
"""


@pytest.mark.parametrize("seed", [3, 17])
def test_a_seed_gives_the_same_bytes_a_hundred_times(seed: int) -> None:
    first = run(seed).to_bytes()
    assert len(first.splitlines()) > 20
    assert all(run(seed).to_bytes() == first for _ in range(100))


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_a_seed_gives_the_same_bytes_in_another_process(hash_seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    told = subprocess.run(
        [sys.executable, "-c", TELLS_DIGEST], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    here = hashlib.sha256(b"".join(run(seed).to_bytes() for seed in range(20))).hexdigest()
    assert told == here


def test_two_seeds_give_different_runs() -> None:
    assert len({run(seed).to_bytes() for seed in range(30)}) == 30


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    """The first seeds on the kit's own programs."""
    return [run(seed) for seed in range(SHORT)]


def test_the_kits_own_programs_keep_every_rule(runs: list[Run]) -> None:
    assert {one.scenario.seed: one.broken for one in runs if one.broken} == {}


def test_much_goes_wrong_in_these_seeds(runs: list[Run]) -> None:
    """Rules that are kept because nothing happens are worth nothing."""
    kinds = {fault.kind for one in runs for fault in one.scenario.plan}
    ended = {event.more for one in runs for event in one.events if event.kind == "ended"}
    happened = {event.kind for one in runs for event in one.events}
    assert kinds == {
        "latency", "jitter", "bandwidth", "split", "join",
        "black-hole", "duplicate", "half-close", "reset", "close",
    }  # fmt: skip
    assert ended >= {"result", "error", "timeout", "lost", "cancelled"}
    assert happened >= {"connects", "refused", "starts", "stops", "crashes", "fault", "leaves", "tick"}
    assert any(message.lost is not None for one in runs for message in one.messages)


def test_a_scenario_is_told_whole_by_its_text() -> None:
    for seed in range(100):
        scenario = Scenario.drawn(seed)
        assert Scenario.from_json(scenario.to_json()) == scenario


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seed": 1, "clients": [{}], "restarts": [], "plan": ""}'])
def test_another_text_is_no_scenario(text: str) -> None:
    with pytest.raises(ValueError):
        Scenario.from_json(text)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_each_mistake_can_still_be_planted(mistake: Mistake) -> None:
    compile(with_mistake(mistake), mistake.file, "exec")


def seeds_until_found(mistake: Mistake, folder: Path, most: int) -> int:
    """How many seeds it takes to find a mistake."""
    with planted(mistake, folder) as programs:
        return next(seed + 1 for seed in range(most) if run(seed, programs).broken)


QUICK = ("a call is made again", "waits between attempts do not", "a reply is matched", "the timer of the")


@pytest.mark.parametrize("start", QUICK)
def test_a_planted_mistake_is_found_soon(start: str, tmp_path: Path) -> None:
    mistake = next(one for one in MISTAKES if one.name.startswith(start))
    assert seeds_until_found(mistake, tmp_path, QUICKLY_FOUND) <= QUICKLY_FOUND


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_every_planted_mistake_is_found(mistake: Mistake, tmp_path: Path) -> None:
    assert seeds_until_found(mistake, tmp_path, MOST_SEEDS) <= MOST_SEEDS


def test_a_failure_is_shrunk_to_what_it_needs(tmp_path: Path) -> None:
    mistake = next(one for one in MISTAKES if one.name.startswith("a reply is matched"))
    with planted(mistake, tmp_path) as programs:
        found = next(one for seed in range(QUICKLY_FOUND) if (one := run(seed, programs)).broken)
        least = shrunk(found, lambda scenario: run(scenario, programs))
    assert least.broken[0].rule == found.broken[0].rule
    assert least.scenario.plan == Plan() and least.scenario.restarts == ()
    assert [len(client.calls) for client in least.scenario.clients] == [2]


def test_the_document_has_every_planted_mistake() -> None:
    document = (Path(__file__).parents[2] / "docs" / "simulation.md").read_text(encoding="utf-8")
    for mistake in MISTAKES:
        assert f"| {mistake.name} | {mistake.file} |" in document
    assert "| not in" not in document

"""Changes in statements that do not run are left out of the search, and no cause with them."""

from __future__ import annotations

import ast
import resource
from collections.abc import Iterator

import pytest

from framebyframe.lesson.checking.check import Trial, check
from framebyframe.lesson.checking.submission import NAMESPACE, known_as
from framebyframe.lesson.checking.surroundings import surrounded
from framebyframe.lesson.declaring import table
from framebyframe.lesson.diagnosing.evidence import Evidence
from framebyframe.lesson.diagnosing.repairing import search, trying
from framebyframe.lesson.diagnosing.repairing.reached import is_in_reach
from framebyframe.lesson.diagnosing.repairing.trying import Budget, reached_first
from framebyframe.lesson.workers import worker
from tests.lesson.answers import WrittenAnswer, read

EVERY = 40
"""One wrong answer in so many is looked at: each is searched twice."""

TWO_CASES = """def encode_length(length, masked):
    mask = 0x80 if masked else 0
    if length < 126:
        return bytes([mask + length])
    if length < 65536:
        return bytes([mask | 126]) + length.to_bytes(2, "little")
    return bytes([mask | 127]) + length.to_bytes(8, "big")
"""


HIDES = """def encode_length(length, masked):
    if length > 70_000:
        pack = None
    return pack(length)
"""


@pytest.fixture(autouse=True)
def capped_memory() -> Iterator[None]:
    """An answer may take as much memory as in a worker: one of them makes every order of a long list."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    worker.cap_memory()
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def evidence_of(answer: WrittenAnswer) -> Evidence | None:
    """What is known of a wrong answer; None if it does not come to run."""
    checked = check(answer.exercise, answer.submission)
    if not isinstance(checked.trial, Trial) or checked.verdict.example is None or checked.verdict.right:
        return None
    evidence = Evidence.of(checked.trial, checked.verdict.example)
    return evidence if evidence.failing else None


@pytest.mark.parametrize(
    "answer", read("wrong")[::EVERY], ids=lambda item: f"{item.exercise.id}: {item.what}"
)
def test_the_same_cause_is_found_where_every_change_is_tried(
    answer: WrittenAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with known_as(NAMESPACE), surrounded(None):
        evidence = evidence_of(answer)
        if evidence is None:
            return
        found = search.whole_repair(evidence, Budget())
        monkeypatch.setattr(search, "reached_first", lambda evidence, tree: None)
        of_all = search.whole_repair(evidence, Budget())
    assert (found and found.finding) == (of_all and of_all.finding)


def known_of(source: str) -> Evidence:
    exercise = table.by_id("02.encode_length")
    evidence = evidence_of(WrittenAnswer(exercise, "", source))
    assert evidence is not None
    return evidence


def test_statements_that_do_not_run_are_not_reached() -> None:
    with known_as(NAMESPACE), surrounded(None):
        evidence = known_of(TWO_CASES)
        before = ast.dump(evidence.tree)
        reached = reached_first(evidence, evidence.tree)
        assert reached is not None
        assert {node.lineno for node in reached} == {2, 3, 5, 6}
        assert ast.dump(evidence.tree) == before, "the answer is as it was"
        repairs = list(search._repairs(evidence, evidence.tree, search.ORDER))
    near = {repair.lines[0] for repair in repairs if is_in_reach(repair, reached)}
    assert {line for repair in repairs for line in repair.lines} == {*near, 4, 7}


def test_a_name_that_a_statement_hides_is_found_where_it_does_not_run() -> None:
    with known_as(NAMESPACE), surrounded(None):
        evidence = known_of(HIDES)
        assert reached_first(evidence, evidence.tree) is None


def test_what_passes_by_itself_does_not_tell_what_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    with known_as(NAMESPACE), surrounded(None):
        evidence = known_of(TWO_CASES)
        monkeypatch.setattr(trying, "passes", lambda expected, outcome: True)
        assert reached_first(evidence, evidence.tree) is None

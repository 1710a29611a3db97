"""The banks of answers, written by people who had not read the catalogue, run as a notebook runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from framebyframe.lesson.authoring import bank

BANKS = sorted(Path(__file__).parent.glob("answers/bank_*.txt"))
NAMED, DOUBLES_NAMED = 0.92, 0.8
CIRCLES = "leads to the kit's own"
"""The diagnosis of an answer that calls the kit's own function; authors of banks think it right."""
DOES_MORE = {("bank_05_first", 227)}
"""Right answers whose cell does something beside the function that no name in it leads to.

It changes a module of Python's, and is checked without that.
"""
RIGHT_AS_FAR_AS_SEEN = {
    ("bank_03_first", 170),  # asks the system too often
    ("bank_03_second", 232),  # asks the system too often: good keys, and nothing that they are shows it
    ("bank_03_second", 233),  # draws a pool for each key: the same
    ("bank_06_third", 288),  # Host and key in the other order get the same 400
    ("bank_11_first", 158),  # other words for people, in the log
}
"""Wrong answers that nobody can tell from right ones by what they give."""

AS_PYTHON_HAS_IT = {("bank_05_second", 188)}
"""Answers that some versions of Python make right: a number in an Enum is a TypeError before 3.12."""


@pytest.mark.bank
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
def test_a_bank_of_answers(path: Path) -> None:
    results = list(bank.run(bank.read(path)))
    assert [item.answer.number for item in results if item.error] == []
    wrong = [item for item in results if not item.answer.right]
    accepted = {(path.stem, item.answer.number) for item in wrong if item.accepted}
    assert accepted - AS_PYTHON_HAS_IT == {one for one in RIGHT_AS_FAR_AS_SEEN if one[0] == path.stem}
    refused = [item for item in results if item.answer.right and not item.accepted]
    refused = [item for item in refused if (path.stem, item.answer.number) not in DOES_MORE]
    assert [item.answer.number for item in refused if CIRCLES not in " ".join(item.said.split())] == []
    doubles = [item for item in wrong if item.answer.double]
    assert sum(item.named for item in wrong) >= NAMED * len(wrong)
    assert sum(item.named for item in doubles) >= DOUBLES_NAMED * len(doubles)


def test_a_bank_is_read_whole() -> None:
    answers = bank.read(BANKS[0])
    assert len(answers) == BANKS[0].read_text(encoding="utf-8").count("\n# --- ") + 1
    assert all(item.groups for item in answers if not item.right)

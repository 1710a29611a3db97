"""The functions of the answer key are short, because learners read them."""

from __future__ import annotations

from statistics import median

import pytest
from function_lengths import ANSWER_KEY, PACKAGE, functions, ninetieth


@pytest.fixture(params=ANSWER_KEY)
def lengths(request: pytest.FixtureRequest) -> list[int]:
    return [function.lines for function in functions(PACKAGE / request.param)]


def test_half_of_the_functions_have_fewer_than_eight_lines(lengths: list[int]) -> None:
    assert median(lengths) < 8


def test_nine_in_ten_have_fewer_than_thirty_lines(lengths: list[int]) -> None:
    assert ninetieth(lengths) < 30


SAMPLE = '''
def one(first,
        second):
    """Says
    much."""

    # a comment
    return (
        first
    )
'''


def test_lines_of_code_are_counted_and_nothing_else(tmp_path):
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "sample.py").write_text(SAMPLE)
    assert [(function.module, function.lines) for function in functions(tmp_path)] == [("part.sample", 3)]

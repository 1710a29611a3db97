"""An answer key is read: its functions are short."""

from __future__ import annotations

from statistics import median

from function_lengths import functions, ninetieth

LENGTHS = [function.lines for function in functions()]


def test_half_of_the_functions_have_fewer_than_eight_lines():
    assert median(LENGTHS) < 8


def test_nine_in_ten_have_fewer_than_thirty_lines():
    assert ninetieth(LENGTHS) < 30


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
    (tmp_path / "sample.py").write_text(SAMPLE)
    assert [function.lines for function in functions(tmp_path)] == [3]

"""pyserver reads JSON by the rule of the contract, narrower than Python's own."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyserver.limits import MAX_DEPTH, MAX_SAFE_INTEGER
from pyserver.strict_json import Unparsable, parse, serialize

SAFE_INTEGERS = st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
SAFE_FLOATS = st.floats(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER, allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | SAFE_INTEGERS | SAFE_FLOATS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@given(VALUES)
def test_what_is_written_is_read_again(value):
    assert parse(serialize(value)) == value


@given(VALUES)
def test_output_is_one_line_that_utf8_can_carry(value):
    assert b"\n" not in serialize(value).encode()


@given(VALUES)
def test_output_is_as_short_as_json_can_be(value):
    assert serialize(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
def test_every_spelling_of_python_is_read(value, ascii_only, indent):
    assert parse(json.dumps(value, ensure_ascii=ascii_only, indent=indent)) == value


@given(st.text())
def test_any_text_is_read_or_unparsable(text):
    try:
        json.loads(text)
    except ValueError:
        with pytest.raises(Unparsable):
            parse(text)
    else:
        parse_or_refuse(text)


def parse_or_refuse(text):
    """Parse a text; check that no error but Unparsable is raised."""
    with contextlib.suppress(Unparsable):
        parse(text)


@pytest.mark.parametrize("number", [MAX_SAFE_INTEGER, -MAX_SAFE_INTEGER, float(MAX_SAFE_INTEGER)])
def test_the_last_safe_numbers(number):
    assert parse(json.dumps([number])) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "9007199254740992",
        "-9007199254740992",
        "9007199254740991.5",
        "1e16",
        "1e400",
        "9" * 10_000,
        "-" + "9" * 10_000,
    ],
    ids=lambda text: text[:20],
)
def test_numbers_beyond(text):
    with pytest.raises(Unparsable, match="beyond"):
        parse(text)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "[NaN]", '{"a": NaN, "a": 1}'])
def test_constants_are_refused_even_where_they_are_replaced(text):
    with pytest.raises(Unparsable, match="is not JSON"):
        parse(text)


@pytest.mark.parametrize("opening, closing", [("[", "]"), ('{"a":', "}")])
def test_depth(opening, closing):
    parse(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH)
    with pytest.raises(Unparsable, match="deeper"):
        parse(opening * (MAX_DEPTH + 1) + "1" + closing * (MAX_DEPTH + 1))


@pytest.mark.parametrize("text", ["[" * 1_000_000, '{"":' * 300_000, "[" + "[]," * 300_000, '"' + "[" * 1000])
def test_no_depth_breaks_the_parser(text):
    with pytest.raises(Unparsable):
        parse(text)


@pytest.mark.parametrize("string", ['[[[["', '\\"[[', "\\\\", '\\\\\\"[', "[\\u005b{"])
def test_brackets_in_strings_do_not_count(string):
    text = (
        '["' + string.replace('"', '\\"') * 200 + '"]' if '\\"' not in string else '["' + string * 200 + '"]'
    )
    assert parse(text) == json.loads(text)


def test_nesting_side_by_side_is_not_deep():
    assert parse("[" + ",".join(["[]"] * 1000) + "]") == [[]] * 1000


def test_a_lone_surrogate_in_a_key_or_a_string():
    for text in ['"\\ud800"', '{"\\udfff": 1}', '["a", {"b": "\\ude00\\ud83d"}]']:
        with pytest.raises(Unparsable, match="surrogate"):
            parse(text)


def test_what_a_duplicate_key_replaced_is_not_looked_at():
    assert parse('{"a": 1e400, "a": "\\ud800", "a": 1}') == {"a": 1}

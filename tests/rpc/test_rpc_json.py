"""Text to value and back: strictly RFC 8259 for a client, more strictly for a server."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framebyframe.rpc import NotEncodable
from framebyframe.rpc.json_text import (
    MAX_DEPTH,
    MAX_SAFE_INTEGER,
    decode_json,
    decode_strictly,
    encode_json,
)

NOT_JSON = [
    "",
    " ",
    "NaN",
    "[Infinity]",
    "-Infinity",
    "\ufeff1",
    "{'a': 1}",
    "[1,]",
    "1 2",
    "01",
    "/**/1",
    '"\n"',
    "\xa01",
]

values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER) | st.text()
    | st.floats(-1e15, 1e15),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(values)
def test_there_and_back(value):
    text = encode_json(value)
    assert decode_json(text) == decode_strictly(text) == value
    assert decode_strictly(json.dumps(value, indent=1)) == value


@given(st.text(alphabet='[]{}",:0123456789eE.-+\\ud8 truefalsn\n', max_size=40))
def test_strict_is_a_part_of_json(text):
    try:
        value = decode_strictly(text)
    except ValueError:
        return
    assert value == json.loads(text)


@pytest.mark.parametrize("text", NOT_JSON)
def test_what_is_no_json(text):
    for decode in (decode_json, decode_strictly):
        with pytest.raises(ValueError):
            decode(text)


@pytest.mark.parametrize("text", [
    str(MAX_SAFE_INTEGER + 1), str(-MAX_SAFE_INTEGER - 1), "1e16", "1E400", "-1e300",
    "9" * 5000, "[[9007199254740993]]",
    '"\\ud800"', '{"\\udfff": 1}', '{"a": ["\\uD834"]}',
    "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), '{"a":' * 200 + "1" + "}" * 200, "[" * 100_000,
])  # fmt: skip
def test_what_another_language_would_read_otherwise(text):
    with pytest.raises(ValueError):
        decode_strictly(text)


@pytest.mark.parametrize("text", [
    str(MAX_SAFE_INTEGER), str(-MAX_SAFE_INTEGER), "1e15", "0.1234567890123456789",
    '"\\ud834\\udd1e"', '"1234567890123456"',
    "[" * MAX_DEPTH + "]" * MAX_DEPTH, '"' + "[" * 1000 + '\\""', "[[]" + ",[]" * 1000 + "]",
    '{"a": ' + "9" * 5000 + ', "a": 1}', '{"a": "\\ud800", "a": 1, "b": 1e1}',
])  # fmt: skip
def test_what_every_language_reads_alike(text):
    assert decode_strictly(text) == json.loads(text, parse_int=lambda digits: int(digits[:20]))


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), b"bytes", object(), "\ud800", {(1,): 2}, {1, 2}]
)
def test_what_json_cannot_hold(value):
    with pytest.raises(NotEncodable, match="cannot be sent as JSON"):
        encode_json({"value": value})


def test_what_holds_itself():
    endless = []
    endless.append(endless)
    with pytest.raises(NotEncodable):
        encode_json(endless)


def test_text_stays_readable():
    assert encode_json({"a": "é𝄞"}) == '{"a":"é𝄞"}'


def test_depth_is_the_parsers_limit_for_a_client():
    with pytest.raises(ValueError, match=r"too deeply|Expecting"):
        decode_json("[" * 1_000_000)

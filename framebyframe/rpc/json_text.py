"""JSON text to value and back.

A client reads what RFC 8259 allows. A server reads less: numbers beyond ±(2^53-1), lone surrogates and deep
nesting mean different things in Python, JavaScript and PHP, or nothing. A client that sends them is told so.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from .errors import NotEncodable

JsonObject = dict[str, Any]

BLANKS = " \t\n\r"
"""The characters that may stand around a value (RFC 8259, 2); Python's `strip` removes more."""
MAX_DEPTH = 128
"""Levels of nested arrays and objects; `[]` is one."""
MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that JavaScript tells from its neighbours."""
SAFE_DIGITS = len(str(MAX_SAFE_INTEGER))
"""A whole number with fewer digits is smaller than that."""
LONGEST_SAFE_INTEGER = len(str(-MAX_SAFE_INTEGER))

_ESCAPE = re.compile(r"\\.", re.DOTALL)
_STRING = re.compile(r'"[^"]*"')
_NOT_A_BRACKET = re.compile(r"[^\[\]{}]+")

# One encoder for all values: `json.dumps` with these options makes a new one for each.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False
)  # what holds itself ends in a RecursionError


def encode_json(value: Any) -> str:
    """`value` as JSON text, without blanks, in Unicode.

    Raises:
        NotEncodable: JSON has no such value: NaN, bytes, a lone surrogate, an object of some class.
    """
    try:
        text = _ENCODER.encode(value)
        if not text.isascii():
            text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise NotEncodable(f"this cannot be sent as JSON: {error}") from error
    return text


def decode_json(text: str) -> Any:
    """The value of a JSON text, as RFC 8259 has it.

    Raises:
        ValueError: the text is not JSON. Python's own reader takes NaN for a number.
    """
    return read_all(_DECODER, text)


def read_all(decoder: json.JSONDecoder, text: str) -> Any:
    """The value that `decoder` reads in `text`, which holds nothing else but blanks around it.

    Raises:
        ValueError: the text is not JSON.
    """
    text = text.strip(BLANKS)
    try:
        value, end = decoder.raw_decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if end != len(text):
        raise ValueError(f"something follows the value: {text[end:]!r:.40}")
    return value


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python's decoder hands over by name.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=refuse_constant)


# The server's side


def decode_strictly(text: str) -> Any:
    """The value of a JSON text that every language reads alike.

    Raises:
        ValueError: the text is not JSON, or languages differ in what it means.
    """
    check_depth(text)
    try:
        return read_usual(text)
    except _Unusual:
        value = read_all(_CAREFUL_DECODER, text)
    check_value(value)
    return value


def read_usual(text: str) -> Any:
    """The value of a text without big numbers and escaped surrogates, as most are: it needs no check.

    Raises:
        ValueError: the text is not JSON.
        _Unusual: there is a big number or an escaped surrogate. A later member may replace it.
    """
    if "\\ud" in text or "\\uD" in text:
        raise _Unusual
    return read_all(_USUAL_DECODER, text)


def check_depth(text: str) -> None:
    """Refuse deep nesting before the parser meets it: the parser's own limit is that of the stack.

    Raises:
        ValueError: arrays and objects are nested deeper than MAX_DEPTH.
    """
    if len(text) <= MAX_DEPTH or text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _NOT_A_BRACKET.sub("", _STRING.sub("", _ESCAPE.sub("", text))):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH} levels")


def check_value(value: Any) -> None:
    """Refuse a value that another language reads otherwise.

    Raises:
        ValueError: the value holds a number beyond ±(2^53-1), or a lone surrogate.
    """
    if isinstance(value, str):
        value.encode()  # a UnicodeEncodeError is a ValueError
    elif isinstance(value, (int, float)):
        check_number(value)
    elif isinstance(value, list):
        for item in value:
            check_value(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_value(key)
            check_value(item)


def check_number(number: int | float) -> None:
    """Refuse a number that JavaScript rounds; infinity is beyond every bound.

    Raises:
        ValueError: the number is beyond ±(2^53-1).
    """
    if abs(number) > MAX_SAFE_INTEGER:
        raise ValueError("a number beyond 2^53-1")


class _Unusual(Exception):
    """The text needs the careful decoder."""


def _usual_integer(digits: str) -> int:
    if len(digits) >= SAFE_DIGITS:
        raise _Unusual
    return int(digits)


def _usual_fraction(digits: str) -> float:
    number = float(digits)
    if abs(number) > MAX_SAFE_INTEGER:
        raise _Unusual
    return number


def _any_integer(digits: str) -> int | float:
    # `int` refuses thousands of digits with an error of its own, even where a later member replaces them.
    return int(digits) if len(digits) <= LONGEST_SAFE_INTEGER else math.inf


_USUAL_DECODER = json.JSONDecoder(
    parse_int=_usual_integer, parse_float=_usual_fraction, parse_constant=refuse_constant
)
_CAREFUL_DECODER = json.JSONDecoder(parse_int=_any_integer, parse_constant=refuse_constant)

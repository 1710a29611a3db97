"""The JSON a server accepts: narrower than any one language's, so that every language reads it alike.

`NaN`, numbers beyond ±(2^53-1), lone surrogates and deep nesting mean different things, or nothing,
in Python, JavaScript and PHP. Whoever sends them is told so, instead of being half understood.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from .json_text import read_all, refuse_constant

MAX_DEPTH = 128
"""Levels of nested arrays and objects; `[]` is one."""
MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that JavaScript can tell from its neighbours."""
SAFE_DIGITS = len(str(MAX_SAFE_INTEGER))
"""A whole number with fewer digits is no larger."""
LONGEST_SAFE_INTEGER = len(str(-MAX_SAFE_INTEGER))

_ESCAPE = re.compile(r"\\.", re.DOTALL)
_STRING = re.compile(r'"[^"]*"')
_NOT_A_BRACKET = re.compile(r"[^\[\]{}]+")


def decode_strictly(text: str) -> Any:
    """The value that `text` means, in every language the same.

    Raises:
        ValueError: it is not JSON, or not such JSON.
    """
    check_depth(text)
    try:
        return read_usual(text)
    except _Unusual:
        value = read_all(_CAREFUL_DECODER, text)
    check_value(value)
    return value


def read_usual(text: str) -> Any:
    """The same value, where no number in the text is big and no surrogate escaped: of most texts.

    Raises:
        ValueError: it is not JSON.
        _Unusual: there is such a number or escape, which need not mean that it stands in the value.
    """
    if "\\ud" in text or "\\uD" in text:
        raise _Unusual
    return read_all(_USUAL_DECODER, text)


def check_depth(text: str) -> None:
    """Refuse deep nesting before the parser meets it: its own limit is the stack's.

    Raises:
        ValueError: it is nested deeper than MAX_DEPTH.
    """
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _NOT_A_BRACKET.sub("", _STRING.sub("", _ESCAPE.sub("", text))):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH} levels")


def check_value(value: Any) -> None:
    """Refuse what another language would read otherwise.

    Raises:
        ValueError: it holds a number that is too big, or a lone surrogate.
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
        ValueError: it is beyond ±(2^53-1).
    """
    if abs(number) > MAX_SAFE_INTEGER:
        raise ValueError("a number beyond 2^53-1")


class _Unusual(Exception):
    """A second look is needed."""


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
    # `int` refuses thousands of digits with an error of its own, even where a later key replaces them.
    return int(digits) if len(digits) <= LONGEST_SAFE_INTEGER else math.inf


_USUAL_DECODER = json.JSONDecoder(
    parse_int=_usual_integer, parse_float=_usual_fraction, parse_constant=refuse_constant
)
_CAREFUL_DECODER = json.JSONDecoder(parse_int=_any_integer, parse_constant=refuse_constant)

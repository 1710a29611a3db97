"""Text to value and back, by the one rule both servers share: narrower than either language's parser.

A value that is accepted here survives the way through Python, JavaScript and PHP unchanged.
"""

from __future__ import annotations

import json
import math
import re
from enum import Enum
from typing import Final, NoReturn

from .limits import MAX_DEPTH, MAX_SAFE_INTEGER

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


class Absent(Enum):
    """The value of a member that is not there, where `None` would mean `null`."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT

# A sign and the 16 digits of 2^53-1. What is longer is beyond it, and `int` has a limit of its own.
LONGEST_SAFE_INTEGER = 17
ESCAPE = re.compile(r"\\.", re.DOTALL)
STRING = re.compile(r'"[^"]*"')
NOT_A_BRACKET = re.compile(r"[^\[\]{}]+")


class Unparsable(ValueError):
    """The text is no JSON that both languages read alike."""


def parse(text: str) -> JsonValue:
    """The value that `text` means.

    Raises:
        Unparsable: not JSON (RFC 8259), or a number, a text or a depth that languages read differently.
    """
    _check_depth(text)
    try:
        value: JsonValue = json.loads(text, parse_int=_integer, parse_constant=_refuse_constant)
    except ValueError as error:
        raise Unparsable(str(error)) from error
    # What a later duplicate key replaced is gone by now, so only what is left gets checked.
    _check_value(value)
    return value


def serialize(value: JsonValue) -> str:
    """`value` as JSON, no longer than the peer's own way to write it.

    Every text in it came through `parse`, so UTF-8 can carry it; escapes would be up to six times as long.
    """
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the parser meets it: its own limit is the stack, and differs by language."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    brackets = NOT_A_BRACKET.sub("", STRING.sub("", ESCAPE.sub("", text)))
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise Unparsable(f"nested deeper than {MAX_DEPTH} levels")


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_SAFE_INTEGER else math.inf


def _refuse_constant(name: str) -> NoReturn:
    raise Unparsable(f"{name} is not JSON")


def _check_value(value: JsonValue) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int | float):
        _check_number(value)
    elif isinstance(value, list):
        for item in value:
            _check_value(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(key)
            _check_value(item)


def _check_text(text: str) -> None:
    # A lone surrogate is the one thing a Python string can hold and UTF-8 cannot.
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unparsable("a lone surrogate") from error


def _check_number(number: int | float) -> None:
    # Infinity is beyond every bound, so this is the check for finiteness too.
    if abs(number) > MAX_SAFE_INTEGER:
        raise Unparsable("a number beyond 2^53-1")

"""Checks of parameters. Each error starts with the parameter's name and says what it must be."""

from __future__ import annotations

from typing import Literal

from .call import Params, is_number
from .errors import invalid_params
from .limits import MAX_TEXT
from .strict_json import ABSENT, Absent, JsonObject


def as_object(params: Params) -> JsonObject:
    """The parameters by name. An empty array counts as an empty object: PHP cannot tell them apart."""
    if isinstance(params, dict):
        return params
    if not params:
        return {}
    raise invalid_params("params must be an object")


def whole_number(
    params: JsonObject,
    name: str,
    low: int,
    high: int | None = None,
    default: int | Literal[Absent.ABSENT] = ABSENT,
) -> int:
    """The parameter `name`, from `low` to `high`; 2.0 is a whole number, true is no number."""
    value = params.get(name, default)
    if is_number(value) and value == int(value) and low <= value and (high is None or value <= high):
        return int(value)
    upper = "" if high is None else f" to {high}"
    raise invalid_params(f"{name} must be a whole number from {low}{upper}")


def number(params: JsonObject, name: str) -> int | float:
    """The parameter `name`, any number."""
    value = params.get(name)
    if not is_number(value):
        raise invalid_params(f"{name} must be a number")
    return value


def flag(params: JsonObject, name: str, default: bool) -> bool:
    """The parameter `name`, true or false."""
    value = params.get(name, default)
    if not isinstance(value, bool):
        raise invalid_params(f"{name} must be true or false")
    return value


def text(params: JsonObject, name: str, default: str | None = None) -> str:
    """The parameter `name`, 1 to 256 code points."""
    value = params.get(name, default)
    if isinstance(value, str) and 1 <= len(value) <= MAX_TEXT:
        return value
    raise invalid_params(f"{name} must be a string of 1 to {MAX_TEXT} characters")

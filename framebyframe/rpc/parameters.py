"""The parameters of an action, read off its type hints, and checked before it is called.

    def move(id: Annotated[int, Between(1)], label: Annotated[str, Length(1, 20)] = "here"): ...

An error starts with the parameter's name and says what it must be: "id must be a whole number from 1".
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from .messages import INVALID_PARAMS, CallFailed

Convert = Callable[[Any], Any]
REQUIRED = inspect.Parameter.empty


@dataclass(frozen=True)
class Between:
    """A whole number from `low` to `high`, both included; None for no bound."""

    low: int
    high: int | None = None

    def __str__(self) -> str:
        return f"from {self.low}" if self.high is None else f"from {self.low} to {self.high}"

    def __contains__(self, value: int) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Length:
    """A text of `low` to `high` characters (code points)."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"of {self.low} to {self.high} characters"

    def __contains__(self, value: str) -> bool:
        return self.low <= len(value) <= self.high


@dataclass(frozen=True)
class Kind:
    """What a parameter must be.

    Attributes:
        words: in words ("a whole number from 1").
        accepts: whether a value is one.
        convert: the value as the action gets it.
    """

    words: str
    accepts: Callable[[Any], bool]
    convert: Convert = lambda value: value


@dataclass(frozen=True)
class Parameter:
    """One parameter of an action; its default may be any value at all, ABSENT too."""

    name: str
    kind: Kind
    default: Any = REQUIRED

    def take(self, params: dict[str, Any]) -> Any:
        """Its value among `params`, checked and converted.

        Raises:
            CallFailed: it is missing, or not what it must be; says so by its name.
        """
        value = params.get(self.name, self.default)
        if self.name not in params and value is not REQUIRED:
            return value
        if value is REQUIRED or not self.kind.accepts(value):
            raise CallFailed(INVALID_PARAMS, f"{self.name} must be {self.kind.words}")
        return self.kind.convert(value)


def read_parameters(function: Callable[..., Any], besides: tuple[type, ...] = ()) -> list[Parameter]:
    """The parameters of `function`, but for those whose hint is one of `besides`.

    Raises:
        TypeError: a hint that JSON has no value for, or a parameter that cannot have a name.
    """
    hints = get_type_hints(function, include_extras=True)
    parameters = []
    for name, declared in inspect.signature(function).parameters.items():
        if declared.kind in (declared.VAR_POSITIONAL, declared.VAR_KEYWORD, declared.POSITIONAL_ONLY):
            raise TypeError(
                f"{function.__name__}: the parameters of an action have names; {declared} has none"
            )
        hint = hints.get(name, Any)
        if hint in besides:
            continue
        parameters.append(Parameter(name, kind_of(hint), declared.default))
    return parameters


def kind_of(hint: Any) -> Kind:
    """What a parameter with this type hint must be.

    Raises:
        TypeError: JSON has no such value.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(kind_of(arguments[0]), arguments[1:])
    if origin is Literal:
        return Kind(" or ".join(map(repr, arguments)), lambda value: _is_one_of(value, arguments))
    if origin in (Union, types.UnionType):
        return _either([kind_of(argument) for argument in arguments])
    try:
        return _KINDS[origin or hint]
    except (KeyError, TypeError):
        raise TypeError(f"{hint!r} is no type of parameter: JSON has no value for it") from None


def _bounded(kind: Kind, notes: tuple[Any, ...]) -> Kind:
    bound = next((note for note in notes if isinstance(note, (Between, Length))), None)
    if bound is None:
        return kind
    return Kind(f"{kind.words} {bound}", lambda value: kind.accepts(value) and value in bound, kind.convert)


def _either(kinds: list[Kind]) -> Kind:
    def convert(value: Any) -> Any:
        return next(kind for kind in kinds if kind.accepts(value)).convert(value)

    return Kind(
        " or ".join(kind.words for kind in kinds),
        lambda value: any(kind.accepts(value) for kind in kinds),
        convert,
    )


def _is_one_of(value: Any, choices: tuple[Any, ...]) -> bool:
    return any(type(value) is type(choice) and value == choice for choice in choices)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and float(value).is_integer()


def _is(*types_: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, types_)


_KINDS: dict[Any, Kind] = {
    Any: Kind("any value", lambda value: True),
    bool: Kind("true or false", _is(bool)),
    int: Kind("a whole number", _is_whole, int),  # 2.0 is one: JavaScript writes it so
    float: Kind("a number", _is_number),
    str: Kind("a string", _is(str)),
    list: Kind("an array", _is(list)),
    dict: Kind("an object", _is(dict)),
    type(None): Kind("null", lambda value: value is None),
}

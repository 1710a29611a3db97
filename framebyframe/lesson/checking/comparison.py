"""Compares values as trees: lists, dictionaries, records, errors; finds the first difference."""

from __future__ import annotations

import copy
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from ..declaring.python_text import name_of_error

KINDS = (bytes, bytearray, str, list, tuple, dict, set, type(None), enum.Enum)
"""Kinds of values: a value of one is never equal to a value of another; numbers of any type are one kind."""

PLAIN = (bytes, bytearray, str, int, float, complex, type(None), enum.Enum, set, frozenset, range, type)
"""Types without parts to compare one by one."""

QUICK = {bytes, str, int, bool}
"""Types of most results: they have no parts, and need no closer look."""

PartKind = Literal["item", "key", "field"]


@dataclass(frozen=True)
class Part:
    """The way from a value to one of its parts.

    Attributes:
        kind: an item of a list, a value of a dictionary, a field of a record.
        name: the item's number, from 0; the key; the field's name.
        owner: what it is a part of, as expected.
    """

    kind: PartKind
    name: Any
    owner: Any


class _Missing:
    """The marker for a part that a value does not have."""

    def __repr__(self) -> str:
        return "missing"


MISSING = _Missing()


@dataclass(frozen=True)
class FirstDifference:
    """The first place where two values differ.

    Attributes:
        path: from the outside in; empty if the values differ as a whole.
        expected, received: the part as it should be and as it is; MISSING where there is none.
    """

    path: tuple[Part, ...]
    expected: Any
    received: Any

    def inside(self, part: Part) -> FirstDifference:
        """The same difference, with its path beginning one level further out."""
        return FirstDifference((part, *self.path), self.expected, self.received)


def alike(expected: Any, received: Any) -> bool:
    """Whether the values are equal and of one kind, all the way down."""
    return first_difference(expected, received) is None


def first_difference(expected: Any, received: Any) -> FirstDifference | None:
    """The first difference; None if the values are alike."""
    return _compare(expected, received, ())


def same_kind(one: Any, other: Any) -> bool:
    """Whether both are of one kind: bytes are no bytearray, a list is no tuple, numbers are one kind."""
    if isinstance(one, int) and isinstance(other, int):  # an IntEnum is a number
        return True
    return all(isinstance(one, kind) == isinstance(other, kind) for kind in KINDS)


def is_named_tuple(value: Any) -> bool:
    """Whether it is a tuple whose items have names: these are its fields."""
    return isinstance(value, tuple) and hasattr(value, "_fields")


def comparable(expected: Any, received: Any) -> bool:
    """Whether both are of one type, so that a difference inside them can be named."""
    if isinstance(expected, (int, float)) and isinstance(received, (int, float)):
        return True
    return _same_type(expected, received) and (_is_record(expected) or isinstance(received, type(expected)))


def raised_alike(expected: BaseException, received: BaseException) -> bool:
    """Whether an `except` for the expected error catches the received one too, and its code is the same.

    A subclass passes; the words of an error are not compared.
    """
    return isinstance(received, type(expected)) and _code(received) == _code(expected)


def _code(error: BaseException) -> dict[str, Any]:
    """The status of a refused handshake, or the code of a failed call, by its name; {} where it has none."""
    name = next((name for name in ("status", "code") if getattr(error, name, None) is not None), "")
    return {name: getattr(error, name)} if name else {}


def error_text(error: BaseException) -> str:
    """The type of an error as it is told, with what tells it from others of its type.

    "HandshakeFault(400, ...)", and for an ErrorCode its name: "CallFailed(NOT_FOUND, ...)".
    """
    name = name_of_error(type(error))
    code = next(iter(_code(error).values()), None)
    word = getattr(code, "word", None)
    return name if code is None else f"{name}({word.upper() if word else repr(code)}, ...)"


def snapshot(value: Any) -> Any:
    """A copy of the value as it is now, because its contents may change later."""
    try:
        return copy.deepcopy(value)
    except Exception:  # it holds a socket, a task, a generator: then it is not copied
        return value


def _compare(expected: Any, received: Any, within: tuple[int, ...]) -> FirstDifference | None:
    if expected is received or id(expected) in within:
        return None
    if type(expected) is type(received) and type(expected) in QUICK:
        return None if expected == received else FirstDifference((), expected, received)
    if not _same_type(expected, received):
        return FirstDifference((), expected, received)
    if not _has_parts(expected):
        return None if _equal(expected, received) else FirstDifference((), expected, received)
    inner = (*within, id(expected))
    for part, one, other in _pairs(expected, received):
        different = one is MISSING or other is MISSING
        found = FirstDifference((), one, other) if different else _compare(one, other, inner)
        if found is not None:
            return found.inside(part)
    return None


def _same_type(expected: Any, received: Any) -> bool:
    if isinstance(expected, BaseException):
        return isinstance(received, type(expected))
    if not same_kind(expected, received):
        return False
    has_a_type_of_its_own = _is_record(expected) or is_named_tuple(expected)
    return not has_a_type_of_its_own or _name_of(type(expected)) == _name_of(type(received))


def _name_of(kind: type) -> tuple[str, str]:
    """The module and name of a class; a class with an answer in place of its method keeps them."""
    return kind.__module__, kind.__name__


def _equal(expected: Any, received: Any) -> bool:
    if isinstance(expected, float) and expected != expected:
        return bool(received != received)
    return bool(expected == received)


def _has_parts(value: Any) -> bool:
    return isinstance(value, (list, tuple, Mapping, BaseException)) or _is_record(value)


def _is_record(value: Any) -> bool:
    """Whether it is compared field by field: a dataclass, or an object without an `__eq__` of its own."""
    if isinstance(value, PLAIN) or callable(value):
        return False
    if is_dataclass(value):
        return True
    says_nothing = getattr(type(value), "__eq__", None) is object.__eq__
    has_attributes = hasattr(value, "__dict__") or is_of_the_kit(value)
    return says_nothing and has_attributes and not hasattr(value, "__next__")


def is_of_the_kit(value: object) -> bool:
    """Whether its class is the kit's own. Such a one may have `__slots__` in the place of `__dict__`."""
    return type(value).__module__.partition(".")[0] == __name__.partition(".")[0]


def _pairs(expected: Any, received: Any) -> Iterator[tuple[Part, Any, Any]]:
    """The parts of both values in pairs. Names of items that nobody asks for do not matter."""
    if is_named_tuple(received) and not is_named_tuple(expected):
        received = tuple(received)
    one, other = parts_of(expected), parts_of(received)
    for name in [*one, *(name for name in other if name not in one)]:
        yield Part(_kind_of_parts(expected), name, expected), one.get(name, MISSING), other.get(name, MISSING)


def _kind_of_parts(value: Any) -> PartKind:
    if isinstance(value, (list, tuple)) and not is_named_tuple(value):
        return "item"
    return "key" if isinstance(value, Mapping) else "field"


def parts_of(value: Any) -> dict[Any, Any]:
    """The items of a list by number, the values of a dictionary by key, the fields of a record by name."""
    if is_named_tuple(value):
        return dict(value._asdict())
    if isinstance(value, (list, tuple)):
        return dict(enumerate(value))
    return dict(value) if isinstance(value, Mapping) else fields_of(value)


def fields_of(record: Any) -> dict[str, Any]:
    """The fields of a record: those that a dataclass compares, else the attributes without an underscore.

    The code of an error comes first, also where its class has it.
    """
    if is_dataclass(record):
        return {item.name: getattr(record, item.name) for item in fields(record) if item.compare}
    code = _code(record) if isinstance(record, BaseException) else {}
    return code | {name: value for name, value in _attributes(record).items() if not name.startswith("_")}


def _attributes(record: Any) -> dict[str, Any]:
    """The attributes of an object, in its `__dict__` or in the `__slots__` of its classes."""
    slots = (name for kind in type(record).__mro__ for name in vars(kind).get("__slots__", ()))
    in_slots = {name: getattr(record, name) for name in slots if hasattr(record, name)}
    return in_slots | getattr(record, "__dict__", {})

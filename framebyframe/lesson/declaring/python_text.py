"""Values as a learner would type them: short, stable from run to run, without an address in memory."""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

LONGEST = 160
"""Characters after which a value is cut in the middle."""

_longest = ContextVar("longest", default=LONGEST)

LONGEST_RUN = 24
"""Bytes or characters after which a run of the same one is written as a product."""

LONGEST_NUMBER = 512
"""Bits after which a number is written in hexadecimal: Python refuses thousands of decimal digits."""

ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


def python_text(value: Any) -> str:
    """The value as Python source where it has one: `Frame(Opcode.TEXT, b"Hello")`, `b"a" * 65536`."""
    return shorten(_text(value))


def is_short(number: int) -> bool:
    """Whether it can be written in decimal digits."""
    return number.bit_length() <= LONGEST_NUMBER


def shorten(text: str) -> str:
    """At most LONGEST characters, cut in the middle."""
    if len(text) <= _longest.get():
        return text
    half = (LONGEST - 3) // 2
    return f"{text[:half]}...{text[-half:]}"


@contextmanager
def uncut() -> Iterator[None]:
    """While it lasts, no value is cut."""
    before = _longest.set(sys.maxsize)
    try:
        yield
    finally:
        _longest.reset(before)


def _text(value: Any) -> str:
    if type(value) is int and not is_short(value):
        return hex(value)
    if isinstance(value, enum.Enum):
        return _member_text(value)
    if isinstance(value, (bytes, bytearray, str)):
        return _run(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _dataclass_text(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _named_tuple_text(value)
    if type(value) in (list, tuple):
        return _sequence_text(value)
    if type(value) is dict:
        return _dictionary_text(value)
    if isinstance(value, BaseException):
        status = getattr(value, "status", None)  # of a HandshakeFault, which takes it first
        words = [*([str(status)] if isinstance(status, int) else []), *filter(None, [_words_of(value)])]
        return f"{name_of_error(type(value))}({', '.join(words)})"
    return ADDRESS.sub("", repr(value))


def _words_of(error: BaseException) -> str:
    """What an error says, as a literal; of a KeyError the key, whose `str` would be a literal already."""
    if isinstance(error, KeyError) and len(error.args) == 1:
        return python_text(error.args[0])
    return repr(str(error)) if str(error) else ""


def name_of_error(kind: type) -> str:
    """The name of a class of errors; with its module where Python itself has several of that name.

    `struct.error`, `binascii.Error`: "it raises error" would not say which.
    """
    name, module = kind.__name__, kind.__module__
    return f"{module}.{name}" if name.lower() == "error" and module in sys.stdlib_module_names else name


def _member_text(value: enum.Enum) -> str:
    """`Opcode.TEXT`; a member whose type writes it in a way of its own, such as ABSENT, is written so."""
    has_own = type(value).__repr__ is not enum.Enum.__repr__
    return repr(value) if has_own else f"{type(value).__name__}.{value.name}"


def _sequence_text(value: list[Any] | tuple[Any, ...]) -> str:
    items = _items_text([python_text(item) for item in value])
    if isinstance(value, list):
        return f"[{items}]"
    return f"({items},)" if len(value) == 1 else f"({items})"


def _dictionary_text(value: dict[Any, Any]) -> str:
    items = _items_text([f"{python_text(key)}: {python_text(item)}" for key, item in value.items()])
    return f"{{{items}}}"


def _items_text(items: Sequence[str]) -> str:
    """Items in a row; of a long row some in the middle are left out whole, because half a number misleads.

    Items so long that not even the first and the last one fit are cut elsewhere, by their characters.
    """
    text = whole = ", ".join(items)
    if len(whole) <= _longest.get() - len("[]"):
        return whole
    for shown in range(2, len(items)):
        last = shown // 2
        longer = ", ".join([*items[: shown - last], "...", *items[-last:]])
        if len(longer) > LONGEST - len("[]"):
            break
        text = longer
    return text


def _run(value: bytes | bytearray | str) -> str:
    """Text and bytes as they are typed; a long run of one byte or character as a product."""
    if len(value) > LONGEST_RUN and value == value[:1] * len(value):
        return f"{_run(value[:1])} * {len(value)}"
    if isinstance(value, (bytes, bytearray)) and not _is_text(value):
        kind = "bytearray" if isinstance(value, bytearray) else "bytes"
        return f'{kind}.fromhex("{value.hex(" ")}")'
    text = repr(value)
    return text if '"' in text else text.replace("'", '"')


def _is_text(data: bytes | bytearray) -> bool:
    """Whether the bytes are text that can be read. All others are written in hexadecimal, as dumps are.

    A literal would show 7e as `~`, beside a `\\x81` in hexadecimal.
    """
    try:
        letters = data.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\r\n\t" for letter in letters)


def _dataclass_text(value: Any) -> str:
    """A dataclass with the fields that differ from their defaults; without names while none is left out."""
    parts, complete = [], True
    for item in fields(value):
        content = getattr(value, item.name)
        if not item.init or _is_default(item, content):
            complete = False
        else:
            parts.append(python_text(content) if complete else f"{item.name}={python_text(content)}")
    return f"{type(value).__name__}({', '.join(parts)})"


def _named_tuple_text(value: Any) -> str:
    """A named tuple with the items that differ from their defaults, as a dataclass is written.

    Where none differs they are all written: `Reply(7)` would hide that its result is None.
    """
    defaults = type(value)._field_defaults
    if all(getattr(value, name) == content for name, content in defaults.items()):
        defaults = {}
    parts, complete = [], True
    for name, content in value._asdict().items():
        if name in defaults and content == defaults[name]:
            complete = False
        else:
            parts.append(python_text(content) if complete else f"{name}={python_text(content)}")
    return f"{type(value).__name__}({', '.join(parts)})"


def _is_default(item: Field[Any], content: Any) -> bool:
    if item.default_factory is not MISSING:
        return bool(content == item.default_factory())
    return item.default is not MISSING and bool(content == item.default)

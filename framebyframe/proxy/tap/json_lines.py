"""A record as lines of JSON: the first about the record, then one for each connection and each item.

Bytes are written in hexadecimal digits. What has its usual value is left out.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, asdict, fields
from datetime import datetime
from typing import Any

from .items import (
    OTHER,
    AnyItem,
    Dropped,
    TappedBytes,
    TappedCall,
    TappedConnection,
    TappedEnd,
    TappedFrame,
    TappedHead,
    TappedMessage,
    UnmatchedReply,
)
from .limits import TapLimits

VERSION = 1
"""Of this format. A reader refuses others."""

KINDS: dict[str, type[Any]] = {
    kind.kind: kind
    for kind in (
        TappedConnection,
        TappedFrame,
        TappedBytes,
        TappedMessage,
        TappedCall,
        UnmatchedReply,
        TappedEnd,
    )
}
BYTES = frozenset({"data", "header", "payload"})
"""Fields that hold bytes."""
HEADS = frozenset({"request", "response"})
"""Fields of a connection that hold a head; a call's `request` is a number."""


def head_line(began: datetime, server: str, limits: TapLimits, dropped: Dropped) -> str:
    """The line about the record."""
    about = {"kind": "record", "version": VERSION, "began": began.isoformat(), "server": server}
    return json.dumps({**about, "limits": asdict(limits), "dropped": asdict(dropped)}, ensure_ascii=False)


def read_head_line(line: str) -> tuple[datetime, str, TapLimits, Dropped]:
    """What the line about the record says.

    Raises:
        ValueError: it is no such line, or of another version.
    """
    values = _json_object(line)
    if values.get("kind") != "record" or values.get("version") != VERSION:
        raise ValueError(f"version {VERSION} of a record is wanted")
    try:
        began = datetime.fromisoformat(values["began"])
        return began, str(values["server"]), TapLimits(**values["limits"]), Dropped(**values["dropped"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"a part is missing or wrong: {error}") from error


def to_line(seen: AnyItem | TappedConnection) -> str:
    """The line for a connection or an item."""
    return json.dumps({"kind": seen.kind, **_as_json(seen)}, ensure_ascii=False)


def from_line(line: str) -> AnyItem | TappedConnection:
    """The connection or the item of a line.

    Raises:
        ValueError: it is no such line.
    """
    values = _json_object(line)
    kind = KINDS.get(str(values.pop("kind", None)))
    if kind is None:
        raise ValueError("its kind is not known")
    try:
        seen: AnyItem | TappedConnection = _from_json(kind, values)
        _check(seen)
    except (TypeError, AttributeError, LookupError) as error:
        raise ValueError(f"a part is missing or wrong: {error}") from error
    return seen


def _check(seen: AnyItem | TappedConnection) -> None:
    """Refuse what no record holds, and what would fail later, where it is read.

    Raises:
        TypeError: a number is none.
        LookupError: there is no such side, no such opcode, or no whole header.
    """
    if not (isinstance(seen.number, int) and isinstance(seen.time, int | float)):
        raise TypeError("number and time are numbers")
    if isinstance(seen, TappedConnection):
        return
    if not isinstance(seen.connection, int):
        raise TypeError("the connection is a number")
    _ = OTHER[seen.sender]
    if isinstance(seen, TappedFrame):
        _ = seen.opcode, seen.is_masked, seen.data


def _json_object(line: str) -> dict[str, Any]:
    value = json.loads(line)
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")
    return value


def _as_json(thing: Any) -> dict[str, Any]:
    values = ((field, getattr(thing, field.name)) for field in fields(thing))
    return {field.name: _value_as_json(value) for field, value in values if not _is_usual(field, value)}


def _is_usual(field: Field[Any], value: Any) -> bool:
    """Whether a field may be left out. False is not 0, and null not ABSENT."""
    return field.default is not MISSING and type(value) is type(field.default) and value == field.default


def _value_as_json(value: Any) -> Any:
    if isinstance(value, TappedHead):
        return _as_json(value)
    return value.hex() if isinstance(value, bytes) else value


def _from_json(kind: type[Any], values: dict[str, Any]) -> Any:
    return kind(**{name: _value_from_json(name, value) for name, value in values.items()})


def _value_from_json(name: str, value: Any) -> Any:
    if name in HEADS and isinstance(value, dict):
        return _from_json(TappedHead, value)
    if name in BYTES:
        return bytes.fromhex(value)
    return tuple(value) if isinstance(value, list) else value

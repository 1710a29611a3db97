"""Values sent to PHP and back as JSON: a string of PHP's is bytes."""

from __future__ import annotations

import re
from typing import Any

from ...declaring.php_text import error_class, object_class

NOISE = re.compile(
    r"^syntax error, |FrameByFrame\\(Checking\\)?"
    r"| \(previously declared in [^)]*\)|, called(?= in \S+\.php)| in \S+\.php(:\d+| on line \d+)?"
)


def encode(value: Any) -> Any:
    """A value in JSON for PHP: text as UTF-8, a list or a dictionary as an array."""
    if isinstance(value, str):
        return encode(value.encode())
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": value.hex()}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, (list, tuple)):
        return encode(dict(enumerate(value)))
    if isinstance(value, dict):
        return {"array": [[encode(key), encode(item)] for key, item in value.items()]}
    return value


def decode(value: Any) -> Any:
    """A value from PHP's JSON: an array with the keys 0, 1, 2 is a list."""
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return bytes.fromhex(value["bytes"])
    if "float" in value:
        return float(value["float"])
    if "error" in value:
        name, *parents = map(_short, value["error"])
        message = plain(bytes.fromhex(value["message"]).decode(errors="replace"))
        return error_class(name, tuple(parents))(message, value["line"])
    if "object" in value:
        properties = {key.decode(): item for key, item in _pairs(value["fields"]).items()}
        return object_class(_short(value["object"]))(properties)
    pairs = _pairs(value["array"])
    return [*pairs.values()] if [*pairs] == [*range(len(pairs))] else pairs


def _pairs(pairs: list[Any]) -> dict[Any, Any]:
    return {decode(key): decode(item) for key, item in pairs}


def _short(kind: str) -> str:
    """The name of a class without its namespace."""
    return kind.rpartition("\\")[2]


def plain(message: str) -> str:
    """PHP's message without namespaces and the places of files."""
    return NOISE.sub("", message.partition("\n")[0])

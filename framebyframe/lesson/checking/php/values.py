"""Values sent to PHP and back as JSON: a string of PHP's is bytes."""

from __future__ import annotations

import re
from typing import Any

from ...declaring.php_text import PhpError, PhpObject

NOISE = re.compile(
    r"^syntax error, |FrameByFrame\\(Checking\\)?"
    r"| \(previously declared in [^)]*\)| in \S+\.php(:\d+| on line \d+)?"
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
        message = plain(bytes.fromhex(value["message"]).decode(errors="replace"))
        return PhpError(_short(value["class"]), map(_short, value["error"]), message, value["line"])
    if "object" in value:
        return PhpObject(_short(value["object"]), _pairs(value["fields"], str_keys=True))
    pairs = _pairs(value["array"])
    return [*pairs.values()] if [*pairs] == [*range(len(pairs))] else pairs


def _pairs(pairs: list[Any], str_keys: bool = False) -> dict[Any, Any]:
    found = {decode(key): decode(item) for key, item in pairs}
    return {key.decode(): item for key, item in found.items()} if str_keys else found


def _short(kind: str) -> str:
    """The name of a class without its namespace."""
    return kind.rpartition("\\")[2]


def plain(message: str) -> str:
    """PHP's message without namespaces and the places of files."""
    return NOISE.sub("", message.partition("\n")[0])

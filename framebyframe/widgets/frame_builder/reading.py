"""What a person types or pastes, as bytes. Each function raises a ValueError that says what it reads."""

from __future__ import annotations

import ast
import re

HEX_DECORATION = re.compile(r"0[xX]|\\x|[\s,:;_-]")
"""What stands between hex digits where people copy them from."""


def bytes_from_hex(text: str) -> bytes:
    """ "81 05", "0x81, 0x05", "\\x81\\x05", "81:05", "8105"."""
    digits = HEX_DECORATION.sub("", text)
    if wrong := re.search(r"[^0-9a-fA-F]", digits):
        raise ValueError(f"{wrong[0]!r} is no hex digit: 0 to 9 and a to f, such as 81 05")
    if len(digits) % 2:
        raise ValueError(f"{len(digits)} hex digits: a byte has two, so one is missing")
    return bytes.fromhex(digits)


def bytes_from_literal(text: str) -> bytes:
    """ "b'\\x81\\x05Hello'", as Python reads it; an expression is not run."""
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = None
    if not isinstance(value, bytes):
        raise ValueError("this is no bytes literal of Python, such as b'\\x81\\x05Hello'")
    return value


def bytes_from_paste(text: str) -> bytes:
    """Hex, or a bytes literal."""
    return bytes_from_literal(text) if text.strip().startswith(("b'", 'b"')) else bytes_from_hex(text)

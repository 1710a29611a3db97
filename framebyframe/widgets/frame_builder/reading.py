"""Pasted text as bytes. Each function raises a ValueError that says what it reads."""

from __future__ import annotations

import ast

from framebyframe.lesson.asking.typed import bytes_from_hex


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

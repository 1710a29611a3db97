"""Text from a peer, made harmless: nothing in it can act as a control, as markup or as a disguise."""

from __future__ import annotations

import unicodedata

DELETE = 0x7F
ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}

HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls, format characters (they turn the direction of text), unassigned ones, surrogates, separators."""


def visible(text: str) -> str:
    """The text with an escape, as a programmer types it, in place of every character that does not show."""
    if text.isascii() and text.isprintable():  # most are
        return text
    return "".join(map(_visible_character, text))


def byte_as_character(byte: int) -> str:
    """The character in a hexdump's gutter for a byte: the ASCII character, or a middle dot."""
    return chr(byte) if 0x20 <= byte < DELETE else "·"


def full_stop(words: str) -> str:
    """The words with a full stop after them, unless they end with one or with …"""
    return words if words.endswith((".", "…", "…”")) else f"{words}."


def columns(text: str) -> int:
    """The number of terminal columns that the text takes: East Asian wide characters take two."""
    return len(text) if text.isascii() else sum(_character_columns(character) for character in text)


def pad(text: str, width: int) -> str:
    """The text with blanks after it, so that it takes `width` columns."""
    return text + " " * (width - columns(text))


def elide(text: str, width: int) -> str:
    """The text in at most `width` columns, with … in place of its middle if it is longer."""
    if columns(text) <= width:
        return text
    head = _prefix(text, (width - 1) * 2 // 3)
    tail = _prefix(text[::-1], width - 1 - columns(head))[::-1]
    return f"{head}…{tail}"


def shorten(text: str, width: int) -> str:
    """The text in at most `width` columns, with … in place of its end if it is longer."""
    return text if columns(text) <= width else f"{_prefix(text, width - 1).rstrip()}…"


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at blanks where there are some."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if columns(longer) <= width:
            lines[-1] = longer
        else:
            lines += _pieces(word, width)
    return [line for line in lines if line] or [""]


def hanging(start: str, text: str, width: int) -> list[str]:
    """The text in lines after `start`; the lines that follow the first are indented as far."""
    first, *rest = wrap(text, width)
    return [start + first, *(" " * columns(start) + line for line in rest)]


def _pieces(word: str, width: int) -> list[str]:
    pieces = []
    while word:
        piece = _prefix(word, width) or word[0]
        pieces.append(piece)
        word = word[len(piece) :]
    return pieces


def _prefix(text: str, width: int) -> str:
    taken = 0
    for index, character in enumerate(text):
        taken += _character_columns(character)
        if taken > width:
            return text[:index]
    return text


def _character_columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _visible_character(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    if unicodedata.category(character) not in HIDDEN_CATEGORIES:
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"

"""Payload data as a line of text that a person can type, and back: no byte is lost.

What is UTF-8 and shows, stands as it is. A byte that is not is written \\xff, as in Python; a character
that does not show is written \\n or \\u200b; a backslash is written twice.
"""

from __future__ import annotations

import re
import unicodedata

from framebyframe.figures.visible import HIDDEN_CATEGORIES

SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
LONG = {escape[1]: character for character, escape in SHORT.items()}
ESCAPE = re.compile(
    r"\\(?:x(?P<byte>[0-9a-fA-F]{2})|u(?P<code>[0-9a-fA-F]{4})|U(?P<long_code>[0-9a-fA-F]{8})|(?P<short>.?))"
)
FIRST_SURROGATE_ESCAPE, LAST_SURROGATE_ESCAPE = 0xDC80, 0xDCFF
"""The characters to which Python decodes bytes that are not UTF-8 (PEP 383)."""


def text_from_payload(payload: bytes) -> str:
    """The payload as one line of text."""
    return "".join(map(_shown, payload.decode("utf-8", "surrogateescape")))


def payload_from_text(text: str) -> bytes:
    """The payload that a line of text stands for.

    Raises:
        ValueError: a backslash that begins no escape.
    """
    parts = []
    end = 0
    for escape in ESCAPE.finditer(text):
        parts += [_encoded(text[end : escape.start()]), _escaped(escape)]
        end = escape.end()
    return b"".join([*parts, _encoded(text[end:])])


def _shown(character: str) -> str:
    code = ord(character)
    if FIRST_SURROGATE_ESCAPE <= code <= LAST_SURROGATE_ESCAPE:
        return f"\\x{code & 0xFF:02x}"
    if character in SHORT:
        return SHORT[character]
    if unicodedata.category(character) not in HIDDEN_CATEGORIES:
        return character
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _escaped(escape: re.Match[str]) -> bytes:
    if escape["byte"]:
        return bytes.fromhex(escape["byte"])
    if code := escape["code"] or escape["long_code"]:
        return _encoded(_character(int(code, 16)))
    if escape["short"] in LONG:
        return _encoded(LONG[escape["short"]])
    raise ValueError(f"{escape[0]} is no escape: write \\\\ for a backslash, \\xff for a byte")


def _character(code: int) -> str:
    if code > 0x10FFFF:
        raise ValueError(f"\\U{code:08x} is no character: the last one is \\U0010ffff")
    return chr(code)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError(
            "half a character (a lone surrogate) has no UTF-8: write its bytes as \\xed"
        ) from None

"""Typed text as the value it means. Each function raises a ValueError for a text that it cannot read."""

from __future__ import annotations

import re

HEX_DECORATION = re.compile(r"0[xX]|\\x|[\s,:;_-]")
"""Characters between hex digits in places that people copy them from."""
THOUSANDS = re.compile(r"(?<=\d)[,_ ](?=\d{3}(?!\d))")
NUMBER = re.compile(
    r"(?P<number>[+-]?(?:0x[0-9a-f]+|0b[01]+|\d+(?:[.,]\d+)?))\s*(?:%|[a-z]+)?", re.IGNORECASE
)
AROUND_A_WORD = " \t\n.,:;!?\"'`“”‘’()"


def bytes_from_hex(text: str) -> bytes:
    """ "81 05", "0x81, 0x05", "\\x81\\x05", "81:05", "8105"."""
    digits = HEX_DECORATION.sub("", text)
    if wrong := re.search(r"[^0-9a-fA-F]", digits):
        raise ValueError(f"{wrong[0]!r} is no hex digit: 0 to 9 and a to f, such as 81 05")
    if len(digits) % 2:
        raise ValueError(f"{len(digits)} hex digits: a byte has two, so one is missing")
    return bytes.fromhex(digits)


def number_from_text(text: str) -> int | float:
    """ "300", "0x12c", "0b1_0010", "65,536", "23.1 %", "5 bytes": a unit may follow."""
    found = NUMBER.fullmatch(THOUSANDS.sub("", text.strip()))
    if not found:
        raise ValueError(f"{text!r} is no number, such as 300 or 0x12c")
    written = found["number"].replace(",", ".")
    return float(written) if "." in written else int(written, 0 if written[1:2] in "xXbB" else 10)


def word_from_text(text: str) -> str:
    """A word, or a few: capitals, quotation marks and full stops do not count."""
    word = " ".join(text.casefold().strip(AROUND_A_WORD).split())
    if not word:
        raise ValueError("no word")
    return word

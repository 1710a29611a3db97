"""Typed text as the value it means. Each function raises a ValueError for a text that it cannot read."""

from __future__ import annotations

import re

from ..text.catalogue import say

AROUND = " \t\n,:;!?\"'`“”‘’„«»()[]"
"""Characters that people put around an answer."""
HEX_DECORATION = re.compile(r"0[xX]|\\x|[\s,:;_-]")
"""Characters between hex digits in places that people copy them from."""
BYTES_LITERAL = re.compile(r"""b(?=["'])""")
THOUSANDS = re.compile(r"(?<=\d)[,_ ](?=\d{3}(?!\d))")
NUMBER = re.compile(
    r"(?P<number>[+-]?(?:0x[0-9a-f]+|0b[01]+|\d+(?:[.,]\d+)?))\s*(?P<unit>%|[^\W\d_]+)?", re.IGNORECASE
)
HEX_DIGITS = re.compile(r"[0-9a-f]+", re.IGNORECASE)


class HexDigits(ValueError):
    """A number is asked for, and hex digits stand there without 0x: the argument is them with it."""


def bytes_from_hex(text: str) -> bytes:
    """ "81 05", "0x81, 0x05", "\\x81\\x05", "81:05", "8105"; in quotation marks or brackets too."""
    bare = BYTES_LITERAL.sub("", text.strip(), count=1).strip(AROUND + ".")
    digits = HEX_DECORATION.sub("", bare)
    if wrong := re.search(r"[^0-9a-fA-F]", digits):
        raise ValueError(f"{wrong[0]!r} is no hex digit: 0 to 9 and a to f, such as 81 05")
    if len(digits) % 2:
        raise ValueError(f"{len(digits)} hex digits: a byte has two, so one is missing")
    return bytes.fromhex(digits)


def number_from_text(text: str) -> int | float:
    """ "300", "0x12c", "0b1_0010", "65,536", "23.1 %", "5 bytes.": a unit may follow, and a full stop.

    Raises:
        HexDigits: "3e" is not 3 with a unit e.
    """
    written = _number_and_unit(text)["number"].replace(",", ".")
    return float(written) if "." in written else int(written, 0 if written[1:2] in "xXbB" else 10)


def unit_from_text(text: str) -> str:
    """The word or sign behind a number, in small letters; "" where there is none."""
    return (_number_and_unit(text)["unit"] or "").casefold()


def _number_and_unit(text: str) -> re.Match[str]:
    bare = THOUSANDS.sub("", text.lstrip(AROUND).rstrip(AROUND + "."))
    found = NUMBER.fullmatch(bare)
    if HEX_DIGITS.fullmatch(bare) and not (found and not found["unit"]):
        raise HexDigits(f"0x{bare.lower()}")
    if not found:
        raise ValueError(f"{text!r} is no number, such as 300 or 0x12c")
    return found


def word_from_text(text: str) -> str:
    """A word, or a few: capitals, quotation marks, full stops and articles before it do not count.

    An article with nothing behind it is the word: "a" is the letter, and so is "an 'A'".
    """
    words = [bare for word in text.casefold().split() if (bare := word.strip(AROUND + "."))]
    if not words:
        raise ValueError("no word")
    articles = say("engine", "quiz", "articles").split()
    while len(words) > 1 and words[0] in articles:
        del words[0]
    return " ".join(words)


def words_from_text(text: str) -> list[str]:
    """The words of an answer that names several: "A or Q", "a, q"."""
    between = "|".join(map(re.escape, say("engine", "quiz", "between").split()))
    return [
        word_from_text(word)
        for word in re.split(rf"[,;/]|\s(?:{between})\s", text)
        if word.strip(AROUND + ".")
    ]

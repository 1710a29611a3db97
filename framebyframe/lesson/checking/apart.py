"""Two values whose beginnings read the same, from a little before the place at which they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from framebyframe.figures.words import SHOWN_BYTES, short_hex

from ..declaring.python_text import uncut
from .outcome import Outcome
from .verdict import Shown

SHOWN_CHARACTERS = 40
"""Characters of text that are shown of each."""

SIGN = "…"
"""What stands for the part that is left out."""


def apart(one: Outcome, other: Outcome, show: Callable[[Outcome], Shown]) -> tuple[str, str]:
    """What tells two outcomes from each other; two empty texts if what is shown of them does, or nothing."""
    cut = [show(outcome) for outcome in (one, other)]
    if _as_read(cut[0]) != _as_read(cut[1]):
        return "", ""
    if cut[0].data is not None and cut[1].data is not None:
        return _from_the_difference(_digits(cut[0].data), _digits(cut[1].data), SHOWN_BYTES, " ")
    with uncut():
        whole = [show(outcome).text for outcome in (one, other)]
    return _from_the_difference(whole[0], whole[1], SHOWN_CHARACTERS, "")


def _as_read(shown: Shown) -> tuple[bool, str]:
    """What a table shows of a value, and whether it was raised."""
    return shown.raised, shown.text if shown.data is None else short_hex(shown.data)


def _digits(data: bytes) -> list[str]:
    return [f"{byte:02x}" for byte in data]


def _from_the_difference(
    one: Sequence[str], other: Sequence[str], room: int, between: str
) -> tuple[str, str]:
    """So many bytes or characters of both, a quarter of them before the first that differs."""
    alike = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if alike is None:
        alike = min(len(one), len(other))
    if alike == max(len(one), len(other)):
        return "", ""
    start = max(0, alike - room // 4)
    return _part(one, start, room, between), _part(other, start, room, between)


def _part(items: Sequence[str], start: int, room: int, between: str) -> str:
    """Some bytes or characters in a row, with a sign for those before and behind them."""
    parts = [between.join(items[start : start + room])]
    if start:
        parts.insert(0, SIGN)
    if len(items) > start + room:
        parts.append(SIGN)
    return between.join(parts)

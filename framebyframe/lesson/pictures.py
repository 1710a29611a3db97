"""Pictures of what an answer gave: the seam between the engine and the figures."""

from __future__ import annotations

from framebyframe.figures import annotate_frame, frame_bytes
from framebyframe.figures.card import card
from framebyframe.figures.language import FIELDS

from .declare import Exercise
from .page import Drawn
from .verdict import Shown
from .words import say

WINDOW = 16
"""Bytes that are compared at once."""
BEFORE_DIFFERENCE = 8
"""Bytes that are shown before the first wrong one, if there are more than a window of them."""
LABEL_GAP = 2


def data_of(exercise: Exercise, value: Shown | None) -> bytes | None:
    """The bytes of a result; a number is one byte where the exercise makes a part of a frame."""
    if value is None or value.raised:
        return None
    if value.data is not None or exercise.before is None:
        return value.data
    is_byte = value.type == "int" and 0 <= int(value.text) <= 0xFF
    return bytes([int(value.text)]) if is_byte else None


def picture_of(exercise: Exercise, call: str, value: Shown) -> Drawn:
    """What a call gives: its bytes with their fields, or the value."""
    data = data_of(exercise, value)
    if data is not None and exercise.before is not None:
        return frame_bytes(exercise.before + data)
    return card(call, [("", outcome_words(value))])


def outcome_words(value: Shown) -> str:
    """What was returned or raised, in words."""
    return say("engine", "compare", "raised" if value.raised else "returned", text=value.text)


def field_at(exercise: Exercise, data: bytes, index: int) -> str:
    """The name of the fields that byte `index` of a result belongs to, or "" if that is not known."""
    if exercise.before is None:
        return ""
    whole = annotate_frame(exercise.before + data)
    return ", ".join(FIELDS[span.field].name for span in whole.at_byte(len(exercise.before) + index))


def first_difference(expected: bytes, received: bytes) -> int:
    """The index of the first byte that is wrong or missing."""
    shorter = min(len(expected), len(received))
    return next((index for index in range(shorter) if expected[index] != received[index]), shorter)


def compared(expected: bytes, received: bytes) -> str:
    """Both in hex, one under the other, with carets under the first wrong byte."""
    wrong = first_difference(expected, received)
    start = max(0, wrong - BEFORE_DIFFERENCE) if max(len(expected), len(received)) > WINDOW else 0
    names = [say("engine", "compare", key) for key in ("expected", "received")]
    width = max(map(len, names)) + LABEL_GAP
    lines = [
        f"{name:<{width}}{_hex_window(data, start)}"
        for name, data in zip(names, (expected, received), strict=True)
    ]
    ellipsis = 2 if start else 0
    caret = " " * (width + ellipsis + 3 * (wrong - start)) + "^^"
    return "\n".join([*lines, caret])


def _hex_window(data: bytes, start: int) -> str:
    window = data[start : start + WINDOW].hex(" ")
    return ("… " if start else "") + window + (" …" if len(data) > start + WINDOW else "")

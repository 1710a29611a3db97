"""The fields of a result that is part of a frame, placed by the bits of the expected result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from framebyframe.figures.annotation import annotate_frame

from ..declaring.exercise import Exercise

FIRST_BYTE = ("fin", "rsv1", "rsv2", "rsv3", "opcode")
LENGTH = ("mask", "payload_length", "extended_payload_length")
PAYLOAD = ("masked_payload", "payload_data", "close_code", "close_reason")
PARTS = {
    **dict.fromkeys(FIRST_BYTE, "first_byte"),
    **dict.fromkeys(LENGTH, "length"),
    **dict.fromkeys(PAYLOAD, "payload"),
}
"""The part of a frame that a field belongs to; a field that is not here is a part of its own."""


RESULTS_REMEMBERED = 512
"""Expected results whose fields are remembered: every answer of an exercise is held to the same ones."""


@dataclass(frozen=True)
class Place:
    """One field of an expected result.

    Attributes:
        field: a key of `figures.language.FIELDS`.
        first: its first bit, counted from the first bit of the result.
        bits: how many it has.
    """

    field: str
    first: int
    bits: int

    def value_in(self, data: bytes) -> int:
        """The number that these bits hold."""
        whole = int.from_bytes(data, "big")
        return whole >> (len(data) * 8 - self.first - self.bits) & (1 << self.bits) - 1


@dataclass(frozen=True)
class Part:
    """Bytes of an expected result that belong together: first byte, length, masking key, payload."""

    name: str
    start: int
    stop: int


def as_bytes(exercise: Exercise, value: Any, asked: Any) -> bytes | None:
    """A result as bytes: bytes as they are, a number in a frame as one byte; None for others.

    A number where bytes are asked for is none of them: 5 says nothing of the byte `05`.
    """
    if isinstance(value, int) != isinstance(asked, int):
        return None
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    is_number = exercise.before is not None and isinstance(value, int)
    return bytes([value]) if is_number and 0 <= value <= 0xFF else None


@lru_cache(maxsize=RESULTS_REMEMBERED)
def places(exercise: Exercise, expected: bytes) -> tuple[Place, ...]:
    """The fields of an expected result; none if it is no part of a frame."""
    if exercise.before is None:
        return ()
    offset = len(exercise.before) * 8
    spans = annotate_frame(exercise.before + expected).spans
    return tuple(
        Place(span.field, span.first_bit - offset, span.bits) for span in spans if span.first_bit >= offset
    )


@lru_cache(maxsize=RESULTS_REMEMBERED)
def parts(exercise: Exercise, expected: bytes) -> tuple[Part, ...]:
    """The parts of an expected result, in order."""
    found: list[Part] = []
    for place in places(exercise, expected):
        name, start = PARTS.get(place.field, place.field), place.first // 8
        stop = -(-(place.first + place.bits) // 8)
        if found and found[-1].name == name:
            found[-1] = Part(name, found[-1].start, stop)
        else:
            found.append(Part(name, start, stop))
    return tuple(found)

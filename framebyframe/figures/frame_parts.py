"""A frame cut into its parts where its own header says; nothing is judged here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from framebyframe.wire import Opcode, apply_mask

LENGTH_16, LENGTH_64 = 126, 127
MASKING_KEY_LENGTH = 4
CLOSE_CODE_LENGTH = 2


@dataclass(frozen=True)
class FramePart:
    """Some bytes of a frame: where they begin, those that are here, and how many there should be."""

    start: int
    data: bytes
    size: int

    @property
    def stop(self) -> int:
        return self.start + len(self.data)

    @property
    def number(self) -> int:
        return int.from_bytes(self.data, "big")

    @property
    def whole(self) -> bool:
        return len(self.data) == self.size


@dataclass(frozen=True)
class FrameParts:
    """A frame cut where its own header says; parts that have not come are empty."""

    first: FramePart
    second: FramePart
    extended: FramePart
    key: FramePart
    payload: FramePart

    @property
    def all(self) -> tuple[FramePart, ...]:
        return self.first, self.second, self.extended, self.key, self.payload

    @property
    def fin(self) -> int:
        return self.first.number >> 7

    @property
    def opcode(self) -> int:
        return self.first.number & 0x0F

    def rsv(self, index: int) -> int:
        """Reserved bit 1, 2 or 3."""
        return self.first.number >> (7 - index) & 1

    @property
    def begins_message(self) -> bool:
        """True for the first frame of a message; only there RSV1 may be set (RFC 7692, 6)."""
        return self.opcode in (Opcode.TEXT, Opcode.BINARY)

    @property
    def is_compressed(self) -> bool:
        """True if RSV1 is set: with permessage-deflate the payload data is compressed (RFC 7692, 6)."""
        return bool(self.rsv(1))

    @property
    def is_control(self) -> bool:
        return self.opcode >= Opcode.CLOSE

    @property
    def masked(self) -> int:
        return self.second.number >> 7

    @property
    def short_length(self) -> int:
        return self.second.number & 0x7F

    @property
    def header_is_whole(self) -> bool:
        return all(part.whole for part in self.all[:4])

    @cached_property
    def clear_payload(self) -> bytes:
        """The payload data that is here, unmasked."""
        is_masked = self.masked and self.payload.data
        return apply_mask(self.payload.data, self.key.data) if is_masked else self.payload.data


def split(data: bytes, start: int) -> FrameParts:
    """Cut the bytes from `start` into the parts of one frame."""

    def part(before: int, size: int) -> FramePart:
        return FramePart(before - start, data[before : before + size], size)

    first = part(start, 1)
    second = part(start + first.stop, 1)
    short_length = second.number & 0x7F
    extended = part(start + second.stop, {LENGTH_16: 2, LENGTH_64: 8}.get(short_length, 0))
    key = part(start + extended.stop, MASKING_KEY_LENGTH if second.number >> 7 else 0)
    length = extended.number if extended.size else short_length
    size = length if extended.whole and key.whole else 0
    return FrameParts(first, second, extended, key, part(start + key.stop, size))


def payload_fields(parts: FrameParts) -> tuple[str, ...]:
    """The keys of the fields in the payload data: two for a close frame that is not masked, else one."""
    if parts.masked:
        return ("masked_payload",)
    return ("close_code", "close_reason") if parts.opcode == Opcode.CLOSE else ("payload_data",)

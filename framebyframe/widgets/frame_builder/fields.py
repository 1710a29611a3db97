"""The fields of a frame, changed one at a time with the rest kept as it is.

`flip_bit` changes one bit, and so the meaning of the bytes after it. `set_field` keeps that meaning: with
MASK it adds a masking key and masks the payload data; with a longer payload it sets the length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from framebyframe.figures.frame_parts import LENGTH_16, LENGTH_64, MASKING_KEY_LENGTH, FrameParts, split
from framebyframe.lesson.asking.typed import bytes_from_hex
from framebyframe.wire.frames import FIN, LENGTH_BITS, MASK, OPCODE_BITS, RSV1, RSV2, RSV3
from framebyframe.wire.masking import mask_payload

from .limits import MAX_BYTES
from .payload_text import payload_from_text

FIRST_KEY = bytes.fromhex("37fa213d")
"""The masking key of the RFC's own example (5.7), so that stored outputs are the same every time."""


FIRST_BITS = {"fin": FIN, "rsv1": RSV1, "rsv2": RSV2, "rsv3": RSV3}
"""The fields that are one bit of the first byte."""


@dataclass(frozen=True)
class FrameFields:
    """A frame as its fields, legal or not.

    Attributes:
        first_byte: FIN, RSV and opcode.
        length: what the header says, which may not be the length of `payload`.
        length_bits: 7, 16 or 64.
        key: None for a frame without a mask.
        payload: in the clear.
    """

    first_byte: int
    length: int
    length_bits: int
    key: bytes | None
    payload: bytes


def fields_from_bytes(data: bytes) -> tuple[FrameFields, bytes]:
    """The fields of the frame that `data` begins with, and what follows it. What is missing counts as 0."""
    parts = split(data, 0)
    stop = parts.payload.stop
    key = parts.key.data.ljust(MASKING_KEY_LENGTH, b"\0") if parts.masked else None
    fields = FrameFields(parts.first.number, _length(parts), _length_bits(parts), key, parts.clear_payload)
    return fields, data[stop:]


def bytes_from_fields(fields: FrameFields) -> bytes:
    """The frame as it goes over the wire, legal or not."""
    payload = mask_payload(fields.payload, fields.key) if fields.key else fields.payload
    return bytes([fields.first_byte]) + _length_as_bytes(fields) + (fields.key or b"") + payload


def shortest_form(length: int) -> int:
    """The fewest bits a length fits (RFC 6455, 5.2)."""
    return 7 if length < LENGTH_16 else 16 if length <= 0xFFFF else 64


def with_payload(fields: FrameFields, payload: bytes) -> FrameFields:
    """The fields with another payload, and the length that it has."""
    return replace(fields, payload=payload, length=len(payload), length_bits=shortest_form(len(payload)))


def set_field(data: bytes, field: str, value: object) -> bytes:
    """The bytes with one field of their first frame changed.

    Args:
        data: of any length.
        field: a key of `SETTERS`.
        value: what the page sends: a bool, a number or text.

    Raises:
        ValueError: the value does not fit the field; the message says what does.
    """
    fields, rest = fields_from_bytes(data)
    return bytes_from_fields(SETTERS[field](fields, value)) + rest


def _length(parts: FrameParts) -> int:
    return parts.extended.number if parts.extended.size else parts.short_length


def _length_bits(parts: FrameParts) -> int:
    return {LENGTH_16: 16, LENGTH_64: 64}.get(parts.short_length, 7)


def _length_as_bytes(fields: FrameFields) -> bytes:
    mask_bit = MASK if fields.key is not None else 0
    if fields.length_bits == 7:
        return bytes([mask_bit | fields.length & LENGTH_BITS])
    marker = LENGTH_16 if fields.length_bits == 16 else LENGTH_64
    return bytes([mask_bit | marker]) + fields.length.to_bytes(fields.length_bits // 8, "big")


# --- one function a field ------------------------------------------------------------------------


def _bit_setter(bit: int) -> Callable[[FrameFields, object], FrameFields]:
    def set_bit(fields: FrameFields, value: object) -> FrameFields:
        return replace(fields, first_byte=fields.first_byte | bit if value else fields.first_byte & ~bit)

    return set_bit


def _set_opcode(fields: FrameFields, value: object) -> FrameFields:
    return replace(fields, first_byte=fields.first_byte & ~OPCODE_BITS | _number(value, "an opcode", 0xF))


def _set_mask(fields: FrameFields, value: object) -> FrameFields:
    return replace(fields, key=(fields.key or FIRST_KEY) if value else None)


def _set_length(fields: FrameFields, value: object) -> FrameFields:
    length = _number(value, "a payload length", 2**64 - 1)
    return replace(fields, length=length, length_bits=max(shortest_form(length), fields.length_bits))


def _set_length_bits(fields: FrameFields, value: object) -> FrameFields:
    bits = int(str(value))
    if fields.length > (125 if bits == 7 else 2**bits - 1):
        raise ValueError(f"{fields.length:,} does not fit {bits} bits")
    return replace(fields, length_bits=bits)


def _set_masking_key(fields: FrameFields, value: object) -> FrameFields:
    key = bytes_from_hex(str(value))
    if len(key) != MASKING_KEY_LENGTH:
        raise ValueError(f"a masking key has 4 bytes, this one {len(key)}")
    return replace(fields, key=key)


def _set_payload(fields: FrameFields, value: object) -> FrameFields:
    return with_payload(fields, payload_from_text(str(value)))


def _number(value: object, what: str, highest: int) -> int:
    try:
        number = int(str(value).replace(",", ""), 0)
    except ValueError:
        number = -1
    if not 0 <= number <= highest:
        raise ValueError(f"{what} is a number from 0 to {highest:,}")
    return number


SETTERS: dict[str, Callable[[FrameFields, object], FrameFields]] = {
    **{name: _bit_setter(bit) for name, bit in FIRST_BITS.items()},
    "opcode": _set_opcode,
    "mask": _set_mask,
    "payload_length": _set_length,
    "length_bits": _set_length_bits,
    "masking_key": _set_masking_key,
    "payload_data": _set_payload,
}
"""The function that sets each field."""


def flip_bit(data: bytes, bit: int) -> bytes:
    """The bytes with one bit turned over, counted from the first bit of the first byte.

    Raises:
        ValueError: there is no such bit.
    """
    if not 0 <= bit < 8 * len(data):
        raise ValueError(f"there is no bit {bit} in {len(data)} bytes")
    flipped = bytearray(data)
    flipped[bit // 8] ^= 0x80 >> bit % 8
    return bytes(flipped)


def check_size(data: bytes) -> bytes:
    """The bytes, if they are few enough.

    Raises:
        ValueError: more than MAX_BYTES.
    """
    if len(data) > MAX_BYTES:
        raise ValueError(
            f"{len(data):,} bytes are more than the {MAX_BYTES:,} the builder takes: "
            "send longer ones with peers.RawConnection"
        )
    return data

"""Frames to bytes (RFC 6455, 5.2)."""

from __future__ import annotations

from dataclasses import dataclass

from . import masking
from .opcodes import Opcode

FIN = 0b1000_0000
RSV1 = 0b0100_0000
RSV2 = 0b0010_0000
RSV3 = 0b0001_0000
OPCODE = 0b0000_1111
MASK = 0b1000_0000
LENGTH = 0b0111_1111

LENGTH_16 = 126
"""In the 7-bit length: the next two bytes are the length."""
LENGTH_64 = 127
"""In the 7-bit length: the next eight bytes are the length."""


@dataclass(slots=True)
class Frame:
    """One frame (RFC 6455, 5.2). `payload` is always in the clear: a masking key masks it on its way out."""

    opcode: Opcode
    payload: bytes = b""
    fin: bool = True
    rsv1: bool = False
    rsv2: bool = False
    rsv3: bool = False
    masking_key: bytes | None = None


def encode_first_byte(frame: Frame) -> int:
    """FIN, RSV1, RSV2, RSV3 and the opcode, from the highest bit down."""
    return (
        (FIN if frame.fin else 0)
        | (RSV1 if frame.rsv1 else 0)
        | (RSV2 if frame.rsv2 else 0)
        | (RSV3 if frame.rsv3 else 0)
        | frame.opcode
    )


def encode_length(length: int, masked: bool) -> bytes:
    """The mask bit and the payload length, in as few bytes as can be: 1, 3 or 9."""
    mask_bit = MASK if masked else 0
    if length < LENGTH_16:
        return bytes([mask_bit | length])
    if length <= 0xFFFF:
        return bytes([mask_bit | LENGTH_16]) + length.to_bytes(2, "big")
    return bytes([mask_bit | LENGTH_64]) + length.to_bytes(8, "big")


def encode_header(frame: Frame) -> bytes:
    """Everything before the payload: first byte, length, masking key."""
    masked = frame.masking_key is not None
    return bytes([encode_first_byte(frame)]) + encode_length(len(frame.payload), masked) + (frame.masking_key or b"")


def encode_frame(frame: Frame) -> bytes:
    """The frame as it goes over the wire."""
    payload = frame.payload
    if frame.masking_key is not None:
        payload = masking.apply_mask(payload, frame.masking_key)
    return encode_header(frame) + payload

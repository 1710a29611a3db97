"""Frames to bytes (RFC 6455, 5.2)::

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-------+-+-------------+-------------------------------+
|F|R|R|R| opcode|M| Payload len |    Extended payload length    |
|I|S|S|S|  (4)  |A|     (7)     |   (16 or 64 bits, if Payload  |
|N|V|V|V|       |S|             |       len is 126 or 127)      |
| |1|2|3|       |K|             |                               |
+-+-+-+-+-------+-+-------------+-------------------------------+
|  Masking-key (4 bytes, if MASK is set)  |  Payload data ...   |
+-----------------------------------------+---------------------+
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from . import masking
from .errors import InvalidFrame
from .opcodes import Opcode

FIN = 0b1000_0000
RSV1 = 0b0100_0000
RSV2 = 0b0010_0000
RSV3 = 0b0001_0000
OPCODE_BITS = 0b0000_1111
"""The parts of the first byte."""

MASK = 0b1000_0000
LENGTH_BITS = 0b0111_1111
"""The parts of the second byte."""

LENGTH_IN_16_BITS = 126
"""In place of a length: it follows in two bytes."""
LENGTH_IN_64_BITS = 127
"""In place of a length: it follows in eight bytes."""


ONE_BYTE = [bytes([value]) for value in range(256)]
"""Every byte as `bytes`: a look-up is faster than making it anew for each frame."""


@dataclass(slots=True)
class Frame:
    """One frame.

    Attributes:
        opcode: what the payload is.
        payload: always in the clear: the masking key is applied on the way out and on the way in.
        fin: no more frames of this message follow.
        rsv1: with permessage-deflate: the message is compressed (RFC 7692, 6).
        rsv2: reserved.
        rsv3: reserved.
        masking_key: four bytes if the frame is masked, else None.
    """

    opcode: Opcode
    payload: bytes = b""
    fin: bool = True
    rsv1: bool = False
    rsv2: bool = False
    rsv3: bool = False
    masking_key: bytes | None = None


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """The fields of a frame's header, without its masking key.

    Attributes:
        masked: whether a masking key follows.
        length: of the payload, in bytes.
    """

    opcode: Opcode
    fin: bool = True
    rsv1: bool = False
    rsv2: bool = False
    rsv3: bool = False
    masked: bool = False
    length: int = 0


def encode_first_byte(frame: Frame) -> int:
    """FIN, RSV1, RSV2, RSV3 and the opcode (RFC 6455, 5.2).

    One bit each from the highest down, then four bits of opcode. Nothing is checked.

    Returns:
        0 to 255: 0x81 for a text message in one frame.
    """
    first_byte: int = frame.opcode
    if frame.fin:
        first_byte |= FIN
    if frame.rsv1:
        first_byte |= RSV1
    if frame.rsv2:
        first_byte |= RSV2
    if frame.rsv3:
        first_byte |= RSV3
    return first_byte


# Most messages of a connection have one of a few lengths: what was encoded lately is remembered.
@lru_cache(maxsize=1024)
def encode_length(length: int, masked: bool) -> bytes:
    """The mask bit and the payload length (RFC 6455, 5.2).

    The length takes as few bytes as hold it.

    Args:
        length: of the payload, in bytes.
        masked: whether a masking key follows.

    Returns:
        One byte up to 125, three up to 65535, nine beyond; network byte order.
    """
    mask_bit = MASK if masked else 0
    if length < LENGTH_IN_16_BITS:
        return bytes((mask_bit | length,))
    if length <= 0xFFFF:
        return bytes((mask_bit | LENGTH_IN_16_BITS,)) + length.to_bytes(2, "big")
    return bytes((mask_bit | LENGTH_IN_64_BITS,)) + length.to_bytes(8, "big")


def encode_header(frame: Frame) -> bytes:
    """Everything before the payload.

    The first byte, the length, the masking key if there is one.

    Raises:
        InvalidFrame: the masking key does not have four bytes.
    """
    header = ONE_BYTE[encode_first_byte(frame)]
    if frame.masking_key is None:
        return header + encode_length(len(frame.payload), False)
    if len(frame.masking_key) != masking.MASKING_KEY_LENGTH:
        raise InvalidFrame(f"a masking key has 4 bytes, this one {len(frame.masking_key)}")
    return header + encode_length(len(frame.payload), True) + frame.masking_key


def encode_frame(frame: Frame) -> bytes:
    """The frame as it goes over the wire.

    Its header, then its payload, masked if there is a key. Nothing but the
    masking key is checked: a frame that breaks the rules is encoded as it is.

    Raises:
        InvalidFrame: the masking key does not have four bytes.
    """
    if frame.masking_key is None:
        return encode_header(frame) + frame.payload
    return encode_header(frame) + masking.mask_payload(frame.payload, frame.masking_key)

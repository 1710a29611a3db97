"""Bytes to frames (RFC 6455, 5.2). A stream has no edges: a frame is read when all of it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from . import masking
from .errors import ProtocolFault
from .frames import (
    FIN,
    LENGTH_BITS,
    LENGTH_IN_16_BITS,
    MASK,
    OPCODE_BITS,
    RSV1,
    RSV2,
    RSV3,
    Frame,
    FrameHeader,
)
from .masking import MASKING_KEY_LENGTH
from .opcodes import OPCODES, Opcode

SHORTEST_HEADER = 2
"""Bytes: enough to tell how long the header is."""

HIGHEST_BIT = 1 << 63


def header_length(second_byte: int) -> int:
    """The length of a header without its masking key, as its second byte tells (RFC 6455, 5.2).

    Returns:
        2, 4 or 10.
    """
    length = second_byte & LENGTH_BITS
    if length < LENGTH_IN_16_BITS:
        return 2
    return 4 if length == LENGTH_IN_16_BITS else 10


def decode_first_byte(first_byte: int) -> tuple[Opcode, bool, bool, bool, bool]:
    """Opcode, FIN, RSV1, RSV2 and RSV3.

    Raises:
        ProtocolFault: the opcode is reserved.
    """
    number = first_byte & OPCODE_BITS
    opcode = OPCODES.get(number)
    if opcode is None:
        raise ProtocolFault(f"opcode {number:X} is reserved")
    fin, rsv1, rsv2, rsv3 = (bool(first_byte & bit) for bit in (FIN, RSV1, RSV2, RSV3))
    return opcode, fin, rsv1, rsv2, rsv3


def decode_length(header: bytes) -> int:
    """The payload length that a header tells.

    Args:
        header: as many bytes as `header_length` says.

    Raises:
        ProtocolFault: it is not in its shortest form, or its highest bit is set.
    """
    length = header[1] & LENGTH_BITS
    if length < LENGTH_IN_16_BITS:
        return length
    shortest = LENGTH_IN_16_BITS if length == LENGTH_IN_16_BITS else 0x1_0000
    length = int.from_bytes(header[2:], "big")
    if length < shortest:
        raise ProtocolFault(f"a length of {length} is not in its shortest form")
    if length >= HIGHEST_BIT:
        raise ProtocolFault("the highest bit of a 64-bit length must be 0")
    return length


# Most frames of a connection begin with one of a few headers: what was decoded lately is remembered.
@lru_cache(maxsize=1024)
def decode_header(header: bytes) -> FrameHeader:
    """The fields that a header tells, its masking key apart.

    Args:
        header: as many bytes as `header_length` says.

    Raises:
        ProtocolFault: the opcode is reserved, or the length not in its one right form.
    """
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    masked = bool(header[1] & MASK)
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, masked, decode_length(header))


class FrameReader:
    """Cuts a stream of bytes into frames.

    Args:
        check_header: is given each header before its payload is waited for, and raises a PeerFault to
            refuse the frame.

    Attributes:
        waiting: a header that has come, and whose masking key and payload have not all come; or None.

    Its methods share two more: `_data`, the bytes that came, and `_used`, how many of them were taken
    from its front so far.
    """

    def __init__(self, check_header: Callable[[FrameHeader], None] | None = None) -> None:
        self._check_header = check_header
        self.waiting: FrameHeader | None = None
        # Frames are cut from the very bytes that came. Only a frame that comes in parts is gathered.
        self._data = b""
        self._used = 0
        self._parts = bytearray()
        self._seen = 0

    def feed(self, data: bytes) -> None:
        """Take in bytes; `next_frame` gives what they complete.

        Bytes of `self._data` that were not used stay, and the new ones come behind them. Those that were
        used go: a connection may last for days.

        Args:
            data: what one read of the stream gave; any number of bytes.
        """
        if self._used == len(self._data):
            self._data = data
            self._used = 0
        else:
            self._gather(data)

    def _gather(self, data: bytes) -> None:
        """Put a frame together that comes in parts; they become `_data` once that can complete something."""
        if not self._parts:
            self._parts += self._data[self._used :]
        self._parts += data
        if self.waiting is None or len(self._parts) >= bytes_after(self.waiting):
            self._data = bytes(self._parts)
            self._used = 0
            self._parts.clear()

    def next_header(self) -> FrameHeader | None:
        """The header that begins at byte `self._used` of `self._data`; None until all of it has come.

        It is used then: the masking key, if there is one, and the payload come next. Nothing of that
        payload has been seen by `partial_payload`: `self._seen` is 0.

        Raises:
            PeerFault: it breaks RFC 6455, or `check_header` refuses it. Nothing is used then.
        """
        data, start = self._data, self._used
        if len(data) < start + SHORTEST_HEADER:
            return None
        end = start + header_length(data[start + 1])
        if len(data) < end:
            return None
        header = decode_header(data[start:end])
        if self._check_header is not None:
            self._check_header(header)
        self._used = end
        self._seen = 0
        return header

    def next_frame(self) -> Frame | None:
        """The next whole frame, its payload unmasked; None until all of it has come.

        A header that has come is kept in `self.waiting` until its masking key and payload have come too.
        Only then are their bytes used. The header behind this frame is for the next call.

        Raises:
            PeerFault: its header breaks RFC 6455, or `check_header` refuses it.
        """
        # Look at the header.
        self.waiting = header = self.waiting or self.next_header()
        # Is there enough?
        if header is None or len(self._data) < self._used + bytes_after(header):
            return None
        # Take the payload.
        start = self._used + MASKING_KEY_LENGTH if header.masked else self._used
        end = start + header.length
        key, payload = None, self._data[start:end]
        if header.masked:
            key = self._data[self._used : start]
            payload = masking.mask_payload(payload, key)
        # Go on behind it.
        self._used = end
        self.waiting = None
        return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)

    def partial_payload(self) -> bytes:
        """The part of the awaited payload that has come since the last call, unmasked."""
        come, start = (self._parts, 0) if self._parts else (self._data, self._used)
        if self.waiting is None or not self.waiting.masked:
            part = bytes(come[start + self._seen :])
        else:
            key_end = start + MASKING_KEY_LENGTH
            key = masking.turn_key(bytes(come[start:key_end]), self._seen)
            part = masking.mask_payload(bytes(come[key_end + self._seen :]), key)
        self._seen += len(part)
        return part


def bytes_after(header: FrameHeader) -> int:
    """The number of bytes that follow this header: the masking key and the payload."""
    return header.length + MASKING_KEY_LENGTH if header.masked else header.length

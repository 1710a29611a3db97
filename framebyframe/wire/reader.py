"""Bytes to frames (RFC 6455, 5.2). A stream has no edges: a frame is read when all of it is there."""

from __future__ import annotations

from collections.abc import Callable

from . import masking
from .errors import ProtocolFault
from .frames import (
    FIN,
    LENGTH_BITS,
    LENGTH_IN_16_BITS,
    LENGTH_IN_64_BITS,
    MASK,
    OPCODE_BITS,
    RSV1,
    RSV2,
    RSV3,
    Frame,
)
from .opcodes import BINARY, OPCODES, TEXT
from .roles import SERVER, Role

SHORTEST_HEADER = 2
TOP_BIT = 1 << 63


def header_length(second_byte: int) -> int:
    """How many bytes a frame's header takes, told by its second byte (RFC 6455, 5.2).

    Returns:
        2, 4 or 10, and 4 more if there is a masking key.
    """
    length = SHORTEST_HEADER
    if second_byte & LENGTH_BITS == LENGTH_IN_16_BITS:
        length += 2
    elif second_byte & LENGTH_BITS == LENGTH_IN_64_BITS:
        length += 8
    if second_byte & MASK:
        length += masking.MASKING_KEY_LENGTH
    return length


def decode_first_byte(first_byte: int) -> Frame:
    """A frame with FIN, RSV1 to RSV3 and the opcode set, its payload still empty.

    Raises:
        ProtocolFault: the opcode is reserved.
    """
    opcode = OPCODES.get(first_byte & OPCODE_BITS)
    if opcode is None:
        raise ProtocolFault(f"opcode {first_byte & OPCODE_BITS} is reserved")
    return Frame(
        opcode,
        b"",
        first_byte & FIN != 0,
        first_byte & RSV1 != 0,
        first_byte & RSV2 != 0,
        first_byte & RSV3 != 0,
    )


def decode_length(header: bytes) -> int:
    """The payload length that a whole header tells.

    Raises:
        ProtocolFault: it is not in its shortest form, or its highest bit is set.
    """
    length = header[1] & LENGTH_BITS
    if length < LENGTH_IN_16_BITS:
        return length
    if length == LENGTH_IN_16_BITS:
        length, shortest = int.from_bytes(header[2:4], "big"), LENGTH_IN_16_BITS
    else:
        length, shortest = int.from_bytes(header[2:10], "big"), 0x1_0000
    if length < shortest:
        raise ProtocolFault(f"the length {length} is not in its shortest form")
    if length >= TOP_BIT:
        raise ProtocolFault("the highest bit of a 64-bit length must be 0")
    return length


def decode_header(header: bytes) -> tuple[Frame, int]:
    """A frame without its payload, and the payload's length.

    Args:
        header: a whole one: as many bytes as `header_length` says.

    Raises:
        ProtocolFault: the opcode is reserved, or the length is not in its one right form.
    """
    frame = decode_first_byte(header[0])
    if header[1] & MASK:
        frame.masking_key = header[-masking.MASKING_KEY_LENGTH :]
    return frame, decode_length(header)


def check_mask(frame: Frame, receiver: Role) -> None:
    """A client masks every frame, a server none (RFC 6455, 5.1).

    Raises:
        ProtocolFault: the frame to `receiver` is masked and should not be, or the other way round.
    """
    masked = frame.masking_key is not None
    if masked is not (receiver is SERVER):
        raise ProtocolFault(
            "a frame from a server must not be masked" if masked else "a frame from a client must be masked"
        )


def check_reserved_bits(frame: Frame, compression: bool) -> None:
    """RSV1 marks a compressed message on its first frame (RFC 7692, 6); else the three bits are 0 (RFC 6455, 5.2).

    Raises:
        ProtocolFault: a bit is set that means nothing.
    """
    if frame.rsv2 or frame.rsv3:
        raise ProtocolFault("RSV2 and RSV3 must be 0")
    if frame.rsv1 and not (compression and frame.opcode in (TEXT, BINARY)):
        raise ProtocolFault("RSV1 must be 0 here")


class FrameReader:
    """Cuts a stream of bytes into frames.

    Args:
        check_header: is given every frame and its payload's length before the payload is waited for; it
            raises a PeerFault to refuse it.
    """

    def __init__(self, check_header: Callable[[Frame, int], None] | None = None) -> None:
        self._check_header = check_header
        # What has come and is not used up. Whole frames are cut from the very bytes that came; only a
        # frame that comes in parts is gathered in a bytearray.
        self._data: bytes | bytearray = b""
        self._used = 0
        self._header: tuple[Frame, int] | None = None
        self._seen = 0

    def feed(self, data: bytes) -> None:
        """Take in bytes; `next_frame` gives what they complete."""
        if self._used == len(self._data):
            self._data = data
        elif isinstance(self._data, bytearray):
            del self._data[: self._used]
            self._data += data
        else:
            self._data = bytearray(self._data[self._used :]) + data
        self._used = 0

    def next_frame(self) -> Frame | None:
        """The next whole frame, its payload unmasked; None until all of it has come.

        Raises:
            PeerFault: its header breaks RFC 6455, or is refused by `check_header`.
        """
        header = self._header or self._next_header()
        if header is None:
            return None
        frame, length = header
        payload = self._take(length)
        if payload is None:
            self._header = header
            return None
        self._header = None
        self._seen = 0
        if frame.masking_key is not None:
            payload = masking.mask_payload(payload, frame.masking_key)
        frame.payload = payload
        return frame

    def _next_header(self) -> tuple[Frame, int] | None:
        """The next header, checked; None until all of it has come."""
        if len(self._data) - self._used < SHORTEST_HEADER:
            return None
        header = self._take(header_length(self._data[self._used + 1]))
        if header is None:
            return None
        frame, length = decode_header(header)
        if self._check_header is not None:
            self._check_header(frame, length)
        return frame, length

    def _take(self, size: int) -> bytes | None:
        """The next `size` bytes, used up; None, and nothing used up, if they have not all come."""
        end = self._used + size
        if end > len(self._data):
            return None
        taken = self._data[self._used : end]
        self._used = end
        return taken if isinstance(taken, bytes) else bytes(taken)

    @property
    def waiting_frame(self) -> Frame | None:
        """The frame whose header has come and whose payload has not all come."""
        return None if self._header is None else self._header[0]

    def partial_payload(self) -> bytes:
        """What has come of the waiting frame's payload, unmasked, less what this returned before."""
        part = bytes(self._data[self._used + self._seen :])
        frame = self.waiting_frame
        if frame is not None and frame.masking_key is not None:
            turn = self._seen % masking.MASKING_KEY_LENGTH
            part = masking.mask_payload(part, frame.masking_key[turn:] + frame.masking_key[:turn])
        self._seen += len(part)
        return part

"""Bytes to frames (RFC 6455, 5.2): a stream has no edges, so a frame is read when all of it is there."""

from __future__ import annotations

from . import masking
from .errors import ProtocolFault, SizeFault
from .frames import FIN, LENGTH, LENGTH_16, MASK, OPCODE, RSV1, RSV2, RSV3, Frame
from .limits import Limits
from .opcodes import OPCODES, Opcode
from .roles import Role


class FrameReader:
    """Cuts a stream of bytes into frames and checks each header (RFC 6455, 5.2)."""

    def __init__(self, role: Role, limits: Limits, allow_rsv1: bool = False) -> None:
        self._peer_masks = role is Role.SERVER
        self._limits = limits
        self._allow_rsv1 = allow_rsv1
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Take in bytes."""
        self._buffer += data

    def next_frame(self) -> Frame | None:
        """The next whole frame, or None if it is not all here.

        Raises:
            ProtocolFault: its header breaks RFC 6455.
            SizeFault: its payload is bigger than the limit.
        """
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        first, second = buffer[0], buffer[1]
        masked, length = bool(second & MASK), second & LENGTH
        opcode = OPCODES.get(first & OPCODE)
        if opcode is None:
            raise ProtocolFault(f"opcode {first & OPCODE} is reserved")
        if first & (RSV2 | RSV3) or (first & RSV1 and not self._allow_rsv1):
            raise ProtocolFault("a reserved bit is set")
        if masked is not self._peer_masks:
            raise ProtocolFault("MASK must be set" if self._peer_masks else "MASK must be clear")
        if opcode.is_control and (length > 125 or not first & FIN):
            raise ProtocolFault("a control frame is whole and has at most 125 bytes")
        start = 2
        if length >= LENGTH_16:
            start = 4 if length == LENGTH_16 else 10
            if len(buffer) < start:
                return None
            smallest = 126 if length == LENGTH_16 else 65536
            length = int.from_bytes(buffer[2:start], "big")
            if length < smallest:
                raise ProtocolFault("the payload length is not in its shortest form")
        if length >= 1 << 63:
            raise ProtocolFault("the payload length has its highest bit set")
        if length > self._limits.max_message:
            raise SizeFault(f"a frame of {length} bytes: the limit is {self._limits.max_message}")
        key = bytes(buffer[start : start + 4]) if masked else None
        start += 4 if masked else 0
        if len(buffer) < start + length:
            return None
        payload = bytes(buffer[start : start + length])
        del buffer[: start + length]
        if key is not None:
            payload = masking.apply_mask(payload, key)
        return Frame(
            Opcode(opcode), payload, bool(first & FIN), bool(first & RSV1), bool(first & RSV2), bool(first & RSV3), key
        )

"""The opcodes of RFC 6455, section 5.2: what a frame carries."""

from __future__ import annotations

from enum import IntEnum


class Opcode(IntEnum):
    """The low four bits of a frame's first byte. The ten other values are reserved."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA

    @property
    def is_control(self) -> bool:
        """True for close, ping and pong: the opcodes whose highest bit is set (section 5.5)."""
        return self >= Opcode.CLOSE


OPCODES: dict[int, Opcode] = {int(opcode): opcode for opcode in Opcode}
"""Every defined opcode by its number: a number that is not a key here is reserved."""

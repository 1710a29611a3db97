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
        """True for close, ping and pong (section 5.5)."""
        return self in CONTROL_OPCODES


# Every frame is compared with these: a global name is found several times faster than a member of an enum.
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = Opcode

CONTROL_OPCODES = frozenset({CLOSE, PING, PONG})
"""The opcodes whose highest bit is set."""

OPCODES: dict[int, Opcode] = {int(opcode): opcode for opcode in Opcode}
"""Every defined opcode by its number: a number that is not a key here is reserved."""

"""Control frames (RFC 6455, 5.5): close, ping and pong are small and whole, so they fit between fragments."""

from __future__ import annotations

from .errors import ProtocolFault
from .frames import FrameHeader

MAX_CONTROL_PAYLOAD = 125
"""Bytes: what the 7-bit length holds."""


def check_control_frame(header: FrameHeader) -> None:
    """Refuse a control frame that is fragmented or too long (RFC 6455, 5.5).

    Args:
        header: of a control frame.

    Raises:
        ProtocolFault: it is not whole, or has more than 125 bytes.
    """
    if not header.fin:
        raise ProtocolFault(f"a {header.opcode.name.lower()} frame must not be fragmented")
    if header.length > MAX_CONTROL_PAYLOAD:
        raise ProtocolFault(f"a {header.opcode.name.lower()} frame has at most {MAX_CONTROL_PAYLOAD} bytes")

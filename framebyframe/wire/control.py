"""Control frames (RFC 6455, 5.5): close, ping and pong are small and whole, so they fit between fragments."""

from __future__ import annotations

from .errors import ProtocolFault
from .frames import Frame

MAX_CONTROL_PAYLOAD = 125
"""Bytes: what the 7-bit length holds."""


def check_control_frame(frame: Frame, length: int) -> None:
    """Refuse a control frame that is fragmented or too long (RFC 6455, 5.5).

    Args:
        frame: a control frame; its payload may still be on its way.
        length: of its payload, in bytes.

    Raises:
        ProtocolFault: it is not whole, or has more than 125 bytes.
    """
    if not frame.fin:
        raise ProtocolFault(f"a {frame.opcode.name.lower()} frame must not be fragmented")
    if length > MAX_CONTROL_PAYLOAD:
        raise ProtocolFault(f"a {frame.opcode.name.lower()} frame has at most {MAX_CONTROL_PAYLOAD} bytes")

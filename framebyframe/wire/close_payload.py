"""What a close frame says: two bytes of code, then a reason in UTF-8 (RFC 6455, 5.5.1)."""

from __future__ import annotations

from . import utf8
from .close import CloseCode, may_be_sent
from .errors import InvalidCloseCode, InvalidFrame, ProtocolFault

CODE_LENGTH = 2
MAX_REASON = 123
"""Bytes: a control frame's 125 less the code's 2 (5.5)."""


def encode_close_payload(code: int, reason: str = "") -> bytes:
    """The payload of a close frame.

    Raises:
        InvalidCloseCode: no frame may carry this code.
        InvalidFrame: the reason is longer than 123 bytes in UTF-8.
        InvalidText: the reason holds a lone surrogate.
    """
    if not may_be_sent(code):
        raise InvalidCloseCode(f"close code {code} may not be sent: use 1000, 1001 or one of 3000 to 4999")
    text = utf8.encode_text(reason)
    if len(text) > MAX_REASON:
        raise InvalidFrame(f"a close reason has at most {MAX_REASON} bytes in UTF-8, this one {len(text)}")
    return code.to_bytes(CODE_LENGTH, "big") + text


def parse_close_payload(payload: bytes) -> tuple[int, str]:
    """The code and the reason of a close frame; 1005 and "" for an empty one (RFC 6455, 7.1.5).

    Raises:
        ProtocolFault: one byte only, or a code that no frame may carry.
        DataFault: the reason is not UTF-8.
    """
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) < CODE_LENGTH:
        raise ProtocolFault("a close payload of one byte: a close code has two")
    code = int.from_bytes(payload[:CODE_LENGTH], "big")
    if not may_be_sent(code):
        raise ProtocolFault(f"close code {code} may not be sent")
    return code, utf8.decode_text(payload[CODE_LENGTH:])

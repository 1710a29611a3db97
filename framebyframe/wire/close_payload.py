"""The payload of a close frame: a code in two bytes, then a reason in UTF-8 (RFC 6455, 5.5.1)."""

from __future__ import annotations

from . import close, utf8
from .close import CloseCode
from .control import MAX_CONTROL_PAYLOAD
from .errors import InvalidCloseCode, InvalidFrame, ProtocolFault, WrongType

CODE_LENGTH = 2
MAX_REASON = MAX_CONTROL_PAYLOAD - CODE_LENGTH
"""Bytes in UTF-8."""


def encode_close_payload(code: int | None, reason: str = "") -> bytes:
    """The payload of a close frame; empty for `None`, which is a close frame without a code.

    Raises:
        InvalidCloseCode: no frame may carry this code.
        InvalidFrame: the reason is longer than 123 bytes in UTF-8.
        InvalidText: the reason holds a lone surrogate.
        WrongType: the code is not a number, the reason not text, or there is a reason without a code.
    """
    if code is None and not reason:
        return b""
    if not isinstance(code, int):
        raise WrongType(f"a close code is an int (and a reason needs one), not {type(code).__name__}")
    if not close.may_be_sent(code):
        raise InvalidCloseCode(
            f"close code {code} may not be sent: use 1000 to 1003, 1007 to 1014, or 3000 to 4999"
        )
    encoded = utf8.encode_text(reason)
    if len(encoded) > MAX_REASON:
        raise InvalidFrame(f"a close reason has at most {MAX_REASON} bytes in UTF-8, this one {len(encoded)}")
    return code.to_bytes(CODE_LENGTH, "big") + encoded


def parse_close_payload(payload: bytes) -> tuple[int, str]:
    """The code and the reason of a close frame; 1005 and "" where it is empty (RFC 6455, 7.1.5).

    Raises:
        ProtocolFault: it has one byte only, or a code that no frame may carry.
        DataFault: the reason is not UTF-8.
    """
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) < CODE_LENGTH:
        raise ProtocolFault("a close payload of one byte: a close code has two")
    code = int.from_bytes(payload[:CODE_LENGTH], "big")
    if not close.may_be_sent(code):
        raise ProtocolFault(f"close code {code} may not be sent")
    return code, utf8.decode_text(payload[CODE_LENGTH:])

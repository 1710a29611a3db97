"""The close frame's payload and its codes (RFC 6455, 5.5.1 and 7.4)."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """The close codes that have a name (RFC 6455, 7.4.1, and the IANA registry)."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    UNSUPPORTED_DATA = 1003
    NO_STATUS = 1005
    ABNORMAL = 1006
    INVALID_DATA = 1007
    POLICY_VIOLATION = 1008
    MESSAGE_TOO_BIG = 1009
    MANDATORY_EXTENSION = 1010
    INTERNAL_ERROR = 1011
    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013
    BAD_GATEWAY = 1014
    TLS_HANDSHAKE = 1015


NEVER_SENT = frozenset({CloseCode.NO_STATUS, CloseCode.ABNORMAL, CloseCode.TLS_HANDSHAKE})
"""Codes that stand for the absence of a close code: no frame carries them (7.4.1)."""

REGISTERED_CODES = frozenset(CloseCode) - NEVER_SENT
"""Codes below 3000 that a close frame may carry."""

APPLICATION_CODES = range(3000, 5000)
"""3000-3999 for libraries, 4000-4999 for private use (7.4.2)."""


def may_be_sent(code: int) -> bool:
    """True if a close frame may carry this code (RFC 6455, 7.4).

    Below 3000 it may where `CloseCode` names it, but for 1005, 1006 and 1015, which stand for the
    absence of a close code. 3000 to 3999 are for libraries, 4000 to 4999 for private use. Other numbers
    are none.
    """
    return code in REGISTERED_CODES or code in APPLICATION_CODES

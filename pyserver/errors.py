"""The one table of errors, and the exception that carries one to the reply."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from .strict_json import ABSENT, Absent, JsonValue


class ErrorCode(Enum):
    """A kind of error: its code in the article dialect, and in JSON-RPC 2.0 (section 5.1)."""

    PARSE_ERROR = ("parse_error", -32700)
    INVALID_REQUEST = ("invalid_request", -32600)
    UNKNOWN_ACTION = ("unknown_action", -32601)
    INVALID_PARAMS = ("invalid_params", -32602)
    INTERNAL_ERROR = ("internal_error", -32603)
    FAILED = ("failed", -32000)
    NOT_FOUND = ("not_found", -32001)
    BUSY = ("busy", -32002)
    CANCELLED = ("cancelled", -32800)

    def __init__(self, word: str, number: int) -> None:
        self.word = word
        self.number = number


class RpcError(Exception):
    """A call that is answered with an error. `data` travels in the JSON-RPC dialect only."""

    def __init__(
        self, code: ErrorCode, message: str, data: JsonValue | Literal[Absent.ABSENT] = ABSENT
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


# The article's own words, for errors before or beside the call itself.
ARTICLE_MESSAGE = "Invalid JSON or server error"


def parse_error() -> RpcError:
    """The error for a text that is not JSON as the contract reads it."""
    return RpcError(ErrorCode.PARSE_ERROR, ARTICLE_MESSAGE)


def internal_error() -> RpcError:
    """The error for an action that raised an unexpected exception."""
    return RpcError(ErrorCode.INTERNAL_ERROR, ARTICLE_MESSAGE)


def invalid_request(message: str) -> RpcError:
    """The error for a message that has not the shape of a request."""
    return RpcError(ErrorCode.INVALID_REQUEST, message)


def invalid_params(message: str) -> RpcError:
    """The error for a parameter that is missing or wrong; `message` starts with its name."""
    return RpcError(ErrorCode.INVALID_PARAMS, message)


class CloseConnection(Exception):
    """A fault of the peer that no reply can mend: close with this code and reason (RFC 6455, 7.4.1)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

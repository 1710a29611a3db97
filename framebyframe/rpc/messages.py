"""The content of RPC messages: the same in both dialects."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal, NamedTuple

from .errors import RemoteError, RpcError


class Absent(Enum):
    """The type of ABSENT: a member that a JSON object does not have. It is false. None stands for null."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT

Id = str | int | float | None
MaybeId = Id | Literal[Absent.ABSENT]

# By type and not by isinstance: to Python, true is a number.
_ID_TYPES: frozenset[type] = frozenset({str, int, float, type(None), type(ABSENT)})


class Request(NamedTuple):
    """A client's call.

    Attributes:
        action: the name of the action; JSON-RPC calls it the method.
        params: by name (a dict) or in order (a list); empty where there were none.
        id: the id that the reply will carry; ABSENT where it carries none.
    """

    action: str
    params: dict[str, Any] | list[Any]
    id: MaybeId = ABSENT


class Reply(NamedTuple):
    """The reply to one request: a result, or an error.

    Attributes:
        id: of the request; ABSENT where it had none, or the error is about a whole message.
        result: what the action returned.
        error: the server's RemoteError, or None.
    """

    id: MaybeId
    result: Any = None
    error: RemoteError | None = None


class Notification(NamedTuple):
    """A message that a server sends unasked, such as a tick of a subscription.

    Attributes:
        name: of the event.
        params: more about it.
    """

    name: str
    params: Any


class ErrorCode(NamedTuple):
    """An error's code: a word in the article dialect, a number in JSON-RPC."""

    word: str
    number: int


PARSE_ERROR = ErrorCode("parse_error", -32700)
INVALID_REQUEST = ErrorCode("invalid_request", -32600)
UNKNOWN_ACTION = ErrorCode("unknown_action", -32601)
INVALID_PARAMS = ErrorCode("invalid_params", -32602)
INTERNAL_ERROR = ErrorCode("internal_error", -32603)
FAILED = ErrorCode("failed", -32000)
NOT_FOUND = ErrorCode("not_found", -32001)
BUSY = ErrorCode("busy", -32002)
CANCELLED = ErrorCode("cancelled", -32800)


class CallFailed(RpcError):
    """The error of a call: an action raises it, and the client gets it as a RemoteError.

    Args:
        code: one of the codes of this module, or another ErrorCode.
        message: what was wrong, for the client to read.
        data: more about it; only JSON-RPC carries it.

    Raises:
        TypeError: `code` is no ErrorCode.
    """

    def __init__(self, code: ErrorCode, message: str, data: Any = ABSENT) -> None:
        if not isinstance(code, ErrorCode):
            raise TypeError(f"a CallFailed has an ErrorCode, such as FAILED, not {code!r}")
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


def check_id(message: dict[str, Any]) -> MaybeId:
    """The id of a request, or ABSENT. 0, "" and null are legal ids; true is none, for it is no number.

    Raises:
        CallFailed: the id is neither a string nor a number nor null.
    """
    call_id: MaybeId = message.get("id", ABSENT)
    if type(call_id) not in _ID_TYPES:
        raise CallFailed(INVALID_REQUEST, "id must be a string, a number or null")
    return call_id


def legal_id(message: dict[str, Any]) -> MaybeId:
    """The id of a request or a reply where it has a legal one, else ABSENT."""
    call_id: MaybeId = message.get("id", ABSENT)
    return call_id if type(call_id) in _ID_TYPES else ABSENT

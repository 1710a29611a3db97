"""What RPC messages say, whichever dialect writes them down."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal, NamedTuple

from .errors import RemoteError, RpcError


class Absent(Enum):
    """A member that is not there, where null means something else."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT

Id = str | int | float | None
MaybeId = Id | Literal[Absent.ABSENT]


class Request(NamedTuple):
    """What a client asks for.

    Attributes:
        action: the name of what is to be done; JSON-RPC calls it the method.
        params: by name (a dict) or in order (a list); empty where there were none.
        id: what the reply will carry; ABSENT for a JSON-RPC notification.
    """

    action: str
    params: dict[str, Any] | list[Any]
    id: MaybeId = ABSENT


class Reply(NamedTuple):
    """The answer to one request: a result, or an error.

    Attributes:
        id: of the request; ABSENT where it had none, or the error is about a whole message.
        result: what the action returned.
        error: what went wrong instead, or None: the server's RemoteError, or why no reply came.
    """

    id: MaybeId
    result: Any = None
    error: RpcError | None = None

    def outcome(self) -> Any:
        """The result, or the RemoteError the server answered this call with.

        Raises:
            RpcError: there is no answer at all, or one that is about the whole batch.
        """
        is_answer = isinstance(self.error, RemoteError) and self.id is not ABSENT
        return self.error if is_answer else self.unwrap()

    def unwrap(self) -> Any:
        """The result.

        Raises:
            RpcError: the error, where there is one instead.
        """
        if self.error is not None:
            raise self.error
        return self.result


class Notification(NamedTuple):
    """What a server says without being asked, such as a tick of a subscription.

    Attributes:
        name: what happened.
        params: more about it.
    """

    name: str
    params: Any


class ErrorCode(NamedTuple):
    """One error, as the article dialect spells it and as JSON-RPC numbers it."""

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
    """A server's error: an action raises it, and the client gets it as its RemoteError.

    Args:
        code: one of the codes above, or one of your own.
        message: what was wrong, for the client to read.
        data: more about it; JSON-RPC alone can carry it.

    Raises:
        TypeError: the code is no ErrorCode.
    """

    def __init__(self, code: ErrorCode, message: str, data: Any = ABSENT) -> None:
        if not isinstance(code, ErrorCode):
            raise TypeError(f"a CallFailed has an ErrorCode, such as FAILED, not {code!r}")
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

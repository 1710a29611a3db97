"""A call, whatever its dialect, and the rule for its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeGuard

from .errors import RpcError, invalid_request
from .strict_json import ABSENT, Absent, JsonObject, JsonValue

CallId = str | int | float | None
MaybeId = CallId | Literal[Absent.ABSENT]
Params = JsonObject | list[JsonValue]


class Dialect(Protocol):
    """A spelling of requests, replies and ticks: the module `article`, or the module `jsonrpc`."""

    def read(self, request: JsonObject) -> Call:
        """The call that `request` means. Raises RpcError where its shape is wrong."""

    def reply_id(self, request: JsonObject) -> MaybeId:
        """The id that an error about the shape of `request` carries."""

    def success(self, call: Call, result: JsonValue) -> JsonObject | None:
        """The reply to a call that went well; None where none is due."""

    def failure(self, error: RpcError, reply_id: MaybeId) -> JsonObject | None:
        """The reply to a call that went wrong; None where none is due."""

    def tick(self, payload: JsonObject) -> JsonObject:
        """A tick of a subscription, as a message."""


@dataclass(frozen=True)
class Call:
    """A request of legal shape. `id` is ABSENT where the request had none, which is not `null`."""

    action: str
    params: Params
    id: MaybeId


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether `value` is a JSON number; Python would count `true` as an int."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def legal_id(request: JsonObject) -> MaybeId:
    """The request's id, or ABSENT.

    Raises:
        RpcError: an id of another type.
    """
    value = request.get("id", ABSENT)
    if value is ABSENT or value is None or isinstance(value, str) or is_number(value):
        return value
    raise invalid_request("id must be a string, a number or null")

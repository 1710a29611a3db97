"""The JSON-RPC 2.0 dialect: requests, notifications, replies, and batches of them.

Pure functions between requests, replies and notifications on one side and JSON objects on the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .errors import ProtocolError, RemoteError
from .json_text import JsonObject
from .messages import (
    ABSENT,
    INVALID_REQUEST,
    CallFailed,
    Id,
    MaybeId,
    Notification,
    Reply,
    Request,
    check_id,
    legal_id,
)

VERSION = "2.0"
CANCEL = "$/cancelRequest"
"""The notification that gives up a call, as the Language Server Protocol has it."""
MAX_BATCH = 100
"""Requests in one batch: the servers of the contract refuse more."""

# The client's side


def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    """A request, or without an id a notification, which gets no reply (sections 4 and 4.1)."""
    request: JsonObject = {"jsonrpc": VERSION, "method": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


def encode_batch(calls: Iterable[tuple[str, Any]], ids: Iterable[Any]) -> dict[Id, JsonObject]:
    """The requests of a batch by their ids, in the order of `calls` (section 6).

    Args:
        calls: pairs of an action and its parameters.
        ids: where the ids come from.

    Raises:
        ValueError: there are more than MAX_BATCH calls.
    """
    batch = {
        call_id: encode_request(action, params, call_id)
        for (action, params), call_id in zip(calls, ids, strict=False)
    }
    if len(batch) > MAX_BATCH:
        raise ValueError(f"a batch has at most {MAX_BATCH} calls, not {len(batch)}: make several")
    return batch


def encode_cancel(call_id: Id) -> JsonObject:
    """The notification that asks the server to give up a call."""
    return encode_request(CANCEL, {"id": call_id}, ABSENT)


def decode_reply(message: JsonObject) -> Reply | Notification:
    """The reply, or the notification, that a server's message holds (section 5).

    Raises:
        ProtocolError: the message is neither.
    """
    if message.get("jsonrpc") != VERSION:
        raise ProtocolError(f"jsonrpc must be {VERSION!r}, not {message.get('jsonrpc')!r}")
    if "method" in message:
        return Notification(message["method"], message.get("params"))
    call_id = legal_id(message)
    if "error" in message:
        return Reply(call_id, error=_decode_error(message["error"]))
    if "result" in message:
        return Reply(call_id, message["result"])
    raise ProtocolError("a response has a result or an error, this one has neither")


def _decode_error(error: Any) -> RemoteError:
    if not isinstance(error, dict) or not isinstance(error.get("code"), int):
        raise ProtocolError("the error of a response is an object with a number as its code")
    return RemoteError(error["code"], str(error.get("message")), error.get("data"))


# The server's side


def decode_request(message: JsonObject) -> Request:
    """The request that a client's message holds (section 4).

    Raises:
        CallFailed: the message is no request; checked in the order jsonrpc, id, method, params.
    """
    if message.get("jsonrpc") != VERSION:
        raise CallFailed(INVALID_REQUEST, f'jsonrpc must be "{VERSION}"')
    call_id = check_id(message)
    method = message.get("method")
    if not isinstance(method, str):
        raise CallFailed(INVALID_REQUEST, "method must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_REQUEST, "params must be an object or an array")
    return Request(method, params, call_id)


def encode_success(request: Request, result: Any) -> JsonObject:
    """The response with a result (section 5)."""
    return {"jsonrpc": VERSION, "id": request.id, "result": result}


def encode_failure(call_id: MaybeId, failure: CallFailed) -> JsonObject:
    """The response with an error (section 5.1); its id is null where the request had none that is legal."""
    error: JsonObject = {"code": failure.code.number, "message": failure.message}
    if failure.data is not ABSENT:
        error["data"] = failure.data
    return {"jsonrpc": VERSION, "id": None if call_id is ABSENT else call_id, "error": error}


def encode_notification(name: str, params: Any) -> JsonObject:
    """The message that a server sends unasked."""
    return {"jsonrpc": VERSION, "method": name, "params": params}

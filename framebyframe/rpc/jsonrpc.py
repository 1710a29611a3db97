"""The JSON-RPC 2.0 dialect: requests, notifications, replies. A batch is an array of them (section 6).

Pure functions between what a message says and what it looks like; JSON's text is not their business.
"""

from __future__ import annotations

from typing import Any

from .errors import ProtocolError, RemoteError
from .ids import check_id, legal_id
from .json_text import JsonObject
from .messages import ABSENT, INVALID_REQUEST, CallFailed, Id, MaybeId, Notification, Reply, Request

VERSION = "2.0"
CANCEL = "$/cancelRequest"
"""The notification that gives up a call, as the Language Server Protocol has it."""

# The client's side


def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    """A request, or without an id a notification, which is never answered (sections 4 and 4.1)."""
    request: JsonObject = {"jsonrpc": VERSION, "method": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


def encode_cancel(call_id: Id) -> JsonObject:
    """The notification that says: nobody waits for this call any more."""
    return encode_request(CANCEL, {"id": call_id}, ABSENT)


def decode_reply(message: JsonObject) -> Reply | Notification:
    """What a server's message says (section 5).

    Raises:
        ProtocolError: it is neither a response nor a notification.
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
    """The call that `message` asks for (section 4).

    Raises:
        CallFailed: it has not the shape of a request; checked in the order jsonrpc, id, method, params.
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
    """The response with an error (section 5.1); its id is null where the request's could not be read."""
    error: JsonObject = {"code": failure.code.number, "message": failure.message}
    if failure.data is not ABSENT:
        error["data"] = failure.data
    return {"jsonrpc": VERSION, "id": None if call_id is ABSENT else call_id, "error": error}


def encode_notification(name: str, params: Any) -> JsonObject:
    """What the server says without being asked."""
    return {"jsonrpc": VERSION, "method": name, "params": params}

"""JSON-RPC 2.0: requests, notifications and replies. Batches are arrays of these (section 6)."""

from __future__ import annotations

from .call import Call, MaybeId, Params, legal_id
from .errors import RpcError, invalid_request
from .strict_json import ABSENT, JsonObject, JsonValue

VERSION = "2.0"
RESERVED_PREFIX = "$/"
CANCEL_REQUEST = "$/cancelRequest"


def read(request: JsonObject) -> Call:
    """The call that `request` means, checked in the contract's order: jsonrpc, id, method, params."""
    if request.get("jsonrpc") != VERSION:
        raise invalid_request('jsonrpc must be "2.0"')
    call_id = legal_id(request)
    method = request.get("method")
    if not isinstance(method, str):
        raise invalid_request("method must be a string")
    return Call(method, _params(request), call_id)


def _params(request: JsonObject) -> Params:
    params = request.get("params", {})
    if not isinstance(params, dict | list):
        raise invalid_request("params must be an object or an array")
    return params


def reply_id(request: JsonObject) -> MaybeId:
    """The id an error carries: the request's where it is a legal one, else null (section 5)."""
    try:
        call_id = legal_id(request)
    except RpcError:
        return None
    return None if call_id is ABSENT else call_id


def success(call: Call, result: JsonValue) -> JsonObject | None:
    """The reply; a notification gets none (section 4.1)."""
    if call.id is ABSENT:
        return None
    return {"jsonrpc": VERSION, "id": call.id, "result": result}


def failure(error: RpcError, reply_id: MaybeId) -> JsonObject | None:
    """The error; a notification gets none, not even this (section 4.1)."""
    if reply_id is ABSENT:
        return None
    return {"jsonrpc": VERSION, "id": reply_id, "error": _error_object(error)}


def _error_object(error: RpcError) -> JsonObject:
    error_object: JsonObject = {"code": error.code.number, "message": error.message}
    if error.data is not ABSENT:
        error_object["data"] = error.data
    return error_object


def tick(payload: JsonObject) -> JsonObject:
    """A tick is a notification from the server."""
    return {"jsonrpc": VERSION, "method": "tick", "params": payload}

"""The article dialect: `{"action", "params"?, "id"?}` and `{"status", ...}`."""

from __future__ import annotations

from .call import Call, MaybeId, Params, legal_id
from .errors import RpcError, invalid_params, invalid_request
from .strict_json import ABSENT, JsonObject, JsonValue


def read(request: JsonObject) -> Call:
    """The call that `request` means, checked in the contract's order: id, action, params."""
    call_id = legal_id(request)
    action = request.get("action")
    if not isinstance(action, str):
        raise invalid_request("action must be a string")
    return Call(action, _params(request), call_id)


def _params(request: JsonObject) -> Params:
    params = request.get("params", {})
    if not isinstance(params, dict | list):
        raise invalid_params("params must be an object")
    return params


def reply_id(request: JsonObject) -> MaybeId:
    """The id an error carries: the request's, where it is a legal one."""
    try:
        return legal_id(request)
    except RpcError:
        return ABSENT


def success(call: Call, result: JsonValue) -> JsonObject:
    """The reply, in the words of the article."""
    reply: JsonObject = {"status": "success", "data": f"Processed: {call.action}", "payload": result}
    return _with_id(reply, call.id)


def failure(error: RpcError, reply_id: MaybeId) -> JsonObject:
    """The error in the words of the article, which has no code."""
    reply: JsonObject = {"status": "error", "message": error.message, "code": error.code.word}
    return _with_id(reply, reply_id)


def tick(payload: JsonObject) -> JsonObject:
    """A tick of a subscription that was asked for in this dialect."""
    return {"event": "tick", "payload": payload}


def _with_id(reply: JsonObject, reply_id: MaybeId) -> JsonObject:
    return reply if reply_id is ABSENT else {**reply, "id": reply_id}

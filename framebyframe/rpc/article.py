"""The article dialect: `{"action", "params"?, "id"?}`, answered by `{"status", ...}`.

Pure functions between requests, replies and notifications on one side and JSON objects on the other.
"""

from __future__ import annotations

from typing import Any

from .errors import ProtocolError, RemoteError
from .json_text import JsonObject
from .messages import (
    ABSENT,
    INVALID_PARAMS,
    INVALID_REQUEST,
    CallFailed,
    MaybeId,
    Notification,
    Reply,
    Request,
    check_id,
    legal_id,
)

# The client's side


def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    """The request for a call, a JSON object: `{"action", "params"?, "id"?}`.

    Args:
        action: its name.
        params: as the caller gave them; ABSENT leaves the member out.
        call_id: comes back with the reply; ABSENT leaves the member out. Any other value is an id.
    """
    request: JsonObject = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


def decode_reply(message: JsonObject) -> Reply | Notification:
    """The reply, or the notification, that a server's message holds.

    With an `event` it is a Notification of that name, and its `payload`, None where that is left out.
    Else its `status` is:

    - "success": the result is its `payload`; where that is left out its `data`, or None.
    - "error": the error is a RemoteError of its `code`, "failed" where that is left out, and of its
      `message`, as text. It is not raised here.

    `legal_id(message)` is the id of a reply; it is ABSENT where `id` is missing, or neither a string
    nor a number nor null.

    Raises:
        ProtocolError: it has neither an event nor one of these statuses.
    """
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id = legal_id(message)
    if message.get("status") == "success":
        # The article's own server has a payload for one action only; the result of the others is their data.
        return Reply(call_id, message.get("payload", message.get("data")))
    if message.get("status") == "error":
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError(f"a reply has the status success or error, not {message.get('status')!r}")


# The server's side


def decode_request(message: JsonObject) -> Request:
    """The request that a client's message holds.

    `check_id(message)` gives the id, or ABSENT; it raises CallFailed where the id is neither a string
    nor a number nor null. The action is a string, of any length. The params are an object, or an
    array, as PHP sends for none; a message without them has none, `{}`.

    Raises:
        CallFailed: INVALID_REQUEST for a wrong id or action, INVALID_PARAMS for wrong params; looked at
            in the order id, action, params.
    """
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


def encode_success(request: Request, result: Any) -> JsonObject:
    """The reply with a result."""
    return with_id(
        {"status": "success", "data": f"Processed: {request.action}", "payload": result}, request.id
    )


def encode_failure(call_id: MaybeId, failure: CallFailed) -> JsonObject:
    """The reply with an error. This dialect does not carry the error's data."""
    return with_id({"status": "error", "message": failure.message, "code": failure.code.word}, call_id)


def encode_notification(name: str, params: Any) -> JsonObject:
    """The message that a server sends unasked."""
    return {"event": name, "payload": params}


def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    """The reply, with the id of its request as its last member where the request had one.

    Args:
        reply: without an id; it may be changed.
        call_id: a string, a number or None; ABSENT where the request had none.
    """
    if call_id is not ABSENT:
        reply["id"] = call_id
    return reply

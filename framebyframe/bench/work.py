"""The work of a call, the same whichever pipe carries it: a request and a reply, both JSON texts."""

from __future__ import annotations

import json
from typing import Any

GET_DATA = "getData"
SIZES = {GET_DATA: 0, "100 B": 100, "10 KiB": 10 * 1024, "1 MiB": 1023 * 1024}
"""Letters that a request carries, and its reply brings back, by what the size is called.

The last leaves room for what stands around them: 1 MiB is the limit of a message.
"""
EXAMPLE = {"id": 1, "name": "Example Item", "value": 0.5}


def params_of(size: str) -> tuple[str, dict[str, Any]]:
    """The action and the parameters of the call of this size: the article's `getData`, or an `echo`.

    Raises:
        KeyError: there is no such size.
    """
    if size == GET_DATA:
        return GET_DATA, {"userId": 123}
    return "echo", {"text": "x" * SIZES[size]}


def write_request(action: str, params: dict[str, Any]) -> str:
    """The text of a request, as the contract's article dialect has it."""
    return json.dumps({"action": action, "params": params})


def answer(text: str) -> str:
    """The text of the reply to a request."""
    asked = json.loads(text)
    action = asked["action"]
    reply: dict[str, Any] = {"status": "success", "data": f"Processed: {action}"}
    reply["payload"] = asked["params"] if action == "echo" else EXAMPLE
    if "id" in asked:
        reply["id"] = asked["id"]
    return json.dumps(reply)


def read_reply(text: str | bytes) -> Any:
    """The payload of a reply.

    Raises:
        ValueError: it is no JSON, or says no success.
    """
    reply = json.loads(text)
    if reply["status"] != "success":
        raise ValueError(f"this is no success: {reply!r:.80}")
    return reply["payload"]

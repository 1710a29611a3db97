"""Which dialect a message is in: its own shape decides, on both sides of the connection."""

from __future__ import annotations

from typing import Any, Protocol

from . import article, jsonrpc
from .errors import ProtocolError
from .json_text import JsonObject
from .messages import ABSENT, CallFailed, MaybeId, Notification, Reply, Request


class Dialect(Protocol):
    """What the modules `article` and `jsonrpc` both offer."""

    def encode_request(self, action: str, params: Any, call_id: MaybeId) -> JsonObject: ...
    def decode_reply(self, message: JsonObject) -> Reply | Notification: ...
    def decode_request(self, message: JsonObject) -> Request: ...
    def encode_success(self, request: Request, result: Any) -> JsonObject: ...
    def encode_failure(self, call_id: MaybeId, failure: CallFailed) -> JsonObject: ...
    def encode_notification(self, name: str, params: Any) -> JsonObject: ...


DIALECTS: dict[str, Dialect] = {"article": article, "jsonrpc": jsonrpc}


def choose_dialect(name: str, ids: bool) -> Dialect:
    """The dialect of this name, for calls with ids or without.

    Raises:
        ValueError: there is none of this name, or it cannot do without ids.
    """
    if name not in DIALECTS:
        raise ValueError(f"the dialects are {' and '.join(DIALECTS)}, not {name!r}")
    if name == "jsonrpc" and not ids:
        raise ValueError("JSON-RPC does not answer what has no id: use ids=True, or dialect='article'")
    return DIALECTS[name]


def choose_params(params: Any, named: JsonObject) -> Any:
    """What a call was given: parameters as one value, or by name, or ABSENT for none.

    Raises:
        TypeError: both.
    """
    if named and params is not ABSENT:
        raise TypeError("give the parameters by name, or as one dict or list, not both")
    return named or params


def dialect_of(message: JsonObject) -> Dialect:
    """The dialect of one message: JSON-RPC has a member `jsonrpc`, the article's has not."""
    return jsonrpc if "jsonrpc" in message else article


def decode_replies(value: Any) -> list[Reply | Notification]:
    """What a server's message says: one thing, or the replies of a batch.

    Raises:
        ProtocolError: it is no message of either dialect.
    """
    if isinstance(value, list):
        return [decode_reply(item) for item in value]
    return [decode_reply(value)]


def decode_reply(message: Any) -> Reply | Notification:
    """What one message of a server says.

    Raises:
        ProtocolError: it is no message of either dialect.
    """
    if not isinstance(message, dict):
        raise ProtocolError(f"a reply is a JSON object, not {message!r:.80}")
    return dialect_of(message).decode_reply(message)

"""Tells the dialect of a message: its own members decide, on both sides of the connection."""

from __future__ import annotations

from typing import Any, Protocol

from . import article, jsonrpc
from .errors import ProtocolError
from .json_text import JsonObject
from .messages import ABSENT, CallFailed, MaybeId, Notification, Reply, Request


class Dialect(Protocol):
    """The functions that the modules `article` and `jsonrpc` both have."""

    def encode_request(self, action: str, params: Any, call_id: MaybeId) -> JsonObject: ...
    def decode_reply(self, message: JsonObject) -> Reply | Notification: ...
    def decode_request(self, message: JsonObject) -> Request: ...
    def encode_success(self, request: Request, result: Any) -> JsonObject: ...
    def encode_failure(self, call_id: MaybeId, failure: CallFailed) -> JsonObject: ...
    def encode_notification(self, name: str, params: Any) -> JsonObject: ...


DIALECTS: dict[str, Dialect] = {"article": article, "jsonrpc": jsonrpc}


def dialect_of(message: JsonObject) -> Dialect:
    """The dialect of one message: JSON-RPC's have a member `jsonrpc`, the article's have not."""
    return jsonrpc if "jsonrpc" in message else article


# The client's side


def choose_dialect(name: str, ids: bool) -> Dialect:
    """The dialect of this name, for calls with ids or without.

    Raises:
        ValueError: there is no dialect of this name, or it needs ids.
    """
    if name not in DIALECTS:
        raise ValueError(f"the dialects are {' and '.join(DIALECTS)}, not {name!r}")
    if name == "jsonrpc" and not ids:
        raise ValueError("JSON-RPC does not answer what has no id: use ids=True, or dialect='article'")
    return DIALECTS[name]


def check_jsonrpc(dialect: Dialect, feature: str) -> None:
    """Refuse a feature that only JSON-RPC has.

    Raises:
        ValueError: the dialect is another one.
    """
    if dialect is not jsonrpc:
        raise ValueError(f"only JSON-RPC has {feature}: make the client with dialect='jsonrpc'")


def choose_params(params: Any, named: JsonObject) -> Any:
    """The parameters of a call: `params` as one value, `named` by name, or ABSENT where neither was given.

    Raises:
        TypeError: both were given.
    """
    if named and params is not ABSENT:
        raise TypeError("give the parameters by name, or as one dict or list, not both")
    return named or params


def decode_replies(value: Any) -> list[Reply | Notification]:
    """The replies and notifications in a server's message: one, or those of a batch.

    Args:
        value: of the message's JSON text.

    Raises:
        ProtocolError: a part of it is no message of either dialect.
    """
    return [decode_reply(item) for item in value] if isinstance(value, list) else [decode_reply(value)]


def decode_reply(message: Any) -> Reply | Notification:
    """The reply, or the notification, that one message holds.

    Raises:
        ProtocolError: it is no message of either dialect.
    """
    if not isinstance(message, dict):
        raise ProtocolError(f"a reply is a JSON object, not {message!r:.80}")
    return dialect_of(message).decode_reply(message)

"""Several calls in one message (JSON-RPC 2.0, section 6), for both clients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from . import jsonrpc
from .json_text import JsonObject
from .messages import Id

MAX_BATCH = 100
"""Requests in one batch: servers of this contract refuse more."""


class NumberedCall(NamedTuple):
    """One call of a batch."""

    id: Id
    action: str
    params: Any


def number_calls(calls: Iterable[tuple[str, Any]], ids: Iterable[Any]) -> list[NumberedCall]:
    """The calls of a batch, each with an id of its own.

    Raises:
        ValueError: they are too many for one batch.
    """
    numbered = [
        NumberedCall(call_id, action, params) for (action, params), call_id in zip(calls, ids, strict=False)
    ]
    if len(numbered) > MAX_BATCH:
        raise ValueError(f"a batch has at most {MAX_BATCH} calls, not {len(numbered)}: make several")
    return numbered


def encode_batch(calls: Sequence[NumberedCall]) -> list[JsonObject]:
    """A batch is an array of requests."""
    return [jsonrpc.encode_request(call.action, call.params, call.id) for call in calls]

"""What may identify a call: both dialects allow the same."""

from __future__ import annotations

from .json_text import JsonObject
from .messages import ABSENT, INVALID_REQUEST, CallFailed, MaybeId

# By type and not by isinstance: to Python, true is a number.
_TYPES: frozenset[type] = frozenset({str, int, float, type(None), type(ABSENT)})


def check_id(message: JsonObject) -> MaybeId:
    """The request's id, or ABSENT. 0, "" and null are legal ids; true is none, for it is no number.

    Raises:
        CallFailed: it is of another type.
    """
    call_id: MaybeId = message.get("id", ABSENT)
    if type(call_id) not in _TYPES:
        raise CallFailed(INVALID_REQUEST, "id must be a string, a number or null")
    return call_id


def legal_id(message: JsonObject) -> MaybeId:
    """The id of a request or a reply where it is a legal one, else ABSENT."""
    try:
        return check_id(message)
    except CallFailed:
        return ABSENT

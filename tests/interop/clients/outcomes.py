"""The outcome of a call through `framebyframe.rpc`."""

from __future__ import annotations

from typing import Any

from framebyframe.rpc import ConnectionLost, RemoteError, RpcTimeout

ERRORS = (RemoteError, RpcTimeout, ConnectionLost)
"""Errors that may end a call; no other is expected."""


def outcome_of(error: Exception) -> dict[str, Any]:
    """One of ERRORS as an outcome."""
    if isinstance(error, RpcTimeout):
        return {"timeout": True}
    if isinstance(error, ConnectionLost):
        return {"closed": error.code}
    assert isinstance(error, RemoteError)
    data = {} if error.data is None else {"data": error.data}
    return {"error": {"code": error.code, "message": error.message, **data}}


def outcome_of_item(item: Any) -> dict[str, Any]:
    """The outcome of one call of a batch."""
    return outcome_of(item) if isinstance(item, Exception) else {"result": item}

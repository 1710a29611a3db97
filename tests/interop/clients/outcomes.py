"""The outcome of a call through `framebyframe.rpc`, or through that of a learner's package."""

from __future__ import annotations

import importlib
import sys
from typing import Any

PACKAGE, *FOLDER = sys.argv[1:] or ["framebyframe"]
"""The command line names a package, and the folder that it is in."""
sys.path += FOLDER
rpc: Any = importlib.import_module(f"{PACKAGE}.rpc")

ERRORS = (rpc.RemoteError, rpc.RpcTimeout, rpc.ConnectionLost)
"""Errors that may end a call; no other is expected."""


def outcome_of(error: Exception) -> dict[str, Any]:
    """One of ERRORS as an outcome."""
    if isinstance(error, rpc.RpcTimeout):
        return {"timeout": True}
    if isinstance(error, rpc.ConnectionLost):
        return {"closed": error.code}
    assert isinstance(error, rpc.RemoteError)
    data = {} if error.data is None else {"data": error.data}
    return {"error": {"code": error.code, "message": error.message, **data}}


def outcome_of_item(item: Any) -> dict[str, Any]:
    """The outcome of one call of a batch."""
    return outcome_of(item) if isinstance(item, Exception) else {"result": item}

"""The actions both servers offer. Each takes its parameters and the caller, and returns what happens.

The outcome is a result; or `Later`, a result whose reply waits; or `Begun`, a result and something that
starts once the reply is sent.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass

from websockets.version import version as websockets_version

from . import limits
from .call import Call, Dialect
from .errors import ErrorCode, RpcError
from .parameters import as_object, flag, number, text, whole_number
from .store import EXAMPLE_ID, Store
from .strict_json import JsonObject, JsonValue
from .subscriptions import Subscriptions

CONTRACT_VERSION = 1


@dataclass(frozen=True)
class Caller:
    """The parts of the server that an action may use: the store, and its own connection's subscriptions."""

    store: Store
    subscriptions: Subscriptions
    dialect: Dialect


@dataclass(frozen=True)
class Later:
    """A result that is sent after `seconds`."""

    seconds: float
    result: JsonValue


@dataclass(frozen=True)
class Begun:
    """A result, and the function to call once the peer has been sent it."""

    result: JsonValue
    begin: Callable[[], None]


Outcome = JsonValue | Later | Begun


def perform(call: Call, caller: Caller) -> Outcome:
    """Do what `call` asks.

    Raises:
        RpcError: an unknown action, a wrong parameter, or an action that fails.
    """
    if call.action == "echo":
        return call.params
    action = ACTIONS.get(call.action)
    if action is None:
        raise unknown_action(call.action)
    return action(as_object(call.params), caller)


def unknown_action(name: str) -> RpcError:
    """The error for an action that does not exist; a long name is cut."""
    return RpcError(ErrorCode.UNKNOWN_ACTION, f"Unknown action: {name[: limits.MAX_NAME_SHOWN]}")


def get_data(params: JsonObject, caller: Caller) -> Outcome:
    """Read an item: the article's example, or one that was saved."""
    return caller.store.get(whole_number(params, "id", low=1, default=EXAMPLE_ID))


def save_data(params: JsonObject, caller: Caller) -> Outcome:
    """Save an item under an id of its own; with an idempotency key, once."""
    item, value = text(params, "item"), number(params, "value")
    if "idempotencyKey" in params:
        return caller.store.save_once(text(params, "idempotencyKey"), item, value)
    return caller.store.save(item, value)


def sleep(params: JsonObject, caller: Caller) -> Outcome:
    """Answer later: the action that shows calls in flight, time-outs and cancellation."""
    milliseconds = whole_number(params, "ms", low=0, high=limits.MAX_SLEEP)
    return Later(milliseconds / 1000, {"slept": milliseconds})


def fail(params: JsonObject, caller: Caller) -> Outcome:
    """Fail on purpose."""
    message = text(params, "message", default="Failed on purpose")
    if "data" in params:
        raise RpcError(ErrorCode.FAILED, message, params["data"])
    raise RpcError(ErrorCode.FAILED, message)


def server_info(params: JsonObject, caller: Caller) -> Outcome:
    """Say which of the twins this is."""
    return {
        "server": "pyserver",
        "runtime": f"Python {platform.python_version()}",
        "library": f"websockets {websockets_version}",
        "contract": CONTRACT_VERSION,
    }


def subscribe(params: JsonObject, caller: Caller) -> Outcome:
    """Send a tick every `intervalMs` milliseconds, from the reply on; or go on with a kept stream."""
    interval = whole_number(
        params, "intervalMs", limits.MIN_INTERVAL, limits.MAX_INTERVAL, default=limits.DEFAULT_INTERVAL
    )
    count = whole_number(params, "count", 1, limits.MAX_TICKS) if "count" in params else None
    asked_for = flag(params, "resumable", default=False) or "epoch" in params
    epoch = text(params, "epoch") if "epoch" in params else ""
    offset = whole_number(params, "offset", low=0, default=0)
    subscription = caller.subscriptions.resume(epoch, offset, caller.dialect)
    subscription = subscription or caller.subscriptions.add(interval / 1000, count, caller.dialect)
    result: JsonObject = {"subscription": subscription.number}
    return Begun(result | subscription.resumable() if asked_for else result, subscription.begin)


def unsubscribe(params: JsonObject, caller: Caller) -> Outcome:
    """End a subscription."""
    subscription = whole_number(params, "subscription", low=1)
    caller.subscriptions.remove(subscription)
    return {"subscription": subscription}


ACTIONS: dict[str, Callable[[JsonObject, Caller], Outcome]] = {
    "getData": get_data,
    "saveData": save_data,
    "sleep": sleep,
    "fail": fail,
    "serverInfo": server_info,
    "subscribe": subscribe,
    "unsubscribe": unsubscribe,
}

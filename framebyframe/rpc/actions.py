"""The actions of a server: functions by name, called with checked parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, NewType, Protocol, get_type_hints

from .envelopes import Dialect
from .json_text import JsonObject
from .messages import INVALID_PARAMS, UNKNOWN_ACTION, CallFailed
from .parameters import Parameter, read_parameters

MAX_NAME_SHOWN = 64
"""Code points of an unknown action's name that the error message repeats."""

AllParams = NewType("AllParams", object)
"""The type hint of the one parameter that gets all parameters as they came: an object or an array."""


class CallerSession(Protocol):
    """The methods of a session that an action may use."""

    def push(self, dialect: Dialect, name: str, params: Any) -> None: ...
    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None: ...


@dataclass(frozen=True, eq=False)
class Caller:
    """The client that called an action. A parameter with this type hint gets it.

    Attributes:
        session: the same object for every call on one connection.
        dialect: of this call.
    """

    session: CallerSession
    dialect: Dialect

    def notify(self, name: str, params: Any) -> None:
        """Send the client a notification. It is dropped where the client does not read the ones before."""
        self.session.push(self.dialect, name, params)

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run `coroutine` in a task, which is cancelled when the connection ends."""
        self.session.spawn(coroutine)


@dataclass(frozen=True)
class Then:
    """The return value of an action that has more to do once the reply has been sent.

    Attributes:
        result: for the reply.
        do: is called after it.
    """

    result: Any
    do: Callable[[], None]


@dataclass(frozen=True)
class Action:
    """One function that clients may call.

    Attributes:
        name: as clients write it.
        function: a function, or a coroutine function.
        parameters: those that clients give.
        caller_name: the parameter that gets the Caller, or None.
        all_params_name: the parameter that gets AllParams, or None.
        is_async: whether it is a coroutine function.
    """

    name: str
    function: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    caller_name: str | None
    all_params_name: str | None
    is_async: bool

    def bind(
        self, params: JsonObject | list[Any], session: CallerSession, dialect: Dialect
    ) -> dict[str, Any]:
        """The arguments of one call, by name.

        Raises:
            CallFailed: a parameter is missing, or breaks its rule.
        """
        arguments: dict[str, Any] = {}
        if self.all_params_name is not None:
            arguments[self.all_params_name] = params
        else:
            named = as_object(params)
            for parameter in self.parameters:
                arguments[parameter.name] = parameter.take(named)
        if self.caller_name is not None:
            arguments[self.caller_name] = Caller(session, dialect)
        return arguments


def as_object(params: JsonObject | list[Any]) -> JsonObject:
    """Parameters by name. An empty array stands for an empty object: PHP cannot tell them apart.

    Raises:
        CallFailed: they are a list.
    """
    if isinstance(params, dict):
        return params
    if params:
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return {}


class Actions:
    """Actions by name."""

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}

    def add(self, function: Callable[..., Any], name: str) -> None:
        """Offer `function` under `name`.

        Raises:
            TypeError: a type hint has no rule, or a parameter cannot be given by name.
        """
        hints = get_type_hints(function)
        by_type = {hint: parameter for parameter, hint in hints.items() if hint in (Caller, AllParams)}
        self._actions[name] = Action(
            name,
            function,
            tuple(read_parameters(function, besides=(Caller, AllParams))),
            by_type.get(Caller),
            by_type.get(AllParams),
            inspect.iscoroutinefunction(function),
        )

    def find(self, name: str) -> Action:
        """The action of this name.

        Raises:
            CallFailed: there is none.
        """
        try:
            return self._actions[name]
        except KeyError:
            raise CallFailed(UNKNOWN_ACTION, f"Unknown action: {name[:MAX_NAME_SHOWN]}") from None

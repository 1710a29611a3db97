"""The rules for the parameters of actions. A type hint has a rule, or names another:

    def move(id: Annotated[int, whole_number(1)], label: str = "here"): ...

An error begins with the parameter's name and says its rule: "id must be a whole number from 1".
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from .messages import INVALID_PARAMS, CallFailed


@dataclass(frozen=True)
class Rule:
    """A rule for the value of a parameter.

    Attributes:
        words: in words, for error messages ("a whole number from 1").
        test: whether a value keeps the rule.
        convert: the value as the action gets it.
    """

    words: str
    test: Callable[[Any], bool]
    convert: Callable[[Any], Any] = lambda value: value


def whole_number(low: int | None = None, high: int | None = None) -> Rule:
    """A whole number from `low` to `high`, both included; None for no bound. 2.0 is one too."""
    bounds = [f" {word} {bound}" for word, bound in (("from", low), ("to", high)) if bound is not None]

    def test(value: Any) -> bool:
        in_bounds = is_number(value) and (low is None or value >= low) and (high is None or value <= high)
        return in_bounds and float(value).is_integer()

    return Rule("a whole number" + "".join(bounds), test, int)


def string(low: int, high: int) -> Rule:
    """A string of `low` to `high` code points."""
    return Rule(
        f"a string of {low} to {high} characters",
        lambda value: isinstance(value, str) and low <= len(value) <= high,
    )


def one_of(*choices: Any) -> Rule:
    """One of these values, of the same type: 1.0 and true are not 1."""
    return Rule(
        " or ".join(map(repr, choices)),
        lambda value: any(type(value) is type(choice) and value == choice for choice in choices),
    )


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number. To Python, true and false are numbers too."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


RULES: dict[Any, Rule] = {
    Any: Rule("any value", lambda value: True),
    bool: Rule("true or false", lambda value: isinstance(value, bool)),
    int: whole_number(),
    float: Rule("a number", is_number),
    str: Rule("a string", lambda value: isinstance(value, str)),
    list: Rule("an array", lambda value: isinstance(value, list)),
    dict: Rule("an object", lambda value: isinstance(value, dict)),
}
"""The rule of each type hint."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of an action.

    Attributes:
        name: as clients write it.
        rule: what it must be.
        default: its value where a client leaves it out; `inspect.Parameter.empty` where none may.
    """

    name: str
    rule: Rule
    default: Any = inspect.Parameter.empty

    def take(self, params: dict[str, Any]) -> Any:
        """Its value among `params`, checked and converted.

        Raises:
            CallFailed: it is missing, or breaks its rule.
        """
        if self.name not in params and self.default is not inspect.Parameter.empty:
            return self.default
        if self.name not in params or not self.rule.test(params[self.name]):
            raise CallFailed(INVALID_PARAMS, f"{self.name} must be {self.rule.words}")
        return self.rule.convert(params[self.name])


def read_parameters(function: Callable[..., Any], besides: tuple[Any, ...] = ()) -> list[Parameter]:
    """The parameters of `function`, without those whose type hint is one of `besides`.

    Raises:
        TypeError: a type hint has no rule, or a parameter cannot be given by name.
    """
    hints = get_type_hints(function, include_extras=True)
    parameters = []
    for name, declared in inspect.signature(function).parameters.items():
        if declared.kind not in (declared.POSITIONAL_OR_KEYWORD, declared.KEYWORD_ONLY):
            raise TypeError(
                f"{function.__name__}: the parameters of an action have names; {declared} has none"
            )
        if hints.get(name, Any) not in besides:
            parameters.append(Parameter(name, rule_of(hints.get(name, Any)), declared.default))
    return parameters


def rule_of(hint: Any) -> Rule:
    """The rule that `Annotated` names, or that the type has in RULES.

    Raises:
        TypeError: there is none.
    """
    named = [argument for argument in get_args(hint) if isinstance(argument, Rule)]
    rule = named[0] if named else RULES.get(getattr(hint, "__origin__", hint))
    if rule is None:
        raise TypeError(f"{hint!r} has no rule: JSON has no value for it, or it needs Annotated[..., rule]")
    return rule

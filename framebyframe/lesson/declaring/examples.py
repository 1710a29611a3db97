"""Examples: a call with arguments, or a scenario that uses the answer.

An example has no result: right is what the reference does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .python_text import python_text

Answer = Callable[..., Any]
"""A function that somebody wrote for an exercise: the learner, the reference, or a mistake's model."""

Models = Answer | tuple[Answer, ...]
"""A mistake as it is made, or the several ways in which it is made."""


@dataclass(frozen=True)
class Call:
    """One example: the answer is called with these arguments. Made by `call`."""

    arguments: tuple[Any, ...]
    named: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Empty: a call is shown as Python, it needs no words."""
        return ""

    def run(self, answer: Answer) -> Any:
        """What the answer returns."""
        return answer(*self.arguments, **self.named)

    def values(self) -> list[Any]:
        """All arguments."""
        return [*self.arguments, *self.named.values()]

    def text(self, name: str) -> str:
        """The call as a learner would type it."""
        parts = [python_text(value) for value in self.arguments]
        parts += [f"{key}={python_text(value)}" for key, value in self.named.items()]
        return f"{name}({', '.join(parts)})"


@dataclass(frozen=True)
class Scenario:
    """One example told in words: `observe` uses the answer, and what it returns is compared.

    For a method, `observe` gets the class, with the answer in the place of the method. The words are
    `scenario.KEY` in the chapter's text catalogue.
    """

    key: str
    observe: Callable[[Any], Any]

    def run(self, answer: Any) -> Any:
        """What was observed."""
        return self.observe(answer)

    def text(self, name: str) -> str:
        """The name alone: the words stand in the text catalogue."""
        return name


Example = Call | Scenario


def call(*arguments: Any, **named: Any) -> Call:
    """An example: a call of the function with these arguments."""
    return Call(arguments, named)

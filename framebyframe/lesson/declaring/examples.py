"""Examples: a call with arguments, or a scenario told in numbered steps.

An example has no result: the reference decides what is right.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .python_text import python_text

Answer = Callable[..., Any]
"""A function written for an exercise: by the learner, as the reference, or as a wrong version of it."""


@dataclass(frozen=True)
class Call:
    """One example: the answer is called with these arguments. Made by `call`."""

    arguments: tuple[Any, ...]
    named: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The key of its words in the text catalogue: "", because a call is shown as Python."""
        return ""

    def run(self, answer: Answer) -> Any:
        """The value that the answer returns."""
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
class ScenarioStep:
    """One statement of a scenario.

    Attributes:
        source: as a learner reads it.
        is_observed: it is an expression, whose value is compared.
        is_told: it has a number; an import has none.
    """

    source: str
    is_observed: bool
    is_told: bool


@dataclass(frozen=True)
class Scenario:
    """One example in steps: Python that uses the answer. Made by `scenario`.

    It knows the names of the reference's module and of `checking.surroundings.peer`. Where the answer is a
    method, its class has the answer in the method's place. It may await. The value of every expression that
    stands alone is compared, and an error of a step ends it. The words that introduce it are `scenario.KEY`
    in the chapter's text catalogue.

    Attributes:
        in_a_loop: whether an event loop runs although no step awaits: for steps that make a future.
    """

    key: str
    source: str
    in_a_loop: bool = False

    @cached_property
    def steps(self) -> tuple[ScenarioStep, ...]:
        """Its statements."""
        return tuple(
            ScenarioStep(
                ast.get_source_segment(self.source, node) or "",
                isinstance(node, ast.Expr),
                not isinstance(node, (ast.Import, ast.ImportFrom)),
            )
            for node in ast.parse(self.source).body
        )

    def text(self, name: str) -> str:
        """Its last step, as a learner reads it."""
        return self.steps[-1].source


@dataclass(frozen=True)
class PhpScenario(Scenario):
    """One example in steps of PHP, a line a step, each an expression. Made by `php_scenario`.

    It knows the classes of php_client; in the place of ByteStream and Deadline stand those of
    `checking/php/scripted`: what comes is told when the stream is made, and the clock is virtual. What is
    assigned is not compared.
    """

    @cached_property
    def steps(self) -> tuple[ScenarioStep, ...]:
        """Its lines."""
        return tuple(
            ScenarioStep(line, is_observed=PHP_ASSIGNMENT.match(line) is None, is_told=True)
            for line in self.source.splitlines()
        )


PHP_ASSIGNMENT = re.compile(r"(\$\w+|\[[^]]*\]) = ")

Example = Call | Scenario


def call(*arguments: Any, **named: Any) -> Call:
    """An example: a call of the function with these arguments."""
    return Call(arguments, named)


def scenario(key: str, source: str, *, in_a_loop: bool = False) -> Scenario:
    """An example in steps. Where one of them awaits, or `in_a_loop` says so, they run in an event loop.

    scenario("a_ping", '''
        connection = Connection(SERVER)
        events = []
        connection.receive_ping(b"Hi", events)
        events
        connection.data_to_send()
    ''')
    """
    return Scenario(key, textwrap.dedent(source).strip("\n") + "\n", in_a_loop)


def php_scenario(key: str, source: str) -> PhpScenario:
    r"""An example in steps of PHP, for a PHP function.

    php_scenario("one_read", r'''
        $stream = new ByteStream("\x81\x02Hi")
        $reader = new FrameReader(new MessageAssembler())
        readFrame($stream, $reader, Deadline::in(10))
    ''')
    """
    return PhpScenario(key, textwrap.dedent(source).strip("\n") + "\n")

"""What an author writes: an exercise is one declaration, a chapter is one file of them.

A new exercise needs no change to the engine. Say chapter 03 asks for `apply_mask`:

1. `chapters/c03.py` declares it. What is right is what the reference does, so examples have no results::

    def one_key_byte(payload: bytes, masking_key: bytes) -> bytes:
        return bytes(byte ^ masking_key[0] for byte in payload)

    APPLY_MASK = Exercise(
        target="framebyframe.wire.masking:apply_mask",
        section="RFC 6455 5.3",
        field="masked_payload",
        examples=[call(b"", KEY), call(b"Hello", KEY), call(bytes(range(256)), KEY)],  # smallest first
        mistakes={"one_key_byte": one_key_byte},                                       # six at least
    )
    CHAPTER = Chapter("03", (APPLY_MASK,))

2. `text/en/c03.ini` holds what learners read about it::

    [apply_mask]
    aim = Every byte of the payload meets one of four key bytes in turn.
    hint.1 = ...                                  a nudge
    hint.2 = ...                                  the rule
    hint.3 = ...                                  nearly the code
      | a line that begins with a bar is code
    mistake.one_key_byte = Every byte meets the first byte of the key. The four take turns.
    mistake.one_key_byte.hint = ...               optional: stands in for hint.1 when this mistake is seen

3. `tests/lesson/answers/wrong_03.py` and `right_03.py` hold answers as people write them: each mistake once
   at least, in another way than its model, and two right ones in other styles.

4. `python -m framebyframe.lesson.report` runs its mutants and writes docs/exercises.md. A mutant that passes
   needs another example; or, if it does the same as the reference, an entry in `equivalent`.

5. The notebook's cell is `reference.stub(exercise)`; a test compares them.

A mistake's model must do *exactly* what learners' answers do, errors and their messages included: that is how
it is recognised. Where a mistake is made in ways that do different things, give a tuple of models.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .speech import python_text

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


@dataclass(frozen=True)
class Exercise:
    """One function that a learner writes.

    Attributes:
        target: the reference, "framebyframe.wire.frames:encode_length", or ":Class.method" for a method.
        section: where the rule stands, "RFC 6455 5.2".
        examples: what is checked, smallest first: the first that fails is the one a learner sees. What is
            right is what the reference does.
        mistakes: models of wrong answers people really write, by the key of their words. An answer that
            does as a model does is told the model's words.
        shows: the example that is drawn before and after it is solved; the first one if not given.
        before: the bytes of a frame that stand before the result, so that its fields can be named; None if
            the result is no part of a frame.
        field: the key of the one field (`figures.language`) that a result outside a frame belongs to.
        equivalent: mutants of the reference that do the same, by what is changed, each with the reason.
    """

    target: str
    section: str
    examples: Sequence[Example]
    mistakes: Mapping[str, Models]
    shows: Example | None = None
    before: bytes | None = None
    field: str = "payload_data"
    equivalent: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def module(self) -> str:
        """The module of the reference, "framebyframe.wire.frames"."""
        return self.target.partition(":")[0]

    @property
    def path(self) -> str:
        """The reference inside its module, "encode_length" or "Connection.receive_data"."""
        return self.target.partition(":")[2]

    @property
    def name(self) -> str:
        """What the learner's function is called."""
        return self.path.rpartition(".")[2]

    def models(self) -> list[tuple[str, Answer]]:
        """Every model of a mistake with its key."""
        ways = {
            key: models if isinstance(models, tuple) else (models,) for key, models in self.mistakes.items()
        }
        return [(key, model) for key, models in ways.items() for model in models]

    @property
    def showcase(self) -> Example:
        """The example that is drawn."""
        return self.shows or self.examples[0]


@dataclass(frozen=True)
class Chapter:
    """The exercises of one chapter, in the order in which they are solved."""

    number: str
    exercises: tuple[Exercise, ...]

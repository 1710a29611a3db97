"""The other forms that an exercise can have: each is one value in its declaration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .examples import Call, Example
from .mistakes import Edit


@dataclass(frozen=True)
class Shipped:
    """The library in which a mistake was found.

    Attributes:
        library: its name.
        where: the issue's number, or the CVE: "issue 12".
        year: the year of the report.
    """

    library: str
    where: str
    year: int


@dataclass(frozen=True)
class Repair:
    """A function with a mistake that the learner repairs.

    The text catalogue says what goes wrong where it is used, as `symptom` in the exercise's section.

    Attributes:
        mistake: the edit of the reference that makes it.
        shipped: the library that had it, if one had.
    """

    mistake: Edit
    shipped: Shipped | None = None


@dataclass(frozen=True)
class Order:
    """A long function whose lines, shuffled, are the last hint.

    Every order that does what the reference does is right.

    Attributes:
        distractors: lines that do not belong, each with its indentation.
    """

    distractors: tuple[str, ...]


@dataclass(frozen=True)
class Catch:
    """A task before a function is written: find calls that tell it from wrong versions of it.

    Attributes:
        suspects: keys of the exercise's mistakes. They are shown by number, in this order: never by name.
        played: for a method, which has a past: the scenario that the arguments of a learner's call stand
            for. It raises ValueError if they stand for none. Such a call is shown by its arguments. The
            task is told in words of the exercise's own, `catch` in its section of the text catalogue.
        takes: whether arguments are input, where the right function takes more than that. Why others are
            none is told in words of the exercise's own: `no_input` in the same section.

    What the suspects did may be told once all are caught: `caught` in the same section.
    """

    suspects: tuple[str, ...]
    played: Callable[..., Example] | None = None
    takes: Callable[..., bool] | None = None

    def example(self, arguments: tuple[Any, ...]) -> Example:
        """The example that a learner's call stands for."""
        return Call(arguments, {}) if self.played is None else self.played(*arguments)


@dataclass(frozen=True)
class Reading:
    """Bytes that really went over a wire, and a question about them.

    The question stands in the chapter's text catalogue as `[read.NAME]`, in the form of a typed question
    (`asking.questions`); its `caption` says where the bytes were recorded.

    Attributes:
        name: of the question.
        dump: the bytes.
    """

    name: str
    dump: bytes

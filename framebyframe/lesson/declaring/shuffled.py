"""The lines of a reference, shuffled with distractors, and the function that some of them make.

The order comes from the lines themselves, so it is the same in every run, and on every Python.
"""

from __future__ import annotations

import hashlib
import io
import re
import tokenize
from collections.abc import Iterator, Sequence

from . import reference, syntax
from .exercise import Exercise

LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
"""Tokens that do not begin a line of code."""


def head(exercise: Exercise) -> str:
    """The reference's first line: its name, its parameters, the colon."""
    source = reference.source(exercise)
    return "\n".join(source.splitlines()[: syntax.only_function(source).body[0].lineno - 1])


def own_lines(exercise: Exercise) -> list[str]:
    """The reference's lines in its own order, without docstring and comments; one may have several rows."""
    source = reference.source(exercise)
    rows, body = source.splitlines(), syntax.own_statements(syntax.only_function(source))
    return ["\n".join(rows[first - 1 : last]) for first, last in _places(source) if first >= body[0].lineno]


def lines(exercise: Exercise) -> list[str]:
    """Its lines and the distractors, shuffled.

    Raises:
        LookupError: its declaration has no `order`.
    """
    if exercise.order is None:
        raise LookupError(f"{exercise.id} is not declared with an order")
    return sorted([*own_lines(exercise), *exercise.order.distractors], key=_scattered)


def numbered(exercise: Exercise) -> str:
    """The shuffled lines under the function's head, each with its number, counted from 1."""
    rows = [f"    {row}" for row in head(exercise).splitlines()]
    for number, line in enumerate(lines(exercise), 1):
        first, *more = line.splitlines()
        rows += [f"{number:>2}  {first}", *(f"    {row}" for row in more)]
    return "\n".join(rows)


def line_that_makes(exercise: Exercise, name: str) -> int | None:
    """The number of the first line that gives this name a value; None if no line does."""
    word = rf"\b{re.escape(name)}\b"
    given = re.compile(rf"[^=(]*{word}[^=(]*=(?!=)|for\b[^=]*{word}.* in |except\b.* as {word}")
    found = (number for number, line in enumerate(lines(exercise), 1) if given.match(line.strip()))
    return next(found, None)


def assembled(exercise: Exercise, numbers: Sequence[int]) -> str:
    """The function that the lines with these numbers make, in this order.

    Raises:
        IndexError: no line has such a number.
    """
    found = lines(exercise)
    return "\n".join([head(exercise), *(found[number - 1] for number in numbers)]) + "\n"


def line_at(exercise: Exercise, numbers: Sequence[int], row: int) -> int:
    """The number of the line in which a row of `assembled(exercise, numbers)` stands; rows count from 1."""
    found, last = lines(exercise), len(head(exercise).splitlines())
    for number in numbers:
        last += len(found[number - 1].splitlines())
        if row <= last:
            return number
    return numbers[-1]


def _places(source: str) -> Iterator[tuple[int, int]]:
    """The first and the last row of every line of code."""
    first = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NEWLINE:
            yield first, token.start[0]
            first = 0
        elif not first and token.type not in LAYOUT:
            first = token.start[0]


def _scattered(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()

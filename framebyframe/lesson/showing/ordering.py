"""Pages about the shuffled lines of a function."""

from __future__ import annotations

from collections.abc import Sequence

from ..checking.verdict import Verdict
from ..declaring import shuffled
from ..declaring.exercise import Exercise
from ..text.catalogue import say
from .feedback import Context, ordering_words, what_is_wrong
from .page import Heading, Item, Lines, Page, paragraphs
from .source import Source, source


def task(exercise: Exercise) -> Page:
    """The lines, numbered, and how to put them in order."""
    return Page([Heading("hint", _say("title", exercise)), *_lines(exercise)])


def unusable(exercise: Exercise, words: str) -> Page:
    """Numbers that make no function: why, and the lines again."""
    return Page([Heading("wrong", _say("wrong.title", exercise)), *paragraphs(words), *_lines(exercise)])


def right(exercise: Exercise, numbers: Sequence[int]) -> Page:
    """The function that these lines make."""
    heading = Heading("right", _say("right.title", exercise))
    made = _made(exercise, numbers)
    return Page([heading, made, *paragraphs(_say("right", exercise))])


def wrong(exercise: Exercise, numbers: Sequence[int], verdict: Verdict) -> Page:
    """The function that these lines make, its fault, and the lines again, with their numbers."""
    items: list[Item] = [
        Heading("wrong", _say("wrong.title", exercise)),
        *paragraphs(_say("made", exercise)),
        _made(exercise, numbers),
        *what_is_wrong(exercise, verdict, Context()),
        *paragraphs(_say("again", exercise)),
        Lines(shuffled.numbered(exercise)),
    ]
    return Page(items)


def _lines(exercise: Exercise) -> list[Item]:
    return [*paragraphs(ordering_words(exercise)), Lines(shuffled.numbered(exercise))]


def _made(exercise: Exercise, numbers: Sequence[int]) -> Source:
    return source(shuffled.assembled(exercise, numbers), is_php=exercise.is_php)


def _say(key: str, exercise: Exercise) -> str:
    return say("engine", "order", key, name=exercise.name)

"""Pages about suspects: which are caught, and which are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..checking.catching import Caught
from ..checking.verdict import Verdict
from ..declaring.examples import Call
from ..declaring.exercise import Exercise
from ..declaring.python_text import python_text
from ..text.catalogue import has, say
from ..workers.process import DEADLINE
from .lineup import calls_table, caught_table, lineup
from .page import Heading, Item, Page, Picture, paragraphs


def found(exercise: Exercise, calls: Sequence[Call], caught: Caught) -> Page:
    """The page about calls: the suspects that they caught, and those that are left."""
    suspects = len(caught.wrong_in)
    title = say("engine", "catch", "score", name=exercise.name, caught=len(caught.numbers), suspects=suspects)
    items: list[Item] = [Heading("plain" if caught.at_large else "right", title)]
    if caught.at_large:
        items += _task(exercise, suspects)
    items.append(Picture(lineup(caught, title)))
    if calls:
        texts = [call_text(exercise, call) for call in calls]
        items += [Picture(calls_table(exercise, texts, caught)), *_about_calls(exercise, texts, caught)]
        if caught.numbers:
            items.append(Picture(caught_table(exercise, texts, caught)))
    return Page([*items, *_who_is_left(exercise, caught)])


def unusable(exercise: Exercise, words: str) -> Page:
    """The page about calls that cannot be run, with the reason."""
    return Page([Heading("wrong", _say("title", name=exercise.name)), *paragraphs(words)])


def stopped(exercise: Exercise, calls: Sequence[Call], verdict: Verdict) -> Page:
    """The page about calls that ran into a guard rail: which call, and which rail."""
    key, values = verdict.fault.value, {"seconds": f"{DEADLINE:g}"}
    if verdict.example is None:
        key += ".define"
    else:
        values["call"] = call_text(exercise, calls[verdict.example])
    return unusable(exercise, say("engine", "fault", key, **values))


def call_text(exercise: Exercise, call: Call) -> str:
    """A call as it is shown: `encode_length(125, False)`; for a method the arguments as they were given."""
    if exercise.catch and exercise.catch.played:
        return python_text(call.arguments)
    return exercise.text_of(call)


def _task(exercise: Exercise, suspects: int) -> list[Item]:
    if has(exercise.catalogue, exercise.key, "catch"):
        return paragraphs(say(exercise.catalogue, exercise.key, "catch", suspects=suspects))
    return _words("task", name=exercise.name, suspects=suspects, call=_as_given(exercise))


def _as_given(exercise: Exercise) -> str:
    """The arguments of the drawn example as `catch` takes them."""
    values = exercise.showcase.values() if isinstance(exercise.showcase, Call) else []
    return python_text(values[0] if len(values) == 1 else tuple(values))


def _about_calls(exercise: Exercise, texts: Sequence[str], caught: Caught) -> Iterator[Item]:
    """Words about calls that catch no suspect."""
    seen: set[int] = set()
    for call, tried in zip(texts, caught.tried, strict=True):
        if not tried.is_input and not tried.gives.raised:
            yield from paragraphs(say(exercise.catalogue, exercise.key, "no_input", call=call))
        elif not tried.is_input:
            yield from _words("refused", call=call, error=tried.gives.type)
        elif tried.catches and seen.issuperset(tried.catches):
            yield from _words("nobody_new", call=call)
        seen.update(tried.catches)


def _who_is_left(exercise: Exercise, caught: Caught) -> list[Item]:
    if not caught.at_large:
        return [*_words("all", name=exercise.name), *_what_they_did(exercise)]
    best = min(caught.at_large, key=lambda number: caught.wrong_in[number - 1])
    hides = _say("hides", number=best, wrong=caught.wrong_in[best - 1], examples=caught.examples)
    at_large = _say("at_large", numbers=", ".join(map(str, caught.at_large)))
    anew = _say("begins_anew") if caught.numbers else ""
    return paragraphs(f"{at_large} {hides} {anew}".strip())


def _what_they_did(exercise: Exercise) -> list[Item]:
    if not has(exercise.catalogue, exercise.key, "caught"):
        return []
    return paragraphs(say(exercise.catalogue, exercise.key, "caught"))


def _words(key: str, **values: object) -> list[Item]:
    return paragraphs(_say(key, **values))


def _say(key: str, **values: object) -> str:
    return say("engine", "catch", key, **values)

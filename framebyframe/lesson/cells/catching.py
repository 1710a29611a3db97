"""Before you write a function, catch wrong versions of it: `catch("encode_length", (125, False))`.

The learner gives calls, not results: beside each call stands the result of the right function. The task
teaches which inputs matter. Results are predicted in questions, and read in dumps.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import reduce
from types import UnionType
from typing import Any, get_args

from ..checking.catching import Calls, Caught, Unreadable
from ..declaring import reference
from ..declaring.examples import Call
from ..declaring.exercise import Exercise
from ..showing import catching
from ..showing.page import Page, notice
from ..text.catalogue import has, say
from ..workers.run import run_calls
from .kernel_state import KERNEL_STATE
from .lookup import NoSuchExercise, find_exercise

MOST_CALLS = 12
"""Calls at a time: they are to be chosen, not tried out one by one."""

LARGEST = 8 * 1024 * 1024
"""Characters that the arguments of all calls may take in transit: telling versions apart needs far fewer."""


KINDS = {
    int: "kind.int",
    float: "kind.float",
    bool: "kind.bool",
    bytes: "kind.bytes",
    type(None): "kind.none",
    Sequence[int]: "kind.ints",
}
"""What a story of a method may be made of, and the key of its words."""


class Unusable(Exception):
    """Calls that cannot be run: the argument is the sentence that says why."""


def catch(name: str | Callable[..., Any], *calls: Any) -> Page:
    """Run these calls on wrong versions of a function, and show how many they tell from the right one.

    Args:
        name: of the exercise.
        calls: the arguments of each call, in parentheses: `(125, False)`. A single argument may stand alone.
            None to see the task.
    """
    try:
        exercise = find_exercise(name)
    except NoSuchExercise as problem:
        return problem.page
    KERNEL_STATE.turned_to(exercise)
    if exercise.catch is None:
        words = say("engine", "catch", "none", name=exercise.name)
        return notice("hint", exercise.name, words)
    try:
        return _caught(exercise, [Call(_arguments(exercise, item), {}) for item in calls])
    except Unusable as problem:
        return catching.unusable(exercise, str(problem))


def _arguments(exercise: Exercise, item: Any) -> tuple[Any, ...]:
    """The arguments of a call as they were typed: a tuple of them, or one alone.

    Where a scenario takes any number of them, a list or a range holds them, too.
    """
    if isinstance(item, tuple):
        return item
    played = exercise.catch.played if exercise.catch else None
    kinds = {each.kind for each in inspect.signature(played).parameters.values()} if played else set()
    return (
        tuple(item)
        if isinstance(item, list | range) and kinds == {inspect.Parameter.VAR_POSITIONAL}
        else (item,)
    )


def _caught(exercise: Exercise, calls: Sequence[Call]) -> Page:
    if len(calls) > MOST_CALLS:
        raise Unusable(say("engine", "catch", "too_many", given=len(calls), most=MOST_CALLS))
    for call in calls:
        _look_at_arguments(exercise, call)
    done = run_calls(_made_ready(exercise, calls))
    if not isinstance(done, Caught):
        return catching.stopped(exercise, calls, done)
    if done.unreadable:
        raise Unusable(say("engine", "catch", "unreadable", reason=done.unreadable))
    return catching.found(exercise, calls, done)


def _look_at_arguments(exercise: Exercise, call: Call) -> None:
    if exercise.is_php:
        return _look_at_php_arguments(exercise, call)
    played = exercise.catch.played if exercise.catch else None
    signature = inspect.signature(played or reference.function(exercise), eval_str=True)
    try:
        signature.bind(*call.arguments)
        if played:
            played(*call.arguments)
    except (TypeError, ValueError) as problem:
        if has(exercise.catalogue, exercise.key, f"catch.{problem}"):
            raise Unusable(say(exercise.catalogue, exercise.key, f"catch.{problem}")) from None
        described = map(_described, signature.parameters.values())
        wanted = ", ".join(described if played else signature.parameters)
        words = say("engine", "catch", "takes", wanted=wanted, call=catching.call_text(exercise, call))
        raise Unusable(words) from None


def _described(parameter: inspect.Parameter) -> str:
    """A parameter by its name, and what may stand there, in words."""
    kinds = get_args(parameter.annotation) if isinstance(parameter.annotation, UnionType) else ()
    words = [say("engine", "catch", KINDS[kind]) for kind in kinds or [parameter.annotation]]
    key = "argument.left_out" if parameter.default is not parameter.empty else "argument"
    key = "argument.many" if parameter.kind is parameter.VAR_POSITIONAL else key
    kind = reduce(lambda one, other: say("engine", "catch", "or", one=one, other=other), words)
    return say("engine", "catch", key, name=parameter.name, kind=kind)


def _look_at_php_arguments(exercise: Exercise, call: Call) -> None:
    wanted = reference.parameters(exercise)
    if len(call.arguments) != len(wanted):
        listed = ", ".join(f"${name}" for name in wanted)
        raise Unusable(say("engine", "catch", "takes", wanted=listed, call=exercise.text_of(call)))


def _made_ready(exercise: Exercise, calls: Sequence[Call]) -> Calls:
    try:
        ready = Calls.of(exercise, [call.arguments for call in calls])
    except Unreadable as error:
        raise Unusable(say("engine", "catch", "unreadable", reason=str(error))) from None
    if len(ready.pickled) > LARGEST:
        raise Unusable(say("engine", "catch", "too_large"))
    return ready

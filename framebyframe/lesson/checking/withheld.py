"""Keeps an answer from calling the kit's own version of the function that it is to write.

An answer may call everything in the kit but that: in the learner's package the call would come back to the
answer, and never end. It need not be a call by name. `encode_header(frame)[0]` for the first byte leads
there too, and so does an alias from another module. So the reference itself is changed while an answer runs:
called from an answer, directly or through other functions of the kit, it stops the check.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from ..declaring import reference, table
from ..declaring.exercise import Exercise
from .output import GuardRail
from .submission import CELL, NOTEBOOK

KIT = "framebyframe."
LESSON = "framebyframe.lesson."


class KitsOwn(GuardRail):
    """The answer calls the kit's own version of itself, or of a function that the chapter asks for later.

    Attributes:
        later: the name of that function, or "".
    """

    def __init__(self, later: str = "") -> None:
        super().__init__(later)
        self.later = later


@contextmanager
def withheld(exercise: Exercise) -> Iterator[None]:
    """While it lasts, the reference stops an answer that calls it; for other callers it works as before.

    So does a function asked for later that could stand in for it, where the answer itself calls it.
    """
    stand_ins = _stand_ins(exercise)  # before the reference has another signature
    with ExitStack() as stack:
        stack.enter_context(_guarded(exercise))
        for later in stand_ins:
            stack.enter_context(_guarded(later, later.name))
        yield


@cache
def _stand_ins(exercise: Exercise) -> tuple[Exercise, ...]:
    """Functions that the chapter asks for later, take and give the same, and do not call this one."""
    signature = inspect.signature(reference.function(exercise))
    return tuple(
        later
        for later in table.later_in_its_chapter(exercise)
        if inspect.signature(reference.function(later)) == signature
        and exercise not in reference.called_by(later)
    )


@contextmanager
def _guarded(exercise: Exercise, later: str = "") -> Iterator[None]:
    """While it lasts, the exercise's reference looks at who calls it.

    Args:
        exercise: whose reference it is.
        later: its name, if another exercise is being answered.
    """
    remembers = getattr(reference.function(exercise), "cache_clear", None)
    if remembers:  # a remembered result would come back without a call
        remembers()
    function = inspect.unwrap(reference.function(exercise))
    code = function.__code__
    if code.co_freevars:  # code without free variables cannot take its place
        yield
        return
    _ORIGINALS[exercise.id] = _copy(function)
    _LATER[exercise.id] = later
    function.__code__ = _guard(exercise.id, function)
    try:
        yield
    finally:
        function.__code__ = code


def _copy(function: FunctionType) -> Callable[..., Any]:
    copy = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


_ORIGINALS: dict[str, Callable[..., Any]] = {}
_LATER: dict[str, str] = {}
"""By id, the name of a function that is asked for later; "" for the one that is being answered."""


def _guard(id: str, function: FunctionType) -> CodeType:
    """The code to run in its place, of the same kind: a generator stays a generator."""
    if inspect.iscoroutinefunction(function):
        code = _coroutine.__code__
    elif inspect.isasyncgenfunction(function):
        code = _async_generator.__code__
    else:
        code = (_generator if inspect.isgeneratorfunction(function) else _plain).__code__
    return code.replace(co_consts=tuple(id if item == ID else item for item in code.co_consts))


ID = "the id of the exercise"
"""A constant in the codes below that the id of the exercise replaces."""

# They run among the names of the reference's module, so each imports what it needs.


def _plain(*arguments: Any, **named: Any) -> Any:
    from framebyframe.lesson.checking.withheld import called

    return called("the id of the exercise", arguments, named)


def _generator(*arguments: Any, **named: Any) -> Any:
    from framebyframe.lesson.checking.withheld import called

    yield from called("the id of the exercise", arguments, named)


async def _coroutine(*arguments: Any, **named: Any) -> Any:
    from framebyframe.lesson.checking.withheld import called

    return await called("the id of the exercise", arguments, named)


async def _async_generator(*arguments: Any, **named: Any) -> Any:
    from framebyframe.lesson.checking.withheld import called

    async for item in called("the id of the exercise", arguments, named):
        yield item


def called(id: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """The result of the reference; an error if an answer calls it.

    Raises:
        KitsOwn: an answer calls it.
    """
    frame = sys._getframe(2)
    later = _LATER[id]
    while not later and frame.f_back and _is_kit(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    if frame.f_code.co_filename in (CELL, NOTEBOOK):
        raise KitsOwn(later)
    return _ORIGINALS[id](*arguments, **named)


def _is_kit(module: str) -> bool:
    return module.startswith(KIT) and not module.startswith(LESSON)

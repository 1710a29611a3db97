"""The learner's saved functions as a notebook uses them: among the kit's own types and constants.

The learner's package has types of its own. A notebook has the kit's, so there the functions are defined anew,
in a copy of the names of their reference's module: they call each other, and the kit where nothing is saved.
"""

from __future__ import annotations

import importlib
import linecache
from contextlib import suppress
from typing import Any

from ..checking.outcome import with_method
from ..checking.submission import LAZY_ANNOTATIONS
from ..declaring import reference, table
from ..declaring.exercise import Exercise
from . import folder, records
from .carrying import Carried
from .records import Solved

Names = dict[str, Any]
SavedFunctions = list[tuple[Exercise, Any]]


def bound_names(chapter: str = "") -> Names:
    """The names that a notebook binds: saved functions, and the classes that have saved methods."""
    return names_for(saved_functions(chapter))


def saved_functions(chapter: str = "") -> SavedFunctions:
    """Every saved function with its exercise, in the order in which a notebook binds them.

    An answer that cannot be defined any more, as after an update of the course, is left out. Of functions
    that share a name, that of `chapter` is bound, if it has one, else that of the latest chapter.
    """
    known = [(table.by_id(id), defined) for id, defined in _defined().items()]
    return sorted(known, key=lambda item: item[0].chapter == chapter)


def names_for(functions: SavedFunctions) -> Names:
    """The names for these functions; a method is in its class, which gets a name."""
    bound: Names = {}
    for exercise, defined in functions:
        owner = exercise.path.rpartition(".")[0]
        if owner:
            bound[owner] = with_method(bound.get(owner, reference.owner(exercise)), exercise, defined)
        else:
            bound[exercise.name] = defined
    return bound


def saved_function(exercise: Exercise) -> Any:
    """The learner's saved function; None if there is none that can be defined."""
    return _defined().get(exercise.id)


def stand_in(exercise: Exercise) -> Any:
    """The function that a notebook goes on with while an answer is not right: a saved one, or the kit's."""
    return saved_function(exercise) or reference.function(exercise)


def _defined() -> Names:
    """Every saved function, by its exercise's id."""
    kept = records.load(folder.folder()).solved
    answers = [(item, kept[item.id]) for item in table.in_python() if item.id in kept]
    spaces = {module: _names_of(module) for module in {item.module for item, _ in answers}}
    found: Names = {}
    for exercise, answer in answers:
        with suppress(Exception):  # after an update of the course it may not run any more
            found[exercise.id] = _define(exercise, answer, spaces[exercise.module])
    for exercise, answer in answers:
        called = {item.name: found[item.exercise] for item in answer.carried if item.exercise in found}
        spaces[exercise.module] |= called  # also those that stand in another module
    return found


def _names_of(module: str) -> Names:
    return {**vars(importlib.import_module(module)), "__name__": folder.PACKAGE}


def _define(exercise: Exercise, answer: Solved, names: Names) -> Any:
    """One function with the statements it needs. A traceback can show its lines."""
    for item in answer.carried:
        if not item.exercise and not _is_of_module(item, exercise):
            _run(item.source, f"<saved {item.name}>", names)
    inside = names if "." not in exercise.path else {**names}
    _run(answer.source, f"<your {exercise.name}>", inside)
    return inside[exercise.name]


def _is_of_module(item: Carried, exercise: Exercise) -> bool:
    """Whether it is imported from the module itself: there it may have become the learner's."""
    return item.source.startswith(f"from {exercise.module} import ")


def _run(source: str, file: str, names: Names) -> None:
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec", LAZY_ANNOTATIONS, dont_inherit=True), names)

"""Exercises found by what a learner calls them."""

from __future__ import annotations

import difflib
from typing import Any

from ..declaring import table
from ..declaring.exercise import Exercise
from ..showing import feedback
from ..showing.page import Page, notice
from ..text.catalogue import say
from .kernel_state import KERNEL_STATE


class NoSuchExercise(Exception):
    """A name that is no exercise's, or several exercises': the argument is the page that says so."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.text)
        self.page = page


def find_exercise(name: Any) -> Exercise:
    """The exercise called this; a function is asked for its name.

    Raises:
        NoSuchExercise: none is called this, or several are.
    """
    name = name if isinstance(name, str) else getattr(name, "__name__", type(name).__name__)
    found = table.named(name) or table.in_php(name)
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(f'`"{item.id}"`' for item in found)
        words = say("engine", "exercise", "ambiguous", name=name, choices=choices)
    else:
        close = similar(name)
        key = "unknown.similar" if close else "unknown"
        words = say("engine", "exercise", key, name=name, similar=close)
    raise NoSuchExercise(notice("wrong", name, words))


def similar(name: str) -> str:
    """The exercise's name that is spelt nearly so, or ""."""
    names = [item.name for item in table.all_exercises()]
    return next(iter(difflib.get_close_matches(name, names, 1)), "")


def asked_for(name: Any) -> Exercise:
    """The exercise of this name; None: the one whose cell ran last.

    Raises:
        NoSuchExercise: none or several are called so, or none has run.
    """
    if name is not None:
        return find_exercise(name)
    if KERNEL_STATE.latest is None:
        first = table.all_exercises()[0].name
        words = say("engine", "exercise", "none_yet", name=first)
        raise NoSuchExercise(notice("hint", say("engine", "exercise", "title_unknown"), words))
    return KERNEL_STATE.latest


def to_be_solved(saved: frozenset[str]) -> Exercise:
    """The exercise to help with: the one that is worked at, else the first of its chapter that is not solved.

    After Run All the cell that ran last is the chapter's last stub; it is not the one to begin with.

    Raises:
        NoSuchExercise: none has run.
    """
    latest = asked_for(None)
    if KERNEL_STATE.at_work and latest.id not in KERNEL_STATE.solved:
        return latest
    return feedback.next_unsolved(latest, saved | KERNEL_STATE.solved) or latest

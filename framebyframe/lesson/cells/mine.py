"""The functions that a notebook goes on with: `use("mine")`; and `mend()` for a package that is broken."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ..declaring import reference, table
from ..keeping import package, php_files
from ..keeping.notebook import running_shell
from ..keeping.saved import bound_names, names_for, saved_functions
from ..showing.page import Page, notice, paragraphs, present
from ..text.catalogue import say
from .kernel_state import chapter_of_this_notebook

MINE, REFERENCE = "mine", "reference"


@dataclass(frozen=True, repr=False)
class Package:
    """A package to go on with: `use("mine").wire`. At the end of a cell it is one line.

    Attributes:
        module: the package itself.
        words: which functions are the learner's.
        solved: the ids of the exercises whose functions are the learner's.
    """

    module: ModuleType
    words: str
    solved: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)

    def whose(self, chapter: str) -> str:
        """How many functions of a chapter are the learner's here, in words: for "05" so many of seven."""
        asked = [item.id for item in table.in_python() if item.chapter == chapter]
        solved = len(self.solved.intersection(asked))
        key = "whose.nothing" if not asked else "whose.all" if solved == len(asked) else "whose.some"
        return say("engine", "mine", key, chapter=chapter, solved=solved, total=len(asked))

    @property
    def _page(self) -> Page:
        return Page(paragraphs(self.words))

    def _repr_html_(self) -> str:
        return self._page.html

    def __repr__(self) -> str:
        return self._page.text


def use(which: str = MINE) -> Package:
    """Go on with your own functions: the line with which a chapter's first cell ends.

    In a notebook the names of your saved functions are bound to them, so that a later cell uses them after a
    restart too. Where you have none yet, the kit's own stay.

    Args:
        which: "mine"; "reference" binds the kit's own again.

    Returns:
        The package: `my_websocket`, with the reference where you have nothing yet, or the kit's own. If yours
        is broken, that is said and the kit's own is returned.
    """
    if which not in (MINE, REFERENCE):
        present(notice("wrong", f"use({which!r})", say("engine", "mine", "unknown")))
    elif which == MINE:
        try:
            return _mine()
        except package.Broken as broken:
            present(_broken_page(broken))
        except package.NotSaved as problem:
            present(_not_saved_page(problem))
    return _reference()


def _mine() -> Package:
    module, saved = package.use(), saved_functions(chapter_of_this_notebook())
    _bind(names_for(saved))
    names = dict.fromkeys(exercise.path for exercise, _ in saved)  # `Session.dispatch`, as it was written
    yours = ", ".join(f"`{name}`" for name in [*names, *php_files.use()])
    words = say("engine", "mine", "some", names=yours) if yours else say("engine", "mine", "none")
    return Package(module, words, frozenset(exercise.id for exercise, _ in saved))


def _reference() -> Package:
    php_files.use_kits_own()
    chapter = chapter_of_this_notebook()
    exercises = [item for item in table.in_python() if item.name in bound_names() and "." not in item.path]
    in_turn = sorted(exercises, key=lambda item: item.chapter == chapter)  # the last of one name stays
    _bind({item.name: reference.function(item) for item in in_turn})
    return Package(package.reference_package(), say("engine", "mine", "reference"))


def _bind(names: dict[str, Any]) -> None:
    """Give the notebook these names; do nothing in a program."""
    shell = running_shell()
    if shell:
        shell.user_ns.update(names)


def _not_saved_page(problem: package.NotSaved) -> Page:
    words = say("engine", "package", problem.reason, **problem.values)
    return notice("wrong", say("engine", "package", "unused.title"), words)


def _broken_page(broken: package.Broken) -> Page:
    file = f"{package.NAME}/{broken.file}"
    words = [
        say("engine", "package", "broken", file=file, message=broken.message),
        say("engine", "package", "broken.until"),
        say("engine", "package", "broken.how"),
    ]
    return notice("wrong", say("engine", "package", "broken.title"), "\n\n".join(words))


def mend() -> Page:
    """Make a broken package whole again; what was in it is kept beside it."""
    try:
        done = package.mend()
    except package.NotSaved as problem:
        return _not_saved_page(problem)
    words = [say("engine", "package", key, **values) for key, values in done]
    words = words or [say("engine", "package", "mended.nothing")]
    return notice("right", say("engine", "package", "mended.title"), "\n\n".join(words))

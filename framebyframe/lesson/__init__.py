"""The learning loop: exercises, checks, diagnosis, hints, the learner's own package, progress.

In a notebook::

    from framebyframe.lesson import exercise, hint, progress, solution

    @exercise
    def encode_length(length: int, masked: bool) -> bytes:
        ...

Running the cell checks the function, and binds its name: to the learner's function if it is right, to the
kit's own if not. `solution()` is about the exercise that ran last; so is `hint()`, unless that one is right.
`catch(...)` runs your calls on wrong versions of a function before you write it, `order(...)` runs its
shuffled lines in your order. `use("mine")` is the learner's package, `mend()` repairs it, `progress()` draws
the map.

Each name is imported when it is first asked for: the process that checks answers needs none of them.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .catching import catch
    from .engine import exercise, hint, mend, solution, use
    from .ordering import order
    from .showing.course_map import progress

__all__ = [
    "catch",
    "exercise",
    "hint",
    "load_ipython_extension",
    "mend",
    "order",
    "progress",
    "solution",
    "use",
]

HOMES = {"catch": ".catching", "order": ".ordering", "progress": ".showing.course_map"}
"""The module of each name that is not in `.engine`."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(HOMES.get(name, ".engine"), __name__), name)


def load_ipython_extension(ipython: Any) -> None:
    """Explain syntax errors in exercises, and have a checker ready. Twice is as good as once."""
    from .engine import explain_broken_cells
    from .workers.run import warm_up

    if explain_broken_cells not in ipython.input_transformers_post:
        ipython.input_transformers_post.append(explain_broken_cells)
    warm_up()


def _register() -> None:
    """Do so in the notebook that imports this module."""
    ipython = "IPython" in sys.modules and sys.modules["IPython"].get_ipython()
    if ipython:
        load_ipython_extension(ipython)


_register()

"""The learning loop: exercises, checks, diagnosis, hints, the learner's own package, progress.

In a notebook::

    from framebyframe.lesson import exercise, hint, progress, solution, use

    @exercise
    def encode_length(length: int, masked: bool) -> bytes:
        ...

Running the cell checks the function, and binds its name: to the learner's function if it is right, to the
kit's own if not. `solution()` is about the exercise that ran last; so is `hint()`, unless that one is right.
`catch(...)` runs your calls on wrong versions of a function before you write it, `order(...)` runs its
Running the cell checks the function, and binds its name: to the learner's function if it is right, to the
package, `progress()` draws the map, `report()` makes a case of a feedback that is wrong.

Each name is imported when it is first asked for: the process that checks answers needs none of them.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cells.calls import hint, progress, report, solution
    from .cells.catching import catch
    from .cells.exercise_cell import exercise
    from .cells.mine import mend, use
    from .cells.ordering import order

__all__ = [
    "catch",
    "exercise",
    "hint",
    "load_ipython_extension",
    "mend",
    "order",
    "progress",
    "report",
    "solution",
    "use",
]

MODULES = {
    "catch": ".cells.catching",
    "exercise": ".cells.exercise_cell",
    "mend": ".cells.mine",
    "use": ".cells.mine",
    "order": ".cells.ordering",
}
"""The module of each name that is not in `.cells.calls`."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(MODULES.get(name, ".cells.calls"), __name__), name)


def load_ipython_extension(ipython: Any) -> None:
    """Explain exercises that Python cannot read or define, and have a checker ready."""
    from .cells import hooks
    from .workers.run import warm_up

    hooks.install(ipython)
    warm_up()


def _register() -> None:
    """Do so in the notebook that imports this module."""
    ipython = "IPython" in sys.modules and sys.modules["IPython"].get_ipython()
    if ipython:
        load_ipython_extension(ipython)


_register()

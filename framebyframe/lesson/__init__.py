"""The learning loop: exercises, checks, diagnosis, hints, the learner's own package, progress.

In a notebook::

    from framebyframe.lesson import exercise, hint, progress, solution

    @exercise
    def encode_length(length: int, masked: bool) -> bytes:
        ...

Running the cell checks the function, and binds its name: to the learner's function if it is right, to the
kit's own if not. `hint()` and `solution()` are about the exercise that ran last; `use("mine")` is the
learner's package, `mend()` repairs it, `progress()` draws the map.
"""

from __future__ import annotations

from .engine import exercise, explain_broken_cells, hint, mend, solution, use
from .page import Page
from .progress import progress
from .running import warm_up

__all__ = ["Page", "exercise", "hint", "load_ipython_extension", "mend", "progress", "solution", "use"]


def load_ipython_extension(ipython: object) -> None:
    """Explain syntax errors in exercises, and have a checker ready. Twice is as good as once."""
    transformers = ipython.input_transformers_post  # type: ignore[attr-defined]
    if explain_broken_cells not in transformers:
        transformers.append(explain_broken_cells)
    warm_up()


def _register() -> None:
    try:
        from IPython import get_ipython
    except ImportError:
        return
    ipython = get_ipython()
    if ipython is not None:
        load_ipython_extension(ipython)


_register()

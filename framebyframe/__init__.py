"""Frame by Frame: what the course builds (`wire`, `rpc`) and what it leans on (the rest).

Importing this package imports nothing else; ask for the part you need. `show` comes from `figures`
when it is first asked for. In a notebook an error shows its type and its message: its way through the kit
says nothing to a learner. `%xmode Context` brings the whole traceback back.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .figures import show as show

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name == "show":
        from .figures import show

        return show
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _short_tracebacks() -> None:
    """In a notebook, and where nobody has chosen otherwise."""
    ipython = "IPython" in sys.modules and sys.modules["IPython"].get_ipython()
    if ipython and hasattr(ipython, "kernel") and ipython.InteractiveTB.mode == "Context":
        ipython.InteractiveTB.set_mode(mode="Minimal")


_short_tracebacks()

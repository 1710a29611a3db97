"""Frame by Frame: the packages that the course builds (`wire`, `rpc`), and those that serve it (the rest).

Importing this package imports nothing else; ask for the part you need. `show` comes from `figures`
when it is first asked for. In a notebook an error shows its type and its message, without the traceback
through the kit. `%xmode Context` brings the whole traceback back.
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
    """Set short tracebacks in a notebook, unless its user has chosen another mode."""
    ipython = "IPython" in sys.modules and sys.modules["IPython"].get_ipython()
    if ipython and hasattr(ipython, "kernel") and ipython.InteractiveTB.mode == "Context":
        ipython.InteractiveTB.set_mode(mode="Minimal")


_short_tracebacks()

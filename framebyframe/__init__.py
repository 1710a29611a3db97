"""Frame by Frame: what the course builds (`wire`, `rpc`) and what it leans on (the rest).

Importing this package imports nothing else; ask for the part you need. `show` comes from `figures`
when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .figures import show as show

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name == "show":
        from .figures import show

        return show
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

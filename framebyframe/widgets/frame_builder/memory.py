"""What each cell's builder had built, so that a cell that runs again shows it again."""

from __future__ import annotations

_built: dict[tuple[str, bytes], bytes] = {}
"""The last value by cell and by start, of this kernel."""


def current_cell() -> str:
    """The name of the cell that runs, or "" where there is none: outside JupyterLab, or for a console."""
    from IPython import get_ipython

    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return str(parent.get("metadata", {}).get("cellId", ""))


def keep(cell: str, start: bytes, built: bytes) -> None:
    """Keep the value of the builder that this cell made; "" keeps nothing."""
    if cell:
        _built[cell, start] = built


def kept(cell: str, start: bytes) -> bytes:
    """The last value of this cell's builder that began with this start; the start where there is none."""
    return _built.get((cell, start), start)

"""Kernels that are reached by files, not by ports.

A manager looks for five free ports and names them to its kernel, which listens there a second later. Until
then another test may have been given one of them; that kernel dies.
"""

from __future__ import annotations

import sys
import tempfile
import uuid
from typing import Any

FOLDER = tempfile.TemporaryDirectory(prefix="kernels-")
"""A short path: the name of a socket has 107 bytes at most."""


def by_file(manager: Any) -> Any:
    """A class of managers like this one, whose kernels are reached by files."""

    class ByFile(manager):  # type: ignore[misc]
        def __init__(self, **options: Any) -> None:
            place = {"transport": "ipc", "connection_file": f"{FOLDER.name}/{uuid.uuid4().hex}.json"}
            super().__init__(**({} if sys.platform == "win32" else place), **options)

    return ByFile

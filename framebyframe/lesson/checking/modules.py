"""Keeps what an answer changes in a module from the answers after it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

NAME = re.compile(r"\w+")


@contextmanager
def modules_as_they_were(source: str) -> Iterator[None]:
    """When this ends, every public name of the modules that the source names has the value it had before.

    An answer that assigns to `logging.DEBUG` would change how the reference runs, and every answer after it
    with this reference. A name that is new in a module stays: it may be a part of it, imported meanwhile.
    """
    named = set(NAME.findall(source))
    known = sys.modules.copy()  # while it is looked through, a warning of Python's own may import another
    modules = [module for path, module in known.items() if path.rpartition(".")[2] in named]
    before = [(vars(module), vars(module).copy()) for module in modules]
    try:
        yield
    finally:
        for names, values in before:
            for name, value in values.items():
                if not name.startswith("_") and names.get(name) is not value:
                    names[name] = value

"""The line of a magic: names in braces that IPython could not put a value for."""

from __future__ import annotations

import builtins
import re
from typing import Any

from ..keeping.notebook import running_shell
from ..text.catalogue import say

BRACES = re.compile(r"\{([^\W\d]\w*)((?:\.[^\W\d]\w*)*)[^{}]*\}")
"""A name in braces, what is asked of it, and the rest of an expression. JSON has quotes behind its brace."""


def unknown_in(line: str) -> str:
    """What to say of a line in which a name in braces is left, because it is not known; "" if none is.

    IPython puts the values in place, or leaves the whole line as it is.
    """
    for found in BRACES.finditer(line):
        if words := _unknown(*found.groups()):
            return words
    return ""


def _unknown(name: str, attributes: str) -> str:
    names = _names()
    if name not in names:
        return say("engine", "php", "unknown_name", name=name)
    value = names[name]
    for attribute in attributes.split(".")[1:]:
        if not hasattr(value, attribute):
            return say("engine", "php", "unknown_attribute", name=name, attribute=attribute)
        value = getattr(value, attribute)
    return ""


def _names() -> dict[str, Any]:
    """The names that the notebook knows; none but Python's own in a program."""
    shell = running_shell()
    return {**vars(builtins), **(shell.user_ns if shell else {})}

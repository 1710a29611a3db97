"""One function of a PHP program, to be read in a notebook."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from .places import PHP_CLIENT

FUNCTION = re.compile(
    r"(?:^ *+/\*\*(?:(?!\*/)[\s\S])*+\*/\n)?"  # its comment
    r"^(?P<indent> *+)(?:[a-z]++ )*function (?P<name>\w++)\([\s\S]*?"
    r"^(?P=indent)\}$",
    re.MULTILINE,
)


@dataclass(frozen=True, repr=False)
class PhpSource:
    """Lines of PHP: in a notebook with the colours of its theme, elsewhere as they are."""

    text: str

    def _repr_markdown_(self) -> str:
        return f"```php\n<?php\n{self.text}\n```"  # colours begin there

    def __repr__(self) -> str:
        return self.text


def php_source(script: str, function: str) -> PhpSource:
    """A function or a method of php_client, with the comment above it.

    Args:
        script: "naive.php", or "src/readFrame.php".
        function: its name.

    Raises:
        ValueError: there is no such script, or no such function in it; the message names what there is.

    Example: `php_source("naive.php", "exchange")`
    """
    path = PHP_CLIENT / script
    if not path.is_file():
        raise ValueError(f"php_client has no {script}")
    found = {match["name"]: match[0] for match in FUNCTION.finditer(path.read_text(encoding="utf-8"))}
    if function not in found:
        raise ValueError(f"{script} has no function {function}; it has {', '.join(found) or 'none'}")
    return PhpSource(textwrap.dedent(found[function]))

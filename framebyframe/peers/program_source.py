"""One function of a program in PHP or JavaScript, to be read in a notebook."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from .places import NODE_SERVER, PHP_CLIENT

COMMENT = r"(?:^ */\*\*(?:(?!\*/)[\s\S])*\*/\n)?"
"""The comment above a function, in both languages. Nothing is possessive: Python 3.11.2 errs there."""
BODY = r"[\s\S]*?^(?P=indent)\}$"
"""From its parameters to the brace that stands where the function began."""
PHP_FUNCTION = re.compile(
    COMMENT + r"^(?P<indent> *)(?:[a-z]+ )*function (?P<name>\w+)\(" + BODY, re.MULTILINE
)
JS_FUNCTION = re.compile(
    COMMENT + r"^(?P<indent> *)(?:(?:export|async|get|function) )*"
    r"(?P<name>(?!(?:if|for|while|switch|catch)\b)#?\w+)\((?=[^;]*?\) \{$)" + BODY,
    re.MULTILINE,
)


@dataclass(frozen=True, repr=False)
class ProgramSource:
    """Lines of a program: in a notebook with the colours of its theme, elsewhere as they are.

    Attributes:
        text: the lines.
        language: "php" or "javascript".
    """

    text: str
    language: str = "php"

    def _repr_markdown_(self) -> str:
        opening = "<?php\n" if self.language == "php" else ""  # PHP's colours begin there
        return f"```{self.language}\n{opening}{self.text}\n```"

    def __repr__(self) -> str:
        return self.text


def php_source(script: str, function: str) -> ProgramSource:
    """A function or a method of php_client, with the comment above it.

    Args:
        script: "naive.php", or "src/readFrame.php".
        function: its name.

    Raises:
        ValueError: there is no such script, or no such function in it; the message names what there is.

    Example: `php_source("naive.php", "exchange")`
    """
    return ProgramSource(_function(PHP_CLIENT, script, PHP_FUNCTION, function), "php")


def node_source(script: str, function: str) -> ProgramSource:
    """A function or a method of node_server, with the comment above it.

    Args:
        script: "src/article.js".
        function: its name, that of a private method with its `#`.

    Raises:
        ValueError: there is no such script, or no such function in it; the message names what there is.

    Example: `node_source("src/article.js", "success")`
    """
    return ProgramSource(_function(NODE_SERVER, script, JS_FUNCTION, function), "javascript")


def _function(folder: Path, script: str, form: re.Pattern[str], function: str) -> str:
    path = folder / script
    if not path.is_file():
        raise ValueError(f"{folder.name} has no {script}")
    found = {match["name"]: match[0] for match in form.finditer(path.read_text(encoding="utf-8"))}
    if function not in found:
        raise ValueError(f"{script} has no function {function}; it has {', '.join(found) or 'none'}")
    return textwrap.dedent(found[function])

"""Source code in the colours of a cell."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from pygments.lexers import PhpLexer, PythonLexer  # type: ignore[import-untyped]
from pygments.token import (  # type: ignore[import-untyped]
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    String,
)

from .page import Lines

COLOURS = {
    Comment: "comment",
    Keyword: "keyword",
    Keyword.Constant: "atom",
    Name.Builtin: "builtin",
    Name.Builtin.Pseudo: "variable-2",
    Name.Class: "def",
    Name.Decorator: "meta",
    Name.Function: "def",
    Name.Variable: "variable-2",
    Number: "number",
    Operator.Word: "keyword",
    String: "string",
}
"""What each kind of token is called in JupyterLab's themes, and in the style sheet of the lab."""


@dataclass(frozen=True)
class Source(Lines):
    """Lines of Python, or of PHP, as they are."""

    is_php: bool = False

    def marked(self) -> str:
        """The text as HTML whose parts have classes: coloured where `kit.py lab` opened JupyterLab."""
        lexer = PhpLexer(startinline=True, stripnl=False) if self.is_php else PythonLexer(stripnl=False)
        coloured = "".join(_coloured(kind, text) for kind, text in lexer.get_tokens(self.text))
        before, _, after = coloured.rpartition("\n")  # the lexer's: it needs the end of a line
        return f"{before}{after}"


def _coloured(kind: Any, text: str) -> str:
    known = next((part for part in reversed(kind.split()) if part in COLOURS), None)
    escaped = html.escape(text)
    if known is None:
        return escaped
    return f'<span class="fbf-{COLOURS[known]}">{escaped}</span>'


def source(text: str, *, is_php: bool = False) -> Source:
    """Source code that ends without an empty line."""
    return Source(text.rstrip("\n"), is_php)

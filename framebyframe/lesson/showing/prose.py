"""Text from the catalogue as blocks: paragraphs, and code where a line begins with `| `."""

from __future__ import annotations

import html
import re
import textwrap
from dataclasses import dataclass
from itertools import groupby

WIDTH = 96
"""Columns of a paragraph in plain text."""

CODE_LINE = "|"
INLINE_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Block:
    """A paragraph, or lines of code."""

    text: str
    code: bool = False

    def html(self) -> str:
        """As HTML that needs no style sheet."""
        if self.code:
            return f"<pre>{html.escape(self.text)}</pre>"
        return f"<p>{inline_html(self.text)}</p>"

    def plain(self) -> str:
        """As lines that stand alone."""
        return textwrap.indent(self.text, "    ") if self.code else fold(self.text)


def fold(text: str) -> str:
    """A paragraph cut into lines; a word is never cut."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def inline_html(text: str) -> str:
    """One paragraph's text, with `code` marked as code."""
    return INLINE_CODE.sub(r"<code>\1</code>", html.escape(text, quote=False))


def blocks(text: str) -> list[Block]:
    """The blocks of a text. An empty line ends a paragraph."""
    lines = text.splitlines()
    return [
        Block("\n".join(line[2:] for line in group), True) if kind == "code" else Block(" ".join(group))
        for kind, group in ((kind, list(found)) for kind, found in groupby(lines, _kind))
        if kind != "empty"
    ]


def _kind(line: str) -> str:
    if line.startswith(CODE_LINE):
        return "code"
    return "paragraph" if line.strip() else "empty"

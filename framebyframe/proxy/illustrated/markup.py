"""HTML in which no word of a peer can act: all text is escaped, and what does not show is spelt out."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from framebyframe.figures.visible import visible

EMPTY = frozenset({"meta", "br"})
"""Elements that have no content and no end tag."""
CODE_MARK, VALUE_MARK = "`", "|"
"""Around code, and around the name of a value, in a text of the catalogue."""


class Markup(str):
    """HTML that may stand in the page as it is. All other strings are text."""

    __slots__ = ()


def text(content: str) -> Markup:
    """Text as HTML: what is markup in it is escaped, what is invisible is spelt out."""
    return content if isinstance(content, Markup) else Markup(escape(visible(content)))


def joined(parts: Iterable[str | None], between: str = "") -> Markup:
    """All of these, one after the other; None is left out."""
    return Markup(between.join([text(part) for part in parts if part is not None]))


def element(name: str, /, *content: str | None, **attributes: str | bool | None) -> Markup:
    """An element.

    Args:
        name: of it.
        content: text or markup; None is left out.
        attributes: `class_` stands for class, `aria_label` for aria-label; what is empty is left out.
    """
    start = f"<{name}{''.join([_attribute(key, value) for key, value in attributes.items() if value])}>"
    return Markup(start if name in EMPTY else f"{start}{joined(content)}</{name}>")


def _attribute(key: str, value: str | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f' {name}="{text(value)}"' if isinstance(value, str) else f" {name}"


def prose(words: str) -> Markup:
    """A text of the catalogue: what stands between backticks is code."""
    pieces = words.split(CODE_MARK)
    return joined(element("code", piece) if index % 2 else piece for index, piece in enumerate(pieces))


def filled(words: str, **values: str) -> Markup:
    """A text of the catalogue with markup in it: what stands between two bars is the name of a value."""
    pieces = words.split(VALUE_MARK)
    return joined(values[piece] if index % 2 else piece for index, piece in enumerate(pieces))


def paragraph(words: str, class_: str | None = None) -> Markup:
    """A paragraph; markup stays as it is."""
    return element("p", words if isinstance(words, Markup) else prose(words), class_=class_)


def folded(summary: str, *content: str | None, **attributes: str | bool | None) -> Markup:
    """A line that is seen at once, and content that opens under it."""
    body = element("div", *content, class_="body")
    return element("details", element("summary", summary), body, **attributes)


def code_block(lines: str) -> Markup:
    """Lines of code."""
    return element("pre", element("code", joined(lines.split("\n"), "\n")), class_="code")

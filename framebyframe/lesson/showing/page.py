"""The parts of a page: headings, paragraphs, figures and folded parts, as HTML and as text."""

from __future__ import annotations

import html
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from framebyframe.figures.language import TONES

from .prose import WIDTH, Block, blocks, inline_html


class Item(Protocol):
    """One part of a page."""

    def html(self) -> str:
        """As HTML without style or script."""

    def plain(self) -> str:
        """As text that stands alone; "" if it has nothing to say there."""


@dataclass(frozen=True)
class Heading:
    """The first line: its topic, with a sign for the outcome if there is one."""

    tone: str
    text: str

    def html(self) -> str:
        """The sign and the text in bold; no heading element, which would enter the table of contents."""
        return f"<p><b>{inline_html(self.plain())}</b></p>"

    def plain(self) -> str:
        """The sign and the text."""
        return self.text if self.tone == "plain" else f"{TONES[self.tone].sign} {self.text}"


class Drawn(Protocol):
    """A figure, as the figures package returns it."""

    @property
    def html(self) -> str:
        """A figure element."""

    @property
    def text(self) -> str:
        """The figure in text."""


@dataclass(frozen=True)
class Picture:
    """A figure on the page."""

    figure: Drawn

    def html(self) -> str:
        """The figure element."""
        return self.figure.html

    def plain(self) -> str:
        """The figure in text."""
        return self.figure.text


@dataclass(frozen=True)
class Layer:
    """A line to open, and the blocks under it."""

    summary: str
    content: Sequence[Item]


@dataclass(frozen=True)
class NestedFold:
    """Layers to open one after the other, each inside the one before. They work without a kernel."""

    layers: tuple[Layer, ...]

    def html(self) -> str:
        """Nested `details` elements."""
        inner = ""
        for layer in reversed(self.layers):
            content = "".join(block.html() for block in layer.content)
            inner = f"<details><summary>{html.escape(layer.summary)}</summary>{content}{inner}</details>"
        return inner

    def plain(self) -> str:
        """ "": text cannot be folded; `hint()` gives these parts one by one."""
        return ""


@dataclass(frozen=True)
class Fold:
    """Items that stay closed until they are asked for. In text they are left out."""

    summary: str
    content: Sequence[Item]

    def html(self) -> str:
        """A `details` element."""
        content = "".join(item.html() for item in self.content)
        return f"<details><summary>{html.escape(self.summary)}</summary>{content}</details>"

    def plain(self) -> str:
        """ "": text cannot be folded."""
        return ""


@dataclass(frozen=True)
class TextToCopy:
    """A text in a box of its own: Tab goes there, Ctrl+A and Ctrl+C copy it, without a script.

    The box can be written in: JupyterLab keeps its own Ctrl+A to itself only where something is edited.
    """

    label: str
    text: str

    def html(self) -> str:
        """A labelled `textarea`."""
        rows = self.text.count("\n") + 1
        box = f'<textarea rows="{rows}" cols="{WIDTH}" wrap="off">{html.escape(self.text)}</textarea>'
        return f"<p><label>{html.escape(self.label)}<br>{box}</label></p>"

    def plain(self) -> str:
        """The text as it is."""
        return code(self.text).plain()


@dataclass(frozen=True)
class Lines:
    """Lines that are to be looked at one by one: none goes on in the next, a wide one is moved sideways."""

    text: str

    def html(self) -> str:
        """A `pre` of a class in which the lab's style sheet breaks no lines."""
        return f'<pre class="fbf-source">{self.marked()}</pre>'

    def marked(self) -> str:
        """The text as HTML."""
        return html.escape(self.text)

    def plain(self) -> str:
        """As indented lines."""
        return code(self.text).plain()


@dataclass(frozen=True)
class PlainOnly:
    """Words that only the text form needs."""

    block: Block

    def html(self) -> str:
        """ "": HTML does not show them."""
        return ""

    def plain(self) -> str:
        """The words."""
        return self.block.plain()


@dataclass(frozen=True, repr=False)
class Page:
    """Everything that is shown at once. At the end of a cell it is drawn; in a terminal it is text."""

    items: Sequence[Item]

    @property
    def html(self) -> str:
        """All items as HTML."""
        return _sendable("".join(item.html() for item in self.items))

    @property
    def text(self) -> str:
        """All items as text, an empty line between them."""
        return _sendable("\n\n".join(text for text in (item.plain() for item in self.items) if text))

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def _sendable(text: str) -> str:
    """The text with half a surrogate pair, which UTF-8 cannot hold, written as Python writes it."""
    return text.encode("utf-8", "backslashreplace").decode()


def notice(tone: str, title: str, words: str) -> Page:
    """A page of one heading and some words."""
    return Page([Heading(tone, title), *paragraphs(words)])


def paragraphs(text: str) -> list[Item]:
    """A text of the catalogue as items."""
    return list(blocks(text))


def code(text: str) -> Block:
    """Source, output or bytes: as they are."""
    return Block(text.rstrip("\n"), code=True)


def present(page: Page) -> None:
    """Show the page now: under the cell in a notebook, as text elsewhere."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(page.text)
    else:
        ipython.display.display(page)

"""A recorded session as one page on which every byte is explained, in one file that needs no network.

from framebyframe.proxy import Record
from framebyframe.proxy.illustrated import illustrate

illustrate(tap.record)                                       # at the end of a cell: the page
illustrate(Record.load("session.jsonl")).save("session.html")

The bytes are explained in the words and colours of `figures`; each frame and each head comes with the lines
of Python that make its very bytes. A peer's words are shown as text and never act. `limits` bounds the page.

Module by module, in reading order: `limits`, `markup` (HTML), `steps` (all that passed, in order), `octets`
(bytes), `fields`, `heads`, `told` (messages and calls in words), `as_python`, `frames`, `other` (bytes that
are no frame), `telling` (a step), `style`, `page`.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from framebyframe.figures.words import count

from ..tap import Record
from .markup import Markup, element
from .page import whole_page
from .text import counted, say

NOTEBOOK_HEIGHT = 640
"""Pixels of the page in a notebook."""

__all__ = ["IllustratedSession", "illustrate"]


class IllustratedSession:
    """A page about a session. In a notebook it is shown, in a frame that keeps it apart from the notebook.

    Attributes:
        html: the page, all in one file.
    """

    def __init__(self, html: str, words: str) -> None:
        self.html = html
        self._words = words

    def save(self, path: str | Path) -> None:
        """Write the page to a file.

        Raises:
            OSError: the file cannot be written.
        """
        Path(path).write_text(self.html, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        return self._words

    def _repr_html_(self) -> str:
        return element(
            "iframe",
            srcdoc=Markup(escape(self.html)),
            sandbox="allow-scripts",
            title=say("notebook", "frame"),
            width="100%",
            height=str(NOTEBOOK_HEIGHT),
        )


def illustrate(
    record: Record, title: str = "", about: str = "", notes: Mapping[int, str] | None = None
) -> IllustratedSession:
    """The page about a session: one HTML file, readable offline, by keyboard, on paper, in light and dark.

    Args:
        record: of a wire tap; `Record.load` reads one that was saved.
        title: of the page.
        about: what the session is; an empty line separates paragraphs, `code` stands between backticks.
        notes: the same about a connection, by its number.

    Example: `illustrate(tap.record).save("session.html")`
    """
    html = whole_page(record, title or say("page", "title"), about, notes or {})
    frames = count(len(record.frames()), "frame")
    connections = counted("connection", len(record.connections))
    return IllustratedSession(html, say("notebook", "text", frames=frames, connections=connections))

"""The result of a drawing function: one picture as SVG, as HTML that survives a sanitiser, and as text."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

from .text.catalogue import say
from .visible import visible


@dataclass(frozen=True, repr=False)
class Figure:
    """A drawing in the three forms a notebook may need.

    At the end of a cell it is drawn. In a terminal it is text.

    Attributes:
        svg: the picture, or "" where there is none (a plain table).
        alt: what a person who does not see the picture is told.
        text: the figure in plain text; it stands alone.
        table: an HTML table that says the same, or "".
        caption: a line under the picture, or "".
        width: of the picture, in pixels.
    """

    svg: str
    alt: str
    text: str
    table: str = ""
    caption: str = ""
    width: int = 760

    def __post_init__(self) -> None:
        """Replace control characters in every text: whatever the words quote, none of them gets out."""
        object.__setattr__(self, "alt", visible(self.alt))
        object.__setattr__(self, "caption", visible(self.caption))
        object.__setattr__(self, "text", "\n".join(visible(line).rstrip() for line in self.text.split("\n")))

    @property
    def html(self) -> str:
        """A figure element: an image with its description, then the table. No style, no script."""
        parts = [self._image(), self._details(), self._caption()]
        return f"<figure>{''.join(parts)}</figure>"

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text

    def _image(self) -> str:
        if not self.svg:
            return self.table
        data = base64.b64encode(self.svg.encode()).decode()
        alt = escape(self.alt)
        return f'<img alt="{alt}" width="{self.width}" src="data:image/svg+xml;base64,{data}">'

    def _details(self) -> str:
        if not (self.svg and self.table):
            return ""
        summary = escape(say("drawing", "all", "as_table"))
        return f"<details><summary>{summary}</summary>{self.table}</details>"

    def _caption(self) -> str:
        return f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""

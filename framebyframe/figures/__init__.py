"""The one visual language of the course, and every drawing made with it.

Show anything, now (in a notebook a picture, elsewhere text)::

    from framebyframe import show
    show(Frame(Opcode.TEXT, b"Hello"))      # bytes, a Frame, an int, an event, a handshake, a list of these
    show(figure)                            # or a figure that one of the functions below returned

Every function here returns a `Figure`: at the end of a cell it is drawn; `figure.html`, `figure.svg`,
`figure.text` and `figure.alt` are its forms. `draw(x)` returns what `show(x)` shows.

    frame_bytes(frame, receiver="client")    bits and bytes of a Frame or of any bytes; faults named
    frame_bytes(data, bits=False)            the same without the enlarged bits: small
    hexdump(data, [Highlight(0, 1, "the H", "opcode")])     offset, hex, ASCII; some bytes marked
    byte_two_ways(0x48)                      the letter H, and a frame's first byte
    table(header, rows)                      of strings or Cell("text", field="opcode", code=True)
    stack([figure, figure])                  one under the other

Without a drawing: `annotate_frame(data, receiver)` labels every bit, `language.FIELDS["fin"]` is one
field's name, colours, pattern and section; `language.as_json()` and `language.as_css()` are for widgets.

Importing this module in IPython makes a bare `Frame` at the end of a cell a drawing, as `register()` does.
"""

from __future__ import annotations

from . import language
from .annotation import AnnotatedFrame, Fault, Span, annotate_frame, annotate_frames
from .figure import Figure
from .formatters import load_ipython_extension, register
from .frame_bytes import frame_bytes
from .hexdump import Highlight, hexdump
from .showing import draw, show
from .stack import stack
from .table import Cell, table
from .two_ways import byte_two_ways

__all__ = [
    "AnnotatedFrame",
    "Cell",
    "Fault",
    "Figure",
    "Highlight",
    "Span",
    "annotate_frame",
    "annotate_frames",
    "byte_two_ways",
    "draw",
    "frame_bytes",
    "hexdump",
    "language",
    "load_ipython_extension",
    "register",
    "show",
    "stack",
    "table",
]

register()

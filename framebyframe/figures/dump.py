"""Any bytes as a hexdump: offset, sixteen bytes in hex, the same as ASCII."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import svg
from .figure import Figure
from .language import FIELDS, PANEL_LIGHT, TONES, Field, Mark
from .tables import html_table
from .text.catalogue import say
from .visible import byte_as_character
from .words import count, left_out_words

ROW = 16
"""Bytes in a row."""
HALF = ROW // 2
MAX_ROWS = 12
"""Longer dumps show their first rows and their last one."""
LAST_ROWS = 1

ROW_HEIGHT = 30
HEX_LEFT, HEX_CELL, HALF_GAP = 72, 28, 8
WORDS_LEFT = HEX_LEFT + 108
WORDS_ROOM = svg.WIDTH - svg.PADDING - WORDS_LEFT
"""Pixels for a line of a highlight's words."""
ASCII_LEFT, ASCII_CELL = 548, 12
APART = 3
"""Pixels that the tints of two neighbours stay apart."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Highlight:
    """Some bytes of a dump, marked.

    Attributes:
        start: the first byte.
        stop: the byte after the last one.
        caption: what there is to say about them; with a field it may be "".
        field: the key of a field whose colour they get, or "".
        tone: the key of the colour they get where they are no field: "hint", "plain", "right" or "wrong".
    """

    start: int
    stop: int
    caption: str
    field: str = ""
    tone: str = "hint"

    @property
    def look(self) -> Field | Mark:
        """The field or mark that colours the bytes."""
        return FIELDS[self.field] if self.field else TONES[self.tone]

    @property
    def place(self) -> str:
        """ "byte 0", "bytes 4–7"."""
        if self.stop - self.start == 1:
            return say("drawing", "hexdump", "byte", start=self.start)
        return say("drawing", "hexdump", "bytes", start=self.start, last=self.stop - 1)

    @property
    def words(self) -> str:
        """The caption, after the field's name if it has one; one of them may stand alone."""
        return ": ".join(filter(None, (self.look.name if self.field else "", self.caption)))


def hexdump(data: bytes, highlights: Sequence[Highlight] = (), caption: str = "") -> Figure:
    """Bytes in hex and ASCII, some of them marked.

    Args:
        data: any bytes.
        highlights: what to mark; they should not overlap.
        caption: a line under the figure.

    Example: `hexdump(head, [Highlight(0, 1, "the letter H")])`
    """
    data = bytes(data)
    return Figure(
        svg=_svg(data, highlights),
        alt=_alt(data, highlights),
        text=_text(data, highlights),
        caption=caption,
    )


def as_table(data: bytes) -> str:
    """The rows of a hexdump as an HTML table, for those who do not see the picture."""
    rows = [(offset, data[offset : offset + ROW]) for offset in range(0, len(data), ROW)]
    cells = [[f"{offset:04x}", row.hex(" "), "".join(map(byte_as_character, row))] for offset, row in rows]
    return html_table([say("drawing", "hexdump", f"column.{name}") for name in COLUMNS], cells)


COLUMNS = ("offset", "bytes", "text")


def shown_rows(data: bytes) -> list[int | None]:
    """The offsets of the rows that are shown; None where rows are left out."""
    offsets = list(range(0, len(data), ROW)) or [0]
    if len(offsets) <= MAX_ROWS:
        return list(offsets)
    first = MAX_ROWS - LAST_ROWS - 1
    return [*offsets[:first], None, *offsets[-LAST_ROWS:]]


def left_out(data: bytes, rows: Sequence[int | None]) -> int:
    """The number of bytes that `shown_rows` leaves out."""
    return len(data) - sum(len(data[row : row + ROW]) for row in rows if row is not None)


def _alt(data: bytes, highlights: Sequence[Highlight]) -> str:
    start = " ".join(f"{byte:02x}" for byte in data[:ROW])
    marks = [say("drawing", "hexdump", "marked", place=mark.place, words=mark.words) for mark in highlights]
    marked = "".join(f" {mark}" for mark in marks)
    key = "alt_long" if len(data) > ROW else "alt"
    return say("drawing", "hexdump", key, bytes=count(len(data), "byte"), start=start, marked=marked)


# --- drawn ---------------------------------------------------------------------------------------


def _svg(data: bytes, highlights: Sequence[Highlight]) -> str:
    rows = shown_rows(data)
    shapes: list[str] = []
    for index, offset in enumerate(rows):
        middle = svg.PADDING + (index + 0.5) * ROW_HEIGHT
        shapes += [_gap(data, rows, middle)] if offset is None else _row(data, offset, middle, highlights)
    bottom = svg.PADDING + len(rows) * ROW_HEIGHT
    legend, height = _legend(highlights, bottom)
    return svg.panel([*shapes, *legend], height, _alt(data, highlights))


def _row(data: bytes, offset: int, middle: float, highlights: Sequence[Highlight]) -> Iterator[str]:
    for mark in highlights:
        yield from _marked(mark, offset, middle)
    yield svg.text(svg.PADDING, middle, f"{offset:04x}", svg.SMALL, PANEL_LIGHT["muted"], font=svg.MONO)
    for column, byte in enumerate(data[offset : offset + ROW]):
        colour = _ink(offset + column, highlights)
        yield _character(_hex_left(column) + HEX_CELL / 2, middle, f"{byte:02x}", colour)
        shown = byte_as_character(byte)
        muted = PANEL_LIGHT["muted"] if shown == "·" else colour
        yield _character(ASCII_LEFT + (column + 0.5) * ASCII_CELL, middle, shown, muted)


def _gap(data: bytes, rows: Sequence[int | None], middle: float) -> str:
    words = left_out_words(left_out(data, rows))
    return svg.text(HEX_LEFT, middle, words, svg.MEDIUM, PANEL_LIGHT["muted"])


def _hex_left(column: int) -> float:
    return HEX_LEFT + column * HEX_CELL + (HALF_GAP if column >= HALF else 0)


def _character(x: float, middle: float, content: str, colour: str) -> str:
    return svg.text(x, middle, content, svg.MEDIUM, colour, "middle", svg.MONO)


def _ink(position: int, highlights: Sequence[Highlight]) -> str:
    for mark in highlights:
        if mark.start <= position < mark.stop:
            return mark.look.light.ink
    return PANEL_LIGHT["text"]


def _marked(mark: Highlight, offset: int, middle: float) -> Iterator[str]:
    """The tint behind what a highlight covers of one row, in hex and in ASCII."""
    first, stop = max(mark.start, offset) - offset, min(mark.stop, offset + ROW) - offset
    if first >= stop:
        return
    left, right = _hex_left(first), _hex_left(stop - 1) + HEX_CELL
    yield from _tinted(mark.look, left, middle, right - left)
    yield from _tinted(mark.look, ASCII_LEFT + first * ASCII_CELL, middle, (stop - first) * ASCII_CELL)


def _tinted(look: Field | Mark, left: float, middle: float, width: float) -> Iterator[str]:
    top = middle - ROW_HEIGHT / 2 + 2
    left, width = left + APART / 2, width - APART
    yield svg.rectangle(left, top, width, ROW_HEIGHT - 4, fill=look.light.tint)
    yield svg.band(left, top + ROW_HEIGHT - 8, width, look.pattern, look.light, height=4)


def _legend(highlights: Sequence[Highlight], top: float) -> tuple[list[str], float]:
    """The legend under the dump, one sentence for each highlight, and where the panel ends."""
    shapes: list[str] = []
    middle = top + 12 + ROW_HEIGHT / 2
    for mark in highlights:
        shapes += [*_tinted(mark.look, svg.PADDING, middle, 40)]
        shapes.append(svg.text(HEX_LEFT, middle, mark.place, svg.SMALL, PANEL_LIGHT["muted"], room=100))
        words, depth = svg.paragraph(
            WORDS_LEFT, middle, mark.words, svg.MEDIUM, WORDS_ROOM, ROW_HEIGHT, mark.look.light.ink
        )
        shapes += words
        middle += depth
    return shapes, (middle - ROW_HEIGHT / 2 if highlights else top) + svg.PADDING


# --- in text -------------------------------------------------------------------------------------


def _text(data: bytes, highlights: Sequence[Highlight]) -> str:
    rows = shown_rows(data)
    lines: list[str] = []
    for offset in rows:
        if offset is None:
            lines.append(f"      {left_out_words(left_out(data, rows))}")
        else:
            lines += [text_row(data, offset), *_letters_row(offset, highlights)]
    legend = [f"{LETTERS[i % 26]}  {mark.place}: {mark.words}" for i, mark in enumerate(highlights)]
    return "\n".join([*lines, *legend])


def text_row(data: bytes, offset: int) -> str:
    """One line of a hexdump."""
    row = data[offset : offset + ROW]
    halves = f"{row[:HALF].hex(' '):<23}  {row[HALF:].hex(' '):<23}"
    return f"{offset:04x}  {halves}  {''.join(map(byte_as_character, row))}".rstrip()


def _letters_row(offset: int, highlights: Sequence[Highlight]) -> list[str]:
    """A letter under each marked byte, if this row has one."""
    cells = ["  "] * ROW
    for index, mark in enumerate(highlights):
        for position in range(max(mark.start, offset), min(mark.stop, offset + ROW)):
            cells[position - offset] = LETTERS[index % 26] * 2
    row = f"      {' '.join(cells[:HALF])}  {' '.join(cells[HALF:])}".rstrip()
    return [row] if row else []

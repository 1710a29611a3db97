"""Expected and received, one above the other, with a caret under the first that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import svg
from .annotation import annotate_frame
from .cells import byte_cell, cell_ink
from .figure import Figure
from .labels import Span
from .language import FIELDS, PANEL_LIGHT, TONES, Field, Mark
from .text.catalogue import say
from .visible import columns, pad, visible
from .words import count

WINDOW = 16
BEFORE = 6
"""Cells shown before the first wrong one, where not all of them are shown."""

LABEL_LEFT, LEFT, CELL, CELL_HEIGHT = 20, 124, 38, 36
TOP, ROW_PITCH = 20, 44
LINE = 24
BIT_ADVANCE = 14


@dataclass(frozen=True)
class Difference:
    """The first place where two byte strings, or two texts, part.

    Attributes:
        index: counted from 0.
        expected: the byte or character that should be there; None beyond the end.
        received: the one that is there; None beyond the end.
        fields: the keys of the fields whose bits are wrong.
        sentence: all of this in words.
    """

    index: int
    expected: str | None
    received: str | None
    fields: tuple[str, ...]
    sentence: str


def first_difference(
    expected: bytes | str, received: bytes | str, field: str = "", before: bytes = b""
) -> Difference | None:
    """The first place where the two differ; None if they are equal. Arguments as in `compare`."""
    return _Pair.of(expected, received, field, before).difference


def compare(
    expected: bytes | str, received: bytes | str, field: str = "", before: bytes = b"", caption: str = ""
) -> Figure:
    """Both in hex (or character by character), a caret under the first wrong one, and the field it is in.

    Args:
        expected: what is right.
        received: what came instead, of the same type.
        field: the key of the one field that all of it belongs to; "" if it is a frame.
        before: the bytes of the frame that stand before `expected`: b"\\x81" for a length alone.
        caption: a line under the figure.

    Example: `compare(bytes.fromhex("820100"), bytes.fromhex("820001"))`
    """
    pair = _Pair.of(expected, received, field, before)
    return Figure(svg=_svg(pair), alt=_alt(pair), text=_text(pair), caption=caption)


@dataclass(frozen=True)
class _Pair:
    """The two values that are compared, and the fields of the first."""

    expected: bytes | str
    received: bytes | str
    spans: tuple[Span, ...]
    field: str
    offset: int

    @classmethod
    def of(cls, expected: bytes | str, received: bytes | str, field: str, before: bytes) -> _Pair:
        is_frame = isinstance(expected, bytes) and not field
        spans = annotate_frame(before + expected).spans if is_frame and isinstance(expected, bytes) else ()
        return cls(expected, received, spans, field, len(before))

    @property
    def unit(self) -> str:
        return "character" if isinstance(self.expected, str) else "byte"

    def row(self, name: str) -> bytes | str:
        """The value of this name: "expected" or "received"."""
        return self.expected if name == "expected" else self.received

    @cached_property
    def difference(self) -> Difference | None:
        index = _first_wrong(self.expected, self.received)
        if index is None:
            return None
        expected, received = _cell(self.expected, index), _cell(self.received, index)
        fields = self._wrong_fields(index, expected, received)
        return Difference(index, expected, received, fields, _sentence(self, index, expected, received))

    def spans_at(self, index: int) -> list[Span]:
        """The fields that have bits in this byte."""
        place = index + self.offset
        return [span for span in self.spans if span.first_byte <= place < span.stop_byte]

    def _wrong_fields(self, index: int, expected: str | None, received: str | None) -> tuple[str, ...]:
        if expected is None:
            return ()
        if not self.spans:
            return (self.field,) if self.field else ()
        wrong = int(expected, 16) ^ int(received, 16) if received else 0xFF
        first_bit = (index + self.offset) * 8
        return tuple(span.field for span in self.spans_at(index) if _bits_of(span, first_bit) & wrong)


def _bits_of(span: Span, first_bit: int) -> int:
    """A mask of the field's bits in the byte that begins at `first_bit`."""
    start, stop = max(span.first_bit - first_bit, 0), min(span.stop_bit - first_bit, 8)
    return (0xFF >> start) & (0xFF << (8 - stop))


def _cell(content: bytes | str, index: int) -> str | None:
    """A byte in hex, a character as it is; None beyond the end."""
    if index >= len(content):
        return None
    return visible(content[index]) if isinstance(content, str) else f"{content[index]:02x}"


def _first_wrong(expected: bytes | str, received: bytes | str) -> int | None:
    pairs = enumerate(zip(expected, received, strict=False))
    shorter = min(len(expected), len(received))
    index = next((index for index, (one, other) in pairs if one != other), shorter)
    return None if index == len(expected) == len(received) else index


# --- in words and in text ------------------------------------------------------------------------


def _sentence(pair: _Pair, index: int, expected: str | None, received: str | None) -> str:
    if pair.unit == "character":
        expected, received = (cell and f"“{cell}”" for cell in (expected, received))
    if expected is None:
        extra = len(pair.received) - len(pair.expected)
        return _say(f"{pair.unit}.too_many", index=index, number=count(extra, pair.unit))
    if received is None:
        missing = len(pair.expected) - len(pair.received)
        too_few = count(missing, pair.unit)
        return _say(f"{pair.unit}.too_few", index=index, expected=expected, number=too_few)
    return _say(f"{pair.unit}.wrong", index=index, received=received, expected=expected)


def _field_words(difference: Difference) -> str:
    """The fields that are wrong, with their sections."""
    fields = [FIELDS[key] for key in difference.fields]
    names = ", ".join(field.name for field in fields)
    return f"{names} ({fields[0].section})" if fields else ""


def _alt(pair: _Pair) -> str:
    difference = pair.difference
    if difference is None:
        return _say("all_equal", number=count(len(pair.expected), pair.unit))
    window = _window(pair)
    rows = [_spoken_row(pair, window, name, cells) for name, cells in _named_rows(pair, window)]
    told = "; ".join(rows)
    told = f"{told[:1].upper()}{told[1:]}."
    return " ".join([told, difference.sentence, _field_words(difference)]).strip()


def _spoken_row(pair: _Pair, window: range, name: str, cells: Sequence[str | None]) -> str:
    """The cells of a row that are shown; if that is not the whole row, also its length."""
    shown = " ".join(filter(None, cells)) or _nothing(pair)
    before, after = _left_out(pair, window, name)
    row = f"{_say(name)}: {'… ' if before else ''}{shown}{' …' if after else ''}"
    if not before and not after:
        return row
    return _say("in_all", row=row, number=count(len(pair.row(name)), pair.unit))


def _left_out(pair: _Pair, window: range, name: str) -> tuple[bool, bool]:
    """Whether this row has cells before the window, and after it."""
    return window.start > 0, len(pair.row(name)) > window.stop


def _text(pair: _Pair) -> str:
    difference, window = pair.difference, _window(pair)
    width = max([2] + [len(cell) for _, cells in _named_rows(pair, window) for cell in cells if cell])
    lines = [
        f"{_row_name(name)}"
        f"{_row_text(cells, width, *_left_out(pair, window, name)) if pair.row(name) else _nothing(pair)}"
        for name, cells in _named_rows(pair, window)
    ]
    if difference is None:
        return "\n".join([*lines, f"{TONES['right'].sign} {_say('equal')}"])
    before = 2 if window.start else 0
    blanks = " " * (columns(_row_name("")) + before + (difference.index - window.start) * (width + 1))
    lines.append(blanks + "^" * (2 if pair.unit == "byte" else 1))
    return "\n".join(
        [*lines, *_words(difference), *(f"{_row_name(name)}{bits}" for name, bits in _bit_rows(pair))]
    )


def _nothing(pair: _Pair) -> str:
    """What stands in a row that has no cells at all."""
    return say("drawing", "all", "no_bytes" if pair.unit == "byte" else "nothing")


def _row_text(cells: Sequence[str | None], width: int, before: bool, after: bool) -> str:
    shown = " ".join(f"{cell or '':<{width}}" for cell in cells)
    return f"{'… ' if before else ''}{shown.rstrip()}{' …' if after else ''}"


def _words(difference: Difference) -> list[str]:
    sign = TONES["wrong"].sign
    return [f"{sign} {difference.sentence}", *filter(None, [_field_words(difference)])]


def _say(key: str, **values: object) -> str:
    return say("drawing", "comparison", key, **values)


def _row_name(name: str) -> str:
    """The name of a row of text, as wide as the longer of the two names, and a gap; blanks for ""."""
    width = max(columns(_say(each)) for each in ("expected", "received"))
    return pad(_say(name) if name else "", width + 2)


def _window(pair: _Pair) -> range:
    """The indices of the cells that are shown: sixteen, with the first wrong one among them."""
    index = difference.index if (difference := pair.difference) else 0
    end = max(len(pair.expected), len(pair.received))
    start = 0 if index < WINDOW - 1 else max(min(index - BEFORE, end - WINDOW), 0)
    return range(start, min(start + WINDOW, end))


def _named_rows(pair: _Pair, window: range) -> list[tuple[str, list[str | None]]]:
    return [
        ("expected", [_cell(pair.expected, index) for index in window]),
        ("received", [_cell(pair.received, index) for index in window]),
    ]


def _bit_rows(pair: _Pair) -> list[tuple[str, str]]:
    """The bits of the wrong byte, where several fields share it."""
    difference = pair.difference
    if difference is None or not difference.expected or not difference.received:
        return []
    if len(pair.spans_at(difference.index)) < 2:
        return []
    expected, received = int(difference.expected, 16), int(difference.received, 16)
    carets = "".join("^" if bit == "1" else " " for bit in f"{expected ^ received:08b}")
    return [("expected", f"{expected:08b}"), ("received", f"{received:08b}"), ("", carets.rstrip())]


# --- drawn ---------------------------------------------------------------------------------------


def _svg(pair: _Pair) -> str:
    difference, window = pair.difference, _window(pair)
    shapes: list[str] = []
    top: float = TOP
    for name, cells in _named_rows(pair, window):
        shapes.append(svg.text(LABEL_LEFT, top + CELL_HEIGHT / 2, _say(name), svg.MEDIUM, bold=True))
        shapes += _row(pair, name, window, cells, top)
        top += ROW_PITCH
    if difference is None:
        green, words = TONES["right"].light.ink, f"{TONES['right'].sign} {_say('equal')}"
        shapes.append(svg.text(LEFT, top + 12, words, svg.MEDIUM, green, bold=True))
        return svg.panel(shapes, top + 36, _alt(pair))
    shapes.append(_caret(LEFT + (difference.index - window.start + 0.5) * CELL, top))
    drawn, top = _explained(pair, difference, top + 24)
    return svg.panel([*shapes, *drawn], top + 14, _alt(pair))


def _row(pair: _Pair, name: str, window: range, cells: Sequence[str | None], top: float) -> Iterator[str]:
    before, after = _left_out(pair, window, name)
    if not pair.row(name):
        yield svg.text(LEFT, top + CELL_HEIGHT / 2, _nothing(pair), svg.MEDIUM, PANEL_LIGHT["muted"])
    for index, cell in zip(window, cells, strict=True):
        if cell is not None:
            left, wrong = LEFT + (index - window.start) * CELL, name == "received" and _is_wrong(pair, index)
            drawn = _plain_cell(TONES["wrong"], left, top, cell, 2) if wrong else None
            yield from drawn or _drawn_cell(pair, index, left, top, cell)
    if before:
        yield svg.text(LEFT - 10, top + CELL_HEIGHT / 2, "…", svg.MEDIUM, PANEL_LIGHT["muted"], "middle")
    if after:
        right = LEFT + len(window) * CELL + 10
        yield svg.text(right, top + CELL_HEIGHT / 2, "…", svg.MEDIUM, PANEL_LIGHT["muted"], "middle")


def _is_wrong(pair: _Pair, index: int) -> bool:
    return _cell(pair.expected, index) != _cell(pair.received, index)


def _drawn_cell(pair: _Pair, index: int, left: float, top: float, content: str) -> Iterator[str]:
    """A cell that is right, or has nothing to be compared with, in the colours of its fields."""
    spans = pair.spans_at(index) if index < len(pair.expected) else []
    if spans:
        yield from byte_cell(spans, index + pair.offset, left, top, CELL, CELL_HEIGHT)
        yield _content(left, top, content, cell_ink(spans))
    else:
        yield from _plain_cell(FIELDS.get(pair.field) or TONES["plain"], left, top, content)


def _plain_cell(look: Field | Mark, left: float, top: float, content: str, width: float = 1) -> Iterator[str]:
    colours = look.light
    yield svg.rectangle(
        left, top, CELL, CELL_HEIGHT, fill=colours.tint, stroke=colours.line, stroke_width=width
    )
    yield svg.band(left, top + CELL_HEIGHT - svg.BAND, CELL, look.pattern, colours)
    yield _content(left, top, content, colours.ink, bold=width > 1)


def _content(left: float, top: float, content: str, ink: str, bold: bool = False) -> str:
    middle, centre = top + 15, left + CELL / 2
    return svg.text(centre, middle, content, svg.MEDIUM, ink, "middle", svg.MONO, bold=bold, room=CELL)


def _caret(x: float, top: float) -> str:
    red = TONES["wrong"].light.line
    return svg.path(f"M{svg.number(x)} {svg.number(top)}l9 14h-18z", red, fill=red)


def _explained(pair: _Pair, difference: Difference, top: float) -> tuple[list[str], float]:
    """The sentence, the fields, and the bits where fields share the byte."""
    red = TONES["wrong"]
    words = f"{red.sign} {difference.sentence}"
    shapes, depth = svg.paragraph(
        LABEL_LEFT, top + 10, words, svg.MEDIUM, svg.INNER, LINE, red.light.ink, bold=True
    )
    top += depth
    for key in difference.fields:
        shapes += _field_line(FIELDS[key], top)
        top += LINE
    for name, bits in _bit_rows(pair):
        words = _say(name) if name else ""
        shapes += [svg.text(LABEL_LEFT, top + 12, words, svg.SMALL, PANEL_LIGHT["muted"])] if words else []
        shapes += (
            [svg.monospaced(LEFT, top + 12, bits, PANEL_LIGHT["text"], BIT_ADVANCE)] if bits.strip() else []
        )
        top += LINE
    return shapes, top


def _field_line(field: Field, top: float) -> Iterator[str]:
    yield svg.rectangle(LABEL_LEFT, top + 2, 26, 18, fill=field.light.tint, stroke=field.light.line)
    yield svg.band(LABEL_LEFT, top + 14, 26, field.pattern, field.light)
    words = f"{field.name} ({field.section})"
    yield svg.text(LABEL_LEFT + 36, top + 11, words, svg.MEDIUM, field.light.ink, room=svg.INNER - 36)

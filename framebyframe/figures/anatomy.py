"""The RFC's picture of a frame (RFC 6455, 5.2): rows of 32 bits, drawn from the fields themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from framebyframe.wire import Frame

from . import svg
from .annotation import AnnotatedFrame, annotate_frame
from .figure import Figure
from .frame_bytes import as_bytes, describe, frame_table
from .labels import BITS, Span
from .language import FIELDS, PANEL_LIGHT, Field
from .tables import Cell, html_table
from .text.catalogue import say
from .visible import byte_as_character, wrap
from .words import left_out_words, opcode_name

ROW_BITS = 32
MAX_ROWS = 6
"""Rows of 32 bits that are drawn; a longer frame ends after them."""

CELL = 21
LEFT = 64
BYTES_SCALE, BITS_SCALE, GRID_TOP = 26, 48, 62
BITS_HEIGHT, NAME_HEIGHT, LETTER, LINE = 30, 68, 14, 18
MAX_NAME_LINES = 2
CONTINUED = "continued"
"""The text in place of a field's name in the rows after its first."""


@dataclass(frozen=True)
class _Part:
    """A field of the picture: how many bits, a note, and which bits where a real frame is drawn."""

    field: Field
    bits: int
    note: str = ""
    shown: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class _Piece:
    """The part of a field in one row: `bits` bits from bit `column`; `first` if the field begins here."""

    part: _Part
    row: int
    column: int
    bits: int
    first: bool
    shown: str


@dataclass(frozen=True)
class _Picture:
    pieces: list[_Piece]
    has_values: bool
    left_out: int
    alt: str
    table: str

    @property
    def rows(self) -> int:
        return max((piece.row for piece in self.pieces), default=-1) + 1

    @property
    def row_height(self) -> int:
        return NAME_HEIGHT + (BITS_HEIGHT if self.has_values else 0)


RFC_PARTS = (
    *(_Part(FIELDS[key], 1) for key in ("fin", "rsv1", "rsv2", "rsv3")),
    _Part(FIELDS["opcode"], 4),
    _Part(FIELDS["mask"], 1),
    _Part(FIELDS["payload_length"], 7),
    _Part(FIELDS["extended_payload_length"], 16, "length_16"),
    _Part(FIELDS["extended_payload_length"], 48, "length_64"),
    _Part(FIELDS["masking_key"], 32, "masking_key"),
    _Part(FIELDS["payload_data"], 48),
)
"""Every field, those that may be left out too; their notes are keys of the catalogue."""
COLUMNS = ("field", "size", "meaning", "section")


def frame_anatomy(frame: Frame | bytes | None = None, caption: str = "") -> Figure:
    """The RFC's picture: of any frame, or with the bits of this one.

    Args:
        frame: a `Frame`, or bytes that begin with one; None draws every field and no values.
        caption: a line under the figure.

    Example: `frame_anatomy()`, `frame_anatomy(Frame(Opcode.TEXT, b"Hello"))`
    """
    picture = _rfc_picture() if frame is None else _picture_of(frame)
    return Figure(
        svg=_svg(picture), alt=picture.alt, text=_text(picture), table=picture.table, caption=caption
    )


def _rfc_picture() -> _Picture:
    fields = [field for field in FIELDS.values() if field.family == "frame"]
    named = "; ".join(f"{field.name}, {field.size}" for field in fields if field.key in _rfc_keys())
    rows = [
        [Cell(field.name, field.key), *map(Cell, (field.size, field.meaning, field.section))]
        for field in fields
    ]
    header = [say("drawing", "anatomy", f"column.{name}") for name in COLUMNS]
    alt = say("drawing", "anatomy", "alt", fields=named)
    return _Picture(_pieces(_rfc_parts()), False, 0, alt, html_table(header, rows))


def _rfc_parts() -> list[_Part]:
    """`RFC_PARTS` with their notes in words."""
    return [
        replace(part, note=say("drawing", "anatomy", part.note) if part.note else "") for part in RFC_PARTS
    ]


def _rfc_keys() -> set[str]:
    return {part.field.key for part in RFC_PARTS}


def _picture_of(frame: Frame | bytes) -> _Picture:
    annotated = annotate_frame(as_bytes(frame))
    shown = annotate_frame(annotated.data[: MAX_ROWS * ROW_BITS // BITS])
    pieces = _pieces([_part_of(shown, span) for span in shown.spans])
    left_out = len(annotated.data) - len(shown.data)
    return _Picture(pieces, True, left_out, describe(annotated), frame_table(annotated))


def _part_of(frame: AnnotatedFrame, span: Span) -> _Part:
    data = frame.data[span.first_byte : span.stop_byte]
    bits = f"{int.from_bytes(data, 'big'):0{len(data) * BITS}b}"
    start = span.first_bit - span.first_byte * BITS
    return _Part(
        FIELDS[span.field], span.bits, _note(span), bits[start : start + span.bits], span.value is not None
    )


def _note(span: Span) -> str:
    if span.field == "opcode" and span.value is not None:
        return f"{span.shown} {opcode_name(span.value)}"
    return span.shown if span.bits > 1 and span.value is not None else ""


def _pieces(parts: Sequence[_Part]) -> list[_Piece]:
    """The parts cut where a row ends."""
    pieces = []
    position = 0
    for part in parts:
        done = 0
        while done < part.bits:
            row, column = divmod(position, ROW_BITS)
            bits = min(part.bits - done, ROW_BITS - column)
            pieces.append(_Piece(part, row, column, bits, done == 0, part.shown[done : done + bits]))
            position, done = position + bits, done + bits
    return pieces


# --- drawn ---------------------------------------------------------------------------------------


def _svg(picture: _Picture) -> str:
    shapes = [*_scale()]
    for row in range(picture.rows):
        middle = GRID_TOP + (row + 0.5) * picture.row_height
        words, muted = say("drawing", "anatomy", "byte", number=4 * row), PANEL_LIGHT["muted"]
        shapes.append(svg.text(LEFT - 4, middle, words, svg.SMALL, muted, "end", room=LEFT - 4))
    for piece in picture.pieces:
        shapes += _piece(piece, GRID_TOP + piece.row * picture.row_height, picture.row_height)
    bottom = GRID_TOP + picture.rows * picture.row_height
    if picture.left_out:
        bottom += 34
        words = left_out_words(picture.left_out)
        middle = LEFT + ROW_BITS / 2 * CELL
        shapes.append(svg.text(middle, bottom - 14, words, svg.MEDIUM, PANEL_LIGHT["muted"], "middle"))
    return svg.panel(shapes, bottom + 20, picture.alt)


def _scale() -> Iterator[str]:
    """Bytes and bits, counted along the top."""
    for byte in range(ROW_BITS // BITS):
        middle = LEFT + (byte + 0.5) * BITS * CELL
        yield svg.text(middle, BYTES_SCALE, f"+{byte}", svg.SMALL, PANEL_LIGHT["muted"], "middle", bold=True)
    for bit in range(ROW_BITS):
        middle = LEFT + (bit + 0.5) * CELL
        yield svg.text(middle, BITS_SCALE, str(bit), svg.SMALL, PANEL_LIGHT["muted"], "middle", room=CELL)


def _piece(piece: _Piece, top: float, height: float) -> Iterator[str]:
    field, left, width = piece.part.field, LEFT + piece.column * CELL, piece.bits * CELL
    yield svg.rectangle(left, top, width, height, fill=field.light.tint, stroke=field.light.line)
    yield svg.band(left, top + height - svg.BAND, width, field.pattern, field.light)
    if piece.shown:
        yield from _values(piece, left, top + BITS_HEIGHT / 2 + 2)
        top += BITS_HEIGHT
    yield from _stacked_name(piece, left, top) if piece.bits == 1 else _name(piece, left, top, width)


def _values(piece: _Piece, left: float, middle: float) -> Iterator[str]:
    """A number bit by bit; a masking key and payload data byte by byte."""
    step = 1 if piece.part.is_number else BITS
    for index in range(0, piece.bits, step):
        bits = piece.shown[index : index + step]
        shown = bits if piece.part.is_number else _byte_words(piece.part.field, int(bits, 2))
        x = left + (index + step / 2) * CELL
        yield svg.text(
            x, middle, shown, svg.MEDIUM, piece.part.field.light.ink, "middle", svg.MONO, bold=True
        )


def _byte_words(field: Field, byte: int) -> str:
    """The byte in hex, with its character where it is one of text."""
    is_clear = field.key in ("payload_data", "close_reason")
    return f"{byte:02x} {byte_as_character(byte)}" if is_clear else f"{byte:02x}"


def _stacked_name(piece: _Piece, left: float, top: float) -> Iterator[str]:
    """The name of a single bit, letter under letter, as the RFC writes it."""
    for index, letter in enumerate(piece.part.field.label):
        middle = top + 10 + index * LETTER
        ink = piece.part.field.light.ink
        yield svg.text(left + CELL / 2, middle, letter, svg.SMALL, ink, "middle", svg.MONO, bold=True)


def _name(piece: _Piece, left: float, top: float, width: float) -> Iterator[str]:
    centre, ink, room = left + width / 2, piece.part.field.light.ink, width - 6
    if not piece.first:
        middle = top + (NAME_HEIGHT - svg.BAND) / 2
        yield svg.text(centre, middle, CONTINUED, svg.SMALL, ink, "middle", room=room)
        return
    note, names = piece.part.note, svg.wrapped(piece.part.field.name, svg.MEDIUM, room, bold=True)
    names = names if len(names) <= MAX_NAME_LINES else [piece.part.field.label]
    middle = top + (NAME_HEIGHT - svg.BAND) / 2 - (len(names) - (0 if note else 1)) * LINE / 2
    for name in names:
        yield svg.text(centre, middle, name, svg.MEDIUM, ink, "middle", bold=True, room=room)
        middle += LINE
    yield svg.text(centre, middle, note, svg.SMALL, ink, "middle", room=room) if note else ""


# --- in text -------------------------------------------------------------------------------------


def _text(picture: _Picture) -> str:
    tens = "".join(f"{bit // 10 if bit % 10 == 0 else ' '} " for bit in range(ROW_BITS))
    lines = [f" {tens}".rstrip(), f" {''.join(f'{bit % 10} ' for bit in range(ROW_BITS))}".rstrip()]
    rows = [[piece for piece in picture.pieces if piece.row == row] for row in range(picture.rows)]
    for above, row in zip([[], *rows], rows, strict=False):
        lines += [_border(above, row), *_text_row(row)]
    lines += [_border(rows[-1], [])] if rows else []
    return "\n".join([*lines, *([f" {left_out_words(picture.left_out)}"] if picture.left_out else [])])


def _border(above: Sequence[_Piece], below: Sequence[_Piece]) -> str:
    """The line between two rows, with a cross wherever a piece ends in one of them."""
    crosses = {0} | {2 * (piece.column + piece.bits) for row in (above, below) for piece in row}
    return "".join("+" if column in crosses else "-" for column in range(max(crosses) + 1))


def _columns(piece: _Piece) -> int:
    """The width of a piece between its bars, in characters: two for each bit, less one."""
    return 2 * piece.bits - 1


def _text_row(row: Sequence[_Piece]) -> Iterator[str]:
    cells = [_text_cell(piece) for piece in row]
    for index in range(max(map(len, cells))):
        shown = [cell[index] if index < len(cell) else "" for cell in cells]
        yield (
            "|" + "|".join(f"{text:^{_columns(piece)}}" for text, piece in zip(shown, row, strict=True)) + "|"
        )


def _text_cell(piece: _Piece) -> list[str]:
    """The lines of a piece: its bits, its name, its note."""
    values = [_text_values(piece)] if piece.shown else []
    if piece.bits == 1:
        return values + list(piece.part.field.label)
    if not piece.first:
        return [*values, *wrap(CONTINUED, _columns(piece))]
    notes = wrap(piece.part.note, _columns(piece)) if piece.part.note else []
    return [*values, *wrap(piece.part.field.name, _columns(piece)), *notes]


def _text_values(piece: _Piece) -> str:
    if piece.part.is_number:
        return " ".join(piece.shown)
    return "".join(
        f"{int(piece.shown[i : i + BITS], 2):02x}".center(2 * BITS) for i in range(0, piece.bits, BITS)
    ).rstrip()

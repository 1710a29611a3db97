"""A frame as the bytes that travel: its first two taken apart into bits, the rest under their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framebyframe.wire import Frame, Role, encode_frame
from framebyframe.wire.errors import WrongType

from . import svg
from .annotation import AnnotatedFrame, annotate_frame
from .cells import byte_cell, cell_ink
from .figure import Figure
from .labels import Span
from .language import FIELDS, PANEL_LIGHT, TONES, Colours
from .tables import Cell, html_table, text_table
from .text.catalogue import say
from .visible import byte_as_character, full_stop
from .words import close_code_name, count, left_out_words, opcode_name

HEADER = ("fin", "rsv1", "rsv2", "rsv3", "opcode", "mask", "payload_length")
"""The fields of the first two bytes."""
HEADER_BYTES = 2

CELL = 44
ROW = 16
MAX_ROWS = 4
"""Longer frames show their first rows and their last one."""
LEFT = 28
TITLE = 32
NAMES, MEANINGS, BITS_TOP, BIT_HEIGHT = 72, 92, 106, 36
BIT_NAME_OVER = 4
"""Pixels by which a name may be wider than its field: MASK is, and its neighbours are wide."""
BYTES_TOP, BYTES_TOP_WITHOUT_BITS = 182, 54
BYTE_HEIGHT = 50
LABEL_HEIGHT = 18
ROW_GAP = 14
MEANING_ROOM = 3 * CELL
"""Pixels that a sentence under a label needs at least."""
TITLE_LINE = 22
SHOWN_TITLE = 90


def frame_bytes(
    frame: Frame | bytes,
    receiver: Role | str | None = None,
    caption: str = "",
    bits: bool = True,
    deflate: bool = False,
) -> Figure:
    """A frame, or bytes that begin with one, byte by byte.

    Args:
        frame: a `Frame`, or any bytes: also half a frame, or none at all.
        receiver: "client" or "server", to have the rule about masking checked.
        caption: a line under the figure.
        bits: False leaves out the enlarged bits of the first two bytes.
        deflate: True if permessage-deflate was agreed, so that RSV1 has a meaning.

    Example: `frame_bytes(Frame(Opcode.TEXT, b"Hello"))`, `frame_bytes(bytes.fromhex("880203ea"), "client")`
    """
    annotated = annotate_frame(as_bytes(frame), receiver, deflate=deflate)
    return Figure(
        svg=_svg(annotated, bits),
        alt=describe(annotated),
        text=frame_text(annotated),
        table=frame_table(annotated),
        caption=caption,
    )


def as_bytes(frame: Frame | bytes) -> bytes:
    """A `Frame` as it goes over the wire, or bytes as they are.

    Raises:
        WrongType: the payload of the frame is not bytes.
    """
    if not isinstance(frame, Frame):
        return bytes(frame)
    if isinstance(frame.payload, str):
        written = repr(frame.payload) if len(frame.payload) < SHOWN_TITLE else "text"
        raise WrongType(f"a frame carries bytes, and this payload is text: write {written}.encode()")
    if not isinstance(frame.payload, (bytes, bytearray, memoryview)):
        raise WrongType(f"a frame carries bytes, and this payload is of type {type(frame.payload).__name__}")
    return encode_frame(frame)


# --- in words and in text -----------------------------------------------------------------------

COLUMNS = ("bytes", "bits", "field", "value", "meaning")


def _table_header() -> list[str]:
    return [say("drawing", "frame", f"column.{name}") for name in COLUMNS]


def describe(frame: AnnotatedFrame) -> str:
    """A frame for a person who does not see it."""
    fields = "; ".join(f"{FIELDS[span.field].name} {span.shown}" for span in frame.spans)
    parts = [f"{count(len(frame.data), 'byte')}, {frame.sentence}", fields]
    parts += [_to_come("to_come", frame)] if frame.missing else []
    parts += [say("drawing", "all", "wrong", sentence=fault.sentence) for fault in frame.faults]
    return " ".join(full_stop(part) for part in [*parts, frame.remark] if part)


def frame_table(frame: AnnotatedFrame) -> str:
    """The fields of a frame as an HTML table."""
    return html_table(_table_header(), [_table_row(frame, span) for span in frame.spans])


def frame_text(frame: AnnotatedFrame) -> str:
    """The frame as a table in plain text, its faults after it."""
    rows = [_table_row(frame, span) for span in frame.spans]
    return "\n".join([frame.sentence, "", text_table(_table_header(), rows), *notes(frame)])


def notes(frame: AnnotatedFrame) -> list[str]:
    """Sentences besides the fields: bytes that are missing, faults, and what the bytes may be instead."""
    lines = [_to_come("still_to_come", frame)] if frame.missing else []
    for span in frame.spans:
        lines += [f"{TONES['wrong'].sign} {FIELDS[span.field].name}: {fault.words}" for fault in span.faults]
    return [*lines, *([frame.remark] if frame.remark else [])]


def _to_come(key: str, frame: AnnotatedFrame) -> str:
    return say("drawing", "frame", key, bytes=count(frame.missing, "more_byte"))


def bit_picture(span: Span) -> str:
    """The place of a field's bits in its byte: "....0001"; "" for whole bytes."""
    if span.field not in HEADER or span.value is None:
        return ""
    first = span.first_bit % 8
    return "." * first + f"{span.value:0{span.bits}b}" + "." * (8 - first - span.bits)


def _table_row(frame: AnnotatedFrame, span: Span) -> list[Cell]:
    data = frame.data[span.first_byte : span.stop_byte]
    shown = data[:8].hex(" ") + (" …" if len(data) > 8 else "")
    value = "" if span.value is None else span.shown
    return [
        Cell(shown, code=True),
        Cell(bit_picture(span), code=True),
        Cell(FIELDS[span.field].name, span.field),
        Cell(value),
        Cell(span.sentence),
    ]


# --- drawn ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """A row of bytes: which ones, and where its top is."""

    start: int
    stop: int
    top: float
    label_lines: int

    @property
    def height(self) -> float:
        return BYTE_HEIGHT + self.label_lines * LABEL_HEIGHT + ROW_GAP


def _svg(frame: AnnotatedFrame, bits: bool) -> str:
    bits = bits and bool(frame.data)
    shapes = [*_bits(frame)] if bits else []
    rows, bottom = _rows(frame, BYTES_TOP if bits else BYTES_TOP_WITHOUT_BITS)
    for row in rows:
        shapes += _byte_row(frame, row)
    shapes += _elided(frame, rows)
    noted, bottom = _notes(frame, bottom)
    title, deeper = _title(frame.sentence)
    below = svg.element("g", *shapes, *noted, transform=f"translate(0 {deeper})" if deeper else None)
    return svg.panel([*title, below], bottom + deeper + svg.PADDING, describe(frame))


def _title(sentence: str) -> tuple[list[str], float]:
    """The sentence wrapped into lines, and the pixels by which the rest of the drawing moves down for it."""
    shapes, depth = svg.paragraph(svg.PADDING, TITLE, sentence, svg.MEDIUM, svg.INNER, TITLE_LINE, bold=True)
    return shapes, depth - TITLE_LINE


def _bits(frame: AnnotatedFrame) -> Iterator[str]:
    """The first two bytes, enlarged, and the funnel down to them."""
    for span in frame.spans:
        if span.field in HEADER:
            yield from _bit_field(span)
    for index in range(min(HEADER_BYTES, len(frame.data))):
        yield _funnel(index)


def _bit_field(span: Span) -> Iterator[str]:
    colours = FIELDS[span.field].light
    left, width = LEFT + span.first_bit * CELL, span.bits * CELL
    yield from _bit_label(span, left, width)
    for index, bit in enumerate(f"{span.value:0{span.bits}b}"):
        x = left + index * CELL
        yield svg.rectangle(x, BITS_TOP, CELL, BIT_HEIGHT, fill=colours.tint, stroke=colours.line)
        yield svg.text(
            x + CELL / 2, BITS_TOP + 16, bit, svg.LARGE, colours.ink, "middle", svg.MONO, bold=True
        )
    yield svg.band(left, BITS_TOP + BIT_HEIGHT - 6, width, FIELDS[span.field].pattern, colours)
    yield from _wrong_outline(span, left, BITS_TOP, width, BIT_HEIGHT)


def _bit_label(span: Span, left: float, width: float) -> Iterator[str]:
    centre, ink = left + width / 2, FIELDS[span.field].light.ink
    name, room = FIELDS[span.field].label, width + BIT_NAME_OVER
    yield svg.text(centre, NAMES, name, svg.SMALL, ink, "middle", bold=True, room=room)
    meaning = _bit_meaning(span)
    yield svg.text(centre, MEANINGS, meaning, svg.SMALL, PANEL_LIGHT["muted"], "middle", room=width - 2)


def _bit_meaning(span: Span) -> str:
    if span.field == "opcode" and span.value is not None:
        return f"{span.shown} {opcode_name(span.value)}"
    return span.shown if span.field == "payload_length" else ""


def _funnel(index: int) -> str:
    """Lines from the eight enlarged bits to the byte that they are."""
    top, bottom = BITS_TOP + BIT_HEIGHT + 2, BYTES_TOP - 1
    wide, narrow = LEFT + index * 8 * CELL, LEFT + index * CELL
    steps = f"M{wide} {top}H{wide + 8 * CELL}L{narrow + CELL} {bottom}H{narrow}Z"
    return svg.path(steps, PANEL_LIGHT["border"], fill="#f4f5f7")


def _rows(frame: AnnotatedFrame, top: float) -> tuple[list[_Row], float]:
    """The rows that are shown, and the height at which the last one ends. A gap stands for rows left out."""
    starts = list(range(0, len(frame.data), ROW))
    elided = len(starts) > MAX_ROWS
    starts = [*starts[: MAX_ROWS - 1], starts[-1]] if elided else starts
    rows: list[_Row] = []
    for start in starts:
        top += BYTE_HEIGHT if elided and start == starts[-1] else 0
        row = _Row(start, min(start + ROW, len(frame.data)), top, _label_lines(frame, start))
        rows.append(row)
        top += row.height
    return rows, top - ROW_GAP


def _elided(frame: AnnotatedFrame, rows: Sequence[_Row]) -> list[str]:
    shown = sum(row.stop - row.start for row in rows)
    if shown == len(frame.data):
        return []
    words = left_out_words(len(frame.data) - shown)
    middle = rows[-1].top - ROW_GAP / 2 - BYTE_HEIGHT / 2
    return [svg.text(LEFT + 8 * CELL, middle, words, svg.MEDIUM, PANEL_LIGHT["muted"], "middle")]


def _byte_row(frame: AnnotatedFrame, row: _Row) -> Iterator[str]:
    for index in range(row.start, row.stop):
        yield from _byte_cell(frame, index, LEFT + (index - row.start) * CELL, row.top)
    yield from _wrong_bytes(frame, row)
    for span in _labelled(frame, row.start):
        yield from _byte_label(frame, span, row)


def _byte_cell(frame: AnnotatedFrame, index: int, left: float, top: float) -> Iterator[str]:
    spans = frame.at_byte(index)
    ink, character = cell_ink(spans), _shown_character(frame, spans[0], index)
    yield from byte_cell(spans, index, left, top, CELL, BYTE_HEIGHT)
    middle = top + (18 if character else 22)
    yield svg.text(left + CELL / 2, middle, f"{frame.data[index]:02x}", 17, ink, "middle", svg.MONO)
    if character:
        yield svg.text(left + CELL / 2, top + 35, character, svg.SMALL, ink, "middle", svg.MONO)


def _wrong_bytes(frame: AnnotatedFrame, row: _Row) -> Iterator[str]:
    """An outline around what each broken field has in this row."""
    for span in frame.spans:
        first, stop = max(span.first_byte, row.start), min(span.stop_byte, row.stop)
        if first < stop and span.field not in HEADER:
            left = LEFT + (first - row.start) * CELL
            yield from _wrong_outline(span, left, row.top, (stop - first) * CELL, BYTE_HEIGHT)


def _shown_character(frame: AnnotatedFrame, span: Span, index: int) -> str:
    """The character under a byte of payload: what it is once unmasked."""
    if span.field not in ("payload_data", "masked_payload", "close_reason"):
        return ""
    return byte_as_character(frame.payload[index - (len(frame.data) - len(frame.payload))])


def _labelled(frame: AnnotatedFrame, start: int) -> list[Span]:
    """The fields whose name stands under the row that begins at byte `start`: those that begin in it."""
    return [
        span
        for span in frame.spans
        if span.field not in HEADER and start <= span.first_byte < start + ROW and span.stop_byte > start
    ]


def _label_place(frame: AnnotatedFrame, span: Span, start: int) -> tuple[float, float]:
    """The left edge of a label, and its room: up to the next label or the end of the panel."""
    column = span.first_byte - start
    later = [
        other.first_byte - start for other in _labelled(frame, start) if other.first_byte > span.first_byte
    ]
    stop = LEFT + later[0] * CELL - 8 if later else svg.WIDTH - svg.PADDING
    return LEFT + column * CELL, stop - LEFT - column * CELL


def _label_texts(frame: AnnotatedFrame, span: Span, room: float) -> tuple[list[str], list[str]]:
    names = svg.wrapped(FIELDS[span.field].label, svg.SMALL, room, bold=True)
    meaning = _byte_meaning(span)
    if svg.text_width(meaning, svg.SMALL) > room and span.value is not None:
        meaning = span.shown
    elif room < MEANING_ROOM and span.value is None:
        meaning = ""  # the title says it
    lines = svg.wrapped(meaning, svg.SMALL, room)[:2] if meaning else []
    if lines and svg.text_width(lines[0], svg.SMALL) > room:
        lines = [meaning]  # cut once, at its end
    return names, lines


def _label_lines(frame: AnnotatedFrame, start: int) -> int:
    sizes = [0]
    for span in _labelled(frame, start):
        names, meanings = _label_texts(frame, span, _label_place(frame, span, start)[1])
        sizes.append(len(names) + len(meanings))
    return max(sizes)


def _byte_label(frame: AnnotatedFrame, span: Span, row: _Row) -> Iterator[str]:
    left, room = _label_place(frame, span, row.start)
    names, meanings = _label_texts(frame, span, room)
    middle = row.top + BYTE_HEIGHT + LABEL_HEIGHT / 2 + 3
    for name in names:
        yield svg.text(left, middle, name, svg.SMALL, FIELDS[span.field].light.ink, bold=True, room=room)
        middle += LABEL_HEIGHT
    for meaning in meanings:
        yield svg.text(left, middle, meaning, svg.SMALL, PANEL_LIGHT["muted"], room=room)
        middle += LABEL_HEIGHT


def _byte_meaning(span: Span) -> str:
    if span.field == "close_code" and span.whole and span.value is not None:
        return f"{span.value} {close_code_name(span.value)}"
    if span.field == "extended_payload_length":
        return span.shown
    return "" if span.field == "masking_key" and span.whole else span.sentence


def _wrong_outline(span: Span, left: float, top: float, width: float, height: float) -> Iterator[str]:
    if span.faults:
        red: Colours = TONES["wrong"].light
        yield svg.rectangle(left, top, width, height, fill="none", stroke=red.line, stroke_width=4)


def _notes(frame: AnnotatedFrame, top: float) -> tuple[list[str], float]:
    """The notes as lines under the drawing, and where they end."""
    shapes: list[str] = []
    middle = top + 20
    for note in notes(frame):
        colour = TONES["wrong"].light.ink if note.startswith(TONES["wrong"].sign) else PANEL_LIGHT["text"]
        drawn, depth = svg.paragraph(LEFT, middle, note, svg.SMALL, svg.INNER - 8, 20, colour)
        shapes += drawn
        middle += depth
    return shapes, middle - 10 if shapes else top

"""The JSON of a call, in either dialect: each member under the name of its field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from . import svg
from .figure import Figure
from .language import FIELDS, PANEL_LIGHT, TONES
from .tables import Cell, html_table
from .text.catalogue import say
from .text_annotation import ENVELOPE, AnnotatedText, TextSpan, annotate_message, split_batch
from .visible import columns, elide, hanging, visible, wrap

MAX_VALUE = 400
"""Characters of a member that are drawn; the middle of a longer one is left out."""
MAX_MESSAGES = 8
"""Messages of a batch that are drawn."""

CHIP_LEFT, CHIP_WIDTH, CODE_LEFT = 20, 84, 118
ROOM = svg.WIDTH - svg.PADDING - CODE_LEFT
"""Pixels for a line of a sentence."""
CODE_COLUMNS = 73
TEXT_COLUMNS = 100
TITLE_HEIGHT, ROW_HEIGHT, LINE = 34, 30, 22


def message(message: object, caption: str = "") -> Figure:
    """A request, a reply or a batch, member by member.

    Args:
        message: JSON text as it travels (str or bytes), or a value to be written as JSON.
        caption: a line under the figure.

    Example: `message('{"action": "getData", "params": {"userId": 123}}')`
    """
    texts = split_batch(_json_text(message))
    annotated = [annotate_message(text) for text in texts[:MAX_MESSAGES]]
    left_out = len(texts) - len(annotated)
    return Figure(
        svg=_svg(annotated, left_out),
        alt=_alt(annotated, left_out),
        text=_text(annotated, left_out),
        table="".join(_table(one) for one in annotated),
        caption=caption,
    )


def message_kind(annotated: AnnotatedText) -> str:
    """ "a request", "a notification", "a reply: success", "a reply: error" or "a value that is no call"."""
    fields = {span.field for span in annotated.spans}
    names = {span.name for span in annotated.spans}
    if "method" in fields:
        is_notification = "id" not in fields and bool(names & {"jsonrpc", "event"})
        return say("drawing", "call", "notification" if is_notification else "request")
    if "error" in fields:
        return say("drawing", "call", "error")
    return say("drawing", "call", "success" if "result" in fields or "status" in names else "no_call")


def _json_text(message: object) -> str:
    if isinstance(message, (bytes, bytearray)):
        return bytes(message).decode("utf-8", "replace")
    return message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)


def _title(annotated: AnnotatedText) -> str:
    """The kind of message. The JSON-RPC dialect is named; the article's is not."""
    is_json_rpc = any(span.name == "jsonrpc" for span in annotated.spans)
    return message_kind(annotated) + (", JSON-RPC 2.0" if is_json_rpc else "")


@dataclass(frozen=True)
class _Row:
    """A member: the key of its field or "", the name at its side, and its text."""

    field: str
    label: str
    text: str


def _rows(annotated: AnnotatedText) -> list[_Row]:
    """Member by member; the whole text where it has no members."""
    rows = [(span.field, _label(span), annotated.of(span)) for span in annotated.spans]
    rows = rows or [("", "", annotated.text)]
    return [
        _Row(field, label, elide(visible(text[: 4 * MAX_VALUE]), MAX_VALUE)) for field, label, text in rows
    ]


def _label(span: TextSpan) -> str:
    if span.field:
        return FIELDS[span.field].label
    return say("drawing", "call", "envelope") if span.name in ENVELOPE else ""


# --- in words and in text ------------------------------------------------------------------------


def _alt(messages: list[AnnotatedText], left_out: int) -> str:
    parts = [_spoken(one) for one in messages] or [say("drawing", "call", "an_empty_batch")]
    return " ".join([*parts, *([say("drawing", "call", "and_more", number=left_out)] if left_out else [])])


def _spoken(annotated: AnnotatedText) -> str:
    members = "; ".join(f"{row.label}: {row.text}" if row.label else row.text for row in _rows(annotated))
    faults = "".join(f" {fault.sentence}" for fault in annotated.faults)
    title = _title(annotated)
    return f"{title[0].upper()}{title[1:]}. {members}.{faults}"


def _text(messages: list[AnnotatedText], left_out: int) -> str:
    blocks = ["\n".join(_text_block(one)) for one in messages] or [say("drawing", "call", "empty_batch")]
    return "\n\n".join([*blocks, *([say("drawing", "all", "more", number=left_out)] if left_out else [])])


def _text_block(annotated: AnnotatedText) -> list[str]:
    rows = [
        line for row in _rows(annotated) for line in hanging(f"  {row.label:<8}  ", row.text, TEXT_COLUMNS)
    ]
    faults = [f"  {TONES['wrong'].sign} {fault.words}" for fault in annotated.faults]
    return [_title(annotated), *rows, *faults]


def _table(annotated: AnnotatedText) -> str:
    rows = [[Cell(row.label, row.field), Cell(row.text, code=True)] for row in _rows(annotated)]
    return html_table((_title(annotated), ""), rows)


# --- drawn ---------------------------------------------------------------------------------------


def _svg(messages: list[AnnotatedText], left_out: int) -> str:
    shapes: list[str] = []
    top: float = 10
    for one in messages:
        drawn, top = _drawn(one, top)
        shapes += drawn
    if left_out or not messages:
        words = say("drawing", "call", "empty_batch")
        words = say("drawing", "all", "more", number=left_out) if left_out else words
        shapes.append(svg.text(CHIP_LEFT, top + 14, words, svg.MEDIUM, PANEL_LIGHT["muted"]))
        top += TITLE_HEIGHT
    return svg.panel(shapes, top + 12, _alt(messages, left_out))


def _drawn(annotated: AnnotatedText, top: float) -> tuple[list[str], float]:
    shapes = [svg.text(CHIP_LEFT, top + TITLE_HEIGHT / 2, _title(annotated), svg.MEDIUM, bold=True)]
    top += TITLE_HEIGHT
    for row in _rows(annotated):
        lines = wrap(row.text, CODE_COLUMNS)
        shapes += _member(row, lines, top)
        top += ROW_HEIGHT + (len(lines) - 1) * LINE + 4
    for fault in annotated.faults:
        red = TONES["wrong"]
        words = f"{red.sign} {fault.words}"
        drawn, depth = svg.paragraph(CODE_LEFT, top + 12, words, svg.SMALL, ROOM, LINE, red.light.ink)
        shapes += drawn
        top += depth
    return shapes, top + 4


def _member(row: _Row, lines: list[str], top: float) -> Iterator[str]:
    look = FIELDS[row.field] if row.field else TONES["plain"]
    height, width = ROW_HEIGHT + (len(lines) - 1) * LINE, max(map(columns, lines)) * svg.CODE_ADVANCE
    left = CODE_LEFT - CHIP_LEFT + width + 10
    yield svg.rectangle(CHIP_LEFT, top, left, height, fill=look.light.tint)
    yield svg.band(CHIP_LEFT, top + height - svg.BAND, left, look.pattern, look.light)
    yield svg.text(CHIP_LEFT + 8, top + 13, row.label, svg.CODE, look.light.ink, bold=True, room=CHIP_WIDTH)
    for index, line in enumerate(lines):
        yield svg.monospaced(CODE_LEFT, top + 13 + index * LINE, line, look.light.ink)

"""The JSON of a call, in either dialect: each member under the name of its field."""

from __future__ import annotations

import json
from collections.abc import Iterator

from . import svg
from .figure import Figure
from .language import FIELDS, PANEL_LIGHT, TONES
from .tables import Cell, html_table
from .text_annotation import AnnotatedText, annotate_message, split_batch
from .visible import columns, elide, hanging, visible, wrap

MAX_VALUE = 400
"""Characters of a member; its middle is left out beyond them."""
MAX_MESSAGES = 8
"""Messages of a batch that are drawn."""

CHIP_LEFT, CHIP_WIDTH, CODE_LEFT = 20, 84, 118
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
    """ "request", "notification", "reply", "error reply" or "value that is no call"."""
    fields = {span.field for span in annotated.spans}
    if "error" in fields and "method" not in fields:
        return "error reply"
    if "result" in fields and "method" not in fields:
        return "reply"
    if "method" not in fields:
        return "value that is no call"
    names = {span.name for span in annotated.spans}
    is_notification = "id" not in fields and bool(names & {"jsonrpc", "event"})
    return "notification" if is_notification else "request"


def _json_text(message: object) -> str:
    if isinstance(message, (bytes, bytearray)):
        return bytes(message).decode("utf-8", "replace")
    return message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)


def _dialect(annotated: AnnotatedText) -> str:
    return "JSON-RPC 2.0" if any(span.name == "jsonrpc" for span in annotated.spans) else "article dialect"


def _title(annotated: AnnotatedText) -> str:
    kind = message_kind(annotated)
    return f"{kind}, {_dialect(annotated)}" if annotated.spans else kind


def _rows(annotated: AnnotatedText) -> list[tuple[str, str]]:
    """Field and text, member by member; the whole text where it has no members."""
    rows = [(span.field, annotated.of(span)) for span in annotated.spans] or [("", annotated.text)]
    return [(field, elide(visible(text[: 4 * MAX_VALUE]), MAX_VALUE)) for field, text in rows]


# --- in words and in text ------------------------------------------------------------------------


def _alt(messages: list[AnnotatedText], left_out: int) -> str:
    parts = [_spoken(one) for one in messages] or ["An empty batch."]
    return " ".join([*parts, *([f"And {left_out} more."] if left_out else [])])


def _spoken(annotated: AnnotatedText) -> str:
    members = "; ".join(f"{FIELDS[f].name}: {text}" if f else text for f, text in _rows(annotated))
    faults = "".join(f" {fault.sentence}" for fault in annotated.faults)
    return f"A {_title(annotated)}: {members}.{faults}"


def _text(messages: list[AnnotatedText], left_out: int) -> str:
    blocks = ["\n".join(_text_block(one)) for one in messages] or ["an empty batch"]
    return "\n\n".join([*blocks, *([f"… {left_out} more"] if left_out else [])])


def _text_block(annotated: AnnotatedText) -> list[str]:
    rows = [
        line
        for field, text in _rows(annotated)
        for line in hanging(f"  {_label(field):<8}", text, TEXT_COLUMNS)
    ]
    faults = [f"  {TONES['wrong'].sign} {fault.words}" for fault in annotated.faults]
    return [_title(annotated), *rows, *faults]


def _label(field: str) -> str:
    return FIELDS[field].label if field else ""


def _table(annotated: AnnotatedText) -> str:
    rows = [[Cell(_label(field), field), Cell(text, code=True)] for field, text in _rows(annotated)]
    return html_table((_title(annotated), ""), rows)


# --- drawn ---------------------------------------------------------------------------------------


def _svg(messages: list[AnnotatedText], left_out: int) -> str:
    shapes: list[str] = []
    top: float = 10
    for one in messages:
        drawn, top = _drawn(one, top)
        shapes += drawn
    if left_out or not messages:
        words = f"… {left_out} more" if left_out else "an empty batch"
        shapes.append(svg.text(CHIP_LEFT, top + 14, words, svg.MEDIUM, PANEL_LIGHT["muted"]))
        top += TITLE_HEIGHT
    return svg.panel(shapes, top + 12, _alt(messages, left_out))


def _drawn(annotated: AnnotatedText, top: float) -> tuple[list[str], float]:
    shapes = [svg.text(CHIP_LEFT, top + TITLE_HEIGHT / 2, _title(annotated), svg.MEDIUM, bold=True)]
    top += TITLE_HEIGHT
    for field, text in _rows(annotated):
        lines = wrap(text, CODE_COLUMNS)
        shapes += _member(field, lines, top)
        top += ROW_HEIGHT + (len(lines) - 1) * LINE + 4
    for fault in annotated.faults:
        red = TONES["wrong"]
        words = f"{red.sign} {fault.words}"
        shapes.append(svg.text(CODE_LEFT, top + 12, words, svg.SMALL, red.light.ink, room=620))
        top += LINE
    return shapes, top + 4


def _member(field: str, lines: list[str], top: float) -> Iterator[str]:
    look = FIELDS[field] if field else TONES["plain"]
    height, width = ROW_HEIGHT + (len(lines) - 1) * LINE, max(map(columns, lines)) * svg.CODE_ADVANCE
    left = CODE_LEFT - CHIP_LEFT + width + 10
    yield svg.rectangle(CHIP_LEFT, top, left, height, fill=look.light.tint)
    yield svg.band(CHIP_LEFT, top + height - svg.BAND, left, look.pattern, look.light)
    yield svg.text(
        CHIP_LEFT + 8, top + 13, _label(field), svg.CODE, look.light.ink, bold=True, room=CHIP_WIDTH
    )
    for index, line in enumerate(lines):
        yield svg.monospaced(CODE_LEFT, top + 13 + index * LINE, line, look.light.ink)

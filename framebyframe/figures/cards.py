"""A thing with a name and a few values, as a card: an event, an outcome, an exception."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from framebyframe.wire import (
    BytesMessage,
    CloseReceived,
    ConnectionClosed,
    HandshakeAccepted,
    HandshakeRefused,
    HandshakeRequest,
    Headers,
    PingReceived,
    PongReceived,
    TextMessage,
)

from . import svg
from .figure import Figure
from .language import FIELDS, PANEL_LIGHT, TONES, Field, Mark
from .text.catalogue import say
from .visible import columns, elide, pad, visible, wrap
from .words import close_code_name, count, quoted, short_hex

EVENT_FIELDS: dict[type, str] = {
    TextMessage: "payload_data",
    BytesMessage: "payload_data",
    PingReceived: "opcode",
    PongReceived: "opcode",
    CloseReceived: "close_code",
    HandshakeRequest: "start_line",
    HandshakeAccepted: "accept",
}
"""The field whose colours an event wears."""

MAX_TEXT = 200
"""Characters of a value that are drawn; the middle of a longer one is left out."""
MAX_NAME = 30
MAX_ITEMS = 4
MAX_LINES = 5

PAD, TITLE_HEIGHT, ROW_HEIGHT = 12, 32, 24
STRIPE = 12
NAME_LEFT, VALUE_LEFT = 44, 160
NAME_ROOM, NOTE_ROOM = VALUE_LEFT - NAME_LEFT - 8, 690
VALUE_COLUMNS = 68
TEXT_COLUMNS = 100
TEXT = PANEL_LIGHT["text"]


@dataclass(frozen=True)
class Entry:
    """A line of a card: a name and what it is."""

    name: str
    value: str


def card(
    title: str,
    entries: Sequence[Entry | tuple[str, str]] = (),
    look: str = "plain",
    note: str = "",
    spoken: str = "",
) -> Figure:
    """A card with a title and named values.

    Args:
        title: what it is.
        entries: name and value, line by line.
        look: the key of a field or of a tone ("right", "wrong", "hint", "plain") that colours it.
        note: a sentence under the values.
        spoken: how the sign of a tone is told; by the tone's name where nothing is given, which is a word
            for an answer: "not right yet".

    Example: `card("Not right yet", [("expected", "81 05"), ("received", "85 01")], "wrong")`
    """
    lines = [entry if isinstance(entry, Entry) else Entry(*entry) for entry in entries]
    lines = [Entry(elide(visible(line.name), MAX_NAME), line.value) for line in lines]
    colours = TONES[look] if look in TONES else FIELDS[look]
    signed, told = title, title
    if isinstance(colours, Mark) and look != "plain":
        signed, told = f"{colours.sign} {title}", f"{spoken or colours.name}: {title}"
    alt = _alt(told, lines, note)
    return Figure(svg=_svg(signed, lines, colours, note, alt), alt=alt, text=_text(signed, lines, note))


def event_card(event: object) -> Figure:
    """An event, an outcome of a handshake, an exception, or any dataclass: its type and its values.

    Example: `event_card(CloseReceived(1002, ""))`
    """
    look = event_look(event)
    return card(type(event).__name__, event_entries(event), look, spoken=_spoken(look))


def failure_card(title: str, why: str) -> Figure:
    """Something that failed, and why: no answer of a learner that is "not right yet"."""
    return card(title, [], "wrong", why, spoken=_spoken("wrong"))


def _spoken(look: str) -> str:
    """The word for a tone where nobody's answer is judged: an error may be what should come."""
    return say("drawing", "card", "error") if look == "wrong" else ""


def event_look(event: object) -> str:
    """The key of the field or tone that colours an event."""
    if isinstance(event, ConnectionClosed):
        return "right" if event.clean and not event.fault else "wrong"
    if isinstance(event, (HandshakeRefused, BaseException)):
        return "wrong"
    return EVENT_FIELDS.get(type(event), "plain")


def event_entries(event: object) -> list[Entry]:
    """The values of an event in words."""
    if isinstance(event, BaseException):
        values = {"message": str(event), **{k: v for k, v in vars(event).items() if not k.startswith("_")}}
    elif is_dataclass(event):
        values = {field.name: getattr(event, field.name) for field in fields(event)}
    else:
        values = {}
    return [Entry(name, value_words(value, _is_close_code(event, name))) for name, value in values.items()]


def event_sentence(event: object) -> str:
    """An event in one line: "CloseReceived: code 1002 (protocol error), reason “”"."""
    entries = ", ".join(f"{entry.name} {entry.value}" for entry in event_entries(event))
    return f"{type(event).__name__}: {entries}" if entries else type(event).__name__


def value_words(value: object, is_close_code: bool = False) -> str:
    """A value in words that are the same in every run: no memory address."""
    if is_close_code and isinstance(value, int):
        return f"{int(value)} ({close_code_name(value)})"
    if isinstance(value, Enum):
        return value.name.lower().replace("_", " ")
    for kind, words in _WORDS.items():
        if isinstance(value, kind):
            return words(value)
    return event_sentence(value) if is_dataclass(value) else type(value).__name__


def _value(key: str, **values: object) -> str:
    return say("drawing", "value", key, **values)


def _text_words(text: str) -> str:
    return f"“{elide(visible(text[: 4 * MAX_TEXT]), MAX_TEXT)}”" if text else _value("empty")


def _bytes_words(data: bytes) -> str:
    if not data:
        return say("drawing", "all", "no_bytes")
    text, start = quoted(data), short_hex(data)
    key = "type" if text == start else "type_and_text"
    return _value(key, bytes=count(len(data), "byte"), hex=start, text=text)


def _header_words(headers: Headers) -> str:
    return "; ".join(f"{name}: {elide(visible(text), MAX_TEXT)}" for name, text in headers) or _value("none")


def _list_words(values: Sequence[object]) -> str:
    words = ", ".join(value_words(item) for item in values[:MAX_ITEMS]) or _value("none")
    left_out = len(values) - MAX_ITEMS
    return _value("and_more", values=words, number=left_out) if left_out > 0 else words


def _json_words(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=lambda other: type(other).__name__, skipkeys=True)
    return elide(visible(text), MAX_TEXT)


_WORDS: dict[Any, Callable[[Any], str]] = {
    type(None): lambda _: _value("none"),
    bool: lambda value: _value("yes" if value else "no"),
    (int, float): str,
    str: _text_words,
    (bytes, bytearray): _bytes_words,
    Headers: _header_words,
    (list, tuple): _list_words,
    dict: _json_words,
}
"""The words for a value, by its type; the first type that fits is taken (bool before int)."""


def _is_close_code(event: object, name: str) -> bool:
    return name == "code" and isinstance(event, (CloseReceived, ConnectionClosed))


# --- in words and in text ------------------------------------------------------------------------


def _alt(title: str, lines: Sequence[Entry], note: str) -> str:
    values = "; ".join(f"{line.name}: {line.value}" if line.name else line.value for line in lines)
    return " ".join(part for part in (f"{title}.", f"{values}." if values else "", note) if part)


def _text(title: str, lines: Sequence[Entry], note: str) -> str:
    width = max((columns(visible(line.name)) for line in lines), default=0)
    values = [_text_lines(line, width) for line in lines]
    notes = [f"│ {words}" for words in wrap(visible(note), TEXT_COLUMNS)] if note else []
    return "\n".join([f"┌ {visible(title)}", *(row for rows in values for row in rows), *notes, "└"])


def _text_lines(line: Entry, width: int) -> list[str]:
    first, *rest = wrap(visible(line.value), TEXT_COLUMNS)
    return [f"│ {pad(visible(line.name), width)}  {first}", *(f"│ {' ' * width}  {more}" for more in rest)]


# --- drawn ---------------------------------------------------------------------------------------


def _svg(title: str, lines: Sequence[Entry], look: Field | Mark, note: str, alt: str) -> str:
    shapes = [
        svg.text(NAME_LEFT, PAD + TITLE_HEIGHT / 2, title, svg.MEDIUM, look.light.ink, bold=True, room=690)
    ]
    top: float = PAD + TITLE_HEIGHT
    for line in lines:
        pieces = wrap(visible(line.value), VALUE_COLUMNS)[:MAX_LINES]
        shapes.append(
            svg.text(NAME_LEFT, top + 12, line.name, svg.CODE, PANEL_LIGHT["muted"], room=NAME_ROOM)
        )
        shapes += [
            svg.monospaced(VALUE_LEFT, top + 12 + i * ROW_HEIGHT, p, TEXT) for i, p in enumerate(pieces)
        ]
        top += ROW_HEIGHT * len(pieces)
    noted, depth = svg.paragraph(NAME_LEFT, top + 14, note, svg.CODE, NOTE_ROOM, ROW_HEIGHT)
    height = top + (depth if note else 0) + PAD
    return svg.panel([*_stripe(look, height), *shapes, *(noted if note else [])], height, alt)


def _stripe(look: Field | Mark, height: float) -> Iterator[str]:
    """The field's tint and pattern, down the left side."""
    top, length = STRIPE, height - 2 * STRIPE
    yield svg.rectangle(STRIPE, top, STRIPE, length, fill=look.light.tint, stroke=look.light.line)
    yield svg.band(STRIPE, top, STRIPE, look.pattern, look.light, height=length)

"""Text to labelled fields: the head of an opening handshake, and the JSON of a call. Never raises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .rules import Fault
from .text.catalogue import say

KEY_HEADER = "sec-websocket-key"
ACCEPT_HEADER = "sec-websocket-accept"
LINE_END = "\r\n"
END_OF_HEAD = "\r\n\r\n"
BLANKS = " \t\r\n"

FIELD_OF_MEMBER = {
    "id": "id",
    "method": "method",
    "action": "method",
    "event": "method",
    "params": "params",
    "result": "result",
    "payload": "result",
    "error": "error",
    "message": "error",
    "code": "error",
}
"""Both dialects: which field a member of the outermost object is."""

ENVELOPE = frozenset({"status", "data", "jsonrpc"})
"""Members that say how a call went, and in which dialect. They are no field."""


@dataclass(frozen=True)
class TextSpan:
    """A field in a text.

    Attributes:
        field: a key of `language.FIELDS`, or "" for text that is no field.
        start: the first character.
        stop: the character after the last one.
        name: of a member of a JSON object, its name.
    """

    field: str
    start: int
    stop: int
    name: str = ""


@dataclass(frozen=True)
class AnnotatedText:
    """A text and where its fields stand.

    Attributes:
        text: all of it.
        spans: in their order; what lies between them is punctuation.
        faults: what is wrong.
    """

    text: str
    spans: tuple[TextSpan, ...]
    faults: tuple[Fault, ...] = ()

    def of(self, span: TextSpan) -> str:
        """The characters of a span."""
        return self.text[span.start : span.stop]

    def value(self, field: str) -> str | None:
        """The text of a field, if it is there."""
        return next((self.of(span) for span in self.spans if span.field == field), None)


# --- the opening handshake -----------------------------------------------------------------------


def annotate_handshake(data: bytes) -> AnnotatedText:
    """Label the lines of an HTTP head (RFC 6455, 4). What follows the empty line is left out.

    Args:
        data: any bytes; each is one character of the text.
    """
    text = bytes(data).decode("latin-1")
    end = text.find(END_OF_HEAD)
    head = text if end < 0 else text[: end + len(END_OF_HEAD)]
    spans: list[TextSpan] = []
    faults: list[Fault] = []
    for start, line in _lines(head):
        spans += _line_spans(start, line)
        faults += _line_faults(start, line)
    if end < 0:
        faults.append(Fault(say("drawing", "head_fault", "unfinished"), "RFC 9112 2.1", None))
    return AnnotatedText(head, tuple(spans), tuple(faults))


def _lines(head: str) -> Iterator[tuple[int, str]]:
    """Each line that is not empty, without its end, and where it begins."""
    start = 0
    for line in head.split(LINE_END):
        if line:
            yield start, line
        start += len(line) + len(LINE_END)


def _line_spans(start: int, line: str) -> list[TextSpan]:
    name, colon, value = line.partition(":")
    if start == 0 or not colon:
        return [TextSpan("header_name" if start else "start_line", start, start + len(line))]
    value_start = start + len(line) - len(value.lstrip(" \t"))
    field = {KEY_HEADER: "key", ACCEPT_HEADER: "accept"}.get(name.lower(), "header_value")
    return [
        TextSpan("header_name", start, start + len(name)),
        TextSpan(field, value_start, start + len(line)),
    ]


def _line_faults(start: int, line: str) -> list[Fault]:
    name, colon, _ = line.partition(":")
    if "\n" in line or "\r" in line:
        return [Fault(say("drawing", "head_fault", "line_end"), "RFC 9112 2.2", None)]
    if start and not colon:
        return [Fault(say("drawing", "head_fault", "no_colon"), "RFC 9112 5", None)]
    if start and name != name.strip():
        return [Fault(say("drawing", "head_fault", "blank"), "RFC 9112 5.1", None)]
    return []


# --- a call --------------------------------------------------------------------------------------


def annotate_message(text: str) -> AnnotatedText:
    """Label the members of a request or a reply, in both dialects; of each one in a batch.

    Args:
        text: any text; if it is not JSON the fault says where it stops being so.
    """
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        sentence = say("drawing", "json_fault", "no_json", reason=_reason(error))
        return AnnotatedText(text, (), (Fault(sentence, "RFC 8259 2", None),))
    objects = [_skip(text, 0)] if isinstance(value, dict) else []
    if isinstance(value, list):
        objects = [start for start, _, item in _items(text) if isinstance(item, dict)]
    return AnnotatedText(text, tuple(span for start in objects for span in _members(text, start)))


def split_batch(text: str) -> list[str]:
    """The messages of a batch, each as it is written; a text that is no batch is one message."""
    try:
        is_batch = isinstance(json.loads(text), list)
    except (ValueError, RecursionError):
        is_batch = False
    return [text[start:stop] for start, stop, _ in _items(text)] if is_batch else [text]


def _refuse_constant(name: str) -> None:
    """Python's parser would take NaN and Infinity; RFC 8259 does not."""
    raise ValueError(say("drawing", "json_fault", "number", name=name))


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return say("drawing", "json_fault", "position", position=error.pos)
    return say("drawing", "json_fault", "depth") if isinstance(error, RecursionError) else str(error)


def _members(text: str, start: int) -> Iterator[TextSpan]:
    """The members of the object that begins at `start`; the text is known to be JSON."""
    position = _skip(text, start + 1)
    while text[position] != "}":
        name, after_name = _decoder.raw_decode(text, position)
        value_start = _skip(text, _skip(text, after_name) + 1)
        _, stop = _decoder.raw_decode(text, value_start)
        yield TextSpan(FIELD_OF_MEMBER.get(name, ""), position, stop, name)
        position = _next_item(text, stop)


def _items(text: str) -> Iterator[tuple[int, int, object]]:
    """Each item of the outermost array: its start, its end, and its value. The text must be JSON."""
    position = _skip(text, _skip(text, 0) + 1)
    while text[position] != "]":
        value, stop = _decoder.raw_decode(text, position)
        yield position, stop, value
        position = _next_item(text, stop)


def _next_item(text: str, position: int) -> int:
    """Past the blanks and the comma after an item, at the next one or at the closing bracket."""
    position = _skip(text, position)
    return _skip(text, position + 1) if text[position] == "," else position


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in BLANKS:
        position += 1
    return position


_decoder = json.JSONDecoder(strict=False)

"""A conversation frame by frame, each byte with what it says: a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Protocol

from framebyframe.wire.frames import MASK

from .annotation import AnnotatedFrame, annotate_frame
from .cards import event_sentence
from .figure import Figure
from .labels import Span
from .language import FIELDS
from .tables import Cell, Row, table
from .text.catalogue import say
from .visible import elide
from .words import count

MOST_BYTES = 8
"""Bytes of a payload that are written out."""
MOST_WORDS, MOST_OF_A_NAME = 64, 12
"""Characters of what a row says, and of a peer's name or a state's."""
DOTS = "··"
OF_A_CLOSE_FRAME = ("close_code", "close_reason")
COLUMNS = ("from", "bytes", "field", "meaning", "state")


class Move(Protocol):
    """One frame of a conversation: see `peers.Move`."""

    @property
    def sender(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def events(self) -> tuple[Any, ...]: ...
    @property
    def state(self) -> str: ...


def conversation(moves: Sequence[Move], caption: str = "") -> Figure:
    """What went over the wire, byte by byte, with the state of our connection after each frame.

    What a client masks differs with every key: its bytes stand as dots, and the words are those unmasked.

    Args:
        moves: of a `peers.Conversation`.
        caption: a line under the table.

    Example: `conversation(talk.moves)`
    """
    header = [_say(f"column.{name}") for name in COLUMNS]
    return table(header, [row for move in moves for row in _rows(move)], caption)


def _rows(move: Move) -> Iterator[Row]:
    if not move.data:
        words = "; ".join([_say("end"), *map(event_sentence, move.events)])
        yield [elide(move.sender, MOST_OF_A_NAME), "", "", elide(words, MOST_WORDS), move.state]
        return
    frame = annotate_frame(move.data)
    parts = list(_parts(frame))
    for place, part in enumerate(parts):
        first, last = place == 0, place == len(parts) - 1
        names = [elide(name, MOST_OF_A_NAME) for name in (move.sender, move.state)]
        yield [names[0] if first else "", *part, names[1] if last else ""]


def _parts(frame: AnnotatedFrame) -> Iterator[list[str | Cell]]:
    """The bytes of a frame in groups: first byte, length, key, payload."""
    fields = [span for span in frame.spans if span.bits]
    for _, group in groupby(_in_bytes(fields), key=lambda item: item[0]):
        spans = [span for _, span in group]
        start, stop = min(span.first_byte for span in spans), max(span.stop_byte for span in spans)
        yield _part(frame, spans, frame.data[start:stop])


def _in_bytes(fields: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """Each field with the number of its group: fields that share a byte, and the parts of one length."""
    number, stop = 0, 0
    for span in fields:
        is_more_of_the_length = span.field.startswith("extended")
        if span.first_byte >= stop and not is_more_of_the_length:
            number += 1
        stop = max(stop, span.stop_byte)
        yield number, span


def _part(frame: AnnotatedFrame, spans: Sequence[Span], data: bytes) -> list[str | Cell]:
    """The bytes of a group, what they are, and what they say."""
    span = spans[-1]
    is_masked = bool(frame.data[1:2]) and bool(frame.data[1] & MASK)
    if spans[0].first_byte == 0:
        return [Cell(data.hex(" "), "opcode", code=True), _say("first"), frame.kind]
    if spans[0].first_byte == 1:
        words = f"{_say('masked' if is_masked else 'unmasked')}, {count(len(frame.payload), 'byte')}"
        return [Cell(data.hex(" "), "payload_length", code=True), _say("length"), words]
    shown = Cell(_bytes(data, is_masked), span.field, code=True)
    if span.field == "masking_key":
        return [shown, FIELDS[span.field].name, _say("new_key")]
    words = span.sentence if span.field in OF_A_CLOSE_FRAME else frame.carried
    return [shown, FIELDS[span.field].name, elide(words, MOST_WORDS)]


def _bytes(data: bytes, is_masked: bool) -> str:
    """The first bytes in hex; as dots where they are under a mask."""
    shown = " ".join([DOTS] * len(data[:MOST_BYTES])) if is_masked else data[:MOST_BYTES].hex(" ")
    return f"{shown} …" if len(data) > MOST_BYTES else shown


def _say(key: str) -> str:
    return say("drawing", "conversation", key)

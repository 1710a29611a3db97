"""A head as lines that can be edited and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framebyframe.lesson.text.catalogue import say
from framebyframe.wire import HandshakeFault
from framebyframe.wire.heads import Head, Headers, parse_field

MAX_LINES = 24
"""Lines of a head that are shown."""
MAX_LINE = 300
"""Characters of a line that can be typed, and are shown."""
LINE_END = "\r\n"


@dataclass(frozen=True)
class Line:
    """One line of a head, without its end.

    Attributes:
        text: what stands there.
        is_sent: False for a line that is left out.
    """

    text: str
    is_sent: bool = True


Lines = tuple[Line, ...]


def lines_of(head: bytes) -> Lines:
    """The lines of a head, as far as they are shown."""
    text = head.decode("latin-1").removesuffix(LINE_END * 2)
    return tuple(Line(line[:MAX_LINE]) for line in text.split(LINE_END)[:MAX_LINES])


def head_of(lines: Sequence[Line]) -> bytes:
    """The bytes of the lines that are sent, and the empty line that ends a head.

    Raises:
        ValueError: a character that no byte stands for.
    """
    text = LINE_END.join([*(line.text for line in lines if line.is_sent), "", ""])
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise ValueError(say("engine", "handshake_builder", "no_byte", character=text[error.start])) from None


def changed(lines: Lines, index: int, text: str) -> Lines:
    """The lines with another text in one of them.

    Raises:
        ValueError: it is too long, or has a line break in it.
    """
    if len(text) > MAX_LINE or not text.isprintable():
        raise ValueError(say("engine", "handshake_builder", "long_line", most=MAX_LINE))
    head_of([Line(text)])
    return (*lines[:index], Line(text, lines[index].is_sent), *lines[index + 1 :])


def switched(lines: Lines, index: int, is_sent: bool) -> Lines:
    """The lines with one of them left out, or not."""
    return (*lines[:index], Line(lines[index].text, is_sent), *lines[index + 1 :])


def parsed(lines: Sequence[Line]) -> tuple[Head, dict[int, str], list[tuple[int, str]]]:
    """The head that these lines are; the faults of lines that are no field; and the name of each other one.

    Faults and names come with the place of their line. The first line that is sent has the name "".
    """
    sent = [(index, line.text) for index, line in enumerate(lines) if line.is_sent]
    fields: list[tuple[str, str]] = []
    faults: dict[int, str] = {}
    names = [(index, "") for index, _ in sent[:1]]
    for index, text in sent[1:]:
        try:
            fields.append(parse_field(text))
            names.append((index, fields[-1][0]))
        except HandshakeFault as fault:
            faults[index] = fault.reason
    return Head(sent[0][1] if sent else "", Headers(fields)), faults, names

"""Pictures of results: the place where the engine calls the figures."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import zip_longest

from framebyframe.figures import Highlight, card, compare, draw, frame_bytes, handshake, hexdump

from ..checking.verdict import Shown
from ..declaring.exercise import WHOLE_FRAMES, Exercise
from ..declaring.python_text import shorten
from ..text.catalogue import say
from .page import Drawn

OF_A_HEAD = "start_line"
"""The field of a result that is a whole head, of a request or of a response."""
OF_TEXT = "accept"
"""The field of a result that is text: PHP has bytes for it, which say less than its letters."""
OF_A_NUMBER = "payload_length"
"""The field of a result that is a number, of those that stand in bytes."""
NAME_OF_A_TYPE = ".__name__"
"""The end of a step that gives the name of a type: two names differ as a whole, not from some letter on."""


def comparable(exercise: Exercise, value: Shown) -> bytes | str | None:
    """The bytes or characters of a result; a number is one byte where it is a part of a frame."""
    if value.raised:
        return None
    if value.data is not None or exercise.before is None:
        return value.characters if value.data is None else value.data
    is_byte = value.number is not None and 0 <= value.number <= 0xFF
    return bytes([value.number or 0]) if is_byte else None


def picture_of(exercise: Exercise, call: str, value: Shown) -> Drawn:
    """The result of a call: its bytes with their fields, or the value."""
    data = comparable(exercise, value)
    if not isinstance(data, bytes) or not (data or exercise.before):
        return card(call, [("", outcome_words(exercise, value))])
    if exercise.field == OF_A_HEAD:
        return handshake(response=data) if data.startswith(b"HTTP/") else handshake(data)
    if exercise.before is None and exercise.field == WHOLE_FRAMES:
        return draw(data)
    if exercise.before is None:
        return hexdump(data, [Highlight(0, len(data), "", exercise.field)])
    figure = frame_bytes(exercise.before + data)
    return replace(figure, alt=" ".join(filter(None, [remark_on(exercise, value), figure.alt])))


def remark_on(exercise: Exercise, value: Shown) -> str:
    """A remark before the picture, or ""."""
    data = comparable(exercise, value)
    if not exercise.before or not isinstance(data, bytes):
        return ""
    return say("engine", "compare", "before", before=exercise.before.hex(" "), first=data[:1].hex())


def outcome_words(exercise: Exercise, value: Shown) -> str:
    """The value that was returned or raised, in words.

    A number of two digits or more that stands in bytes is told in hexadecimal, too: no number of seconds is.
    """
    is_of_bytes = exercise.before is not None or exercise.field == OF_A_NUMBER
    if is_of_bytes and value.number is not None and value.number > 9:
        return say("engine", "compare", "number", text=value.text, hex=shorten(hex(value.number)))
    return say("engine", "compare", "raised" if value.raised else "returned", text=value.text)


def difference(exercise: Exercise, call: str, expected: Shown, received: Shown) -> Drawn | None:
    """Expected and received, with the first difference marked; None if they look the same."""
    if expected.type != received.type or call.endswith(NAME_OF_A_TYPE):
        return _two_values(exercise, call, expected, received)
    right, wrong = comparable(exercise, expected), comparable(exercise, received)
    if exercise.is_php and exercise.field == OF_TEXT and right != wrong:
        return _two_values(exercise, call, expected, received)
    if exercise.field == OF_A_HEAD and isinstance(right, bytes) and isinstance(wrong, bytes):
        return _lines_of_heads(right, wrong)
    if isinstance(right, bytes) and isinstance(wrong, bytes):
        place = {"field": exercise.field} if exercise.before is None else {}
        same = right == wrong
        return None if same else compare(right, wrong, before=exercise.before or b"", **place)
    if isinstance(right, str) and isinstance(wrong, str) and right != wrong:
        return compare(right, wrong, field=exercise.field)
    return _two_values(exercise, call, expected, received)


def _lines_of_heads(right: bytes, wrong: bytes) -> Drawn | None:
    """The first line in which two heads differ, with its end written out; None if all are the same."""
    lines = zip_longest(right.splitlines(keepends=True), wrong.splitlines(keepends=True), fillvalue=b"")
    for number, (expected, received) in enumerate(lines, 1):
        if expected != received:
            entries = [
                (say("engine", "compare", key), _line_words(line))
                for key, line in (("expected", expected), ("received", received))
            ]
            return card(say("engine", "compare", "line", number=number), entries, "wrong")
    return None


def _line_words(line: bytes) -> str:
    return repr(line.decode("latin-1"))[1:-1] if line else say("engine", "compare", "no_line")


def _two_values(exercise: Exercise, call: str, expected: Shown, received: Shown) -> Drawn:
    """Two values, one above the other, as a learner would type them. A statement has no value to expect.

    Where that looks the same, the types tell them apart: that of an error has its code.
    """
    if expected.text == received.text:
        expected, received = (replace(value, text=value.type) for value in (expected, received))
    words = outcome_words(exercise, expected), outcome_words(exercise, received)
    of_itself = exercise.is_php or call.startswith(f"{exercise.name}(")  # it may be cut, and is no statement
    return _two_lines(call, words, 1 if not of_itself and _is_statement(call) else 0)


def late(exercise: Exercise, call: str, value: Shown, allowed: str, waited: str) -> Drawn:
    """A value that is right and comes too late: when it should be there, and when it is."""
    outcome = outcome_words(exercise, value)
    words = [say("engine", "compare", "after", outcome=outcome, seconds=each) for each in (allowed, waited)]
    return _two_lines(call, (words[0], words[1]))


def _two_lines(call: str, words: tuple[str, str], first: int = 0) -> Drawn:
    """What is expected and what is received, in words, from this line on."""
    names = (say("engine", "compare", key) for key in ("expected", "received"))
    return card(call, list(zip(names, words, strict=True))[first:], "wrong")


def _is_statement(step: str) -> bool:
    """Whether a step is no expression: an assignment, a `with` block, a definition."""
    try:
        ast.parse(step, mode="eval")
    except SyntaxError:
        return True
    return False

"""The first difference between two lists, dictionaries or records: in words and as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from framebyframe.figures import card, compare

from ..checking.verdict import Difference, Place, Shown
from ..declaring.exercise import Exercise
from ..text.catalogue import has, say
from .page import Drawn

LONG = 60
"""Characters after which a record is not repeated to say that one of its fields differs."""

WORTH_A_CARET = 8
"""Bytes or characters from which two values are compared one by one."""

PAYLOAD = "payload_data"
"""The field of what stands inside an event, where results are frames."""


def sentence(difference: Difference | None) -> str:
    """The place of the first difference and the value that should be there; "" if there is none to name."""
    if difference is None:
        return ""
    text = _sentence(difference)
    return text[:1].upper() + text[1:]


def _sentence(difference: Difference) -> str:
    path, (expected, received) = difference.path, (difference.expected, difference.received)
    if expected is None or received is None:
        values = {"expected": expected.text} if expected else {"received": received.text if received else ""}
        return say("engine", "difference", "missing" if expected else "extra", place=place(path), **values)
    record = difference.record_expected, difference.record_received
    if record[0] != record[1] and max(map(len, record)) <= LONG:
        return _should_be(path[:-1], *record)
    return _should_be(path, expected.text, received.text)


def _should_be(path: Sequence[Place], expected: str, received: str) -> str:
    return say("engine", "difference", "should_be", place=place(path), expected=expected, received=received)


def place(path: Sequence[Place]) -> str:
    """The way to a part, in words: "the field `code` in the second event"."""
    if not path:
        return say("engine", "difference", "place.result")
    *outer, inner = path
    if outer and inner.kind == outer[-1].kind == "item":
        row = _inside(_numbered_item(outer[-1]), outer[:-1])
        return say("engine", "difference", "place.item_of", inner=_part(inner), outer=row)
    return _inside(_part(inner), outer)


def _inside(words: str, outer: Sequence[Place]) -> str:
    return say("engine", "difference", "place.in", inner=words, outer=place(outer)) if outer else words


def _part(part: Place) -> str:
    if part.kind != "item":
        return say("engine", "difference", f"place.{part.kind}", name=part.name)
    if not has("engine", "difference", f"number.{part.name}"):
        return _numbered_item(part)
    number = say("engine", "difference", f"number.{part.name}")
    return say("engine", "difference", "place.item", number=number, noun=_noun(part))


def _numbered_item(part: Place) -> str:
    return say("engine", "difference", "place.later_item", number=part.name, noun=_noun(part))


def _noun(part: Place) -> str:
    return say("engine", "difference", f"noun.{part.noun}")


def picture(exercise: Exercise, call: str, difference: Difference) -> Drawn:
    """The difference as a picture: bytes and text one by one; else the equal parts, then the other one.

    Where the other part looks the same on the outermost level, what differs inside it is shown.
    """
    expected, received = difference.expected, difference.received
    if expected and received and _is_worth_a_caret(expected, received):
        return _compared(exercise, expected, received)
    names = [say("engine", "compare", key) for key in ("expected", "received")]
    path, alike = difference.path[:1], difference.alike
    values = difference.whole_expected, difference.whole_received
    if values[0] == values[1]:
        path, alike = difference.path, ()
        values = expected.text if expected else "", received.text if received else ""
    where = place(path).replace("`", "")  # a card has no inline code
    title = say("engine", "difference", "title", call=call, place=where)
    return card(title, [*alike, *zip(names, (value or "–" for value in values), strict=True)], "wrong")


def _is_worth_a_caret(expected: Shown, received: Shown) -> bool:
    one, other = expected.data or expected.characters, received.data or received.characters
    return bool(one and other) and min(len(one or ""), len(other or "")) >= WORTH_A_CARET


def _compared(exercise: Exercise, expected: Shown, received: Shown) -> Drawn:
    """Bytes or text that stand inside a result. Bytes inside what frames told are payload data."""
    if expected.data is not None and received.data is not None:
        return compare(expected.data, received.data, field=exercise.field or PAYLOAD)
    return compare(expected.characters or "", received.characters or "", field=exercise.field)

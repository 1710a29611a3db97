"""The second witness, bit by bit: the value of each field, over all examples.

It reads results that are as long as they should be, where every field has its place, and the numbers of
a first byte, whatever their size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from framebyframe.figures.language import FIELDS

from ..checking.outcome import Outcome
from ..checking.verdict import Finding
from . import parts
from .evidence import Evidence

WIDEST = 64
"""Bits of the widest field that is read as a number: wider are a masking key and a payload."""

HIGHEST_BIT = 16
"""Bits among which a field that moved is searched."""


@dataclass(frozen=True)
class Reading:
    """The value of one field in one example: the one it should have, and the one it has."""

    number: int
    right: int
    wrong: int
    bits: int


def what_became_of_fields(evidence: Evidence) -> list[Finding]:
    """A finding for each field that is wrong, if one is known for all of them; else none.

    A field's sentence holds on every example that has the field, also on those that pass.
    """
    moved = _moved(evidence)
    if moved:
        return [moved]
    table = _readings(evidence)
    wrong = [field for field, readings in table.items() if any(item.right != item.wrong for item in readings)]
    constant = _constant_first_byte(table)
    if constant:
        wrong = [field for field in wrong if field.split()[0] not in parts.FIRST_BYTE]
    said = [(field, _said_of(field, table)) for field in wrong]
    if constant and not wrong:
        return [constant]
    if not said or any(words is None for _, words in said) or len(wrong) > 4:
        return []
    changed = _changed_places(said)
    if changed:
        return [changed]
    rest, exchanged = _without_exchanged(said)
    return (
        _joined([(field, key, values) for field, words in rest if words for key, values in [words]])
        + exchanged
    )


def _constant_first_byte(table: dict[str, list[Reading]]) -> Finding | None:
    """The finding that the whole first byte is the same in every example, if several fields should differ."""
    readings = {field.split()[0]: items for field, items in table.items()}
    value, wrong = 0, 0
    for field in parts.FIRST_BYTE:
        values = {item.wrong for item in readings.get(field, [])}
        if len(values) != 1:
            return None
        value = value << (4 if field == "opcode" else 1) | values.pop()
        wrong += any(item.right != item.wrong for item in readings[field])
    return Finding("relation", "field.constant_first_byte", {"value": hex(value)}) if wrong > 1 else None


def _changed_places(said: list[tuple[str, tuple[str, dict[str, str]] | None]]) -> Finding | None:
    """The finding that fields have each other's values, two by two, if nothing else is wrong."""
    other = {FIELDS[field.split()[0]].name: words[1].get("other") for field, words in said if words}
    if not other or any(other.get(theirs or "") != name for name, theirs in other.items()):
        return None
    pairs = sorted({" and ".join(sorted((name, theirs or ""))) for name, theirs in other.items()})
    return Finding("relation", "field.swapped", {"field": ", ".join(pairs)})


def _without_exchanged(
    said: list[tuple[str, tuple[str, dict[str, str]] | None]],
) -> tuple[list[tuple[str, tuple[str, dict[str, str]] | None]], list[Finding]]:
    """What is said of the other fields, and one finding for two that have each other's value."""
    other = {FIELDS[field.split()[0]].name: words[1].get("other", "") for field, words in said if words}
    both = {name for name, theirs in other.items() if other.get(theirs) == name}
    if not both:
        return said, []
    pairs = sorted({" and ".join(sorted((name, other[name]))) for name in both})
    rest = [item for item in said if FIELDS[item[0].split()[0]].name not in both]
    return rest, [Finding("relation", "field.swapped", {"field": ", ".join(pairs)})]


def _joined(said: list[tuple[str, str, dict[str, str]]]) -> list[Finding]:
    """Findings for the fields; those with the same words share one."""
    found: dict[tuple[str, str], list[str]] = {}
    for field, key, values in said:
        found.setdefault((key, repr(sorted(values.items()))), []).append(field)
    by_key = {(key, repr(sorted(values.items()))): values for _, key, values in said}
    return [
        Finding("relation", f"field.{key}", {**by_key[key, shape], "field": _names(fields)})
        for (key, shape), fields in found.items()
    ]


def _names(fields: list[str]) -> str:
    names = [_name(field) for field in fields]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _name(field: str) -> str:
    """The name of a field; of an extended length also its number of bits, because there are two sizes."""
    key, bits = field.split()
    return f"{FIELDS[key].name} of {bits} bits" if key == "extended_payload_length" else FIELDS[key].name


def _readings(evidence: Evidence) -> dict[str, list[Reading]]:
    """Each field's values over all examples; {} if a failing example cannot be read field by field."""
    table: dict[str, list[Reading]] = {}
    for number, (right, wrong) in enumerate(zip(evidence.expected, evidence.received, strict=True)):
        pair = _comparable(evidence, right, wrong)
        if pair is None:
            if number in evidence.failing:
                return {}
            continue
        for place in parts.places(evidence.exercise, pair[0]):
            if place.bits > WIDEST:
                if place.value_in(pair[0]) != place.value_in(pair[1]):
                    return {}
                continue
            reading = Reading(number, place.value_in(pair[0]), place.value_in(pair[1]), place.bits)
            table.setdefault(f"{place.field} {place.bits}", []).append(reading)
    return table


def _comparable(evidence: Evidence, right: Outcome, wrong: Outcome | None) -> tuple[bytes, bytes] | None:
    """Both results as bytes of one length; None if they are not."""
    if wrong is None or right.raised or wrong.raised:
        return None
    expected, received = (
        parts.as_bytes(evidence.exercise, item.value, right.value) for item in (right, wrong)
    )
    if expected is None or received is None or len(expected) != len(received):
        return None
    return expected, received


def _said_of(field: str, table: dict[str, list[Reading]]) -> tuple[str, dict[str, str]] | None:
    """The sentence for one field over all its examples: a key of the text catalogue and its values."""
    readings = table[field]
    values = {item.wrong for item in readings}
    varies = len({item.right for item in readings}) > 1
    are_bytes = field.split()[0] in ("masking_key", *parts.PAYLOAD)  # and no number
    if readings[0].bits == 1:
        return _said_of_a_bit(field, table)
    kept = _kept_bits(readings)
    if kept == 0:
        return "always_zero", {}
    if kept is not None and varies and kept & kept + 1 == 0:
        return "cut", {"bits": str(kept.bit_length()), "of": str(readings[0].bits)}
    if len(values) == 1 and varies:
        value, size = values.pop(), readings[0].bits // 8
        return "constant", {"value": value.to_bytes(size, "big").hex(" ") if are_bytes else str(value)}
    return (None if are_bytes else _distance(readings)) or _turned(readings) or _shifted(readings)


def _said_of_a_bit(field: str, table: dict[str, list[Reading]]) -> tuple[str, dict[str, str]] | None:
    readings = table[field]
    values = {item.wrong for item in readings}
    if {item.right for item in readings} != {0, 1}:
        return None
    if len(values) == 1:
        return ("never_set" if values == {0} else "always_set"), {}
    if all(item.wrong == 1 - item.right for item in readings):
        return "upside_down", {}
    for other, theirs in table.items():
        known = {item.number: item.right for item in theirs if item.bits == 1}
        if other != field and all(known.get(item.number) == item.wrong for item in readings):
            return "instead_of", {"other": FIELDS[other.split()[0]].name}
    return None


def _kept_bits(readings: list[Reading]) -> int | None:
    """A mask of the bits that every value keeps, all others being 0; None if there is none."""
    lost = 0
    for item in readings:
        lost |= item.right & ~item.wrong
    kept = ((1 << readings[0].bits) - 1) & ~lost
    return kept if all(item.wrong == item.right & kept for item in readings) else None


def _distance(readings: list[Reading]) -> tuple[str, dict[str, str]] | None:
    distances = {item.wrong - item.right for item in readings}
    distance = distances.pop()
    if distances or not distance:
        return None
    return "off_by", {"distance": str(abs(distance)), "side": "more" if distance > 0 else "less"}


def _turned(readings: list[Reading]) -> tuple[str, dict[str, str]] | None:
    """The sentence for a number whose bytes are in the opposite order; None if they are not."""
    if any(item.bits % 8 for item in readings):
        return None
    turned = all(
        item.wrong == int.from_bytes(item.right.to_bytes(item.bits // 8, "big"), "little")
        for item in readings
    )
    return ("little_endian", {}) if turned and any(item.wrong != item.right for item in readings) else None


def _shifted(readings: list[Reading]) -> tuple[str, dict[str, str]] | None:
    for places in range(1, readings[0].bits):
        full = (1 << readings[0].bits) - 1
        if all(item.wrong == item.right << places & full for item in readings):
            return "shifted", {"places": str(places), "side": "left"}
        if all(item.wrong == item.right >> places for item in readings):
            return "shifted", {"places": str(places), "side": "right"}
    return None


# --- a bit at another place -----------------------------------------------------------------------


def _moved(evidence: Evidence) -> Finding | None:
    """The finding for a flag of the first byte at another place on every example, all else right."""
    numbers = list(_first_bytes(evidence))
    if not numbers:
        return None
    for field in parts.FIRST_BYTE[:-1]:
        proper = 0x80 >> parts.FIRST_BYTE.index(field)
        if len({bool(right & proper) for right, _ in numbers}) < 2:
            continue
        for place in range(HIGHEST_BIT):
            value = 1 << place
            if value != proper and all(
                wrong == (right & ~proper | value if right & proper else right) for right, wrong in numbers
            ):
                values = {"field": FIELDS[field].name, "value": str(value), "proper": str(proper)}
                return Finding("relation", "field.moved", values)
    return None


def _first_bytes(evidence: Evidence) -> Iterator[tuple[int, int]]:
    """The number of each example, right and wrong; nothing if the results are no numbers of a frame."""
    if evidence.exercise.before != b"":
        return
    found: list[tuple[Any, Any]] = []
    for number, (right, wrong) in enumerate(zip(evidence.expected, evidence.received, strict=True)):
        if (
            wrong is None
            or wrong.raised
            or not isinstance(right.value, int)
            or not isinstance(wrong.value, int)
        ):
            if number in evidence.failing:
                return
            continue
        found.append((int(right.value), int(wrong.value)))
    yield from found


# --- what is right already ------------------------------------------------------------------------


def right_already(evidence: Evidence) -> dict[str, str]:
    """The number of examples that pass; and the parts that are right in every one that can be read."""
    passed = evidence.total - len(evidence.failing)
    return {"passed": str(passed), "total": str(evidence.total), "parts": " ".join(_right_parts(evidence))}


def _right_parts(evidence: Evidence) -> list[str]:
    """The parts at the start of the result that are right in every failing example."""
    right: list[str] | None = None
    for number in sorted(evidence.failing):
        asked = evidence.expected[number]
        expected, received = (
            parts.as_bytes(evidence.exercise, item.value, asked.value)
            if item is not None and not item.raised
            else None
            for item in (asked, evidence.received[number])
        )
        if expected is None or received is None:
            return []
        mine = [
            part.name
            for part in parts.parts(evidence.exercise, expected)
            if expected[: part.stop] == received[: part.stop] and part.stop > part.start
        ]
        right = mine if right is None else [name for name in right if name in mine]
    return right or []

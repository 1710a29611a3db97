"""The second witness, field by field of a record: what became of each, over all examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any

from ..checking.comparison import alike, fields_of
from ..checking.outcome import Outcome
from ..checking.verdict import Finding
from ..declaring import reference
from .evidence import Evidence

MOST_FIELDS = 4
"""Fields that are told, at most: where more are wrong, the whole is another one."""

Values = dict[str, str]


@dataclass(frozen=True)
class Reading:
    """One field in one example: its number, the right value and the one that came."""

    number: int
    right: Any
    wrong: Any


def what_became_of_records(evidence: Evidence) -> list[Finding]:
    """A finding for each field that is wrong, if one is known for all of them; else none.

    Each sentence holds on every example that returns a record, also on those that pass.
    """
    table = _readings(evidence)
    wrong = {name: items for name, items in table.items() if any(map(_is_wrong, items))}
    said = {name: _said_of(evidence, items, table) for name, items in wrong.items()}
    if len(said) > MOST_FIELDS or not all(said.values()):
        return []
    told = [(name, *words) for name, words in said.items() if words]
    bits = [(name, values) for name, key, values in told if key == "other_bit"]
    others = [_finding(name, key, values) for name, key, values in told if key != "other_bit"]
    return [*_told_of_bits(bits), *others]


def _finding(name: str, key: str, values: Values) -> Finding:
    return Finding("relation", f"record.{key}", {"field": name, **values})


def _told_of_bits(found: list[tuple[str, Values]]) -> list[Finding]:
    """One finding for all fields that are read from other bits, if these are in one byte."""
    if len({values["byte"] for _, values in found}) != 1:
        return [_finding(name, "other_bit", values) for name, values in found]
    names = "`, `".join(name for name, _ in found)
    worth = ", ".join(values["value"] for _, values in found)
    key = "other_bit" if len(found) == 1 else "other_bits"
    return [_finding(names, key, {"value": worth, "byte": found[0][1]["byte"]})]


def _is_wrong(reading: Reading) -> bool:
    return not alike(reading.right, reading.wrong)


def _readings(evidence: Evidence) -> dict[str, list[Reading]]:
    """Each field's values over all examples; {} if a failing example gives no record of the right type."""
    table: dict[str, list[Reading]] = {}
    for number, (right, wrong) in enumerate(zip(evidence.expected, evidence.received, strict=True)):
        if number in evidence.ignored:
            continue
        if evidence.arguments(number) is None or not _are_records(right, wrong):
            if number in evidence.failing:
                return {}
            continue
        assert wrong is not None
        mine = fields_of(wrong.value)
        for name, value in fields_of(right.value).items():
            table.setdefault(name, []).append(Reading(number, value, mine[name]))
    return table


def _are_records(right: Outcome, wrong: Outcome | None) -> bool:
    if wrong is None or right.raised or wrong.raised or not is_dataclass(right.value):
        return False
    return type(right.value) is type(wrong.value)


def _said_of(
    evidence: Evidence, readings: list[Reading], table: dict[str, list[Reading]]
) -> tuple[str, Values] | None:
    """The key of the sentence for one field, and its values."""
    if all(isinstance(value, bool) for item in readings for value in (item.right, item.wrong)):
        return _said_of_a_truth(evidence, readings, table)
    if all(type(item.wrong) is int for item in readings):
        return _constant(readings) or _size_of_argument(evidence, readings) or _distance(evidence, readings)
    return None


def _said_of_a_truth(
    evidence: Evidence, readings: list[Reading], table: dict[str, list[Reading]]
) -> tuple[str, Values] | None:
    constant = _constant(readings)
    if constant:
        return constant
    if all(item.wrong is not item.right for item in readings):
        return "upside_down", {}
    for other, theirs in table.items():
        if [item.right for item in theirs] == [item.wrong for item in readings]:
            return "instead_of", {"other": other}
    return _other_bit(evidence, readings)


def _constant(readings: list[Reading]) -> tuple[str, Values] | None:
    values = {item.wrong for item in readings}
    return ("constant", {"value": str(values.pop())}) if len(values) == 1 else None


def _other_bit(evidence: Evidence, readings: list[Reading]) -> tuple[str, Values] | None:
    """The bit of the first argument that the field follows; the argument is bytes."""
    data = _data(evidence, readings)
    wrong = [item.wrong for item in readings]
    for place in range(min(map(len, data), default=0)):
        for bit in range(8):
            if [bool(each[place] >> bit & 1) for each in data] == wrong:
                return "other_bit", {"byte": f"{_argument(evidence)}[{place}]", "value": str(1 << bit)}
    return None


def _size_of_argument(evidence: Evidence, readings: list[Reading]) -> tuple[str, Values] | None:
    """Whether the field is the number of bytes of the first argument, or always as much more or less."""
    sizes = {item.wrong - len(data) for item, data in zip(readings, _data(evidence, readings), strict=False)}
    if len(sizes) != 1:
        return None
    more = sizes.pop()
    tail = f" {'+' if more > 0 else '-'} {abs(more)}" if more else ""
    return "size_of_argument", {"code": f"len({_argument(evidence)}){tail}"}


def _data(evidence: Evidence, readings: list[Reading]) -> list[bytes]:
    """The first argument of each example; [] if one is no bytes."""
    calls = [evidence.arguments(item.number) for item in readings]
    found = [call.values()[0] for call in calls if call and call.values()]
    return found if len(found) == len(readings) and all(isinstance(item, bytes) for item in found) else []


def _argument(evidence: Evidence) -> str:
    return reference.parameters(evidence.exercise)[0]


def _distance(evidence: Evidence, readings: list[Reading]) -> tuple[str, Values] | None:
    """Whether the number is wrong by the same amount on every example, or on those of one kind."""
    distances = {item.wrong - item.right for item in readings if _is_wrong(item)}
    if len(distances) != 1:
        return None
    distance = distances.pop()
    values = {"distance": str(abs(distance)), "side": "more" if distance > 0 else "less"}
    wrong = frozenset(item.number for item in readings if _is_wrong(item))
    if len(wrong) == len(readings):
        return "off_by", values
    return next((("off_by", {**values, "group": key}) for key in _groups_of(evidence, readings, wrong)), None)


def _groups_of(evidence: Evidence, readings: list[Reading], wrong: frozenset[int]) -> Iterator[str]:
    """The kinds of examples that these are."""
    read = frozenset(item.number for item in readings)
    return (key for key, group in evidence.groups.items() if group & read == wrong)

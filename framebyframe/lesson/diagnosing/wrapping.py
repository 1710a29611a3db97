"""Right or nearly right results in the wrong wrapping: a list for bytes, hexadecimal digits for a number.

The wrapping is one mistake. The value inside is examined as if it had come without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Literal

from ..checking.outcome import Outcome
from ..checking.verdict import Finding
from .evidence import Evidence

Unwrap = Callable[[Any, Any], Any]
"""Takes the right value and the wrong one; gives the value inside, or None if it has no such wrapping."""


def unwrapped(evidence: Evidence) -> tuple[Finding, Evidence] | None:
    """The wrapping that every returned value has, and the evidence without it.

    Where it can be taken off in two ways, as a number can in two byte orders, more examples pass after one.
    """
    returned = [
        n for n in evidence.failing if _is_value(evidence.expected[n]) and _is_value(evidence.received[n])
    ]
    if evidence.first not in returned:
        return None
    found = list(_all_that_fit(evidence, returned))
    same = [(finding, inside) for finding, inside in found if finding.key == found[0][0].key]
    return min(same, key=lambda one: len(one[1].failing), default=None)


def _all_that_fit(evidence: Evidence, returned: list[int]) -> Iterator[tuple[Finding, Evidence]]:
    """Every wrapping that these values have, with the evidence without it."""
    for key, values, unwrap in WRAPPINGS:
        inside = {n: unwrap(evidence.expected[n].value, _value(evidence.received[n])) for n in returned}
        if all(value is not None for value in inside.values()):
            received = tuple(
                replace(outcome, value=inside[n]) if outcome is not None and n in inside else outcome
                for n, outcome in enumerate(evidence.received)
            )
            of = "number" if isinstance(evidence.expected[evidence.first].value, int) else "bytes"
            yield Finding("relation", key, {**values, "of": of}), evidence.after(received)


def _is_value(outcome: Outcome | None) -> bool:
    return outcome is not None and not outcome.raised


def _value(outcome: Outcome | None) -> Any:
    return outcome.value if outcome is not None else None


def _from(kind: Any) -> Unwrap:
    def unwrap(right: Any, wrong: Any) -> Any:
        if not isinstance(right, bytes) or type(wrong) is not kind:
            return None
        try:
            return bytes(wrong)
        except (TypeError, ValueError):
            return None

    return unwrap


def _of_one_item(kind: Any) -> Unwrap:
    """The item that stands alone in a tuple or a list, where no such thing is asked for."""

    def unwrap(right: Any, wrong: Any) -> Any:
        is_one = type(wrong) is kind and len(wrong) == 1
        return (
            wrong[0] if is_one and isinstance(wrong[0], bytes if isinstance(right, bytes) else int) else None
        )

    return unwrap


def _from_pieces(right: Any, wrong: Any) -> Any:
    """The pieces of the result, one beside the other in a tuple or a list."""
    if not isinstance(right, bytes) or not isinstance(wrong, (list, tuple)) or not wrong:
        return None
    if not any(isinstance(piece, (bytes, bytearray)) for piece in wrong):
        return None
    try:
        return b"".join(bytes([piece]) if isinstance(piece, int) else piece for piece in wrong)
    except (TypeError, ValueError):
        return None


def _digits(wrong: Any, prefix: str) -> str | None:
    """The digits of a text, or of one written as bytes, without what parts them; None where it is none."""
    text = wrong.decode("ascii", "replace") if isinstance(wrong, bytes) and len(wrong) > 1 else wrong
    return text.removeprefix(prefix).replace(":", "").replace(" ", "") if isinstance(text, str) else None


def _from_hex(right: Any, wrong: Any) -> Any:
    digits = _digits(wrong, "0x")
    if not isinstance(right, (bytes, int)) or digits is None:
        return None
    try:
        if isinstance(right, int):
            return int(digits, 16)
        return bytes.fromhex("0" * (len(digits) % 2) + digits)
    except ValueError:
        return None


def _from_binary(right: Any, wrong: Any) -> Any:
    if not isinstance(right, int) or not isinstance(wrong, str) or len(wrong) < 8:
        return None
    try:
        return int(wrong, 2)
    except ValueError:
        return None


def _from_bits(right: Any, wrong: Any) -> Any:
    """The bytes whose bits are written out, zeros at the front or not: eight digits stand for a byte."""
    digits = _digits(wrong, "0b")
    if not isinstance(right, bytes) or not digits or not set(digits) <= set("01"):
        return None
    return int(digits, 2).to_bytes((len(digits) + 7) // 8, "big")


def _from_decimal(right: Any, wrong: Any) -> Any:
    is_digits = isinstance(right, int) and isinstance(wrong, str) and wrong.isdecimal()
    return int(wrong) if is_digits else None


def _from_character(right: Any, wrong: Any) -> Any:
    is_one = isinstance(right, int) and isinstance(wrong, str) and len(wrong) == 1
    return ord(wrong) if is_one else None


def _from_one_byte(right: Any, wrong: Any) -> Any:
    is_one = isinstance(right, int) and isinstance(wrong, (bytes, bytearray)) and len(wrong) == 1
    return wrong[0] if is_one else None


def _from_text(right: Any, wrong: Any) -> Any:
    if not isinstance(right, bytes) or not isinstance(wrong, str):
        return None
    try:
        return wrong.encode("latin-1")
    except UnicodeEncodeError:
        return None


def _from_number(order: Literal["big", "little"]) -> Unwrap:
    """A number as bytes, as many as there should be, in this order."""

    def unwrap(right: Any, wrong: Any) -> Any:
        if not isinstance(right, bytes) or type(wrong) is not int or wrong < 0:
            return None
        return wrong.to_bytes(len(right), order) if wrong.bit_length() <= len(right) * 8 else None

    return unwrap


WRAPPINGS: tuple[tuple[str, dict[str, str], Unwrap], ...] = (
    ("other_container", {"type": "list"}, _from(list)),
    ("other_container", {"type": "tuple"}, _from(tuple)),
    ("other_container", {"type": "bytearray"}, _from(bytearray)),
    ("other_container", {"type": "memoryview"}, _from(memoryview)),
    ("one_item", {"type": "tuple", "way": "comma"}, _of_one_item(tuple)),
    ("one_item", {"type": "list"}, _of_one_item(list)),
    ("pieces", {}, _from_pieces),
    ("bytes_for_number", {}, _from_one_byte),
    ("digits", {"form": "binary"}, _from_binary),
    ("digits", {"form": "bits"}, _from_bits),
    ("digits", {"form": "hex"}, _from_hex),
    ("digits", {"form": "decimal"}, _from_decimal),
    ("character", {}, _from_character),
    ("text_for_bytes", {}, _from_text),
    ("number_for_bytes", {}, _from_number("big")),
    ("number_for_bytes", {}, _from_number("little")),
)
"""Every wrapping: the key of its words, their values, and how it is taken off."""

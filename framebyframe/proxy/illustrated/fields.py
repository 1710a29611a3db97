"""The fields of a frame as a list; each opens to its bits, its meaning and where that is written."""

from __future__ import annotations

from collections.abc import Sequence

from framebyframe.figures.labels import BITS, Span
from framebyframe.figures.language import FIELDS, TONES
from framebyframe.figures.rules import Fault

from .markup import Markup, element, filled, folded, joined, paragraph
from .octets import css_class, in_colour, place, spaced
from .text import say

SHOWN_BYTES = 8
"""Bytes of a field that stand in its line."""


def field_list(data: bytes, spans: Sequence[Span], name: str) -> Markup:
    """The fields of a frame, in their order.

    Args:
        data: the bytes of the frame.
        spans: its fields.
        name: of the step, to which the addresses of its fields belong.
    """
    rows = [element("li", _field(data, span, f"{name}-{span.field}")) for span in spans]
    return element("ul", *rows, class_="fields", role="list")


def _field(data: bytes, span: Span, name: str) -> Markup:
    field = FIELDS[span.field]
    line = joined(
        [
            in_colour(_digits(data, span), span.field),
            element("b", field.name),
            element("span", span.shown, class_="value") if _says_more(span) else None,
            element("span", span.sentence, class_="means"),
            fault_mark(bool(span.faults)),
        ],
        " ",
    )
    opened = _opened(span.field, span.first_bit, span.bits, data[span.first_byte], span.faults)
    return folded(line, *opened, id=name)


def _digits(data: bytes, span: Span) -> str:
    """Bits of a field that is shorter than a byte, else bytes."""
    if span.bits < BITS:
        return f"{span.value or 0:0{span.bits}b}"
    shown = data[span.first_byte : min(span.stop_byte, span.first_byte + SHOWN_BYTES)]
    return spaced(shown) + (" …" if span.stop_byte - span.first_byte > SHOWN_BYTES else "")


def _says_more(span: Span) -> bool:
    """Whether the value is no digit before it, and no word behind it."""
    return span.bits > 1 and span.value is not None and not span.sentence.startswith(span.shown)


def _opened(key: str, first_bit: int, bits: int, byte: int, faults: tuple[Fault, ...]) -> tuple[Markup, ...]:
    """Where a field lies, its meaning, its section; of a short one its bits in their byte."""
    field, is_short = FIELDS[key], bits < BITS
    where = say("field", "size", place=_place(first_bit, bits), size=field.size)
    section = element("cite", field.section)
    return (
        *(fault_line(fault.words) for fault in faults),
        paragraph(f"{field.meaning} {say('why', key)}"),
        element("p", filled(where, section=section), class_="quiet"),
        *([_bits(key, byte, first_bit % BITS, bits)] if is_short else []),
    )


def _place(first_bit: int, bits: int) -> str:
    byte, first = divmod(first_bit, BITS)
    if bits >= BITS:
        return place(byte, byte + bits // BITS)
    last = first + bits - 1
    return say("field", "bit" if first == last else "bits", first=first, last=last, byte=byte)


def _bits(key: str, byte: int, first: int, count: int) -> Markup:
    """A byte, with some of its bits marked."""
    bits, stop = f"{byte:08b}", first + count
    return element(
        "p",
        element("code", f"{byte:02x} = {bits[:first]}"),
        in_colour(bits[first:stop], key),
        element("code", bits[stop:]),
        class_="bits",
    )


def fault_line(words: str) -> Markup:
    """A fault in words."""
    return element("p", fault_mark(True), " ", words, class_=f"fault {css_class('wrong')}")


def fault_mark(is_faulty: bool) -> Markup | None:
    """The sign of what is wrong, which is read out as a word."""
    mark = TONES["wrong"]
    if not is_faulty:
        return None
    return element("span", mark.sign, class_="sign", role="img", aria_label=say("step", "wrong"))

"""A label for every field of a frame: where it stands and what it says. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from framebyframe.wire import Opcode

from . import words
from .frame_parts import CLOSE_CODE_LENGTH, LENGTH_16, LENGTH_64, FramePart, FrameParts, payload_fields
from .rules import Fault
from .text.catalogue import say
from .words import count, quoted, short_hex

BITS = 8


@dataclass(frozen=True)
class Span:
    """One field where it stands.

    Attributes:
        field: a key of `language.FIELDS`.
        first_bit: counted from the first bit of the annotated bytes, 0.
        bits: how many bits of it are here.
        value: the bits as a number; None for a masking key and for payload data.
        shown: the value in a few characters.
        sentence: what the value means.
        faults: the rules it breaks.
        whole: False if some of its bits have not come.
    """

    field: str
    first_bit: int
    bits: int
    value: int | None
    shown: str
    sentence: str
    faults: tuple[Fault, ...] = ()
    whole: bool = True

    @property
    def stop_bit(self) -> int:
        """The bit after the last one."""
        return self.first_bit + self.bits

    @property
    def first_byte(self) -> int:
        """The byte in which the field begins."""
        return self.first_bit // BITS

    @property
    def stop_byte(self) -> int:
        """The byte after the one in which the field ends."""
        return -(-self.stop_bit // BITS)


def label(parts: FrameParts, deflate: bool) -> list[Span]:
    """The fields that are here, in their order; together they cover every bit once.

    Args:
        parts: the frame.
        deflate: True if permessage-deflate was agreed, so that RSV1 has a meaning.
    """
    spans = [*_first_byte(parts, deflate), *_second_byte(parts), *_extended_length(parts)]
    return [*spans, *_masking_key(parts), *_payload(parts)]


def _first_byte(parts: FrameParts, deflate: bool) -> Iterator[Span]:
    if not parts.first.data:
        return
    yield Span("fin", 0, 1, parts.fin, str(parts.fin), _fin_meaning(parts))
    for index in (1, 2, 3):
        bit = parts.rsv(index)
        yield Span(f"rsv{index}", index, 1, bit, str(bit), _rsv_meaning(index, parts, deflate))
    meaning = say("frame", "opcode", words.opcode_name(parts.opcode))
    yield Span("opcode", 4, 4, parts.opcode, f"0x{parts.opcode:X}", meaning)


def _fin_meaning(parts: FrameParts) -> str:
    """FIN speaks of a message, and a control frame is part of none (RFC 6455, 5.4 and 5.5)."""
    if parts.is_control:
        return say("frame", "fin", "control" if parts.fin else "control_more")
    return say("frame", "fin", "last" if parts.fin else "more")


def _rsv_meaning(index: int, parts: FrameParts, deflate: bool) -> str:
    if not parts.rsv(index):
        return say("frame", "rsv", "unused")
    is_compressed = deflate and index == 1 and parts.begins_message
    return say("frame", "rsv", "compressed" if is_compressed else "unknown")


def _second_byte(parts: FrameParts) -> Iterator[Span]:
    if not parts.second.data:
        return
    meaning = say("frame", "mask", "masked" if parts.masked else "clear")
    yield Span("mask", 8, 1, parts.masked, str(parts.masked), meaning)
    length = parts.short_length
    yield Span("payload_length", 9, 7, length, str(length), _short_length_meaning(length))


def _short_length_meaning(length: int) -> str:
    if length == LENGTH_16:
        return say("frame", "payload_length", "next_2")
    if length == LENGTH_64:
        return say("frame", "payload_length", "next_8")
    return _length_meaning(length)


def _length_meaning(length: int) -> str:
    return say("frame", "payload_length", "here", bytes=count(length, "byte"))


def _extended_length(parts: FrameParts) -> Iterator[Span]:
    part = parts.extended
    if part.data:
        meaning = _length_meaning(part.number) if part.whole else _cut_short(part)
        shown = str(part.number) if part.whole else f"{part.data.hex(' ')} …"
        yield _span("extended_payload_length", part, part.number, shown, meaning)


def _masking_key(parts: FrameParts) -> Iterator[Span]:
    part = parts.key
    if part.data:
        meaning = say("frame", "masking_key", "whole") if part.whole else _cut_short(part)
        yield _span("masking_key", part, None, part.data.hex(" "), meaning)


def _payload(parts: FrameParts) -> Iterator[Span]:
    part = parts.payload
    if not part.data:
        return
    if parts.opcode == Opcode.CLOSE and not parts.masked:
        yield from _close_payload(parts)
        return
    [field] = payload_fields(parts)
    yield _span(field, part, None, short_hex(part.data), _payload_meaning(parts))


def _close_payload(parts: FrameParts) -> Iterator[Span]:
    start, payload = parts.payload.start, parts.payload.data
    code = FramePart(start, payload[:CLOSE_CODE_LENGTH], CLOSE_CODE_LENGTH)
    reason = FramePart(code.stop, payload[CLOSE_CODE_LENGTH:], parts.payload.size - CLOSE_CODE_LENGTH)
    meaning = words.close_code_name(code.number) if code.whole else _cut_short(code)
    shown = str(code.number) if code.whole else code.data.hex()
    yield _span("close_code", code, code.number, shown, meaning)
    if reason.data:
        yield _span("close_reason", reason, None, short_hex(reason.data), quoted(reason.data))


def _span(field: str, part: FramePart, value: int | None, shown: str, sentence: str) -> Span:
    return Span(field, part.start * BITS, len(part.data) * BITS, value, shown, sentence, whole=part.whole)


def _cut_short(part: FramePart) -> str:
    return say("frame", "part", "cut_short", here=len(part.data), bytes=count(part.size, "byte"))


def _payload_meaning(parts: FrameParts) -> str:
    says = words.carried(parts)
    says = say("frame", "payload", "unmasked", says=says) if parts.masked else says
    if parts.payload.whole:
        return says
    return say("frame", "part", "also_cut_short", says=says, cut_short=_cut_short(parts.payload))

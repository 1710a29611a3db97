"""Bytes to labelled fields, bit by bit: what a person reads in a frame, whole, cut short or broken.

This reads anything and never raises. It is apart from `wire`, which stops at the first fault: a
figure has to show every bit, and name everything that is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from framebyframe.wire import Opcode, Role

from . import rules as rule
from . import words
from .frame_parts import CLOSE_CODE_LENGTH, LENGTH_16, LENGTH_64, FramePart, FrameParts, split
from .rules import Fault, OpenMessage, Rules
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


@dataclass(frozen=True)
class AnnotatedFrame:
    """A frame, or what may become one, with a label on every bit.

    Attributes:
        data: the bytes of this frame that are here.
        spans: its fields in their order; together they cover every bit of `data` once.
        missing: how many more bytes it needs at least; 0 for a whole frame.
        payload: what is here of the payload data, unmasked.
        kind: what sort of frame it is: "final text frame".
        carried: what the payload data says: “Hello”, 1002 (protocol error); "" for none.
        sentence: the frame in words.
        remark: what these bytes may be instead of a frame, or "".
    """

    data: bytes
    spans: tuple[Span, ...]
    missing: int
    payload: bytes
    kind: str
    carried: str
    sentence: str
    remark: str = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every broken rule, in the order of the bits."""
        return tuple(fault for span in self.spans for fault in span.faults)

    def span(self, field: str) -> Span | None:
        """The span of a field, if it is there."""
        return next((span for span in self.spans if span.field == field), None)

    def at_byte(self, index: int) -> list[Span]:
        """The fields that have a bit in this byte."""
        return [span for span in self.spans if span.first_byte <= index < span.stop_byte]


def annotate_frame(
    data: bytes, receiver: Role | str | None = None, limit: int | None = None, deflate: bool = False
) -> AnnotatedFrame:
    """Label every bit of the frame that `data` begins with.

    What follows the frame is `data[len(annotated.data):]`.

    Args:
        data: any bytes at all.
        receiver: who reads them, "client" or "server"; None leaves out the rule about masking.
        limit: the payload length beyond which the receiver answers 1009; None for no limit.
        deflate: True if permessage-deflate was agreed, so that RSV1 has a meaning.
    """
    return _annotate(split(bytes(data), 0), Rules(_role_name(receiver), limit, deflate, None))


def annotate_frames(
    data: bytes,
    receiver: Role | str | None = None,
    limit: int | None = None,
    deflate: bool = False,
    in_order: bool = True,
) -> list[AnnotatedFrame]:
    """Label a stream of frames, one after the other; the last may be cut short.

    Args:
        data: any bytes at all.
        receiver: as for `annotate_frame`.
        limit: the size of a message beyond which the receiver answers 1009.
        deflate: as for `annotate_frame`.
        in_order: False if the stream does not begin here: rules about the order of frames are left out.
    """
    data = bytes(data)
    rules = Rules(_role_name(receiver), limit, deflate, OpenMessage() if in_order else None)
    frames: list[AnnotatedFrame] = []
    start = 0
    while start < len(data):
        parts = split(data, start)
        frames.append(_annotate(parts, rules))
        rules = replace(rules, message=rules.message and rules.message.after(parts))
        start += len(frames[-1].data)
    return frames


def _role_name(role: Role | str | None) -> str | None:
    return role.value if isinstance(role, Role) else role


def _annotate(parts: FrameParts, rules: Rules) -> AnnotatedFrame:
    spans = [*_first_byte(parts, rules), *_second_byte(parts, rules), *_extended(parts, rules)]
    spans += [*_masking_key(parts), *_payload(parts, rules)]
    data = b"".join(part.data for part in parts.all)
    return AnnotatedFrame(
        data=data,
        spans=tuple(spans),
        missing=sum(part.size - len(part.data) for part in parts.all),
        payload=parts.clear_payload,
        kind=words.kind(parts),
        carried=words.carried(parts) if parts.payload.data else "",
        sentence=words.sentence(parts),
        remark=words.remark(data),
    )


# --- what each field says ------------------------------------------------------------------------


def _first_byte(parts: FrameParts, rules: Rules) -> Iterator[Span]:
    if not parts.first.data:
        return
    byte = parts.first.number
    meaning = "The last frame of its message." if parts.fin else "More frames of this message follow."
    yield Span("fin", 0, 1, parts.fin, str(parts.fin), meaning, rule.fin_faults(parts))
    for index in (1, 2, 3):
        yield _rsv(index, byte >> (7 - index) & 1, parts, rules)
    yield Span(
        "opcode",
        4,
        4,
        parts.opcode,
        f"0x{parts.opcode:X}",
        _opcode_meaning(parts.opcode),
        rule.opcode_faults(parts, rules),
    )


def _rsv(index: int, bit: int, parts: FrameParts, rules: Rules) -> Span:
    field = f"rsv{index}"
    if not bit:
        return Span(field, index, 1, bit, "0", "Not in use.")
    if rules.deflate and index == 1 and parts.opcode in (Opcode.TEXT, Opcode.BINARY):
        return Span(field, index, 1, bit, "1", "The message is compressed (RFC 7692 6).")
    fault = Fault(f"RSV{index} must be 0 where no extension gives it a meaning.", "RFC 6455 5.2")
    return Span(field, index, 1, bit, "1", "An extension has to say what it means.", (fault,))


def _opcode_meaning(opcode: int) -> str:
    return {
        "continuation": "More of the message that an earlier frame began.",
        "text": "Text, in UTF-8.",
        "binary": "Bytes.",
        "close": "The end of the connection, and why.",
        "ping": "Asks the peer for a pong.",
        "pong": "The answer to a ping.",
        "reserved": "No meaning yet.",
    }[words.opcode_name(opcode)]


def _second_byte(parts: FrameParts, rules: Rules) -> Iterator[Span]:
    if not parts.second.data:
        return
    meaning = "The payload data is masked; a masking key comes first." if parts.masked else "No masking key."
    yield Span(
        "mask", 8, 1, parts.masked, str(parts.masked), meaning, rule.mask_faults(parts.masked, rules.receiver)
    )
    length = parts.short_length
    faults = rule.short_length_faults(parts) or (
        () if parts.extended.size else rule.limit_faults(parts, length, rules)
    )
    yield Span("payload_length", 9, 7, length, str(length), _short_length_meaning(length), faults)


def _short_length_meaning(length: int) -> str:
    if length == LENGTH_16:
        return "The next 2 bytes are the payload length."
    if length == LENGTH_64:
        return "The next 8 bytes are the payload length."
    return f"{count(length, 'byte')} of payload data."


def _extended(parts: FrameParts, rules: Rules) -> Iterator[Span]:
    part = parts.extended
    if not part.data:
        return
    meaning = f"{count(part.number, 'byte')} of payload data." if part.whole else _cut_short(part)
    faults = rule.extended_faults(part) or rule.limit_faults(parts, part.number, rules) if part.whole else ()
    shown = str(part.number) if part.whole else f"{part.data.hex(' ')} …"
    yield _byte_span("extended_payload_length", part, part.number, shown, meaning, faults)


def _masking_key(parts: FrameParts) -> Iterator[Span]:
    part = parts.key
    if not part.data:
        return
    meaning = "XORed with the payload data, byte by byte in turn." if part.whole else _cut_short(part)
    yield _byte_span("masking_key", part, None, part.data.hex(" "), meaning, ())


def _payload(parts: FrameParts, rules: Rules) -> Iterator[Span]:
    part = parts.payload
    if not part.data:
        return
    if parts.masked:
        yield _payload_span(
            "masked_payload", part, _payload_meaning(parts), rule.payload_faults(parts, rules)
        )
    elif parts.opcode == Opcode.CLOSE:
        yield from _close_payload(parts)
    else:
        yield _payload_span("payload_data", part, _payload_meaning(parts), rule.payload_faults(parts, rules))


def _close_payload(parts: FrameParts) -> Iterator[Span]:
    start, payload = parts.payload.start, parts.payload.data
    code = FramePart(start, payload[:CLOSE_CODE_LENGTH], CLOSE_CODE_LENGTH)
    reason = FramePart(code.stop, payload[CLOSE_CODE_LENGTH:], parts.payload.size - CLOSE_CODE_LENGTH)
    meaning = words.close_code_name(code.number) if code.whole else _cut_short(code)
    shown = str(code.number) if code.whole else code.data.hex()
    yield _byte_span("close_code", code, code.number, shown, meaning, rule.close_code_faults(parts))
    if reason.data:
        yield _payload_span("close_reason", reason, quoted(reason.data), rule.close_reason_faults(parts))


def _byte_span(
    field: str, part: FramePart, value: int | None, shown: str, sentence: str, faults: tuple[Fault, ...]
) -> Span:
    return Span(field, part.start * BITS, len(part.data) * BITS, value, shown, sentence, faults, part.whole)


def _payload_span(field: str, part: FramePart, sentence: str, faults: tuple[Fault, ...]) -> Span:
    return _byte_span(field, part, None, short_hex(part.data), sentence, faults)


def _cut_short(part: FramePart) -> str:
    return f"{len(part.data)} of its {count(part.size, 'byte')} here."


def _payload_meaning(parts: FrameParts) -> str:
    what = f"Unmasked: {words.carried(parts)}" if parts.masked else words.carried(parts)
    return what if parts.payload.whole else f"{what}; {_cut_short(parts.payload)}"

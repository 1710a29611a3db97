"""Bytes to labelled fields, bit by bit: what a person reads in a frame, whole, cut short or broken.

This reads anything and never raises. It is apart from `wire`, which stops at the first fault: a
figure has to show every bit, and name everything that is wrong with them.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from framebyframe.wire import CloseCode, Opcode, Role, apply_mask
from framebyframe.wire.close import may_be_sent

from .visible import visible

BITS = 8
LENGTH_16, LENGTH_64 = 126, 127
MAX_CONTROL_PAYLOAD = 125
MASKING_KEY_LENGTH = 4
CLOSE_CODE_LENGTH = 2
SHOWN_TEXT = 40
"""So many characters of a payload are quoted in a sentence."""
SHOWN_BYTES = 8

OPCODE_NAMES = {int(opcode): opcode.name.lower() for opcode in Opcode}


@dataclass(frozen=True)
class Fault:
    """A broken rule.

    Attributes:
        sentence: what is wrong.
        section: the rule, "RFC 6455 5.2".
        close_code: what a peer must answer (RFC 6455, 7.4.1); None where no frame is concerned.
    """

    sentence: str
    section: str
    close_code: int | None = int(CloseCode.PROTOCOL_ERROR)

    @property
    def words(self) -> str:
        """The sentence, the rule and the close code in one line."""
        answer = f", close code {self.close_code}" if self.close_code else ""
        return f"{self.sentence} ({self.section}{answer})"


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
    data: bytes, receiver: Role | str | None = None, limit: int | None = None
) -> AnnotatedFrame:
    """Label every bit of the frame that `data` begins with.

    What follows the frame is `data[len(annotated.data):]`.

    Args:
        data: any bytes at all.
        receiver: who reads them, "client" or "server"; None leaves out the rule about masking.
        limit: the payload length beyond which the receiver answers 1009; None for no limit.
    """
    return _annotate(_split(bytes(data), 0), _role_name(receiver), limit)


def annotate_frames(data: bytes, receiver: Role | str | None = None) -> list[AnnotatedFrame]:
    """Label a stream of frames, one after the other; the last may be cut short."""
    data = bytes(data)
    frames: list[AnnotatedFrame] = []
    start = 0
    while start < len(data):
        frames.append(_annotate(_split(data, start), _role_name(receiver), None))
        start += len(frames[-1].data)
    return frames


def _role_name(role: Role | str | None) -> str | None:
    return role.value if isinstance(role, Role) else role


# --- where each field stands ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """Some bytes of a frame: where they begin, those that are here, and how many there should be."""

    start: int
    data: bytes
    size: int

    @property
    def stop(self) -> int:
        return self.start + len(self.data)

    @property
    def number(self) -> int:
        return int.from_bytes(self.data, "big")

    @property
    def whole(self) -> bool:
        return len(self.data) == self.size


@dataclass(frozen=True)
class _Parts:
    """A frame cut where its own header says; parts that have not come are empty."""

    first: _Part
    second: _Part
    extended: _Part
    key: _Part
    payload: _Part

    @property
    def all(self) -> tuple[_Part, ...]:
        return self.first, self.second, self.extended, self.key, self.payload

    @property
    def fin(self) -> int:
        return self.first.number >> 7

    @property
    def opcode(self) -> int:
        return self.first.number & 0x0F

    @property
    def is_control(self) -> bool:
        return self.opcode >= Opcode.CLOSE

    @property
    def masked(self) -> int:
        return self.second.number >> 7

    @property
    def short_length(self) -> int:
        return self.second.number & 0x7F

    @property
    def header_is_whole(self) -> bool:
        return all(part.whole for part in self.all[:4])

    @property
    def clear_payload(self) -> bytes:
        return apply_mask(self.payload.data, self.key.data) if self.key.data else self.payload.data


def _split(data: bytes, start: int) -> _Parts:
    """Cut the bytes from `start` into the parts of one frame."""

    def part(before: int, size: int) -> _Part:
        return _Part(before - start, data[before : before + size], size)

    first = part(start, 1)
    second = part(start + first.stop, 1)
    short_length = second.number & 0x7F
    extended = part(start + second.stop, {LENGTH_16: 2, LENGTH_64: 8}.get(short_length, 0))
    key = part(start + extended.stop, MASKING_KEY_LENGTH if second.number >> 7 else 0)
    length = extended.number if extended.size else short_length
    size = length if extended.whole and key.whole else 0
    return _Parts(first, second, extended, key, part(start + key.stop, size))


def _annotate(parts: _Parts, receiver: str | None, limit: int | None) -> AnnotatedFrame:
    spans = [*_first_byte(parts), *_second_byte(parts, receiver, limit), *_extended(parts, limit)]
    spans += [*_masking_key(parts), *_payload(parts)]
    data = b"".join(part.data for part in parts.all)
    return AnnotatedFrame(
        data=data,
        spans=tuple(spans),
        missing=sum(part.size - len(part.data) for part in parts.all),
        payload=parts.clear_payload,
        kind=_kind(parts),
        carried=_carried(parts) if parts.payload.data else "",
        sentence=_sentence(parts),
        remark=_remark(data),
    )


# --- what each field says ------------------------------------------------------------------------


def _first_byte(parts: _Parts) -> Iterator[Span]:
    if not parts.first.data:
        return
    byte = parts.first.number
    meaning = "The last frame of its message." if parts.fin else "More frames of this message follow."
    yield Span("fin", 0, 1, parts.fin, str(parts.fin), meaning, _fin_faults(parts))
    for index in (1, 2, 3):
        yield _rsv(index, byte >> (7 - index) & 1)
    yield Span(
        "opcode",
        4,
        4,
        parts.opcode,
        f"0x{parts.opcode:X}",
        _opcode_meaning(parts.opcode),
        _opcode_faults(parts),
    )


def _fin_faults(parts: _Parts) -> tuple[Fault, ...]:
    if parts.fin or not parts.is_control:
        return ()
    return (Fault("A control frame may not be fragmented: FIN must be 1.", "RFC 6455 5.5"),)


def _rsv(index: int, bit: int) -> Span:
    fault = Fault(f"RSV{index} must be 0 where no extension gives it a meaning.", "RFC 6455 5.2")
    meaning = "An extension has to say what it means." if bit else "Not in use."
    return Span(f"rsv{index}", index, 1, bit, str(bit), meaning, (fault,) if bit else ())


def opcode_name(opcode: int) -> str:
    """ "text", "close" and so on; "reserved" for the others."""
    return OPCODE_NAMES.get(opcode, "reserved")


def _opcode_meaning(opcode: int) -> str:
    return {
        "continuation": "More of the message that an earlier frame began.",
        "text": "Text, in UTF-8.",
        "binary": "Bytes.",
        "close": "The end of the connection, and why.",
        "ping": "Asks the peer for a pong.",
        "pong": "The answer to a ping.",
        "reserved": "No meaning yet.",
    }[opcode_name(opcode)]


def _opcode_faults(parts: _Parts) -> tuple[Fault, ...]:
    if parts.opcode in OPCODE_NAMES:
        return ()
    return (Fault(f"Opcode 0x{parts.opcode:X} is reserved.", "RFC 6455 5.2"),)


def _second_byte(parts: _Parts, receiver: str | None, limit: int | None) -> Iterator[Span]:
    if not parts.second.data:
        return
    meaning = "The payload data is masked; a masking key comes first." if parts.masked else "No masking key."
    yield Span("mask", 8, 1, parts.masked, str(parts.masked), meaning, _mask_faults(parts.masked, receiver))
    length = parts.short_length
    faults = _short_length_faults(parts) + _limit_faults(length if not parts.extended.size else 0, limit)
    yield Span("payload_length", 9, 7, length, str(length), _short_length_meaning(length), faults)


def _mask_faults(masked: int, receiver: str | None) -> tuple[Fault, ...]:
    if receiver == "server" and not masked:
        return (Fault("A client masks every frame: MASK must be 1.", "RFC 6455 5.1"),)
    if receiver == "client" and masked:
        return (Fault("A server masks no frame: MASK must be 0.", "RFC 6455 5.1"),)
    return ()


def _short_length_meaning(length: int) -> str:
    if length == LENGTH_16:
        return "The next 2 bytes are the payload length."
    if length == LENGTH_64:
        return "The next 8 bytes are the payload length."
    return f"{count(length, 'byte')} of payload data."


def _short_length_faults(parts: _Parts) -> tuple[Fault, ...]:
    if not parts.is_control or parts.short_length <= MAX_CONTROL_PAYLOAD:
        return ()
    return (Fault("A control frame carries at most 125 bytes of payload data.", "RFC 6455 5.5"),)


def _limit_faults(length: int, limit: int | None) -> tuple[Fault, ...]:
    if limit is None or length <= limit:
        return ()
    sentence = f"{length:,} bytes is more than the {limit:,} the receiver accepts."
    return (Fault(sentence, "RFC 6455 10.4", int(CloseCode.MESSAGE_TOO_BIG)),)


def _extended(parts: _Parts, limit: int | None) -> Iterator[Span]:
    part = parts.extended
    if not part.data:
        return
    meaning = f"{count(part.number, 'byte')} of payload data." if part.whole else _cut_short(part)
    faults = _extended_faults(part) + _limit_faults(part.number, limit) if part.whole else ()
    shown = str(part.number) if part.whole else f"{part.data.hex(' ')} …"
    yield _byte_span("extended_payload_length", part, part.number, shown, meaning, faults)


def _extended_faults(part: _Part) -> tuple[Fault, ...]:
    if part.size == 8 and part.number >> 63:
        return (Fault("The first bit of a 64-bit length must be 0.", "RFC 6455 5.2"),)
    if part.number < (LENGTH_16 if part.size == 2 else 2**16):
        shorter = "7 bits" if part.number < LENGTH_16 else "16 bits"
        return (
            Fault(f"A length is written as short as can be: {part.number} fits {shorter}.", "RFC 6455 5.2"),
        )
    return ()


def _masking_key(parts: _Parts) -> Iterator[Span]:
    part = parts.key
    if not part.data:
        return
    meaning = "XORed with the payload data, byte by byte in turn." if part.whole else _cut_short(part)
    yield _byte_span("masking_key", part, None, part.data.hex(" "), meaning, ())


def _payload(parts: _Parts) -> Iterator[Span]:
    part = parts.payload
    if not part.data:
        return
    if parts.masked:
        yield _payload_span("masked_payload", part, _payload_meaning(parts), _payload_faults(parts))
    elif parts.opcode == Opcode.CLOSE:
        yield from _close_payload(parts)
    else:
        yield _payload_span("payload_data", part, _payload_meaning(parts), _payload_faults(parts))


def _close_payload(parts: _Parts) -> Iterator[Span]:
    start, payload = parts.payload.start, parts.payload.data
    code = _Part(start, payload[:CLOSE_CODE_LENGTH], CLOSE_CODE_LENGTH)
    reason = _Part(code.stop, payload[CLOSE_CODE_LENGTH:], parts.payload.size - CLOSE_CODE_LENGTH)
    meaning = close_code_name(code.number) if code.whole else _cut_short(code)
    shown = str(code.number) if code.whole else code.data.hex()
    yield _byte_span("close_code", code, code.number, shown, meaning, _close_code_faults(parts))
    if reason.data:
        yield _payload_span("close_reason", reason, quoted(reason.data), _close_reason_faults(parts))


def close_code_name(code: int) -> str:
    """ "protocol error" for 1002 and so on (RFC 6455, 7.4.1)."""
    if code in set(CloseCode):
        return CloseCode(code).name.lower().replace("_", " ")
    return "an application's own code" if may_be_sent(code) else "no meaning"


def _payload_faults(parts: _Parts) -> tuple[Fault, ...]:
    if parts.opcode == Opcode.CLOSE:
        return _close_code_faults(parts) + _close_reason_faults(parts)
    is_text = parts.opcode == Opcode.TEXT and not parts.first.number & 0b0100_0000
    ends_here = bool(parts.fin) and parts.payload.whole
    return _utf8_faults(parts.clear_payload, ends_here) if is_text else ()


def _close_code_faults(parts: _Parts) -> tuple[Fault, ...]:
    payload = parts.clear_payload
    if parts.payload.size == 1:
        return (Fault("A close code has two bytes, this payload one.", "RFC 6455 5.5.1"),)
    code = int.from_bytes(payload[:CLOSE_CODE_LENGTH], "big")
    if len(payload) < CLOSE_CODE_LENGTH or may_be_sent(code):
        return ()
    return (Fault(f"Close code {code} may not be sent.", "RFC 6455 7.4"),)


def _close_reason_faults(parts: _Parts) -> tuple[Fault, ...]:
    return _utf8_faults(parts.clear_payload[CLOSE_CODE_LENGTH:], parts.payload.whole)


def _utf8_faults(data: bytes, ends_here: bool) -> tuple[Fault, ...]:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, ends_here)
    except UnicodeDecodeError as error:
        sentence = f"Not UTF-8: byte {error.start} of the text, {data[error.start]:02x}, cannot stand there."
        return (Fault(sentence, "RFC 6455 8.1", int(CloseCode.INVALID_DATA)),)
    return ()


def _byte_span(
    field: str, part: _Part, value: int | None, shown: str, sentence: str, faults: tuple[Fault, ...]
) -> Span:
    return Span(field, part.start * BITS, len(part.data) * BITS, value, shown, sentence, faults, part.whole)


def _payload_span(field: str, part: _Part, sentence: str, faults: tuple[Fault, ...]) -> Span:
    return _byte_span(field, part, None, short_hex(part.data), sentence, faults)


def _cut_short(part: _Part) -> str:
    return f"{len(part.data)} of its {count(part.size, 'byte')} here."


# --- in words ------------------------------------------------------------------------------------


def count(number: int, noun: str) -> str:
    """ "1 byte", "65,536 bytes"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def short_hex(data: bytes) -> str:
    """The bytes in hex, with … after the first few."""
    return data[:SHOWN_BYTES].hex(" ") + (" …" if len(data) > SHOWN_BYTES else "")


def quoted(data: bytes) -> str:
    """The bytes as text in quotation marks, or in hex if they are not text that a person can read."""
    try:
        start = codecs.getincrementaldecoder("utf-8")().decode(data[: 4 * SHOWN_TEXT], False)
    except UnicodeDecodeError:
        return short_hex(data)
    if any(character < " " and character not in "\t\r\n" for character in start):
        return short_hex(data)
    more = "…" if len(start) > SHOWN_TEXT or len(data) > 4 * SHOWN_TEXT else ""
    return f"“{visible(start[:SHOWN_TEXT])}{more}”"


def _payload_meaning(parts: _Parts) -> str:
    what = f"Unmasked: {_carried(parts)}" if parts.masked else _carried(parts)
    return what if parts.payload.whole else f"{what}; {_cut_short(parts.payload)}"


def _carried(parts: _Parts) -> str:
    """What the payload data says."""
    payload = parts.clear_payload
    if parts.opcode == Opcode.CLOSE and len(payload) >= CLOSE_CODE_LENGTH:
        code = int.from_bytes(payload[:CLOSE_CODE_LENGTH], "big")
        reason = f", {quoted(payload[CLOSE_CODE_LENGTH:])}" if payload[CLOSE_CODE_LENGTH:] else ""
        return f"{code} ({close_code_name(code)}){reason}"
    return short_hex(payload) if parts.opcode == Opcode.BINARY else quoted(payload)


def _sentence(parts: _Parts) -> str:
    if not parts.first.data:
        return "no bytes yet"
    if not parts.second.data:
        return f"the first byte of a {_kind(parts)}"
    masked = "masked" if parts.masked else "not masked"
    if not parts.header_is_whole:
        return f"the header of a {_kind(parts)}, {masked}, cut short"
    here = "" if parts.payload.whole else f", {len(parts.payload.data):,} here"
    carried = f": {_carried(parts)}" if parts.payload.data else ""
    return f"{_kind(parts)}, {masked}, {count(parts.payload.size, 'byte')}{here}{carried}"


def _kind(parts: _Parts) -> str:
    """ "final text frame", "close frame"."""
    name = opcode_name(parts.opcode)
    if name == "reserved":
        return f"frame with the reserved opcode 0x{parts.opcode:X}"
    if parts.is_control:
        return f"{name} frame" if parts.fin else f"{name} frame without FIN"
    return f"{'final' if parts.fin else 'unfinished'} {name} frame"


def _remark(data: bytes) -> str:
    """Learners meet these bytes in chapter 1: an HTTP head that a decoder took for a frame."""
    if not data.startswith((b"HTTP/", b"GET ")):
        return ""
    line = data.split(b"\r\n")[0][:SHOWN_TEXT].decode("latin-1")
    return f"These bytes are text, not a frame: {visible(line)}"

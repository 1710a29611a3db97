"""The rules of RFC 6455 that a figure checks, one function a rule: each gives the faults of one field.

`judge` looks at a frame that has been cut into its parts, and knows nothing of the labels on them.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from framebyframe.wire import CloseCode, Opcode
from framebyframe.wire.close import may_be_sent

from .frame_parts import CLOSE_CODE_LENGTH, LENGTH_16, FrameParts, payload_fields
from .text.catalogue import say

MAX_CONTROL_PAYLOAD = 125


@dataclass(frozen=True)
class Fault:
    """A broken rule.

    Attributes:
        sentence: what is wrong.
        section: the rule, "RFC 6455 5.2".
        close_code: what a peer that fails the connection should send (RFC 6455, 7.1.7 and 7.4.1);
            None where no frame is concerned.
    """

    sentence: str
    section: str
    close_code: int | None = int(CloseCode.PROTOCOL_ERROR)

    @property
    def words(self) -> str:
        """The sentence, the rule and the close code in one line."""
        if not self.close_code:
            return say("frame", "fault", "in_one_line", sentence=self.sentence, section=self.section)
        return say(
            *("frame", "fault", "with_close_code"),
            sentence=self.sentence,
            section=self.section,
            code=self.close_code,
        )


Faults = tuple[Fault, ...]


@dataclass(frozen=True)
class OpenMessage:
    """The message that the frames so far have begun (RFC 6455, 5.4).

    Attributes:
        opcode: of its first frame, binary for compressed text; None if no message is open.
        cut: of a text: the first bytes of a character that the next frame has to finish.
        size: of its payload data so far.
    """

    opcode: int | None = None
    cut: bytes = b""
    size: int = 0

    def after(self, parts: FrameParts) -> OpenMessage:
        """The open message after one more frame."""
        if parts.is_control:
            return self
        if parts.fin:
            return OpenMessage()
        opcode = self.opcode if parts.opcode == Opcode.CONTINUATION else parts.opcode
        opcode = Opcode.BINARY if parts.is_compressed else opcode
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        decoder.decode(self.cut + parts.clear_payload)
        return OpenMessage(opcode, decoder.getstate()[0], self.size + parts.payload.size)


@dataclass(frozen=True)
class Rules:
    """The conditions under which a frame is judged; a rule whose condition is None is left out."""

    receiver: str | None
    limit: int | None
    deflate: bool
    message: OpenMessage | None


def judge(parts: FrameParts, rules: Rules) -> dict[str, Faults]:
    """The faults of every field that breaks a rule."""
    faults = {field: rule(parts, rules) for field, rule in HEADER_RULES.items()}
    faults |= _payload_faults(parts, rules)
    return {field: found for field, found in faults.items() if found}


# --- the header ----------------------------------------------------------------------------------


def fin_faults(parts: FrameParts, rules: Rules) -> Faults:
    """A control frame is never fragmented (5.5)."""
    if parts.fin or not parts.is_control:
        return ()
    return (_fault("fragmented_control", "RFC 6455 5.5"),)


def rsv_faults(bit: int) -> Callable[[FrameParts, Rules], Faults]:
    """A reserved bit is 0, unless an extension gives it a meaning (5.2)."""

    def faults(parts: FrameParts, rules: Rules) -> Faults:
        if not parts.rsv(bit) or (bit == 1 and rules.deflate and parts.begins_message):
            return ()
        return (_fault("rsv", "RFC 6455 5.2", bit=f"RSV{bit}"),)

    return faults


def opcode_faults(parts: FrameParts, rules: Rules) -> Faults:
    """Opcodes have a meaning, and messages are not interleaved (5.2, 5.4)."""
    if parts.opcode not in set(Opcode):
        return (_fault("reserved_opcode", "RFC 6455 5.2", opcode=f"0x{parts.opcode:X}"),)
    if rules.message is None or parts.is_control:
        return ()
    is_continuation = parts.opcode == Opcode.CONTINUATION
    if is_continuation and rules.message.opcode is None:
        return (_fault("nothing_to_continue", "RFC 6455 5.4"),)
    if not is_continuation and rules.message.opcode is not None:
        return (_fault("unfinished_before", "RFC 6455 5.4"),)
    return ()


def mask_faults(parts: FrameParts, rules: Rules) -> Faults:
    """Clients mask, servers do not (5.1)."""
    if rules.receiver == "server" and not parts.masked:
        return (_fault("client_masks", "RFC 6455 5.1"),)
    if rules.receiver == "client" and parts.masked:
        return (_fault("server_masks_not", "RFC 6455 5.1"),)
    return ()


def short_length_faults(parts: FrameParts, rules: Rules) -> Faults:
    """A control frame is short (5.5); what the 7 bits say is within the limit (10.4)."""
    if parts.is_control and parts.short_length > MAX_CONTROL_PAYLOAD:
        return (_fault("long_control", "RFC 6455 5.5"),)
    return () if parts.extended.size else _limit_faults(parts, parts.short_length, rules)


def extended_length_faults(parts: FrameParts, rules: Rules) -> Faults:
    """A length is minimal, fits 63 bits (5.2), and is within the limit (10.4)."""
    part = parts.extended
    if not part.data or not part.whole:
        return ()
    if part.size == 8 and part.number >> 63:
        return (_fault("64_bit_length", "RFC 6455 5.2"),)
    if part.number < (LENGTH_16 if part.size == 2 else 2**16):
        bits = 7 if part.number < LENGTH_16 else 16
        return (_fault(f"length_fits_{bits}", "RFC 6455 5.2", length=part.number),)
    return _limit_faults(parts, part.number, rules)


def _limit_faults(parts: FrameParts, length: int, rules: Rules) -> Faults:
    """The fault of a length beyond the receiver's limit (10.4)."""
    size = length + (rules.message.size if rules.message else 0)
    if parts.is_control or rules.limit is None or size <= rules.limit:
        return ()
    sentence = say("frame", "fault", "too_big", size=f"{size:,}", limit=f"{rules.limit:,}")
    return (Fault(sentence, "RFC 6455 10.4", int(CloseCode.MESSAGE_TOO_BIG)),)


HEADER_RULES: dict[str, Callable[[FrameParts, Rules], Faults]] = {
    "fin": fin_faults,
    "rsv1": rsv_faults(1),
    "rsv2": rsv_faults(2),
    "rsv3": rsv_faults(3),
    "opcode": opcode_faults,
    "mask": mask_faults,
    "payload_length": short_length_faults,
    "extended_payload_length": extended_length_faults,
}


# --- the payload data ----------------------------------------------------------------------------


def _payload_faults(parts: FrameParts, rules: Rules) -> dict[str, Faults]:
    """The faults of the payload's fields: of a close frame its code and its reason, else of its text."""
    fields = payload_fields(parts)
    if parts.opcode != Opcode.CLOSE:
        return dict.fromkeys(fields, text_faults(parts, rules))
    code, reason = close_code_faults(parts), close_reason_faults(parts)
    return dict(zip(fields, [code, reason] if len(fields) > 1 else [code + reason], strict=True))


def text_faults(parts: FrameParts, rules: Rules) -> Faults:
    """A text is UTF-8 (8.1)."""
    message = rules.message or OpenMessage()
    opcode = message.opcode if parts.opcode == Opcode.CONTINUATION else parts.opcode
    if opcode != Opcode.TEXT or parts.is_compressed:
        return ()
    return tuple(_utf8_faults(message.cut + parts.clear_payload, bool(parts.fin) and parts.payload.whole))


def close_code_faults(parts: FrameParts) -> Faults:
    """A close code has two bytes and may be sent (5.5.1, 7.4)."""
    payload = parts.clear_payload
    if parts.payload.size == 1:
        return (_fault("half_close_code", "RFC 6455 5.5.1"),)
    code = int.from_bytes(payload[:CLOSE_CODE_LENGTH], "big")
    if len(payload) < CLOSE_CODE_LENGTH or may_be_sent(code):
        return ()
    return (_fault("close_code", "RFC 6455 7.4", code=code),)


def close_reason_faults(parts: FrameParts) -> Faults:
    """A close reason is UTF-8 (5.5.1, 8.1)."""
    return tuple(_utf8_faults(parts.clear_payload[CLOSE_CODE_LENGTH:], parts.payload.whole))


def _utf8_faults(data: bytes, ends_here: bool) -> Iterator[Fault]:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, ends_here)
    except UnicodeDecodeError as error:
        byte = f"{data[error.start]:02x}"
        sentence = say("frame", "fault", "not_utf8", index=error.start, byte=byte)
        yield Fault(sentence, "RFC 6455 8.1", int(CloseCode.INVALID_DATA))


def _fault(key: str, section: str, **values: object) -> Fault:
    return Fault(say("frame", "fault", key, **values), section)

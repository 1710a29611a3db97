"""The rules of RFC 6455 that a figure checks, one function a rule: each returns the faults it finds."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from framebyframe.wire import CloseCode, Opcode
from framebyframe.wire.close import may_be_sent

from .frame_parts import CLOSE_CODE_LENGTH, LENGTH_16, FramePart, FrameParts
from .words import OPCODE_NAMES

MAX_CONTROL_PAYLOAD = 125


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
    """What a frame is judged by; None leaves a rule out."""

    receiver: str | None
    limit: int | None
    deflate: bool
    message: OpenMessage | None


def fin_faults(parts: FrameParts) -> tuple[Fault, ...]:
    """A control frame is never fragmented (5.5)."""
    if parts.fin or not parts.is_control:
        return ()
    return (Fault("A control frame may not be fragmented: FIN must be 1.", "RFC 6455 5.5"),)


def opcode_faults(parts: FrameParts, rules: Rules) -> tuple[Fault, ...]:
    """Opcodes have a meaning, and messages are not interleaved (5.2, 5.4)."""
    if parts.opcode not in OPCODE_NAMES:
        return (Fault(f"Opcode 0x{parts.opcode:X} is reserved.", "RFC 6455 5.2"),)
    if rules.message is None or parts.is_control:
        return ()
    is_continuation = parts.opcode == Opcode.CONTINUATION
    if is_continuation and rules.message.opcode is None:
        return (Fault("There is no unfinished message that this could continue.", "RFC 6455 5.4"),)
    if not is_continuation and rules.message.opcode is not None:
        return (Fault("The message before has to be finished first.", "RFC 6455 5.4"),)
    return ()


def mask_faults(masked: int, receiver: str | None) -> tuple[Fault, ...]:
    """Clients mask, servers do not (5.1)."""
    if receiver == "server" and not masked:
        return (Fault("A client masks every frame: MASK must be 1.", "RFC 6455 5.1"),)
    if receiver == "client" and masked:
        return (Fault("A server masks no frame: MASK must be 0.", "RFC 6455 5.1"),)
    return ()


def short_length_faults(parts: FrameParts) -> tuple[Fault, ...]:
    """A control frame is short (5.5)."""
    if not parts.is_control or parts.short_length <= MAX_CONTROL_PAYLOAD:
        return ()
    return (Fault("A control frame carries at most 125 bytes of payload data.", "RFC 6455 5.5"),)


def limit_faults(parts: FrameParts, length: int, rules: Rules) -> tuple[Fault, ...]:
    """What the receiver is willing to hold (10.4)."""
    before = rules.message.size if rules.message else 0
    if parts.is_control or rules.limit is None or before + length <= rules.limit:
        return ()
    sentence = f"{before + length:,} bytes is more than the {rules.limit:,} the receiver accepts."
    return (Fault(sentence, "RFC 6455 10.4", int(CloseCode.MESSAGE_TOO_BIG)),)


def extended_faults(part: FramePart) -> tuple[Fault, ...]:
    """A length is minimal, and fits 63 bits (5.2)."""
    if part.size == 8 and part.number >> 63:
        return (Fault("The first bit of a 64-bit length must be 0.", "RFC 6455 5.2"),)
    if part.number < (LENGTH_16 if part.size == 2 else 2**16):
        shorter = "7 bits" if part.number < LENGTH_16 else "16 bits"
        sentence = f"A length is written as short as can be: {part.number} fits {shorter}."
        return (Fault(sentence, "RFC 6455 5.2"),)
    return ()


def payload_faults(parts: FrameParts, rules: Rules) -> tuple[Fault, ...]:
    """A text is UTF-8 (8.1); a close frame says what it may (5.5.1)."""
    if parts.opcode == Opcode.CLOSE:
        return close_code_faults(parts) + close_reason_faults(parts)
    message = rules.message or OpenMessage()
    opcode = message.opcode if parts.opcode == Opcode.CONTINUATION else parts.opcode
    if opcode != Opcode.TEXT or parts.is_compressed:
        return ()
    return _utf8_faults(message.cut + parts.clear_payload, bool(parts.fin) and parts.payload.whole)


def close_code_faults(parts: FrameParts) -> tuple[Fault, ...]:
    """A close code has two bytes and may be sent (5.5.1, 7.4)."""
    payload = parts.clear_payload
    if parts.payload.size == 1:
        return (Fault("A close code has two bytes, this payload one.", "RFC 6455 5.5.1"),)
    code = int.from_bytes(payload[:CLOSE_CODE_LENGTH], "big")
    if len(payload) < CLOSE_CODE_LENGTH or may_be_sent(code):
        return ()
    return (Fault(f"Close code {code} may not be sent.", "RFC 6455 7.4"),)


def close_reason_faults(parts: FrameParts) -> tuple[Fault, ...]:
    """A close reason is UTF-8 (5.5.1, 8.1)."""
    return _utf8_faults(parts.clear_payload[CLOSE_CODE_LENGTH:], parts.payload.whole)


def _utf8_faults(data: bytes, ends_here: bool) -> tuple[Fault, ...]:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, ends_here)
    except UnicodeDecodeError as error:
        sentence = f"Not UTF-8: byte {error.start} of the text, {data[error.start]:02x}, cannot stand there."
        return (Fault(sentence, "RFC 6455 8.1", int(CloseCode.INVALID_DATA)),)
    return ()

"""The sentence a person would say of a frame, read back: "final text frame, masked, 5 bytes: Hello".

`figures` makes the sentence; here it is parsed. What the sentence leaves out (the masking key, the
middle of a long payload) stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from framebyframe.figures import AnnotatedFrame, annotate_frame, annotate_frames
from framebyframe.figures.words import OPCODE_NAMES, opcode_name
from framebyframe.lesson.asking.typed import bytes_from_hex
from framebyframe.wire import Opcode
from framebyframe.wire.frames import FIN

from .fields import FIRST_KEY, FrameFields, bytes_from_fields, fields_from_bytes, shortest_form
from .limits import MAX_BYTES
from .payload_text import payload_from_text

THEN = "; then "
"""The words between two frames."""
EXAMPLE = "final text frame, masked, 5 bytes: Hello"

OPCODES_BY_NAME = {name: number for number, name in OPCODE_NAMES.items()}
FRAME = re.compile(
    r"\s*(?P<unfinished>unfinished\s+)?(?:final\s+)?(?:a\s+)?"
    rf"(?:(?P<name>{'|'.join(OPCODES_BY_NAME)})\s+frame"
    r"|frame with (?:the )?reserved opcode (?P<number>0x[0-9a-f]))"
    r"(?P<without_fin>\s+without FIN)?"
    r"(?:,\s*(?P<mask>not masked|unmasked|masked))?"
    r"(?:,\s*(?P<length>[\d,]*\d) bytes?)?"
    r"(?:\s*[:,]\s*(?P<carried>.*))?\s*",
    re.IGNORECASE | re.DOTALL,
)
CLOSE = re.compile(r"(?P<code>\d+)(?:\s*\([^)]*\))?(?:\s*,\s*[“\"]?(?P<reason>.*?)[”\"]?)?", re.DOTALL)
QUOTED = re.compile(r"[“\"](.*)[”\"]", re.DOTALL)


def sentence_from_bytes(data: bytes) -> str:
    """Every frame in words, one after the other."""
    return sentence_of(annotate_frames(data))


def sentence_of(frames: Sequence[AnnotatedFrame]) -> str:
    """The sentence of frames that are annotated already."""
    return THEN.join(frame.sentence for frame in frames) or annotate_frame(b"").sentence


def bytes_from_sentence(sentence: str, data: bytes) -> bytes:
    """The bytes that a sentence asks for.

    Args:
        sentence: of one frame, or of several with "; then " between them.
        data: what it was before; it gives what the sentence does not say.

    Raises:
        ValueError: the sentence says no frame.
    """
    built = b""
    for part in sentence.split(THEN):
        annotated = annotate_frame(data)
        keep = part == annotated.sentence
        built += annotated.data if keep else _frame_from_sentence(part, data)
        data = data[len(annotated.data) :]
    return built


def _frame_from_sentence(sentence: str, before: bytes) -> bytes:
    said = FRAME.fullmatch(sentence)
    if not said:
        raise ValueError(f"say the kind of frame, masked or not, and what it carries: {EXAMPLE}")
    opcode = OPCODES_BY_NAME[said["name"].lower()] if said["name"] else int(said["number"], 16)
    fin = 0 if said["unfinished"] or said["without_fin"] else FIN
    payload = _payload(said, opcode, before)
    length = len(payload)
    fields = FrameFields(fin | opcode, length, shortest_form(length), _key(said["mask"], before), payload)
    return bytes_from_fields(fields)


def _key(mask: str | None, before: bytes) -> bytes | None:
    if (mask or "").lower() != "masked":
        return None
    return fields_from_bytes(before)[0].key or FIRST_KEY


def _payload(said: re.Match[str], opcode: int, before: bytes) -> bytes:
    annotated = annotate_frame(before)
    carried = (said["carried"] or "").strip()
    if carried and carried == annotated.carried:
        return annotated.payload
    if "…" in carried:
        raise ValueError("… stands for bytes that are not shown: say them all, or change them in hex")
    if carried:
        return _payload_from_words(carried, opcode)
    return _zeros(said["length"])


def _zeros(length: str | None) -> bytes:
    count = int((length or "0").replace(",", ""))
    if count > MAX_BYTES:
        raise ValueError(f"{count:,} bytes are more than the {MAX_BYTES:,} the builder takes")
    return bytes(count)


def _payload_from_words(words: str, opcode: int) -> bytes:
    if opcode == Opcode.CLOSE and (close := CLOSE.fullmatch(words)):
        return _close_payload(int(close["code"]), close["reason"] or "")
    if opcode_name(opcode) == "binary" or _is_hex(words):
        return bytes_from_hex(words)
    quoted = QUOTED.fullmatch(words)
    return payload_from_text(quoted[1] if quoted else words)


def _close_payload(code: int, reason: str) -> bytes:
    if code > 0xFFFF:
        raise ValueError(f"a close code has two bytes: {code} does not fit")
    return code.to_bytes(2, "big") + payload_from_text(reason)


def _is_hex(words: str) -> bool:
    """Whether the words are bytes in hex, as `figures` writes those that are no text: "80 81"."""
    return re.fullmatch(r"[0-9a-f]{2}( [0-9a-f]{2})*", words) is not None

"""The page's values as plain JSON: bytes labelled by `figures`, and every way to write them."""

from __future__ import annotations

from typing import Any

from framebyframe.figures import AnnotatedFrame, Span, annotate_frames
from framebyframe.figures.language import FIELDS
from framebyframe.figures.visible import byte_as_character
from framebyframe.figures.words import OPCODE_NAMES, close_code_name, count

from .fields import FIRST_BITS, fields_from_bytes
from .limits import MAX_BIT_BYTES, MAX_FRAMES, MAX_TYPED_BYTES, SHOWN_BYTES
from .payload_text import text_from_payload
from .python_code import python_from_bytes
from .sentences import sentence_of

Json = dict[str, Any]


def picture(data: bytes, receiver: str | None) -> Json:
    """Everything the page shows of the bytes.

    Args:
        data: any bytes.
        receiver: who reads them, for the rule about masking.
    """
    frames = annotate_frames(data, receiver)
    typed = len(data) <= MAX_TYPED_BYTES
    shown = data if typed else data[:SHOWN_BYTES]
    return {
        "size": len(data),
        "typed": typed,
        "sentence": sentence_of(frames),
        "hex": shown.hex(" ") + ("" if typed else " …"),
        "literal": repr(shown) if typed else f"{shown!r} …",
        "python": python_from_bytes(data) if typed else f'data = bytes.fromhex("{shown.hex(" ")} …")',
        "fields": _fields(data, typed),
        "frames": _frames(frames),
        "more": _more(frames),
        "faults": _faults(frames),
        "remark": frames[0].remark if frames else "",
        "missing": count(frames[-1].missing, "more_byte") if frames and frames[-1].missing else "",
    }


def opcodes() -> list[Json]:
    """The entries of the list of opcodes."""
    return [
        {"value": value, "name": f"0x{value:X} {OPCODE_NAMES.get(value, 'reserved')}"} for value in range(16)
    ]


def _fields(data: bytes, typed: bool) -> Json:
    fields, _ = fields_from_bytes(data)
    text = text_from_payload(fields.payload if typed else fields.payload[:SHOWN_BYTES])
    return {
        **{name: bool(fields.first_byte & bit) for name, bit in FIRST_BITS.items()},
        "opcode": fields.first_byte & 0x0F,
        "mask": fields.key is not None,
        "payload_length": str(fields.length),
        "length_bits": fields.length_bits,
        "masking_key": "" if fields.key is None else fields.key.hex(" "),
        "payload_data": text if typed else f"{text}…",
    }


def _frames(frames: list[AnnotatedFrame]) -> list[Json]:
    """The frames whose bits are drawn, each with the offset of its first byte."""
    drawn: list[Json] = []
    start = 0
    for frame in frames[:MAX_FRAMES]:
        drawn.append(_frame(frame, start))
        start += len(frame.data)
    return drawn


def _frame(frame: AnnotatedFrame, start: int) -> Json:
    shown = frame.data[:MAX_BIT_BYTES]
    return {
        "start": start,
        "sentence": frame.sentence,
        "hex": shown.hex(),
        "characters": [byte_as_character(byte) for byte in shown],
        "spans": [_span(span) for span in frame.spans if span.first_byte < len(shown)],
        "hidden": count(len(frame.data) - len(shown), "more_byte") if len(frame.data) > len(shown) else "",
        "missing": count(frame.missing, "more_byte") if frame.missing else "",
    }


def _span(span: Span) -> Json:
    return {
        "field": span.field,
        "name": FIELDS[span.field].name,
        "label": FIELDS[span.field].label,
        "first": span.first_bit,
        "bits": span.bits,
        "shown": span.shown,
        "sentence": span.sentence,
        "faulty": bool(span.faults),
    }


def _more(frames: list[AnnotatedFrame]) -> str:
    hidden = len(frames) - MAX_FRAMES
    return f"{count(hidden, 'more_frame')} without a drawing" if hidden > 0 else ""


def _faults(frames: list[AnnotatedFrame]) -> list[Json]:
    """Every broken rule, and its first bit."""
    faults: list[Json] = []
    start = 0
    for frame in frames:
        for span in frame.spans:
            faults += [_fault(span, fault, start) for fault in span.faults]
        start += len(frame.data)
    return faults


def _fault(span: Span, fault: Any, start: int) -> Json:
    code = fault.close_code
    return {
        "field": span.field,
        "name": FIELDS[span.field].name,
        "bit": start * 8 + span.first_bit,
        "sentence": fault.sentence,
        "section": fault.section,
        "answer": f"close code {code}, {close_code_name(code)}" if code else "",
    }

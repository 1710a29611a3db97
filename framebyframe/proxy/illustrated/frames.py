"""A frame on the page: its line, and under it bytes, fields, mask, message and the lines that make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from framebyframe.figures.annotation import AnnotatedFrame, annotate_frame
from framebyframe.figures.frame_parts import split
from framebyframe.figures.labels import BITS, Span
from framebyframe.figures.words import carried, count, opcode_name
from framebyframe.wire.frames import encode_length

from ..tap.items import OTHER, TappedFrame
from ..tap.rows import call_name, duration
from . import as_python
from .fields import fault_line, fault_mark, field_list
from .limits import MOST_MASKED
from .markup import Markup, code_block, element, filled, folded, joined, paragraph, text
from .octets import frame_bytes, in_colour, unmasking
from .steps import Session, Step
from .text import say
from .told import control_told, message_told

MOST_LOOKED_AT = 400
"""Bytes of a payload that are looked at for the words in a line."""


def frame_line(frame: TappedFrame, session: Session) -> Markup:
    """The line of a frame, seen before it is opened."""
    return joined(
        [
            in_colour(opcode_name(frame.opcode), "opcode"),
            in_colour(say("frame", "fin" if frame.fin else "no_fin"), "fin"),
            in_colour(say("frame", "mask" if frame.is_masked else "no_mask"), "mask"),
            in_colour(count(frame.length, "byte"), "payload_length"),
            in_colour(_says(frame), "payload_data") if frame.payload else None,
            *(element("span", words, class_="call") for words in _calls(frame, session)),
            fault_mark(bool(frame.faults)),
        ],
        " ",
    )


def _says(frame: TappedFrame) -> str:
    start = frame.payload[:MOST_LOOKED_AT]
    return carried(split(_unmasked(frame, start), 0))


def _unmasked(frame: TappedFrame, payload: bytes) -> bytes:
    """The same frame without a mask."""
    return frame.header[:1] + encode_length(len(payload), False) + payload


def _calls(frame: TappedFrame, session: Session) -> Iterator[str]:
    """Words about the calls that this frame makes or answers: about the first of each."""
    message = session.message_of(frame)
    if message is None:
        return
    for call in session.asked_in(message)[:1]:
        yield say("frame", "asks", what=call_name(call))
    for call in session.answered_in(message)[:1]:
        yield say("frame", "answers", what=call_name(call), latency=duration(call.latency or 0.0))


def frame_opened(step: Step, frame: TappedFrame, session: Session) -> list[Markup | None]:
    """All about a frame."""
    annotated = annotate_frame(frame.data, OTHER[frame.sender], deflate=step.connection.deflate)
    message = session.message_of(frame)
    return [
        paragraph(text(say("frame", "sentence", sentence=annotated.sentence))),
        *(fault_line(fault) for fault in frame.faults),
        None if frame.is_whole else paragraph(say("frame", "not_kept")),
        frame_bytes(annotated.data, annotated.spans, step.name),
        field_list(annotated.data, annotated.spans, step.name),
        _mask(frame, annotated, step),
        message_told(message, session) if message else control_told(frame, session),
        python_told(as_python.frame_program(frame)),
        _address(step, frame),
    ]


def _mask(frame: TappedFrame, annotated: AnnotatedFrame, step: Step) -> Markup | None:
    """The payload before and after the mask."""
    key = frame.masking_key
    if key is None or not frame.payload:
        return None
    before = annotated.data[len(frame.header) :]
    shown = unmasking(before, key, frame.payload, _unmasked_spans(frame))
    return folded(say("mask", "title"), paragraph(say("mask", "means")), shown, id=f"{step.name}-unmasked")


def _unmasked_spans(frame: TappedFrame) -> list[Span]:
    """The fields of the unmasked payload, as far as it is shown; its first byte is byte 0."""
    payload = frame.payload[:MOST_MASKED]
    data = _unmasked(frame, payload)
    bits = BITS * (len(data) - len(payload))
    spans = annotate_frame(data).spans
    return [replace(span, first_bit=span.first_bit - bits) for span in spans if span.first_bit >= bits]


def python_told(program: str) -> Markup | None:
    """The lines of Python, folded; None where there are none."""
    if not program:
        return None
    needs = paragraph(say("python", "needs_record")) if as_python.RECORD in program else None
    return folded(say("python", "title"), paragraph(say("python", "means")), needs, code_block(program))


def _address(step: Step, frame: TappedFrame) -> Markup:
    link = element("a", f"#{step.name}", href=f"#{step.name}")
    offset = say("frame", "offset", offset=f"{frame.offset:,}", who=say("side", frame.sender))
    return element("p", filled(say("step", "address"), link=link), " ", offset, class_="quiet")

"""One line of words for a thing that travels: bytes, a frame, a message, an event, or text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, is_dataclass
from functools import singledispatch

from framebyframe.wire import Frame, Opcode, encode_frame

from .annotation import AnnotatedFrame, annotate_frames
from .cards import event_look, event_sentence, value_words
from .text.catalogue import say
from .text_annotation import annotate_message
from .words import count, opcode_name, short_hex

HTTP_STARTS = (b"GET ", b"HTTP/")
MAX_FRAMES = 3
MAX_TITLE = 200


@dataclass(frozen=True)
class Title:
    """A line that says what a thing is.

    Attributes:
        words: the line.
        detail: its bytes in hex, or "".
        look: the key of the field or tone that colours it.
    """

    words: str
    detail: str = ""
    look: str = "plain"


@singledispatch
def title_of(thing: object) -> Title:
    """The line for `thing`: bytes, a Frame, JSON text, a JSON value, an event, or any text."""
    return _event_title(thing) if is_dataclass(thing) else Title(value_words(thing))


@title_of.register
def _frame_title(frame: Frame) -> Title:
    return _bytes_title(encode_frame(frame))


@title_of.register(dict)
@title_of.register(list)
def _json_title(value: object) -> Title:
    return _text_title(json.dumps(value, ensure_ascii=False))


@title_of.register(BaseException)
def _event_title(event: object) -> Title:
    return Title(event_sentence(event), look=event_look(event))


def is_http(data: bytes) -> bool:
    """True if the bytes begin like the head of a handshake."""
    return data.startswith(HTTP_STARTS)


def message_look(text: str) -> str:
    """The field that a call is about: error, result or method; "plain" if the text is no call."""
    fields = {span.field for span in annotate_message(text).spans}
    return next((field for field in ("error", "result", "method", "params") if field in fields), "plain")


@title_of.register
def _text_title(text: str) -> Title:
    return Title(
        text[:MAX_TITLE], look=message_look(text) if text.lstrip().startswith(("{", "[")) else "plain"
    )


@title_of.register(bytes)
@title_of.register(bytearray)
def _bytes_title(data: bytes | bytearray) -> Title:
    data = bytes(data)
    if is_http(data):
        return Title(
            data.split(b"\r\n")[0].decode("latin-1")[:MAX_TITLE], count(len(data), "byte"), "start_line"
        )
    frames = annotate_frames(data, in_order=False)
    if not frames:
        return Title(say("drawing", "all", "no_bytes"))
    words = ", ".join(frame_words(frame) for frame in frames[:MAX_FRAMES])
    if len(frames) > MAX_FRAMES:
        words = say("drawing", "frame", "more_frames", frames=words, number=len(frames) - MAX_FRAMES)
    size = count(len(data), "byte")
    if any(frame.span("masking_key") for frame in frames):
        size = say("drawing", "frame", "masked", bytes=size)
    return Title(words, f"{size}: {short_hex(data)}", _frames_look(frames))


def frame_words(frame: AnnotatedFrame) -> str:
    """A frame in a few words: "text “Hello”", "close 1002 (protocol error)", "half a frame"."""
    opcode = frame.span("opcode")
    if opcode is None or opcode.value is None or frame.missing:
        return say("drawing", "frame", "half")
    name = opcode_name(opcode.value)
    name = name if name != "reserved" else say("drawing", "frame", "reserved", opcode=opcode.shown)
    words = f"{name} {frame.carried}".strip()
    fin = frame.span("fin")
    return words if fin is None or fin.value else say("drawing", "frame", "more_follow", frame=words)


def _frames_look(frames: Sequence[AnnotatedFrame]) -> str:
    opcodes = [span.value for span in (frame.span("opcode") for frame in frames) if span]
    if any(frame.faults for frame in frames):
        return "wrong"
    if Opcode.CLOSE in opcodes:
        return "close_code"
    if any(opcode in (Opcode.PING, Opcode.PONG) for opcode in opcodes):
        return "opcode"
    call = message_look(frames[0].payload.decode("utf-8", "replace"))
    return call if call != "plain" else "payload_data"

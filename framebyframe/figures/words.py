"""Bytes and frames in words, for sentences, descriptions and plain text."""

from __future__ import annotations

import codecs

from framebyframe.wire import CloseCode, Opcode
from framebyframe.wire.close import may_be_sent

from .frame_parts import CLOSE_CODE_LENGTH, FrameParts
from .text.catalogue import say, say_number
from .visible import visible

SHOWN_TEXT = 40
"""Characters of a payload that a sentence quotes."""
SHOWN_BYTES = 8

OPCODE_NAMES = {int(opcode): opcode.name.lower() for opcode in Opcode}


def count(number: int, noun: str) -> str:
    """ "1 byte", "65,536 bytes"; the nouns are keys of the catalogue: "byte", "more_byte", "character"."""
    return say_number("frame", "count", noun, number)


def left_out_words(number: int) -> str:
    """ "… 300 more bytes …": what a drawing has no room for."""
    return say("drawing", "all", "more_left_out", left_out=count(number, "more_byte"))


def short_hex(data: bytes) -> str:
    """The bytes in hex, with … after the first few."""
    return data[:SHOWN_BYTES].hex(" ") + (" …" if len(data) > SHOWN_BYTES else "")


def quoted(data: bytes) -> str:
    """The bytes as text in quotation marks, or in hex if they are not text that a person can read."""
    try:
        start = codecs.getincrementaldecoder("utf-8")().decode(data[: 4 * SHOWN_TEXT], False)
    except UnicodeDecodeError:
        return short_hex(data)
    is_readable = start.isprintable()  # most is
    if not is_readable and any(character < " " and character not in "\t\r\n" for character in start):
        return short_hex(data)
    more = "…" if len(start) > SHOWN_TEXT or len(data) > 4 * SHOWN_TEXT else ""
    return f"“{visible(start[:SHOWN_TEXT])}{more}”"


def opcode_name(opcode: int) -> str:
    """ "text", "close" and so on; "reserved" for the others."""
    return OPCODE_NAMES.get(opcode, "reserved")


def close_code_name(code: int) -> str:
    """ "protocol error" for 1002 and so on (RFC 6455, 7.4.1)."""
    if code in set(CloseCode):
        return CloseCode(code).name.lower().replace("_", " ")
    return say("frame", "close_code", "own" if may_be_sent(code) else "none")


def carried(parts: FrameParts) -> str:
    """The meaning of the payload data: quoted text, or a close code with its name."""
    payload = parts.clear_payload
    if parts.opcode == Opcode.CLOSE and len(payload) >= CLOSE_CODE_LENGTH:
        code = int.from_bytes(payload[:CLOSE_CODE_LENGTH], "big")
        reason = payload[CLOSE_CODE_LENGTH:]
        key = "close_with_reason" if reason else "close"
        return say("frame", "payload", key, code=code, name=close_code_name(code), reason=quoted(reason))
    is_binary = parts.opcode == Opcode.BINARY or parts.is_compressed
    return short_hex(payload) if is_binary else quoted(payload)


def sentence(parts: FrameParts) -> str:
    """The frame as a person would say it: "final text frame, masked, 5 bytes: “Hello”"."""
    if not parts.first.data:
        return say("frame", "frame", "nothing")
    if not parts.second.data:
        return say("frame", "frame", "first_byte", kind=kind(parts))
    masked = say("frame", "frame", "masked" if parts.masked else "clear")
    if not parts.header_is_whole:
        return say("frame", "frame", "header", kind=kind(parts), masked=masked)
    payload = parts.payload
    return say(
        *("frame", "frame", ("whole" if payload.whole else "partly") + ("_says" if payload.data else "")),
        kind=kind(parts),
        masked=masked,
        bytes=count(payload.size, "byte"),
        here=f"{len(payload.data):,}",
        says=carried(parts),
    )


def kind(parts: FrameParts) -> str:
    """ "final text frame", "close frame"."""
    name = opcode_name(parts.opcode)
    if name == "reserved":
        return say("frame", "kind", "reserved", opcode=f"0x{parts.opcode:X}")
    if parts.is_control:
        return say("frame", "kind", "control" if parts.fin else "control_without_fin", name=name)
    return say("frame", "kind", "final" if parts.fin else "unfinished", name=name)


def remark(data: bytes) -> str:
    """A sentence for bytes that begin like an HTTP head, which chapter 1 reads as a frame; "" for others."""
    if not data.startswith((b"HTTP/", b"GET ")):
        return ""
    line = data.split(b"\r\n")[0][:SHOWN_TEXT].decode("latin-1")
    return say("frame", "frame", "http", line=visible(line))

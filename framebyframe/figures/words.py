"""Bytes and frames in words, for sentences, descriptions and plain text."""

from __future__ import annotations

import codecs

from framebyframe.wire import CloseCode, Opcode
from framebyframe.wire.close import may_be_sent

from .frame_parts import CLOSE_CODE_LENGTH, FrameParts
from .visible import visible

SHOWN_TEXT = 40
"""So many characters of a payload are quoted in a sentence."""
SHOWN_BYTES = 8

OPCODE_NAMES = {int(opcode): opcode.name.lower() for opcode in Opcode}


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


def opcode_name(opcode: int) -> str:
    """ "text", "close" and so on; "reserved" for the others."""
    return OPCODE_NAMES.get(opcode, "reserved")


def close_code_name(code: int) -> str:
    """ "protocol error" for 1002 and so on (RFC 6455, 7.4.1)."""
    if code in set(CloseCode):
        return CloseCode(code).name.lower().replace("_", " ")
    return "an application's own code" if may_be_sent(code) else "no meaning"


def carried(parts: FrameParts) -> str:
    """What the payload data says."""
    payload = parts.clear_payload
    if parts.opcode == Opcode.CLOSE and len(payload) >= CLOSE_CODE_LENGTH:
        code = int.from_bytes(payload[:CLOSE_CODE_LENGTH], "big")
        reason = f", {quoted(payload[CLOSE_CODE_LENGTH:])}" if payload[CLOSE_CODE_LENGTH:] else ""
        return f"{code} ({close_code_name(code)}){reason}"
    is_binary = parts.opcode == Opcode.BINARY or parts.is_compressed
    return short_hex(payload) if is_binary else quoted(payload)


def sentence(parts: FrameParts) -> str:
    """The frame as a person would say it: "final text frame, masked, 5 bytes: “Hello”"."""
    if not parts.first.data:
        return "no bytes yet"
    if not parts.second.data:
        return f"the first byte of a {kind(parts)}"
    masked = "masked" if parts.masked else "not masked"
    if not parts.header_is_whole:
        return f"the header of a {kind(parts)}, {masked}, cut short"
    here = "" if parts.payload.whole else f", {len(parts.payload.data):,} here"
    says = f": {carried(parts)}" if parts.payload.data else ""
    return f"{kind(parts)}, {masked}, {count(parts.payload.size, 'byte')}{here}{says}"


def kind(parts: FrameParts) -> str:
    """ "final text frame", "close frame"."""
    name = opcode_name(parts.opcode)
    if name == "reserved":
        return f"frame with the reserved opcode 0x{parts.opcode:X}"
    if parts.is_control:
        return f"{name} frame" if parts.fin else f"{name} frame without FIN"
    return f"{'final' if parts.fin else 'unfinished'} {name} frame"


def remark(data: bytes) -> str:
    """Learners meet these bytes in chapter 1: an HTTP head that a decoder took for a frame."""
    if not data.startswith((b"HTTP/", b"GET ")):
        return ""
    line = data.split(b"\r\n")[0][:SHOWN_TEXT].decode("latin-1")
    return f"These bytes are text, not a frame: {visible(line)}"

"""The sentences that decide what a stream of bytes means, and a slow, plain reading of them.

`read` looks at a whole stream at once and keeps no state between frames but what a message needs. It shares
no code with wire/, so that the two have to agree for reasons of their own.
"""

from __future__ import annotations

import codecs
import zlib
from dataclasses import dataclass, field
from enum import Enum

MAX_MESSAGE = 4096
MAX_FRAGMENTS = 1024
EMPTY_BLOCK = b"\x00\x00\xff\xff"
NAMED_CODES = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014}


class Rule(Enum):
    """A rule that a stream can break: in words, the close code, RFC and section, the sentence."""

    RESERVED_BIT = (
        "a reserved bit",
        1002,
        "RFC 6455, 5.2",
        "If a nonzero value is received and none of the negotiated extensions defines the meaning of "
        "such a nonzero value, the receiving endpoint MUST _Fail the WebSocket Connection_.",
    )
    COMPRESSED_BIT = (
        "RSV1 where no message begins",
        1002,
        "RFC 7692, 6",
        'An endpoint MUST NOT set the "Per-Message Compressed" bit of control frames and non-first '
        "fragments of a data message. An endpoint receiving such a frame MUST _Fail the WebSocket "
        "Connection_.",
    )
    RESERVED_OPCODE = (
        "a reserved opcode",
        1002,
        "RFC 6455, 5.2",
        "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_.",
    )
    NOT_MASKED = (
        "no mask from a client",
        1002,
        "RFC 6455, 5.1",
        "The server MUST close the connection upon receiving a frame that is not masked.",
    )
    MASKED = (
        "a mask from a server",
        1002,
        "RFC 6455, 5.1",
        "A client MUST close a connection if it detects a masked frame.",
    )
    CONTROL_FRAME = (
        "a long or fragmented control frame",
        1002,
        "RFC 6455, 5.5",
        "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented.",
    )
    LENGTH_NOT_MINIMAL = (
        "a length in more bytes than it needs",
        1002,
        "RFC 6455, 5.2",
        "Note that in all cases, the minimal number of bytes MUST be used to encode the length",
    )
    LENGTH_HIGHEST_BIT = (
        "a length with its highest bit set",
        1002,
        "RFC 6455, 5.2",
        "the following 8 bytes interpreted as a 64-bit unsigned integer (the most significant bit MUST "
        "be 0) are the payload length",
    )
    TOO_BIG = (
        "a message beyond the limit",
        1009,
        "RFC 6455, 10.4",
        "Implementations that have implementation- and/or platform-specific limitations regarding the "
        "frame size or total message size after reassembly from multiple frames MUST protect themselves "
        "against exceeding those limits.",
    )
    CONTINUATION_OF_NOTHING = (
        "a continuation of nothing",
        1002,
        "RFC 6455, 5.4",
        "A fragmented message consists of a single frame with the FIN bit clear and an opcode other than"
        " 0, followed by zero or more frames with the FIN bit clear and the opcode set to 0",
    )
    MESSAGE_INSIDE_MESSAGE = (
        "a message inside a message",
        1002,
        "RFC 6455, 5.4",
        "The fragments of one message MUST NOT be interleaved between the fragments of another message "
        "unless an extension has been negotiated that can interpret the interleaving.",
    )
    NOT_UTF8 = (
        "text that is not UTF-8",
        1007,
        "RFC 6455, 8.1",
        "When an endpoint is to interpret a byte stream as UTF-8 but finds that the byte stream is not, "
        "in fact, a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket Connection_.",
    )
    DOES_NOT_INFLATE = (
        "data that does not inflate",
        1007,
        "RFC 6455, 7.4.1",
        "1007 indicates that an endpoint is terminating the connection because it has received data "
        "within a message that was not consistent with the type of the message",
    )
    CLOSE_BODY = (
        "a close frame of one byte",
        1002,
        "RFC 6455, 5.5.1",
        "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer (in "
        "network byte order) representing a status code",
    )
    CLOSE_CODE = (
        "a close code that may not be sent",
        1002,
        "RFC 6455, 7.4.2",
        "Status codes in the range 1000-2999 are reserved for definition by this protocol, its future "
        "revisions, and extensions specified in a permanent and readily available public specification.",
    )

    def __init__(self, words: str, code: int, section: str, sentence: str) -> None:
        self.words = words
        self.code = code
        self.section = section
        self.sentence = sentence


class Feature(Enum):
    """A feature of a stream that breaks no rule, and that some codec treats otherwise."""

    CLOSE_INSIDE_MESSAGE = (
        "a close frame inside a fragmented message",
        "RFC 6455, 5.4",
        "Control frames (see Section 5.5) MAY be injected in the middle of a fragmented message.",
    )
    CONTROL_INSIDE_COMPRESSED = (
        "a control frame inside a compressed message",
        "RFC 6455, 5.4",
        "Control frames (see Section 5.5) MAY be injected in the middle of a fragmented message.",
    )
    REGISTERED_CODE_1014 = (
        "close code 1014",
        "RFC 6455, 7.4.2 and 11.7",
        "Status codes in the range 1000-2999 are reserved for definition by this protocol, its future "
        "revisions, and extensions specified in a permanent and readily available public specification.",
    )
    FINAL_BLOCK = (
        "a DEFLATE block marked as the last",
        "RFC 7692, 7.2.3.4",
        "On platforms where the flush method using an empty DEFLATE block with no compression is not "
        'available, implementors can choose to flush data using DEFLATE blocks with "BFINAL" set to 1.',
    )
    TWO_FAULTS = (
        "a frame that breaks two rules",
        "",
        "No sentence sets the order: a frame that is too big, or whose close reason is not UTF-8, may be "
        "wrong in another way first.",
    )
    UNFINISHED_FRAME = (
        "a faulty frame that has not all come",
        "",
        "No sentence sets the moment: a fault may be seen before its frame is whole, or after.",
    )

    def __init__(self, words: str, section: str, sentence: str) -> None:
        self.words = words
        self.section = section
        self.sentence = sentence


class Broken(Exception):
    """The stream breaks a rule."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.name)
        self.rule = rule


class Unfinished(Exception):
    """The stream ends inside a frame."""


@dataclass(frozen=True)
class Verdict:
    """The verdict of one end on a stream.

    Attributes:
        messages: the whole messages, text as str, in order.
        pings: the payloads of the pings, in order.
        close_code: what our close frame says (1005: an empty one); None while the connection is open.
        rule: the rule broken, as far as it is known.
        features: what else the stream holds, as far as it is known.
    """

    messages: tuple[str | bytes, ...]
    pings: tuple[bytes, ...]
    close_code: int | None
    rule: Rule | None = field(default=None, compare=False)
    features: frozenset[Feature] = field(default=frozenset(), compare=False)


@dataclass
class Header:
    fin: bool
    rsv: int
    opcode: int
    length: int
    key: bytes | None
    size: int


def take(data: bytes, start: int, length: int) -> bytes:
    if len(data) < start + length:
        raise Unfinished
    return data[start : start + length]


def read_header(data: bytes) -> Header:
    """The header that `data` begins with, as it is; nothing but its length is checked.

    Its masking key may be cut short: it belongs to the payload as much as to the header.
    """
    first, second = take(data, 0, 2)
    masked, length, size = second > 127, second & 127, 2
    if length > 125:
        more, smallest = (2, 126) if length == 126 else (8, 65536)
        length = int.from_bytes(take(data, 2, more), "big")
        size += more
        if length < smallest:
            raise Broken(Rule.LENGTH_NOT_MINIMAL)
    if length >> 63:
        raise Broken(Rule.LENGTH_HIGHEST_BIT)
    key = data[size : size + 4] if masked else None
    return Header(first > 127, first >> 4 & 7, first & 15, length, key, size + 4 * masked)


def check_header(header: Header, server: bool, deflate: bool) -> None:
    """Check a header alone, whatever came before it; raises Broken."""
    if header.opcode not in (0, 1, 2, 8, 9, 10):
        raise Broken(Rule.RESERVED_OPCODE)
    if (header.key is not None) != server:
        raise Broken(Rule.NOT_MASKED if server else Rule.MASKED)
    if header.rsv not in (0, 4) or (header.rsv and not deflate):
        raise Broken(Rule.RESERVED_BIT)
    if header.rsv and header.opcode not in (1, 2):
        raise Broken(Rule.COMPRESSED_BIT)
    if header.opcode > 7 and (header.length > 125 or not header.fin):
        raise Broken(Rule.CONTROL_FRAME)


class Reading:
    """One stream, read from its first byte to the fault, the close frame or the end."""

    def __init__(self, server: bool, deflate: bool) -> None:
        self.server, self.deflate = server, deflate
        self.messages: list[str | bytes] = []
        self.pings: list[bytes] = []
        self.features: set[Feature] = set()
        self.opcode = 0
        self.compressed = False
        self.pieces: list[bytes] = []
        self.inflater = zlib.decompressobj(-15)
        self.text = codecs.getincrementaldecoder("utf-8")()

    def read(self, data: bytes) -> int | None:
        """The code of the peer's close frame; None if the stream ends before one.

        Raises:
            Broken: the stream breaks a rule first.
        """
        while data:
            try:
                header = read_header(data)
            except Unfinished:
                self.features.add(Feature.UNFINISHED_FRAME)
                return None
            end = header.size + header.length
            if len(data) < end:
                self.features.add(Feature.UNFINISHED_FRAME)
            if header.length > self.room() or (self.deflate and header.rsv & 3):
                self.features.add(Feature.TWO_FAULTS)  # or perhaps two: what is compressed may be too big
            check_header(header, self.server, self.deflate)
            payload = unmask(data[header.size : end], header.key)
            if header.opcode < 8:
                self.check_place(header)
                self.add(header, payload, whole=len(data) >= end)
            if len(data) < end:
                return None
            if header.opcode > 7 and self.opcode and self.compressed:
                self.features.add(Feature.CONTROL_INSIDE_COMPRESSED)
            if header.opcode == 8:
                return self.read_close(payload)
            if header.opcode == 9:
                self.pings.append(payload)
            data = data[end:]
        return None

    def check_place(self, header: Header) -> None:
        """Check that a data frame may stand here, and has room; raises Broken."""
        if header.opcode == 0 and not self.opcode:
            raise Broken(Rule.CONTINUATION_OF_NOTHING)
        if header.opcode in (1, 2) and self.opcode:
            raise Broken(Rule.MESSAGE_INSIDE_MESSAGE)
        if header.opcode:
            self.opcode, self.compressed = header.opcode, bool(header.rsv)
        room = self.room()
        if header.length > (room + room // 16 + 64 if self.compressed else room):
            self.features.discard(Feature.TWO_FAULTS)
            raise Broken(Rule.TOO_BIG)

    def room(self) -> int:
        """The number of bytes by which the message may still grow."""
        return MAX_MESSAGE - sum(map(len, self.pieces))

    def add(self, header: Header, payload: bytes, whole: bool) -> None:
        """Take in the part of a data frame that has come."""
        last = whole and header.fin
        if self.compressed:
            if not whole:
                return
            payload = self.inflate(payload, last)
        self.pieces.append(payload)
        if self.room() < 0:
            raise Broken(Rule.TOO_BIG)
        if self.opcode == 1:
            try:
                self.text.decode(payload, last)
            except UnicodeDecodeError:
                raise Broken(Rule.NOT_UTF8) from None
        if last:
            data = b"".join(self.pieces)
            self.messages.append(data.decode() if self.opcode == 1 else data)
            self.opcode, self.pieces = 0, []

    def inflate(self, payload: bytes, last: bool) -> bytes:
        """A fragment, decompressed; after a final block a new DEFLATE stream begins (RFC 7692, 7.2.3.4)."""
        data, inflated = payload + EMPTY_BLOCK * last, b""
        while True:
            try:
                inflated += self.inflater.decompress(data, MAX_MESSAGE + 1)
            except zlib.error:
                raise Broken(Rule.DOES_NOT_INFLATE) from None
            if len(inflated) > self.room():
                raise Broken(Rule.TOO_BIG)
            if not self.inflater.eof:
                return inflated
            self.features.add(Feature.FINAL_BLOCK)
            data, self.inflater = self.inflater.unused_data, zlib.decompressobj(-15)

    def read_close(self, payload: bytes) -> int:
        """The code that answers a close frame: its own, 1005 for none."""
        if self.opcode:
            self.features.add(Feature.CLOSE_INSIDE_MESSAGE)
        if not payload:
            return 1005
        code = int.from_bytes(payload[:2], "big")
        if len(payload) == 1:
            raise Broken(Rule.CLOSE_BODY)
        if code == 1014:
            self.features.add(Feature.REGISTERED_CODE_1014)
        wrong_code = code not in NAMED_CODES and not 3000 <= code < 5000
        if wrong_code and not is_utf8(payload[2:]):
            self.features.add(Feature.TWO_FAULTS)
        if wrong_code:
            raise Broken(Rule.CLOSE_CODE)
        if not is_utf8(payload[2:]):
            raise Broken(Rule.NOT_UTF8)
        return code


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def unmask(payload: bytes, key: bytes | None) -> bytes:
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload)) if key else payload


def read(stream: bytes, server: bool, deflate: bool) -> Verdict:
    """The verdict of the rules on this stream, received by a server (or a client)."""
    reading, rule = Reading(server, deflate), None
    try:
        code = reading.read(stream)
    except Broken as broken:
        code, rule = broken.rule.code, broken.rule
    return Verdict(tuple(reading.messages), tuple(reading.pings), code, rule, frozenset(reading.features))

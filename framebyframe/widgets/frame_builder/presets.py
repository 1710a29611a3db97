"""Frames to begin with: the RFC's own examples, the lengths where a header grows, famous illegal ones."""

from __future__ import annotations

from dataclasses import dataclass

from framebyframe.wire import Frame, Opcode, encode_frame

from .fields import FIRST_KEY


@dataclass(frozen=True)
class Preset:
    """Bytes with a name.

    Attributes:
        group: what it is an example of.
        name: in a few words.
        data: the bytes.
    """

    group: str
    name: str
    data: bytes


def _masked(opcode: Opcode, payload: bytes = b"", *, fin: bool = True, rsv1: bool = False) -> bytes:
    return encode_frame(Frame(opcode, payload, fin=fin, rsv1=rsv1, masking_key=FIRST_KEY))


def _plain(opcode: Opcode, payload: bytes = b"", *, fin: bool = True) -> bytes:
    return encode_frame(Frame(opcode, payload, fin=fin))


_HELLO = _masked(Opcode.TEXT, b"Hello")
_HELLO_REST = _HELLO[2:]
_RFC, _LENGTHS, _CALLS, _ILLEGAL = (
    "RFC 6455, 5.7",
    "Boundaries of the length",
    "For the servers here",
    "Illegal",
)

PRESETS: tuple[Preset, ...] = (
    Preset(_RFC, "Text, not masked", _plain(Opcode.TEXT, b"Hello")),
    Preset(_RFC, "Text, masked", _HELLO),
    Preset(
        _RFC,
        "Text in two frames",
        _plain(Opcode.TEXT, b"Hel", fin=False) + _plain(Opcode.CONTINUATION, b"lo"),
    ),
    Preset(_RFC, "Ping", _plain(Opcode.PING, b"Hello")),
    Preset(_RFC, "Pong, masked", _masked(Opcode.PONG, b"Hello")),
    Preset(_RFC, "256 bytes, not masked", _plain(Opcode.BINARY, bytes(256))),
    Preset(_RFC, "64 KiB, not masked", _plain(Opcode.BINARY, bytes(65536))),
    Preset(_CALLS, "A call", _masked(Opcode.TEXT, b'{"action": "getData", "id": 1}')),
    Preset(
        _CALLS,
        "A call in two frames",
        _masked(Opcode.TEXT, b'{"action": "getData",', fin=False)
        + _masked(Opcode.CONTINUATION, b' "id": 1}'),
    ),
    Preset(_CALLS, "Ping, masked", _masked(Opcode.PING, b"Hello")),
    Preset(_CALLS, "Close, 1000", _masked(Opcode.CLOSE, b"\x03\xe8done")),
    *(
        Preset(_LENGTHS, f"{length:,} bytes", _masked(Opcode.TEXT, b"a" * length))
        for length in (0, 125, 126, 65535, 65536)
    ),
    Preset(_ILLEGAL, "Not masked, to a server", _plain(Opcode.TEXT, b'{"action": "getData"}')),
    Preset(_ILLEGAL, "A reserved opcode: 3", b"\x83" + _HELLO[1:]),
    Preset(_ILLEGAL, "RSV1 without an extension", _masked(Opcode.TEXT, b"Hello", rsv1=True)),
    Preset(_ILLEGAL, "A ping without FIN", _masked(Opcode.PING, b"Hello", fin=False)),
    Preset(_ILLEGAL, "A ping of 126 bytes", _masked(Opcode.PING, b"a" * 126)),
    Preset(_ILLEGAL, "A length in too many bits", b"\x81\xfe\x00\x05" + _HELLO_REST),
    Preset(_ILLEGAL, "A length of 2 to the 63", b"\x82\xff\x80" + bytes(7) + FIRST_KEY),
    Preset(_ILLEGAL, "Text that is not UTF-8", _masked(Opcode.TEXT, b"Hell\xff")),
    Preset(_ILLEGAL, "Nothing to continue", _masked(Opcode.CONTINUATION, b"lo")),
    Preset(
        _ILLEGAL,
        "A message inside a message",
        _masked(Opcode.TEXT, b"Hel", fin=False) + _masked(Opcode.TEXT, b"Hello"),
    ),
    Preset(_ILLEGAL, "Half a close code", _masked(Opcode.CLOSE, b"\x03")),
    Preset(_ILLEGAL, "Close code 1005", _masked(Opcode.CLOSE, b"\x03\xed")),
    Preset(_ILLEGAL, "Chapter 1: HTTP read as a frame", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
)

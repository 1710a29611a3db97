"""Streams of bytes that a peer might send: right ones, nearly right ones, and noise. All from one seed."""

from __future__ import annotations

import itertools
import zlib
from dataclasses import dataclass
from random import Random

TEXTS = ["", "a", "Hello", "é", "κόσμε", "𝒳 marks", "x" * 124, "x" * 125, "ÿ" * 63, "long " * 50]
BAD_TEXTS = [
    b"\xff",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"ok\xe2\x82",
    b"\x80",
    b"\xf8\x88\x80\x80",
]
FAULTS = ["opcode", "rsv", "mask", "fin", "length"]
SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 125, 126, 127, 128, 300, 1000]
CODES = [
    0,
    999,
    1000,
    1001,
    1003,
    1004,
    1005,
    1006,
    1007,
    1011,
    1012,
    1013,
    1014,
    1015,
    1016,
    2999,
    3000,
    4999,
    5000,
]


@dataclass(frozen=True)
class Stream:
    """Bytes in the pieces they arrive in.

    Attributes:
        server: True if a server receives them: the frames are masked, as far as they are right.
        deflate: True if permessage-deflate was agreed, with its default parameters.
    """

    pieces: tuple[bytes, ...]
    server: bool
    deflate: bool

    @property
    def data(self) -> bytes:
        return b"".join(self.pieces)


class Maker:
    """Makes one stream."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.server = self.chance(0.5)
        self.deflate = self.chance(0.25)
        self.deflater = zlib.compressobj(wbits=-15)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def frame(self, opcode: int, payload: bytes, fin: bool = True, rsv: int = 0) -> bytes:
        """A frame; now and then its header has one thing wrong."""
        masked, length_bytes = self.server, 0 if len(payload) < 126 else 2 if len(payload) < 65536 else 8
        wrong = self.random.choice(FAULTS) if self.chance(0.03) else None
        if wrong == "opcode":
            opcode = self.random.choice([0, 1, 2, 8, 9, 10, 3, 7, 11, 15])
        elif wrong == "rsv":
            rsv = self.random.choice([1, 2, 4, 6, 7])
        elif wrong == "mask":
            masked = not masked
        elif wrong == "fin":
            fin = not fin
        elif wrong == "length":
            length_bytes = 8 if length_bytes else 2
        length = {0: len(payload), 2: 126, 8: 127}[length_bytes]
        head = bytes([fin << 7 | rsv << 4 | opcode, masked << 7 | length & 127])
        head += len(payload).to_bytes(length_bytes, "big") if length_bytes else b""
        if not masked:
            return head + payload
        key = self.random.randbytes(4)
        return head + key + bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))

    def control(self) -> bytes:
        payload = self.random.randbytes(self.random.choice([0, 1, 4, 125]))
        payload += b"!" * 30 if self.chance(0.02) else b""
        return self.frame(self.random.choice([9, 10]), payload)

    def message(self) -> bytes:
        opcode, payload = self.random.choice([(1, self.text()), (2, self.binary())])
        rsv = 4 if self.deflate and self.chance(0.7) else 0
        if rsv:
            payload = self.compress(payload)
        cuts = sorted(
            self.random.randint(0, len(payload)) for _ in range(self.random.choice([0, 0, 0, 1, 2, 4]))
        )
        edges = [0, *cuts, len(payload)]
        frames = [
            self.frame(0 if i else opcode, payload[begin:end], i == len(cuts), 0 if i else rsv)
            + (self.control() if self.chance(0.1) else b"")
            for i, (begin, end) in enumerate(itertools.pairwise(edges))
        ]
        return b"".join(frames)

    def text(self) -> bytes:
        text = self.random.choice(TEXTS).encode()
        return text + self.random.choice(BAD_TEXTS) + text if self.chance(0.06) else text

    def binary(self) -> bytes:
        size = self.random.choice(SIZES)
        return self.random.randbytes(5000 if self.chance(0.02) else 70000 if self.chance(0.004) else size)

    def compress(self, payload: bytes) -> bytes:
        payload = payload * 200 if self.chance(0.05) else payload
        if self.chance(0.1):
            return self.compress_to_the_end(payload)
        data = (self.deflater.compress(payload) + self.deflater.flush(zlib.Z_SYNC_FLUSH))[:-4]
        if self.chance(0.05):
            data = self.random.randbytes(20)
        return data

    def compress_to_the_end(self, payload: bytes) -> bytes:
        """The data compressed with a final block (RFC 7692, 7.2.3.4); a new DEFLATE stream follows."""
        data = self.deflater.compress(payload) + self.deflater.flush(zlib.Z_FINISH) + b"\x00"
        self.deflater = zlib.compressobj(wbits=-15)
        return data

    def close(self) -> bytes:
        reason = self.random.choice([b"", b"bye", "à bientôt".encode()])
        reason = self.random.choice(BAD_TEXTS) if self.chance(0.1) else reason
        payload = self.random.choice(CODES).to_bytes(2, "big") + reason
        return self.frame(8, self.random.choice([payload, payload, payload, b"", b"\x03"]))

    def mutated(self, data: bytes) -> bytes:
        """The same bytes with a few of them changed, left out, doubled or put in."""
        changed = bytearray(data)
        for _ in range(self.random.choice([1, 1, 2, 5])):
            place = self.random.randrange(len(changed) + 1)
            kind = self.random.randrange(5)
            if kind == 0 and place < len(changed):
                changed[place] ^= 1 << self.random.randrange(8)
            elif kind == 1:
                del changed[place : place + self.random.choice([1, 2, 8])]
            elif kind == 2:
                changed[place:place] = self.random.randbytes(self.random.choice([1, 2, 8]))
            elif kind == 3:
                changed[place:place] = changed[place : place + 6]
            else:
                del changed[place:]
        return bytes(changed)

    def stream(self) -> bytes:
        if self.chance(0.05):
            return self.random.randbytes(self.random.randrange(40))
        count = self.random.randrange(1, 8)
        data = b"".join(self.control() if self.chance(0.2) else self.message() for _ in range(count))
        data += self.close() if self.chance(0.4) else b""
        return self.mutated(data) if self.chance(0.5) else data

    def pieces(self, data: bytes) -> tuple[bytes, ...]:
        """The bytes cut as a network might cut them."""
        count = self.random.choice([0, 1, 3, 10])
        cuts = sorted(self.random.randint(0, len(data)) for _ in range(count))
        edges = [0, *cuts, len(data)]
        return tuple(data[begin:end] for begin, end in itertools.pairwise(edges) if begin < end)


def make_stream(seed: int) -> Stream:
    """The stream of this number, always the same."""
    maker = Maker(seed)
    return Stream(maker.pieces(maker.stream()), maker.server, maker.deflate)

"""permessage-deflate (RFC 7692): the payload of a message, compressed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from .errors import DataFault, InvalidHandshake, SizeFault
from .roles import Role

EMPTY_BLOCK = b"\x00\x00\xff\xff"
"""The end of a flushed DEFLATE stream: the sender takes it off, the receiver puts it back (RFC 7692, 7.2)."""

SMALLEST_WINDOW = 8
LARGEST_WINDOW = 15
"""Window bits: the base-two logarithm of the window in bytes (RFC 7692, 7.1.2)."""

SMALLEST_ZLIB_WINDOW = 9
"""zlib inflates a window of 256 bytes, but does not deflate into one."""

MAX_FINAL_BLOCKS = 1024
"""Blocks marked as a stream's last that one frame may hold: each costs a new decompressor."""


@dataclass(frozen=True)
class Deflate:
    """The parameters of permessage-deflate: to offer, to accept, or as agreed (RFC 7692, 7.1).

    Attributes:
        server_no_context_takeover: the server forgets its window after each message.
        client_no_context_takeover: the client does.
        server_max_window_bits: of what the server sends, 8 to 15.
        client_max_window_bits: of what the client sends, 8 to 15.
        level: how hard to compress, 0 to 9. Ours alone: never on the wire.
        memory_level: how much memory to compress with, 1 to 9. Ours alone too.
    """

    server_no_context_takeover: bool = False
    client_no_context_takeover: bool = False
    server_max_window_bits: int = LARGEST_WINDOW
    client_max_window_bits: int = LARGEST_WINDOW
    level: int = 6
    memory_level: int = 8

    def __post_init__(self) -> None:
        """Raises InvalidHandshake for a number out of its range."""
        for bits in (self.server_max_window_bits, self.client_max_window_bits):
            if not SMALLEST_WINDOW <= bits <= LARGEST_WINDOW:
                raise InvalidHandshake(f"window bits are {SMALLEST_WINDOW} to {LARGEST_WINDOW}, not {bits}")
        if not 0 <= self.level <= 9 or not 1 <= self.memory_level <= 9:
            raise InvalidHandshake("level is 0 to 9 and memory_level 1 to 9")

    def window_bits(self, sender: Role) -> int:
        """The window bits of what `sender` sends."""
        return self.client_max_window_bits if sender is Role.CLIENT else self.server_max_window_bits

    def no_context_takeover(self, sender: Role) -> bool:
        """True if `sender` forgets its window after each message."""
        return self.client_no_context_takeover if sender is Role.CLIENT else self.server_no_context_takeover


def most_deflated(size: int) -> int:
    """The most bytes that `size` bytes may become when compressed.

    What cannot be compressed grows by five bytes a block, and blocks may be as short as 128 bytes.
    """
    return size + size // 16 + 64


class Deflater:
    """Compresses what we send (RFC 7692, 7.2.1)."""

    def __init__(self, parameters: Deflate, sender: Role) -> None:
        self._parameters = parameters
        self._bits = parameters.window_bits(sender)
        self._forget = parameters.no_context_takeover(sender)
        self._start()

    @classmethod
    def make(cls, parameters: Deflate | None, sender: Role) -> Deflater | None:
        """A deflater; None where `sender` sends uncompressed, as it must or because zlib cannot do better.

        Compressing is each message's own choice (RFC 7692, 6): a peer that asked for a window of 256 bytes
        still gets our messages.
        """
        if parameters is None or parameters.window_bits(sender) < SMALLEST_ZLIB_WINDOW:
            return None
        return cls(parameters, sender)

    def _start(self) -> None:
        level, memory_level = self._parameters.level, self._parameters.memory_level
        self._compressor = zlib.compressobj(level, zlib.DEFLATED, -self._bits, memory_level)

    def deflate(self, payload: bytes, fin: bool) -> bytes:
        """One fragment's payload, compressed; `fin` ends the message."""
        deflated = self._compressor.compress(payload) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
        if not fin:
            return deflated
        if self._forget:
            self._start()
        return deflated.removesuffix(EMPTY_BLOCK)


class Inflater:
    """Decompresses what the peer sends (RFC 7692, 7.2.2), and never into more memory than it is given."""

    def __init__(self, parameters: Deflate, sender: Role) -> None:
        self._bits = parameters.window_bits(sender)
        self._forget = parameters.no_context_takeover(sender)
        self._start()

    def _start(self) -> None:
        self._decompressor = zlib.decompressobj(-self._bits)

    def inflate(self, payload: bytes, fin: bool, room: int) -> bytes:
        """One fragment's payload, decompressed; `fin` ends the message.

        Args:
            room: the most bytes it may become.

        Raises:
            DataFault: it does not inflate.
            SizeFault: it inflates to more than `room` bytes. No more than that is ever made.
        """
        try:
            inflated = self._inflate_blocks(payload + EMPTY_BLOCK if fin else payload, room)
        except zlib.error:
            raise DataFault("compressed data that does not inflate") from None
        if fin and self._forget:
            self._start()
        return inflated

    def _inflate_blocks(self, data: bytes, room: int) -> bytes:
        """Inflate; after a block marked as the last (RFC 7692, 7.2.3.4) a new stream begins."""
        inflated = bytearray()
        for _ in range(MAX_FINAL_BLOCKS):
            inflated += self._decompressor.decompress(data, room - len(inflated) + 1)
            if len(inflated) > room:
                raise SizeFault(f"a message that inflates to more than the {room} bytes it has room for")
            if not self._decompressor.eof:
                return bytes(inflated)
            data = self._decompressor.unused_data
            self._start()
        raise SizeFault(f"a frame with more than {MAX_FINAL_BLOCKS} final blocks")

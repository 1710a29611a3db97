"""permessage-deflate (RFC 7692): a message's payload, compressed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from .errors import DataFault, SizeFault
from .roles import Role

EMPTY_BLOCK = b"\x00\x00\xff\xff"
"""How a flushed DEFLATE stream ends: taken off by the sender, put back by the receiver (RFC 7692, 7.2)."""


@dataclass(frozen=True)
class Deflate:
    """The parameters of permessage-deflate (RFC 7692, 7.1), to offer, to accept, or as agreed."""

    server_no_context_takeover: bool = False
    client_no_context_takeover: bool = False
    server_max_window_bits: int = 15
    client_max_window_bits: int = 15

    def window_bits(self, sender: Role) -> int:
        """The base-two logarithm of the window of what `sender` sends: 8 to 15."""
        return self.client_max_window_bits if sender is Role.CLIENT else self.server_max_window_bits

    def no_context_takeover(self, sender: Role) -> bool:
        """True if `sender` forgets its window after each message."""
        return self.client_no_context_takeover if sender is Role.CLIENT else self.server_no_context_takeover


class Inflater:
    """Inflates what the peer sends (RFC 7692, 7.2.2)."""

    def __init__(self, deflate: Deflate, sender: Role) -> None:
        self._bits = deflate.window_bits(sender)
        self._forget = deflate.no_context_takeover(sender)
        self._zlib = zlib.decompressobj(-self._bits)

    def inflate(self, payload: bytes, fin: bool, room: int) -> bytes:
        """The payload, inflated; at most `room` bytes are ever made.

        Raises:
            DataFault: it does not inflate.
            SizeFault: it inflates to more than `room` bytes.
        """
        try:
            data = self._zlib.decompress(payload + (EMPTY_BLOCK if fin else b""), room + 1)
        except zlib.error:
            raise DataFault("compressed data that does not inflate") from None
        if len(data) > room:
            raise SizeFault("a message that inflates beyond the limit")
        if fin and self._forget:
            self._zlib = zlib.decompressobj(-self._bits)
        return data


class Deflater:
    """Deflates what we send (RFC 7692, 7.2.1)."""

    def __init__(self, deflate: Deflate, sender: Role) -> None:
        self._bits = deflate.window_bits(sender)
        self._forget = deflate.no_context_takeover(sender)
        self.works = self._bits > 8
        self._zlib = zlib.compressobj(wbits=-max(self._bits, 9))

    def deflate(self, payload: bytes, fin: bool) -> bytes:
        """The payload, deflated."""
        data = self._zlib.compress(payload) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        if not fin:
            return data
        if self._forget:
            self._zlib = zlib.compressobj(wbits=-self._bits)
        return data[: -len(EMPTY_BLOCK)]

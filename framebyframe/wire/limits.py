"""The limits on what a peer may make us hold in memory (RFC 6455, section 10.4)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The sizes beyond which a peer is refused before its bytes are buffered."""

    max_message: int = 1024 * 1024
    """Bytes in one message, after decompression. Beyond it: close code 1009."""

    max_fragments: int = 1024
    """Frames in one message. Beyond it: close code 1009."""

    max_header_line: int = 8192
    """Bytes in one line of the opening handshake, without its CRLF. Beyond it: status 431."""

    max_headers: int = 128
    """Header fields in the opening handshake. Beyond it: status 431."""

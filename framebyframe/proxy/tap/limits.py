"""The bounds on what a tap holds in memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TapLimits:
    """The sizes beyond which a tap drops something. That is counted, and forwarded all the same."""

    max_frames: int = 100_000
    """Frames in the record. Beyond it the oldest items go."""

    max_bytes: int = 64 * 1024 * 1024
    """Bytes of heads, frames, messages and calls in the record. Beyond it the oldest items go."""

    max_payload: int = 4 * 1024 * 1024
    """Bytes of one frame's payload, or of one message. Of a longer frame the header is kept."""

    max_connections: int = 1000
    """Connections in the record. Beyond it the oldest goes, with all that was said on it."""

    max_waiting: int = 64 * 1024 * 1024
    """Bytes that were forwarded and not looked at yet. Beyond it a connection is not followed any more."""

    max_in_flight: int = 10_000
    """Calls of one connection that wait for a reply. Beyond it the oldest is given up."""

"""The wire tap: a proxy that passes bytes on, untouched, and keeps a record of what they mean.

from framebyframe.proxy import Tap

with Tap(server.url) as tap:                  # a client connects to tap.url
    ...
    tap.record.calls()                        # each with its reply, and how long that took
    tap.record.frames()                       # each with its bytes, and what is wrong with it
tap.record.save("session.jsonl")              # Record.load gives it back
tap.record.export_pcapng("session.pcapng")    # for Wireshark

Module by module, in reading order: `items` (what is recorded), `limits`, `redaction`, `record`, `json_lines`;
`forwarding` (bytes), `recorder` (a thread that understands them), `head_streams`, `frame_streams` and
`following` (handshake, frames, messages), `pairing` (calls), `tap` (all of it together); `packets` and
`pcapng` (for Wireshark), `rows` (for a terminal).
"""

from __future__ import annotations

from .items import (
    AnyItem,
    Dropped,
    TappedBytes,
    TappedCall,
    TappedConnection,
    TappedEnd,
    TappedFrame,
    TappedHead,
    TappedMessage,
    UnmatchedReply,
)
from .limits import TapLimits
from .record import Record
from .tap import Tap

__all__ = [
    "AnyItem",
    "Dropped",
    "Record",
    "Tap",
    "TapLimits",
    "TappedBytes",
    "TappedCall",
    "TappedConnection",
    "TappedEnd",
    "TappedFrame",
    "TappedHead",
    "TappedMessage",
    "UnmatchedReply",
]

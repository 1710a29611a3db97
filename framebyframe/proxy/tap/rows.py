"""A record as lines for a terminal: one for each thing that passes, in the names and colours of `figures`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from framebyframe.figures.frame_parts import split
from framebyframe.figures.language import DIRECTIONS, FIELDS, TONES, Field, Mark
from framebyframe.figures.visible import shorten, visible
from framebyframe.figures.words import carried, count, opcode_name
from framebyframe.rpc.messages import ABSENT
from framebyframe.wire.frames import encode_length

from .items import (
    AnyItem,
    Sender,
    TappedBytes,
    TappedCall,
    TappedConnection,
    TappedEnd,
    TappedFrame,
    TappedHead,
    UnmatchedReply,
)
from .record import Seen
from .text import say

Paint = Callable[[str, Field | Mark], str]

MOST_WORDS = 72
"""Columns of what a peer says."""
MOST_QUOTED = 200
"""Bytes of a payload that are looked at; fewer are quoted."""
SIGNS: dict[Sender, Mark] = {"client": DIRECTIONS["sent"], "server": DIRECTIONS["received"]}
GAP = "  "


def in_colour(text: str, look: Field | Mark) -> str:
    """The text in the colour of a field; it can be read on a light and on a dark terminal."""
    return f"{_begins(look.light.line)}{text}\x1b[0m"


@cache
def _begins(colour: str) -> str:
    """What makes a terminal write in this colour: three bytes in hexadecimal digits, after a #."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"\x1b[38;2;{red};{green};{blue}m"


def plain(text: str, look: Field | Mark) -> str:
    """The text alone."""
    return text


class Rows:
    """Makes a line of what is new in a record, or of what has changed.

    Args:
        paint: `in_colour` or `plain`.
    """

    def __init__(self, paint: Paint = plain) -> None:
        self._paint = paint
        self._heads: set[tuple[int, Sender]] = set()

    def lines(self, seen: Seen) -> list[str]:
        """The lines that tell of it: none for a message, whose frames are told, or a call that goes on."""
        if isinstance(seen, TappedConnection):
            return self._connection(seen)
        words = self.words(seen)
        goes_on = isinstance(seen, TappedCall) and seen.state == "in flight"
        return [self._line(seen.time, seen.connection, seen.sender, words)] if words and not goes_on else []

    def words(self, seen: AnyItem) -> str:
        """What there is to say of an item; "" for a message, whose frames are told."""
        if isinstance(seen, TappedFrame):
            return self._frame(seen)
        if isinstance(seen, TappedBytes):
            words = say("row", "bytes", bytes=count(len(seen.data), "byte"), why=seen.why)
            return self._paint(words, TONES["wrong"])
        if isinstance(seen, TappedCall):
            return self._call(seen)
        if isinstance(seen, UnmatchedReply):
            key = "no_id" if seen.id is ABSENT else seen.why
            return self._paint(say("row", key, id=peer_text(seen.id)), TONES["hint"])
        return self._end(seen) if isinstance(seen, TappedEnd) else ""

    def _line(self, time: float, connection: int, sender: Sender | None, words: str) -> str:
        sign = self._paint(SIGNS[sender].sign, SIGNS[sender]) if sender else " "
        return f"{time:11.6f}  #{connection:<3} {sign}  {words}"

    # A connection

    def _connection(self, seen: TappedConnection) -> list[str]:
        """What is new about it."""
        if seen.request is None and seen.response is None and seen.ended is None and not seen.not_followed:
            return [self._line(seen.time, seen.number, None, self.begun(seen))]
        heads: list[tuple[Sender, TappedHead | None]] = [("client", seen.request), ("server", seen.response)]
        new = [(sender, head) for sender, head in heads if head and (seen.number, sender) not in self._heads]
        self._heads |= {(seen.number, sender) for sender, _ in new}
        lines = [
            self._line(head.time, seen.number, sender, self.head(seen, sender, head)) for sender, head in new
        ]
        if seen.not_followed:
            lines.append(self._line(seen.time, seen.number, None, self.not_followed(seen)))
        return lines

    def begun(self, seen: TappedConnection) -> str:
        """What there is to say of a connection that begins."""
        return say("row", "connected", server=seen.server)

    def not_followed(self, seen: TappedConnection) -> str:
        """The reason why a connection is not looked at any more."""
        words = say("row", "not_followed", why=visible(seen.not_followed))
        return self._paint(words, TONES["wrong"])

    def head(self, seen: TappedConnection, sender: Sender, head: TappedHead) -> str:
        """What there is to say of one half of a handshake."""
        line = peer_text(head.data.split(b"\r\n")[0].decode("latin-1"))
        painted = self._paint(line, FIELDS["start_line"])
        if head.fault:
            return say("row", "head_fault", line=painted, fault=self._fault(head.fault))
        return say("row", "deflate", line=painted) if sender == "server" and seen.deflate else painted

    def _end(self, seen: TappedEnd) -> str:
        if seen.how == "unreachable":
            words = say("row", "no_server", server=seen.sender, words=visible(seen.words))
            return self._paint(words, TONES["wrong"])
        return self._paint(say("row", "ended" if seen.how == "end" else "reset"), TONES["plain"])

    # A frame

    def _frame(self, frame: TappedFrame) -> str:
        parts = [
            self._field("fin", say("row", "fin", label=FIELDS["fin"].label, value=int(frame.fin))),
            self._field("opcode", f"{opcode_name(frame.opcode):<12}"),
            self._field("masking_key" if frame.masking_key else "mask", self._mask(frame)),
            self._field("payload_length", f"{self._length(frame):<12}"),
            self._field("payload_data", self._payload(frame)),
            *map(self._fault, frame.faults),
        ]
        return GAP.join(part for part in parts if part)

    def _field(self, key: str, words: str) -> str:
        return self._paint(words, FIELDS[key]) if words else ""

    def _mask(self, frame: TappedFrame) -> str:
        label = FIELDS["mask"].label
        key = frame.masking_key.hex(" ") if frame.masking_key else "1"
        words = (
            say("row", "mask", label=label, key=key)
            if frame.is_masked
            else say("row", "no_mask", label=label)
        )
        return f"{words:<16}"

    def _length(self, frame: TappedFrame) -> str:
        return say("row", "length", label=FIELDS["payload_length"].label, length=frame.length)

    def _payload(self, frame: TappedFrame) -> str:
        if not frame.is_whole:
            return say("row", "too_long")
        start = frame.payload[:MOST_QUOTED]
        unmasked = frame.header[:1] + encode_length(len(start), False) + start
        return carried(split(unmasked, 0)) if start else ""

    def _fault(self, fault: str) -> str:
        return self._paint(f"{TONES['wrong'].sign} {visible(fault)}", TONES["wrong"])

    # A call

    def _call(self, call: TappedCall) -> str:
        key = call.state.replace(" ", "_")
        latency = duration(call.latency or 0.0)
        words = say("row", key, what=call_name(call), latency=latency, error=peer_text(call.error))
        words = say("row", "late", words=words) if call.is_late else words
        fields = {"answered": "result", "failed": "error"}
        return self._paint(words, FIELDS[fields.get(call.state, "method")])


def call_name(call: TappedCall) -> str:
    """The action of a call, and its id."""
    if not call.action:
        return say("row", "unreadable")
    action = peer_text(call.action)
    if call.id is ABSENT:
        return say("row", "call", action=action)
    return say("row", "call_with_id", action=action, id=peer_text(call.id))


def peer_text(value: object) -> str:
    """What a peer said, short, and without a character that a terminal obeys."""
    text = value if isinstance(value, str) else str(value)
    return shorten(visible(text[: 4 * MOST_WORDS]), MOST_WORDS)


def duration(seconds: float) -> str:
    """ "412 µs", "3.1 ms", "2.50 s"."""
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"

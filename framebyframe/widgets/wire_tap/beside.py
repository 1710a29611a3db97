"""Two connections side by side: what was said on both, in pairs, and what of it differs.

Some things differ by chance, as they must: the key of a handshake and what answers it, and masking keys. The
rest should be the same; payloads are compared unmasked, and calls by what they mean.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from framebyframe.figures import annotate_handshake
from framebyframe.figures.language import FIELDS
from framebyframe.figures.visible import elide, visible
from framebyframe.figures.words import opcode_name, quoted
from framebyframe.proxy.tap import TappedBytes, TappedCall, TappedFrame, UnmatchedReply
from framebyframe.rpc.messages import ABSENT

from .index import Change, Index
from .lanes import Lane
from .opened import annotated, connection_of, message_of
from .row_parts import parts_of, sign_of, state_of
from .rows import ConnectionRow, Row, is_wrong
from .words import DIALECTS, STATUSES, VERDICTS, say

MOST_ROWS = 2000
"""Rows of each connection that are compared."""
LOOK_AHEAD = 8
"""Rows that one connection may have more than the other, before the next pair is found."""
BY_CHANCE = frozenset({"masking_key", "sec-websocket-key", "sec-websocket-accept"})
"""Fields and headers that differ, as they must."""
DIFFERING = frozenset({"differs", "left", "right"})
"""Verdicts on pairs that are not alike."""
LEFT_OUT = frozenset({"fin", "mask", "masking-key"})
"""Looks of the parts of a row for which there is no room beside another."""
MOST_COMPARED = 4096
"""Bytes of a payload that are written out."""
MOST_SHOWN = 400
"""Characters of a value that are shown."""

Json = dict[str, Any]
Said = ConnectionRow | TappedFrame | TappedBytes | TappedCall | UnmatchedReply
SAID = (ConnectionRow, TappedFrame, TappedBytes)
CALLS = (TappedCall, UnmatchedReply)
"""They tell once more what frames carry: so they are in pairs of their own, where calls alone are shown."""


@dataclass(frozen=True)
class Pair:
    """What was said on both connections at this point; None where one said nothing like it."""

    left: Said | None
    right: Said | None


@dataclass(frozen=True)
class Aspect:
    """One field or header of both.

    Attributes:
        name: of it.
        look: its colour.
        left, right: its values.
        key: a field of the language, or a header in small letters.
    """

    name: str
    look: str
    left: str
    right: str
    key: str

    @property
    def status(self) -> str:
        """ "same", "chance" (differs, as it must) or "differs"."""
        if self.left == self.right:
            return "same"
        return "chance" if self.key in BY_CHANCE and self.left and self.right else "differs"


class Paired:
    """Two connections in pairs.

    Args:
        index: the rows.
        connections: the numbers of both.
        kind: of the rows: "calls" pairs calls, any other one what was said.
        takes: says whether a row is shown; a pair is where one of its rows is.
        only_differing: leaves out the pairs that are alike.
        version: tells these places from others.
    """

    first = 0

    def __init__(
        self,
        index: Index,
        connections: tuple[int, int],
        kind: str,
        takes: Callable[[Row], bool],
        only_differing: bool,
        version: int,
    ) -> None:
        self._index, self._connections = index, connections
        self._of_calls = kind == "calls"
        self._takes, self._only_differing = takes, only_differing
        self.version = version
        self._pair()

    def _pair(self) -> None:
        left, right = map(self._said, self._connections)
        self.pairs = [pair for pair in aligned(left, right) if self._is_shown(pair)]

    def _said(self, connection: int) -> list[Said]:
        """What passed on a connection, or its calls, without what is only about it."""
        if self._of_calls:
            rows = map(self._index.row, self._index.of_kind("calls"))
            calls = (row for row in rows if isinstance(row, CALLS) and row.connection == connection)
            return list(islice(calls, MOST_ROWS))
        lane = self._index.lanes.get(connection, Lane())
        numbers = sorted(lane.sides["client"].numbers + lane.sides["server"].numbers)
        said = (row for row in map(self._index.row, numbers) if isinstance(row, SAID))
        return list(islice(said, MOST_ROWS))

    def _is_shown(self, pair: Pair) -> bool:
        rows = [row for row in (pair.left, pair.right) if row is not None]
        if self._only_differing and verdict(self._index, pair) not in DIFFERING:
            return any(map(is_wrong, rows))
        return any(map(self._takes, rows))

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def is_cut_off(self) -> bool:
        """Whether a connection has more rows than are compared."""
        return any(len(self._said(number)) == MOST_ROWS for number in self._connections)

    def follow(self, change: Change, version: int) -> None:
        """Take in what has become of the rows."""
        rows = map(self._index.row, change.new)
        has_ended = self._of_calls and bool(change.settled)  # a call may differ from another now, or no more
        if change.is_anew or has_ended or any(row.connection in self._connections for row in rows):
            self._pair()
            self.version = version

    def pair_of(self, row: Row) -> Pair | None:
        """The pair that this row is in."""
        return next((pair for pair in self.pairs if row in (pair.left, pair.right)), None)

    def like(self, pair: Pair) -> Pair | None:
        """The pair that this one has become: it may have stood alone."""
        row = pair.left or pair.right
        return self.pair_of(row) if row is not None else None


# --- which belong together -----------------------------------------------------------------------


def aligned(left: Sequence[Said], right: Sequence[Said]) -> Iterator[Pair]:
    """What was said on both, in pairs of one sort; what only one has, stands alone."""
    at, beside = 0, 0
    while at < len(left) and beside < len(right):
        if _sort(left[at]) == _sort(right[beside]):
            yield Pair(left[at], right[beside])
            at, beside = at + 1, beside + 1
        else:
            skip = _next_pair(left[at : at + LOOK_AHEAD], right[beside : beside + LOOK_AHEAD])
            yield from (Pair(row, None) for row in left[at : at + skip[0]])
            yield from (Pair(None, row) for row in right[beside : beside + skip[1]])
            at, beside = at + skip[0], beside + skip[1]
    yield from (Pair(row, None) for row in left[at:])
    yield from (Pair(None, row) for row in right[beside:])


def _next_pair(left: Sequence[Said], right: Sequence[Said]) -> tuple[int, int]:
    """How many rows of each to pass over until the next two are of one sort; one of each where none are."""
    ways = ((at, beside) for at in range(len(left)) for beside in range(len(right)))
    found = [way for way in ways if _sort(left[way[0]]) == _sort(right[way[1]])]
    return min(found, key=sum, default=(1, 1))


def _sort(row: Said) -> tuple[object, ...]:
    """What rows of a pair have in common."""
    if isinstance(row, TappedCall):
        return row.sender, row.action
    what = row.opcode if isinstance(row, TappedFrame) else type(row).__name__
    return row.sender, what


# --- what differs --------------------------------------------------------------------------------


def verdict(index: Index, pair: Pair) -> str:
    """ "same", "chance", "differs", or the side that alone has it: "left", "right"."""
    if pair.left is None or pair.right is None:
        return "right" if pair.left is None else "left"
    if isinstance(pair.left, TappedFrame) and isinstance(pair.right, TappedFrame):
        return _verdict_on_frames(pair.left, pair.right)
    statuses = {aspect.status for aspect in aspects(index, pair)}
    return next((status for status in ("differs", "chance") if status in statuses), "same")


def _verdict_on_frames(left: TappedFrame, right: TappedFrame) -> str:
    if left.header == right.header and left.payload == right.payload:
        return "same"
    return "chance" if _without_key(left) == _without_key(right) else "differs"


def _without_key(frame: TappedFrame) -> tuple[bytes, bytes]:
    key = len(frame.masking_key or b"")
    return frame.header[: len(frame.header) - key], frame.payload


def aspects(index: Index, pair: Pair) -> list[Aspect]:
    """Field by field, or header by header, what both say."""
    left, right = (_values(index, row) if row is not None else {} for row in (pair.left, pair.right))
    keys = [*left, *(key for key in right if key not in left)]
    empty = ("", "", "")
    return [_aspect(key, left.get(key, empty), right.get(key, empty)) for key in keys]


Value = tuple[str, str, str]
"""The name of a field, its look, and what it is."""


def _aspect(key: str, left: Value, right: Value) -> Aspect:
    name, look, _ = left if left[0] else right
    return Aspect(name, look, left[2], right[2], key)


def _values(index: Index, row: Said) -> dict[str, Value]:
    if isinstance(row, TappedFrame):
        return _frame_values(index, row)
    if isinstance(row, TappedBytes):
        field = FIELDS["payload_data"]
        return {"payload_data": (field.name, "tone-wrong", row.data.hex(" "))}
    if isinstance(row, CALLS):
        return _call_values(index, row)
    return _head_values(row.head.data) if row.head else {}


def _call_values(index: Index, row: TappedCall | UnmatchedReply) -> dict[str, Value]:
    """What a call asks, how it goes, and what answers it; not how long it takes, which a clock decides."""
    values = {"id": (FIELDS["id"].name, "id", "" if row.id is ABSENT else json.dumps(row.id))}
    if isinstance(row, UnmatchedReply):
        return values | {"reply": (say("fact_reply"), "result", _meaning(index, row.message))}
    asked = _meaning(index, row.request)
    answered = "" if row.reply is None else _meaning(index, row.reply)
    return {
        "action": (FIELDS["method"].name, "method", visible(row.action)),
        **values,
        "dialect": (say("fact_dialect"), "", say(DIALECTS[row.dialect])),
        "state": (say("fact_state"), "", state_of(row)),
        "request": (say("fact_request"), "payload-data", asked),
        "reply": (say("fact_reply"), "payload-data", answered),
    }


def _meaning(index: Index, number: int) -> str:
    """What a message means: as JSON whose blanks, and the order of whose members, are always the same."""
    message = message_of(index, number)
    if message is None or message.text is None:
        return say("dropped")
    if len(message.text) > MOST_COMPARED:
        return _as_hex(message.text.encode())
    try:
        return json.dumps(json.loads(message.text), sort_keys=True)
    except ValueError:
        return visible(message.text)


def _frame_values(index: Index, frame: TappedFrame) -> dict[str, Value]:
    """The fields of a frame, and what it carries, unmasked."""
    labelled = annotated(frame, connection_of(index, frame.connection))
    values: dict[str, Value] = {}
    for span in labelled.spans:
        field = FIELDS[span.field]
        values[field.key] = (field.name, field.key.replace("_", "-"), span.shown)
    values.pop("masked_payload", None)  # it follows from the key and from what stands here
    if "close_code" not in values:
        values["payload_data"] = (FIELDS["payload_data"].name, "payload-data", _carried(frame.payload))
    return values


def _carried(payload: bytes) -> str:
    """The payload, as text where it is text."""
    if len(payload) > MOST_COMPARED:
        return _as_hex(payload)
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return _as_hex(payload)
    return visible(text) if text.isprintable() else _as_hex(payload)


def _as_hex(data: bytes) -> str:
    """The bytes; of many, the first ones and a hash of all, so that values are the same where bytes are."""
    if len(data) <= MOST_COMPARED:
        return data.hex(" ")
    return f"{data[:MOST_COMPARED].hex(' ')} … SHA-256 {hashlib.sha256(data).hexdigest()}"


def _head_values(data: bytes) -> dict[str, Value]:
    """The lines of a head, each header by its name in small letters."""
    labelled = annotate_handshake(data)
    values: dict[str, Value] = {}
    name = ""
    for span in labelled.spans:
        words = visible(labelled.of(span))
        if span.field == "start_line":
            values["start_line"] = (FIELDS["start_line"].name, "start-line", words)
        elif span.field == "header_name":
            name = words.rstrip(": ")
            values[name.lower()] = (name, "header-name", "")
        elif name:
            values[name.lower()] = (name, span.field.replace("_", "-"), words)
    return values


# --- for the page --------------------------------------------------------------------------------


def as_json(index: Index, pair: Pair, place: int) -> Json:
    """A pair for the page."""
    row = pair.left or pair.right
    assert row is not None
    found = verdict(index, pair)
    return {
        "place": place,
        "sender": row.sender or "",
        "sign": sign_of(row),
        "left": _short(pair.left),
        "right": _short(pair.right),
        "verdict": found,
        "words": _verdict_words(index, pair, found),
        "wrong": found in DIFFERING,
    }


def _verdict_words(index: Index, pair: Pair, found: str) -> str:
    if found == "same" and isinstance(pair.left, CALLS):
        return say("verdict_same_call")
    differing = [aspect.name for aspect in aspects(index, pair) if aspect.status == "differs"]
    return say(VERDICTS[found], fields=", ".join(differing))


def _short(row: Said | None) -> list[tuple[str, str]]:
    if row is None:
        return []
    if isinstance(row, TappedFrame) and row.is_whole:
        return [
            (opcode_name(row.opcode), "opcode"),
            (f"{row.length:,}", "payload-length"),
            (quoted(row.payload), "payload-data"),
        ]
    return [(words.strip(), look) for words, look in parts_of(row) if look not in LEFT_OUT]


def opened(index: Index, pair: Pair, names: Mapping[int, str], connections: tuple[int, int]) -> Json:
    """An opened pair, field by field."""
    return {
        "title": _verdict_words(index, pair, verdict(index, pair)),
        "columns": [names[number] for number in connections],
        "aspects": [
            {
                "name": aspect.name,
                "look": aspect.look,
                "status": aspect.status,
                "words": say(STATUSES[aspect.status]),
                **_marked(aspect),
            }
            for aspect in aspects(index, pair)
        ],
    }


def _marked(aspect: Aspect) -> Json:
    """Both values, each as what is the same, what differs, and what is the same again."""
    left, right = aspect.left, aspect.right
    shorter = min(len(left), len(right))
    before = next((at for at in range(shorter) if left[at] != right[at]), shorter)
    most = shorter - before
    behind = next((at for at in range(most) if left[-1 - at] != right[-1 - at]), most)
    return {
        side: [
            elide(value[:before], MOST_SHOWN),
            elide(value[before : len(value) - behind], MOST_SHOWN),
            elide(value[len(value) - behind :], MOST_SHOWN),
        ]
        for side, value in (("left", left), ("right", right))
    }

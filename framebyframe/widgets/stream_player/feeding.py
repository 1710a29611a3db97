"""Readers at work on a stream in pieces: what each gives after each piece. Nothing here knows a page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from framebyframe.figures.visible import byte_as_character
from framebyframe.figures.words import OPCODE_NAMES, count
from framebyframe.lesson.text.catalogue import say
from framebyframe.wire.errors import PeerFault
from framebyframe.wire.frames import MASK, FrameHeader
from framebyframe.wire.masking import MASKING_KEY_LENGTH
from framebyframe.wire.reader import SHORTEST_HEADER, decode_header, header_length

MOST_GIVEN = 20_000
"""Frames that a reader may give after one piece: one that never says None is stopped."""
SHOWN_BYTES = 12
"""Bytes of a payload that stand beside its length."""

Reader = Any
"""Something with `feed` and `next_frame`: the kit's reader, or a learner's."""
Span = tuple[int, int, str]
"""Where a field begins, where it ends, and its key."""


@dataclass(frozen=True)
class Kept:
    """What a reader keeps for the next piece.

    Attributes:
        unused: how many bytes that it has not used.
        header: whether a header waits, whose bytes are used.
    """

    unused: int
    header: bool


@dataclass(frozen=True)
class Step:
    """What a reader gave after one piece.

    Attributes:
        frames: each as a tuple of its fields, so that frames of two packages compare.
        words: the same for a reader of words; the first ones, if there are many.
        fault: the error that ended it, or "".
        kept: what it keeps then; None of a reader that cannot be looked into.
    """

    frames: tuple[tuple[Any, ...], ...] = ()
    words: tuple[str, ...] = ()
    fault: str = ""
    kept: Kept | None = None


def pieces(stream: bytes, cuts: Sequence[int]) -> list[bytes]:
    """The stream, cut at these places."""
    return [stream[start:stop] for start, stop in pairwise([0, *cuts, len(stream)])]


def played(make_reader: Callable[[], Reader], fed: Sequence[bytes], shown: int) -> list[Step]:
    """What a new reader gives after each piece; a fault ends it.

    Args:
        make_reader: its class.
        fed: the pieces.
        shown: of how many frames a step keeps the words.
    """
    steps: list[Step] = []
    reader = make_reader()
    for piece in fed:
        if steps and steps[-1].fault:
            steps.append(Step(fault=steps[-1].fault))
        else:
            steps.append(_step(reader, piece, shown))
    return steps


def _step(reader: Reader, piece: bytes, shown: int) -> Step:
    frames: list[tuple[Any, ...]] = []
    words: list[str] = []
    fault = ""
    try:
        for frame in _given(reader, piece):
            frames.append(_fields(frame))
            if len(words) < shown:
                words.append(_words(frame))
    except Exception as error:  # of the peer's bytes, or of a learner's reader
        fault = str(error) or type(error).__name__
    return Step(tuple(frames), tuple(words), fault, _kept(reader))


def _kept(reader: Reader) -> Kept | None:
    try:
        gathered = getattr(reader, "_parts", b"")  # by the kit's `feed`
        come = len(gathered) or len(reader._data) - reader._used
        return Kept(max(0, come), reader.waiting is not None)
    except (AttributeError, TypeError):
        return None


def _given(reader: Reader, piece: bytes) -> Iterator[Any]:
    reader.feed(piece)
    for _ in range(MOST_GIVEN):
        frame = reader.next_frame()
        if frame is None:
            return
        yield frame
    raise RuntimeError(say("engine", "stream_player", "endless", most=f"{MOST_GIVEN:,}"))


def _fields(frame: Any) -> tuple[Any, ...]:
    return (frame.opcode, frame.payload, frame.fin, frame.rsv1, frame.rsv2, frame.rsv3, frame.masking_key)


def _words(frame: Any) -> str:
    start = "".join(map(byte_as_character, frame.payload[:SHOWN_BYTES]))
    more = "…" if len(frame.payload) > SHOWN_BYTES else ""
    name = OPCODE_NAMES.get(frame.opcode, str(frame.opcode))
    return f"{name}, {count(len(frame.payload), 'byte')}" + (f": {start}{more}" if start else "")


def waits(stream: bytes, fed: int, starts: Sequence[int]) -> str:
    """A sentence that says what a reader does once so many bytes have come, and all whole frames are out.

    Args:
        stream: all of it.
        fed: bytes of it that have come.
        starts: where its frames begin.
    """
    if not fed:
        return say("engine", "stream_player", "state_start")
    start = given_up_to(stream, fed, starts)
    held = fed - start
    if not held:
        return say("engine", "stream_player", "state_empty")
    values = {"held": count(held, "byte")}
    if held < SHORTEST_HEADER or held < header_length(stream[start + 1]):
        return say("engine", "stream_player", "state_header", **values)
    missing = _end(stream, start) - fed
    state = "state_key" if fed < _payload_at(stream, start) else "state_payload"
    return say("engine", "stream_player", state, missing=count(missing, "byte"), **values)


def keeps(reader: str, last: Step) -> str:
    """A sentence that says what one of two readers keeps, or that an error ended it.

    Args:
        reader: its name.
        last: what it gave after the last piece.
    """
    if last.fault:
        return say("engine", "stream_player", "keeps_fault", reader=reader)
    if last.kept is None:
        return ""
    unused, alone = ("keeps_both", "keeps_header") if last.kept.header else ("keeps_bytes", "keeps_nothing")
    key = unused if last.kept.unused else alone
    return say("engine", "stream_player", key, reader=reader, unused=count(last.kept.unused, "byte"))


def given_up_to(stream: bytes, fed: int, starts: Sequence[int]) -> int:
    """The place in front of which all bytes stand in frames that are out: behind it, bytes wait.

    Args:
        stream: all of it.
        fed: bytes of it that have come.
        starts: where its frames begin.
    """
    begun = bisect_left(starts, fed)
    if not begun or starts[begun : begun + 1] == [fed]:
        return fed
    start = starts[begun - 1]
    return start if fed < len(stream) or _is_cut_off(stream, start) else fed


def _is_cut_off(stream: bytes, start: int) -> bool:
    return _header_at(stream, start) is None or _end(stream, start) > len(stream)


def _header_at(stream: bytes, start: int) -> FrameHeader | None:
    """The header that begins here; None if the stream ends in it, or it is wrong."""
    if len(stream) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(stream[start + 1])
    try:
        return decode_header(stream[start:end]) if end <= len(stream) else None
    except PeerFault:
        return None


def _end(stream: bytes, start: int) -> int:
    """Where the frame that begins here ends; its header is there."""
    header = _header_at(stream, start)
    payload = _payload_at(stream, start)
    return payload + (header.length if header else 0)


def _payload_at(stream: bytes, start: int) -> int:
    second = stream[start + 1]
    return start + header_length(second) + (MASKING_KEY_LENGTH if second & MASK else 0)


def frame_starts(stream: bytes) -> list[int]:
    """Where the frames of a stream begin, up to the first that is wrong or not whole, which is among them."""
    starts, start = [], 0
    while start < len(stream):
        starts.append(start)
        if _header_at(stream, start) is None:
            break
        start = _end(stream, start)
    return starts


def fields_of(stream: bytes, start: int) -> list[Span]:
    """The fields of the frame that begins here, as far as the stream goes."""
    if _header_at(stream, start) is None:
        return [(start, len(stream), "opcode")]
    second = stream[start + 1]
    header, payload = start + header_length(second), _payload_at(stream, start)
    found = [
        (start, start + 1, "opcode"),
        (start + 1, header, "payload_length"),
        (header, payload, "masking_key"),
        (payload, _end(stream, start), "masked_payload" if second & MASK else "payload_data"),
    ]
    return [(first, min(last, len(stream)), field) for first, last, field in found if first < last]


def presets(stream: bytes, starts: Sequence[int], most: int) -> dict[str, tuple[int, ...]]:
    """Ways to cut the stream, by the key of their words; those with more than `most` cuts are left out."""
    ways: dict[str, Sequence[int]] = {
        "whole": (),
        "halves": (len(stream) // 2,),
        "frames": tuple(starts[1:]),
        "headers": tuple(start + 1 for start in starts),
        "bytes": range(1, len(stream)),
    }
    return {
        key: tuple(place for place in cuts if 0 < place < len(stream))
        for key, cuts in ways.items()
        if len(cuts) <= most
    }

"""The stream player as plain JSON values: bytes around the knife, pieces, and what readers gave."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from framebyframe.figures.visible import byte_as_character
from framebyframe.figures.words import count
from framebyframe.lesson.text.catalogue import say

from .feeding import Span, Step, fields_of

WINDOW = 160
"""Bytes that are shown of a stream: as many as a page shows without scrolling."""
SHOWN_PIECES = 18
SHOWN_FRAMES = 6
"""Pieces in the table, and frames in each of its cells; the rest is counted."""

Json = dict[str, Any]


def window(
    stream: bytes, starts: Sequence[int], around: int, cuts: Sequence[int], fed: int, given: int
) -> Json:
    """The bytes that are shown: all of a short stream, else those around a place.

    Args:
        stream: all of it.
        starts: where its frames begin.
        around: the place that has to be seen.
        cuts: where it is cut.
        fed: how many bytes have been fed.
        given: how many of them stand in frames that are out.
    """
    first = max(0, min(around - WINDOW // 2, len(stream) - WINDOW))
    last = min(len(stream), first + WINDOW)
    spans = _spans(stream, starts, first, last)
    edges, begins = set(cuts), set(starts)
    shown = [
        {
            "place": place,
            "hex": f"{stream[place]:02x}",
            "shown": byte_as_character(stream[place]),
            "field": next((field for start, stop, field in spans if start <= place < stop), "opcode"),
            "cut": place in edges,
            "fed": place < fed,
            "held": given <= place < fed,
            "begins": place in begins,
        }
        for place in range(first, last)
    ]
    return {"bytes": shown, "before": first, "behind": len(stream) - last}


def _spans(stream: bytes, starts: Sequence[int], first: int, last: int) -> list[Span]:
    begin = max(0, bisect_right(starts, first) - 1)
    inside = [start for start in starts[begin:] if start < last]
    return [span for start in inside for span in fields_of(stream, start)]


def rows(
    sizes: Sequence[int], kit: Sequence[Step], mine: Sequence[Step] | None, begun: set[int]
) -> list[Json]:
    """Piece by piece: its size, what the readers gave, and whether they part there.

    Of many pieces those around the last one that was fed, and the last ones in which something happened. In
    the place of the others stands how many they are.

    Args:
        sizes: of all pieces.
        kit: what the kit's reader gave.
        mine: what the other reader gave, if there is one.
        begun: the pieces in which a frame begins.
    """
    fed = len(kit)
    parted = {number for number in range(fed) if mine is not None and _differs(kit[number], mine[number])}
    eventful = _eventful(kit) | _eventful(mine or ()) | begun
    found: list[Json] = []
    behind = 0
    for number in [*_shown(len(sizes), fed, eventful, parted), len(sizes)]:
        if number > behind:
            found.append({"hidden": _hidden(number - behind)})
        behind = number + 1
        if number < len(sizes):
            found.append(
                {
                    "number": number + 1,
                    "size": count(sizes[number], "byte"),
                    "fed": number < fed,
                    "kit": _given(kit, number),
                    "mine": _given(mine, number) if mine is not None else "",
                    "parts": number in parted,
                }
            )
    return found


def _hidden(pieces: int) -> str:
    return say("engine", "stream_player", "hidden" if pieces > 1 else "hidden.one", count=f"{pieces:,}")


def _shown(pieces: int, fed: int, eventful: set[int], parted: set[int]) -> list[int]:
    """The pieces that have a row, SHOWN_PIECES at most; where readers part first is one of them."""
    first_parted = sorted(parted)[:1]
    kept = sorted({*sorted(eventful)[-SHOWN_PIECES // 2 :], *first_parted})
    others = [number for number in range(pieces) if number not in kept]
    room = SHOWN_PIECES - len(kept)
    first = max(0, min(bisect_left(others, fed) - room // 2, len(others) - room))
    return sorted(kept + others[first : first + room])


def _eventful(steps: Sequence[Step]) -> set[int]:
    """The pieces after which a reader gave a frame, or failed."""
    failed = next((number for number, step in enumerate(steps) if step.fault), None)
    return {number for number, step in enumerate(steps) if step.words or number == failed}


def begun_in(starts: Sequence[int], cuts: Sequence[int], fed: int) -> set[int]:
    """The pieces in which a frame begins, as far as the stream was fed; the last ones, if there are many.

    Args:
        starts: where its frames begin.
        cuts: where the stream is cut.
        fed: how many bytes have been fed.
    """
    last = bisect_left(starts, fed)
    return {bisect_right(cuts, start) for start in starts[max(0, last - SHOWN_PIECES) : last]}


def _differs(kit: Step, mine: Step) -> bool:
    return kit.frames != mine.frames or bool(kit.fault) != bool(mine.fault)


def _given(steps: Sequence[Step], number: int) -> str:
    if number >= len(steps):
        return ""
    step = steps[number]
    more = len(step.frames) - len(step.words)
    parts = [*step.words, *([say("engine", "stream_player", "more", count=f"{more:,}")] if more else [])]
    parts += [f"✗ {step.fault}"] if step.fault else []
    return "; ".join(parts) or say("engine", "stream_player", "nothing")


def parting(kit: Sequence[Step], mine: Sequence[Step] | None) -> str:
    """A sentence about two readers: the piece after which they part, or that they do not."""
    if mine is None or not kit:
        return ""
    for number, (one, other) in enumerate(zip(kit, mine, strict=True), 1):
        if _differs(one, other):
            return say("engine", "stream_player", "part", number=number)
    return say("engine", "stream_player", "agree")

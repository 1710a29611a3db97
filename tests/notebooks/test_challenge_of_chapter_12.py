"""The challenge of chapter 12: what its client missed for certain is what is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from framebyframe.lesson.asking import questions
from framebyframe.rpc.resuming import Gap, Position, gap_between

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def connections() -> Iterator[tuple[Position, list[int]]]:
    """Of each connection of the challenge, where the server went on, and the offsets that came."""
    [path] = NOTEBOOKS.glob("12_*.ipynb")
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    [log] = [source.split('"""')[1] for source in sources if source.startswith('log = """')]
    for line in log.strip().splitlines():
        _, epoch, offset, *events = line.split()
        yield Position(epoch, int(offset)), [int(event) for event in events]


def gaps() -> Iterator[Gap]:
    seen: Position | None = None
    for resumed, events in connections():
        gap = gap_between(seen, resumed) if seen else None
        if gap:
            yield gap
        assert events == list(range(resumed.offset + 1, events[-1] + 1)), "a stream has no hole inside"
        seen = Position(resumed.epoch, events[-1])


def test_the_number_that_is_asked_for_is_that_of_the_events_between() -> None:
    known, unknown = gaps()
    assert known.last is not None and unknown.last is None
    asked = questions.question("missed_ticks")
    missed = known.last - known.first + 1
    assert [number for number in range(10) if asked.reply(str(number)).right] == [missed]

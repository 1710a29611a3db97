"""Writes docs/pipes.md's tables from two runs of the benchmark.

python3 kit.py bench --json one.json ; python3 kit.py bench --json two.json
python tests/bench/pipes_table.py one.json two.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from documented import circumstances, write_part

from framebyframe.bench.running import Comparison, Row, Turn
from framebyframe.bench.words import digits, name_of, processor_words, ratio_words

MS, MB = 1e3, 1e-6


def read(path: str) -> Comparison:
    """A comparison that `--json` has written."""
    told = json.loads(Path(path).read_text(encoding="utf-8"))
    rows = [
        Row(row["pipe"], row["size"], row["in_flight"], [Turn(**turn) for turn in row["turns"]], row["lost"])
        for row in told["rows"]
    ]
    return Comparison(rows, told["skipped"], told["rounds"], told["cores"], told["system"])


def tables(first: Comparison, second: Comparison) -> Iterator[str]:
    """A table for each size and number in flight, the second run beside the first."""
    for (size, in_flight, rows), (_, _, again) in zip(first.groups(), second.groups(), strict=True):
        how = "one call after the other" if in_flight == 1 else f"{in_flight} calls in flight"
        yield f"\n### {size}, {how}\n"
        time = "p50, p99" if in_flight == 1 else "for each"
        yield f"| pipe | {time} | ratio | {time}, second run | ratio | processor: client, server | memory |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
        for row, other in zip(rows, again, strict=True):
            if row.lost or other.lost:
                yield f"| {name_of(row.pipe)} | calls were lost | | | | | |"
                continue
            shown = [
                times(row),
                ratio(first, row),
                times(other),
                ratio(second, other),
                processor(row),
                memory(row),
            ]
            yield f"| {name_of(row.pipe)} | {' | '.join(shown)} |"


def times(row: Row) -> str:
    """p50 and p99 of all calls; where many overlap, the time for each."""
    if row.in_flight > 1:
        return f"{digits(MS * row.middle)} ms"
    return ", ".join(digits(MS * row.percentile(percent)) for percent in (50, 99)) + " ms"


def ratio(of: Comparison, row: Row) -> str:
    """How many times as long as the base, with the spread."""
    return ratio_words(of.ratio(row), row.pipe == of.base)


def processor(row: Row) -> str:
    """Microseconds of a processor for a call, on both sides."""
    return f"{processor_words(row.client, row.calls)}, {processor_words(row.server, row.calls)}"


def memory(row: Row) -> str:
    """The most that the server held."""
    assert row.memory is not None
    return f"{MB * row.memory:.0f} MB"


if __name__ == "__main__":
    runs = [read(path) for path in sys.argv[1:3]]
    write_part("pipes.md", "pipes", "\n".join([circumstances([]), *tables(*runs)]))

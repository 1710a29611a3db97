"""Writes the table of docs/simulation.md: which rule found each planted mistake, and after how many seeds."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from planted import MISTAKES, Mistake, planted

from framebyframe.simulation.running import run
from framebyframe.simulation.text import say

DOCUMENT = Path(__file__).parents[2] / "docs" / "simulation.md"
BEGIN, END = "<!-- planted: written by a program, from here -->", "<!-- to here -->"
MOST_SEEDS = 2000


def row(mistake: Mistake) -> str:
    """The line of one mistake."""
    with tempfile.TemporaryDirectory() as folder, planted(mistake, Path(folder)) as programs:
        for seed in range(MOST_SEEDS):
            broken = run(seed, programs).broken
            if broken:
                return f"| {mistake.name} | {mistake.file} | {seed + 1} | {say('rule', broken[0].rule)} |"
    return f"| {mistake.name} | {mistake.file} | not in {MOST_SEEDS} | |"


def table() -> str:
    """All lines."""
    head = ["| mistake | in | seeds until found | the rule that was broken |", "| --- | --- | ---: | --- |"]
    return "\n".join([*head, *map(row, MISTAKES)])


def main() -> None:
    """Print the table, or put it into the document."""
    made = table()
    print(made)
    if "--write" in sys.argv:
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        DOCUMENT.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

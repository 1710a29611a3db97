"""`python -m framebyframe.bench` sends the same call through many pipes, and compares them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from framebyframe.peers import PeerError

from .pipes import PIPES
from .running import MODES, ROUNDS, compare, seconds_for
from .telling import as_text
from .text import say
from .words import name_of
from .work import SIZES


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0; 2: it could not be run."""
    options = _parse(arguments)
    if options.list:
        _list()
        return 0
    chosen = (options.pipes, options.sizes, options.in_flight, options.rounds)
    try:
        _say_begin(*chosen)
        comparison = compare(*chosen, tell=lambda number: _tell(number, options.rounds))
    except (ValueError, PeerError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"\n{as_text(comparison)}")
    if options.json is not None:
        options.json.write_text(json.dumps(comparison.as_json()), encoding="utf-8")
    return 0


def _say_begin(pipes: list[str], sizes: list[str], in_flight: list[int], rounds: int) -> None:
    seconds = seconds_for(pipes, sizes, in_flight, rounds)
    words = {"pipes": len(pipes or PIPES), "sizes": ", ".join(sizes or SIZES), "rounds": rounds}
    print(say("run", "begins", seconds=seconds, **words), flush=True)


def _tell(number: int, rounds: int) -> None:
    print(say("run", "round", number=number, rounds=rounds), flush=True)


def _list() -> None:
    for pipe in PIPES:
        print(f"{pipe.name:<20}{name_of(pipe.name):<34}{pipe.needs()}".rstrip())


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="kit.py bench", description="Send the same call through many pipes, and compare them."
    )
    add, modes = parser.add_argument, list(MODES)
    sizes = ", ".join(map(repr, SIZES))
    both = f"calls at once: {modes[0]}, {modes[1]}, or both, which is the default"
    add("--list", action="store_true", help="name the pipes, and what each lacks here")
    add("--pipes", nargs="+", default=[], metavar="NAME", help="these only; all by default")
    add("--sizes", nargs="+", default=[], metavar="SIZE", help=f"of {sizes}; all by default")
    add("--in-flight", type=int, nargs="+", default=modes, metavar="N", help=both)
    add("--rounds", type=int, default=ROUNDS, help=f"every pipe has a turn in each; {ROUNDS} by default")
    add("--json", type=Path, metavar="FILE", help="write every measurement there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

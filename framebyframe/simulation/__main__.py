"""`python -m framebyframe.simulation --seeds 10000` runs a client and a server on a network that breaks."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from .failures import Failures, simulate
from .text import say
from .workers import WorkerLost

MINE = "my_websocket"


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0; 1: a seed broke a rule; 2: it could not be run."""
    options = _parse(arguments)
    try:
        programs = _mine(options.mine) if options.mine is not None else None
        failures = simulate(programs, seeds=options.seeds, first=options.first)
    except (ImportError, ValueError, WorkerLost) as error:
        print(error, file=sys.stderr)
        return 2
    _show(failures, options.draw)
    return 1 if failures else 0


def _show(failures: Failures, draw: bool) -> None:
    print(failures)
    if failures and draw:
        print(
            f"\n{say('failure', 'title', seed=failures[0].seed)}\n{failures[0]!r}\n\n{failures[0].as_test()}"
        )


def _mine(folder: Path) -> object:
    sys.path.insert(0, str(folder.resolve()))
    return importlib.import_module(MINE)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="kit.py simulate",
        description="Run a client and a server on a network that breaks, seed by seed.",
    )
    parser.add_argument("--seeds", type=int, default=10_000, help="how many; 10,000 by default")
    parser.add_argument("--first", type=int, default=0, help="the first of them; 0 by default")
    parser.add_argument(
        "--mine",
        type=Path,
        metavar="FOLDER",
        help=f"run your own package: the folder that {MINE} lies in, such as work",
    )
    parser.add_argument("--no-draw", dest="draw", action="store_false", help="do not draw the first failure")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

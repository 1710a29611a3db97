"""`python -m framebyframe.peers prepare` installs what is missing; `doctor` shows what there is."""

from __future__ import annotations

import argparse
import io
import json
import sys

from .diagnosis import doctor
from .preparing import prepare


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0: all is there; 1: something needed is missing, and it says what to do."""
    parser = argparse.ArgumentParser(prog="python -m framebyframe.peers", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("prepare", help="install what is missing of Node, ws and PHP")
    examine = commands.add_parser("doctor", help="show what the course needs, and what is there")
    examine.add_argument("--json", action="store_true", help="rows as JSON")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot print a tick still gets the words
    return _prepare() if options.command == "prepare" else _doctor(options.json)


def _prepare() -> int:
    return 0 if all(step.ready for step in prepare(_say)) else 1


def _say(line: str) -> None:
    print(line, flush=True)  # a step may take a minute: say what it does before it is done


def _doctor(as_json: bool) -> int:
    table = doctor()
    print(json.dumps(table.as_data(), indent=1) if as_json else table)
    return 0 if table.course_can_run else 1


if __name__ == "__main__":
    sys.exit(main())

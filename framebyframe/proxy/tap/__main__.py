"""`python -m framebyframe.proxy.tap ws://127.0.0.1:8080` shows what passes in front of that server.

In the place of an address it takes a record that was saved, and shows what passed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from framebyframe.figures.words import count
from framebyframe.rpc.access_log import redacted

from ..illustrated import illustrate
from ..illustrated.text import counted
from ..in_terminal import print_line, take_any_terminal, wait_until_interrupted, wants_colour
from .record import Record
from .rows import Rows, in_colour, plain
from .screen import Screen
from .tap import Tap
from .text import say

SWITCH = 0.0001
"""Seconds for which the making of lines may keep bytes from being forwarded; Python's own are 0.005."""


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0; 1: it could not begin, or could not save."""
    options = _parse(arguments)
    take_any_terminal()
    try:
        _save(_read(options) if Path(options.url).is_file() else _tapped(options), options)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _tapped(options: argparse.Namespace) -> Record:
    """The record of what passes from now on, until somebody ends it."""
    with Tap(options.url, port=options.port, allow_remote=options.allow_remote) as tap:
        _show_until_interrupted(tap)
    return tap.record


def _read(options: argparse.Namespace) -> Record:
    """The record that was saved in this file, shown once more."""
    record = Record.load(options.url)
    rows = _rows()
    for seen in (*record.connections, *record.items):
        for line in rows.lines(seen):
            print_line(line)
    return record


def _rows() -> Rows:
    return Rows(in_colour if wants_colour(sys.stdout) else plain)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kit.py tap", description=__doc__)
    parser.add_argument("url", help="of the server, such as ws://127.0.0.1:8080; or a record that was saved")
    parser.add_argument("--port", type=int, default=0, help="to listen on; any free one if not given")
    parser.add_argument("--allow-remote", action="store_true", help="also tap a server on another machine")
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="write the record there at the end, as JSON lines"
    )
    parser.add_argument("--pcapng", type=Path, metavar="FILE", help="write it there for Wireshark")
    parser.add_argument(
        "--illustrate", type=Path, metavar="FILE", help="write it there as a page that explains every byte"
    )
    return parser.parse_args(arguments)


def _show_until_interrupted(tap: Tap) -> None:
    sys.setswitchinterval(SWITCH)
    screen = Screen(_rows(), sys.stdout)
    tap.record.listen(screen.show)  # before anybody reads the address, and calls
    print_line(say("command", "begins", url=redacted(tap.url), server=tap.record.server))
    wait_until_interrupted()
    tap.close()
    screen.close()


def _save(record: Record, options: argparse.Namespace) -> None:
    calls = record.calls()
    lost = [call for call in calls if call.state == "lost"]
    print_line(
        say(
            "command",
            "summary",
            connections=counted("connection", len(record.connections)),
            frames=count(len(record.frames()), "frame"),
            calls=count(len(calls), "call"),
            in_flight=len(lost),
        )
    )
    dropped = record.dropped
    if dropped.frames or dropped.bytes or dropped.connections:
        print_line(
            say(
                "command",
                "dropped",
                frames=count(dropped.frames, "frame"),
                bytes=count(dropped.bytes, "byte"),
                connections=counted("connection", dropped.connections),
            )
        )
    if options.save:
        record.save(options.save)
        print_line(say("command", "saved", path=options.save))
    if options.pcapng:
        record.export_pcapng(options.pcapng)
        print_line(say("command", "exported", path=options.pcapng))
    if options.illustrate:
        illustrate(record).save(options.illustrate)
        print_line(say("command", "illustrated", path=options.illustrate))


if __name__ == "__main__":
    sys.exit(main())

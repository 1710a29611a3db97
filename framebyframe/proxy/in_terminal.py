"""What the programs of this package that run until they are ended have in common in a terminal."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TextIO

WAKE = 0.5
"""Seconds after which Ctrl+C is heard where a wait cannot be interrupted (Windows)."""


def take_any_terminal() -> None:
    """Write question marks where the terminal knows ASCII only."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def wants_colour(stream: TextIO) -> bool:
    """True for a terminal, unless NO_COLOR is set (no-color.org) or it is a dumb one."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_line(line: str) -> None:
    """Write it; where nobody reads it any more, the program goes on."""
    with contextlib.suppress(BrokenPipeError):
        print(line, flush=True)


def wait_until_interrupted() -> None:
    """Wait for Ctrl+C or SIGTERM."""
    with _interrupted_by(signal.SIGTERM), contextlib.suppress(KeyboardInterrupt):
        never = threading.Event()
        while not never.wait(WAKE):
            pass


@contextlib.contextmanager
def _interrupted_by(number: signal.Signals) -> Iterator[None]:
    """Let a signal do what Ctrl+C does."""
    before = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, before)

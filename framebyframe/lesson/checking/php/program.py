"""Starts PHP on one function and reads the result of each call."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from framebyframe.peers.errors import PeerMissing
from framebyframe.peers.finding import find_php, php_command
from framebyframe.peers.places import PHP_CLIENT

from ..output import FLOOD, KEPT
from .values import encode

RUNNER = Path(__file__).with_name("run.php")
MEMORY = 128
"""Megabytes that PHP may take."""

SPARE = 0.5
"""Seconds by which PHP is stopped before the deadline of the whole check."""

LOG = "errors.log"

PARSE_ERROR = re.compile(r"^(?:PHP )?Parse error:\s+(.*) in .* on line (\d+)\s*$", re.MULTILINE)
LONGEST_READING = 4.0
"""Seconds that PHP may take to read a file."""

Event = dict[str, Any]


class NoPhp(Exception):
    """PHP cannot be run here: the argument says why and what to do."""


def events(
    source: str | None, file: str, function: str, examples: Sequence[Any], deadline: float
) -> Iterator[Event]:
    """The events that PHP prints, as `run.php` describes them.

    A line that it does not describe is {"stray": text}; {"late": True} comes last if PHP was stopped, and
    {"log": text} if it could not report its own end, because it had no memory left.

    Args:
        source: the text of the file in which the function stands; None for the kit's own.
        file: its name, "mask.php": it takes the place of the kit's file of that name.
        function: its name without the namespace.
        examples: each the arguments of a call, or {"steps": PHP expressions}.
        deadline: seconds for all of it.

    Raises:
        NoPhp: it cannot be run here.
    """
    mark = secrets.token_hex(8)
    request = {
        "mark": mark,
        "autoload": str(PHP_CLIENT / "autoload.php"),
        "function": f"FrameByFrame\\{function}",
        "examples": [
            example if isinstance(example, dict) else [encode(value) for value in example]
            for example in examples
        ],
        "printed": KEPT,
        "flood": FLOOD,
    }
    with tempfile.TemporaryDirectory() as folder:
        if source is not None:
            Path(folder, file).write_text(source, encoding="utf-8", newline="\n")
        with _running(folder) as process, _stopped_after(deadline - SPARE, process) as late:
            assert process.stdin and process.stdout
            with contextlib.suppress(OSError):  # it ended before it had read all: it says why
                process.stdin.write(json.dumps(request).encode())
                process.stdin.close()
            yield from _read(process.stdout, mark.encode())
            if late.is_set():
                yield {"late": True}
        log = Path(folder, LOG)
        if log.exists():
            yield {"log": log.read_text(encoding="utf-8", errors="replace")}


def parse_error(source: str) -> tuple[str, int] | None:
    """What PHP says of a file that it cannot read, and the line; None if it can, or if there is no PHP."""
    settings = {"display_errors": "1", "log_errors": "0", "html_errors": "0"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "cell.php")
        file.write_text(source, encoding="utf-8", newline="\n")
        try:
            done = subprocess.run(
                [*php_command(find_php().path, settings), "-l", str(file)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST_READING,
            )
        except (PeerMissing, OSError, subprocess.TimeoutExpired):
            return None
    found = PARSE_ERROR.search(done.stdout.decode(errors="replace"))
    return (found[1], int(found[2])) if found else None


@contextlib.contextmanager
def _running(folder: str) -> Iterator[subprocess.Popen[bytes]]:
    process = _start(folder)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()


@contextlib.contextmanager
def _stopped_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """The event says that it was stopped."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()


def _start(folder: str) -> subprocess.Popen[bytes]:
    settings = {
        "memory_limit": f"{MEMORY}M",
        "display_errors": "0",
        "log_errors": "1",
        "error_log": str(Path(folder, LOG)),
        "html_errors": "0",
    }
    try:
        return subprocess.Popen(
            [*php_command(find_php().path, settings), str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "FRAMEBYFRAME_MY_PHP": folder},
            cwd=folder,
        )
    except (PeerMissing, OSError) as problem:
        raise NoPhp(str(problem)) from problem


def _read(pipe: IO[bytes], mark: bytes) -> Iterator[Event]:
    read = 0
    while line := pipe.readline(FLOOD):
        read += len(line)
        place = line.find(mark)
        if place >= 0:
            if place:
                yield {"stray": line[:place].decode(errors="replace")}
            told = line[place + len(mark) :]
            while not told.endswith(b"\n") and (more := pipe.readline(FLOOD)):  # a long result
                told += more
            yield json.loads(told)
            read = 0
        elif read >= FLOOD:
            yield {"flood": line[:KEPT].hex()}
        else:
            yield {"stray": line.decode(errors="replace")}

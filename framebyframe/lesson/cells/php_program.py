"""Runs the program in a `%%php` cell: its output comes as it is printed, an error with its line.

It runs beside the kernel, on the leash of `peers`: it ends when its time is up, when the cell is interrupted,
and however the kernel ends. It knows php_client, and the learner's own PHP files in the place of the kit's.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import io
import json
import re
import secrets
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import IO, Any, NoReturn, cast

from framebyframe.peers.errors import PeerError
from framebyframe.peers.places import PHP_CLIENT
from framebyframe.peers.running import LeashedPhp

from ..checking.output import FLOOD
from ..checking.php.check import FIRST_LINE as FIRST_PHP_LINE
from ..checking.php.values import plain
from ..declaring import php_declared, php_text
from ..declaring.syntax import source_lines
from ..keeping import php_files
from ..showing.page import Heading, Item, Page, paragraphs, present
from ..showing.source import source
from ..text.catalogue import say

RUNNER = Path(__file__).with_name("program.php")
TIMEOUT = 30.0
"""Seconds for a program, unless its cell says otherwise."""

LONGEST_TIMEOUT = 600.0

GATHERED = 0.02
"""Seconds: PHP writes each argument of `echo` by itself; what comes within this time is shown as one."""

SETTINGS = {"display_errors": "0", "log_errors": "0", "html_errors": "0"}
"""The runner tells errors itself."""

DECLARED_TWICE = re.compile(r"Cannot (?:re)?declare (?:\w+ )?(\w+)(?:\(|,|$)")
"""What PHP says of a function, or of a class, whose name it knows already."""

Said = SimpleQueue[tuple[str, str]]
"""Pieces of output: the name of the stream, and the text; "" is its end."""


@dataclass(frozen=True)
class Ended:
    """The end of a program that did not come to its end by itself: the key of its words, and their values."""

    key: str
    values: dict[str, Any]
    line: int = 0


def run_program(words: list[str], cell: str) -> bool:
    """Run a program and show what it prints; where it ends with an error, a page says so and where.

    Args:
        words: of the magic's line: options, then the program's arguments.
        cell: the program, without `<?php`.

    Returns:
        whether it came to its end.
    """
    try:
        options = _options(words)
    except ValueError as problem:
        _say_ended(Ended("no_option", {"message": str(problem)}), cell)
        return False
    try:
        ended = _run(options.arguments, cell, options.timeout)
    except PeerError as problem:
        ended = Ended("no_php", {"message": str(problem)})
    if ended:
        _say_ended(ended, cell)
    return ended is None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def _options(words: list[str]) -> argparse.Namespace:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--timeout", type=float, default=TIMEOUT)
    parser.add_argument("arguments", nargs="*")
    options = parser.parse_args(words)
    if not 0 < options.timeout <= LONGEST_TIMEOUT:
        raise ValueError(f"--timeout is more than 0 and at most {LONGEST_TIMEOUT:g} seconds")
    return options


def _run(arguments: list[str], cell: str, timeout: float) -> Ended | None:
    mark = secrets.token_hex(8)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "cell.php")
        file.write_text(f"{FIRST_PHP_LINE}\n{cell}", encoding="utf-8", newline="\n")
        given = (str(PHP_CLIENT / "autoload.php"), str(file), mark, *arguments)
        with LeashedPhp(RUNNER, *given, settings=SETTINGS) as program:
            return _show(program, mark, timeout)


def _show(program: LeashedPhp, mark: str, timeout: float) -> Ended | None:
    """Pass on what a program prints until it ends."""
    printed, end = 0, monotonic() + timeout
    told: Ended | None = None
    for stream, text in _chunks(program, end):
        if stream is None:
            return Ended("late", {"seconds": f"{timeout:g}"})
        before, found, report = text.partition(mark)
        told = _reported(report) if found else told
        printed += len(before)
        print(before, end="", file=sys.stderr if stream == "stderr" else sys.stdout, flush=True)
        if printed > FLOOD:
            return Ended("flood", {})
    return told


def _chunks(program: LeashedPhp, end: float) -> Iterator[tuple[str | None, str]]:
    """What it prints, piece by piece: the name of the stream and the text; (None, "") when its time is up."""
    said: Said = SimpleQueue()
    pipes = {"stdout": program.stdout, "stderr": program.stderr}
    for name, pipe in pipes.items():
        threading.Thread(target=_read, args=(name, pipe, said), daemon=True).start()
    while pipes:
        try:
            pieces = [said.get(timeout=max(0.0, end - monotonic()))]
        except Empty:
            yield None, ""
            return
        sleep(GATHERED)
        pieces += [said.get() for _ in range(said.qsize())]
        for name, group in groupby(pieces, key=itemgetter(0)):
            texts = [text for _, text in group]
            if text := "".join(texts):
                yield name, text
            if "" in texts:
                del pipes[name]


def _read(name: str, pipe: IO[bytes], said: Said) -> None:
    """Hand on what comes as it comes; of the errors whole lines, so that a report is not cut."""
    with contextlib.suppress(OSError, ValueError):  # the pipe was closed: the program is stopped
        if name == "stderr":
            for line in pipe:
                said.put((name, line.decode("utf-8", "replace")))
        else:
            _read_at_once(name, cast(io.BufferedReader, pipe), said)
    said.put((name, ""))


def _read_at_once(name: str, pipe: io.BufferedReader, said: Said) -> None:
    """Hand on what each read brings: a character that it cuts waits for its end."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while data := pipe.read1():
        if text := decoder.decode(data):
            said.put((name, text))


def _reported(report: str) -> Ended:
    error = json.loads(report.splitlines()[0])
    message = plain(error["message"])
    if error["kind"] == "ParseError":
        return Ended("syntax", {"message": message, "line": error["line"]}, error["line"])
    key = "raised" if error["kind"] else "fatal"
    return Ended(key, {"error": error["kind"], "message": message}, error["line"])


def _advice(ended: Ended, cell: str) -> str:
    """What the learner may do about the error that ended a program; "" where PHP has said it all."""
    if ended.key == "syntax" and (line := php_text.line_without_semicolon(cell, ended.line)):
        return say("engine", "fault", "syntax.semicolon", line=line)
    if name := php_declared.member_behind_a_dot(str(ended.values.get("message")), cell):
        return say("diagnosis", "error", "php.dot", name=name)
    if ended.key == "fatal" and (found := DECLARED_TWICE.match(ended.values["message"])):
        for name, other, reason in php_files.names_taken(cell.removeprefix(php_text.MAGIC)):
            if name.lower() == found[1].lower():
                return say("engine", "package", reason, name=name, other=other)
    return ""


def _say_ended(ended: Ended, cell: str) -> None:
    cell = f"{php_text.MAGIC}\n{cell}"
    lines = source_lines(cell)
    items: list[Item] = [Heading("wrong", say("engine", "php", "title"))]
    told = say("engine", "php", ended.key, **ended.values)
    items += paragraphs("\n\n".join(filter(None, [told, _advice(ended, cell)])))
    if 1 < ended.line <= len(lines):
        items += paragraphs(say("engine", "wrong", "line", line=ended.line))
        items.append(source(lines[ended.line - 1], is_php=True))
    present(Page(items))

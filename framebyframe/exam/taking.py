"""Puts a package's protocol to the exam: the server that runs on it, and the program that asks."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from framebyframe.figures.text.catalogue import say
from framebyframe.peers import leash

from .cases import FAST
from .report import ReportCard

SECONDS = 300.0
"""Seconds after which an exam is given up."""
EXAMINER = "kosoku"
LAST_LINES = 5


class _NotHeld(Exception):
    """The exam could not be held; says why, and what to do."""


def take(package: Any, *cases: str) -> ReportCard:
    """Put the protocol of a package to the exam, as a server.

    Args:
        package: what `use("mine")` returns, or a module that has a part `wire`.
        cases: numbers such as "7.1.5", or globs such as "7.*"; by default the 247 fast ones.

    Returns:
        The verdicts; or why there are none, where kosoku is not installed, the package cannot be imported, or
        it takes too long.
    """
    if importlib.util.find_spec(EXAMINER) is None:
        return ReportCard({}, problem=say("exam", "failed", "no_examiner"))
    server = [sys.executable, "-m", "framebyframe.exam.echo_server", *_where(package)]
    examiner = [
        sys.executable,
        "-m",
        "framebyframe.exam.run_cases",
        "server",
        *(cases or FAST),
        "--",
        *server,
    ]
    try:
        return ReportCard(**json.loads(_said([sys.executable, leash.__file__, *examiner])))
    except _NotHeld as problem:
        return ReportCard({}, problem=str(problem))


def _where(package: Any) -> list[str]:
    """The options that tell the server which package to run on."""
    module: ModuleType = getattr(package, "module", package)
    folder = Path(str(module.__file__)).resolve().parents[1]
    return ["--package", module.__name__, "--folder", str(folder)]


def _said(command: list[str]) -> str:
    """What a program prints. It ends with us: its leash holds the pipe.

    Raises:
        _NotHeld: it did not end well, or not in time.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=complained)
        try:
            status = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise _NotHeld(say("exam", "failed", "too_long", seconds=f"{SECONDS:g}")) from None
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait()
        if status != 0:
            why = "\n".join(_text(complained).splitlines()[-LAST_LINES:])
            raise _NotHeld(say("exam", "failed", "broken", why=why))
        return _text(said)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")

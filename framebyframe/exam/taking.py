"""Puts a package's protocol to the exam: the server that runs on it, and the program that asks."""

from __future__ import annotations

import importlib.util
import inspect
import json
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from framebyframe.figures.text.catalogue import say
from framebyframe.peers import leash
from framebyframe.wire import Connection

from .cases import FAST
from .report import ReportCard

SECONDS = 300.0
"""Seconds after which an exam is given up."""
EXAMINER = "kosoku"
LAST_LINES = 5


class _NotHeld(Exception):
    """The exam could not be held; says why, and what to do."""


def take(package: Any, *cases: str, **methods: Callable[..., Any]) -> ReportCard:
    """Put the protocol of a package to the exam, as a server.

    Args:
        package: what `use("mine")` returns, or a module that has a part `wire`.
        cases: numbers such as "7.1.5", or globs such as "7.*"; by default the 247 fast ones.
        methods: functions to put in the place of a `Connection`'s own for this exam alone, by the names of
            these: `receive_ping=empty_pong` shows what the exam says to it. The package stays as it is.

    Returns:
        The verdicts; or why there are none, where kosoku is not installed, the package cannot be imported, or
        it takes too long.

    Raises:
        TypeError: a `Connection` has no method of that name, or it is no function written with `def`.
    """
    replaced = [part for name, function in methods.items() for part in _replaced(name, function)]
    if importlib.util.find_spec(EXAMINER) is None:
        return ReportCard({}, problem=say("exam", "failed", "no_examiner"))
    server = [sys.executable, "-m", "framebyframe.exam.echo_server", *_where(package), *replaced]
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


def _replaced(name: str, function: Callable[..., Any]) -> list[str]:
    """The options that tell the server to put this function in the place of a method.

    Raises:
        TypeError: a `Connection` has no method of that name, or it is no function written with `def`.
    """
    if not callable(getattr(Connection, name, None)):
        raise TypeError(f"a Connection has no method {name}: name one of its own, such as receive_ping=...")
    if not inspect.isfunction(function) or function.__name__ == "<lambda>":
        raise TypeError(f"{name} has to be a function written with def")
    return ["--method", name, function.__name__, textwrap.dedent(inspect.getsource(function))]


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

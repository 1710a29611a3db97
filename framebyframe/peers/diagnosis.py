"""The doctor: what this machine has of what the course needs, as one table."""

from __future__ import annotations

import html
import importlib.metadata
import platform
import shutil
import socket
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import asdict, dataclass

from .errors import PeerMissing
from .finding import Program, find_node, find_php, find_ws
from .places import KIT_COMMAND, system_command

JUPYTER_PORT = 8888
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Row:
    """One thing the course needs.

    Attributes:
        what: its name.
        found: its version, or what was found instead of it.
        where: where it is.
        mend: the one command that mends it; empty where nothing is to do.
        needed: whether the course cannot run without it.
    """

    what: str
    found: str
    where: str
    mend: str = ""
    needed: bool = True

    @property
    def ok(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


@dataclass(frozen=True)
class Table:
    """What the doctor found; a notebook draws it, `print` writes it."""

    rows: tuple[Row, ...]

    HEADINGS = ("what", "found", "where", "to mend it")

    @property
    def course_can_run(self) -> bool:
        """Whether everything needed is there."""
        return all(row.ok or not row.needed for row in self.rows)

    def as_data(self) -> list[dict[str, str | bool]]:
        """The rows as JSON has them."""
        return [{**asdict(row), "ok": row.ok} for row in self.rows]

    def __str__(self) -> str:
        lines = [self.HEADINGS, *map(_cells, self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = (
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
        )
        return "\n".join(line.rstrip() for line in padded)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" align="left">{heading}</th>' for heading in self.HEADINGS)
        body = "".join(_html_row(row) for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def doctor() -> Table:
    """Look at this machine: nothing is installed, started or changed."""
    rows = [_python(), _jupyterlab(), _program("Node", find_node), _ws(), _program("PHP", find_php)]
    return Table((*rows, _ports(), _browser()))


def _cells(row: Row) -> tuple[str, str, str, str]:
    return row.what, row.found, row.where, row.mend


def _html_row(row: Row) -> str:
    cells = "".join(f'<td align="left">{html.escape(cell)}</td>' for cell in _cells(row))
    return f"<tr>{cells}</tr>"


def _python() -> Row:
    return Row("Python", platform.python_version(), sys.executable)


def _jupyterlab() -> Row:
    try:
        version = importlib.metadata.version("jupyterlab")
    except importlib.metadata.PackageNotFoundError:
        return Row("JupyterLab", "missing", "", KIT_COMMAND)
    return Row("JupyterLab", version, sys.prefix)


def _program(what: str, find: Callable[[], Program]) -> Row:
    try:
        program = find()
    except PeerMissing as missing:
        return Row(what, "missing", "; ".join(missing.tried), missing.mend)
    return Row(what, program.version, f"{program.path} ({program.origin})")


def _ws() -> Row:
    try:
        return Row("ws", find_ws(), "node_server/node_modules")
    except PeerMissing as missing:
        return Row("ws", "missing", "; ".join(missing.tried), missing.mend)


def _ports() -> Row:
    if not _can_listen(0):
        return Row("ports", "none", "127.0.0.1", "let this Python listen on 127.0.0.1 (firewall or sandbox)")
    found = "free" if _can_listen(JUPYTER_PORT) else "in use: JupyterLab takes the next one"
    return Row("ports", "any", f"127.0.0.1; {JUPYTER_PORT} is {found}")


def _can_listen(port: int) -> bool:
    with socket.socket() as listener:
        if sys.platform != "win32":  # there the same option would take a port away from its owner
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _browser() -> Row:
    for name in _CHROMIUMS:
        path = shutil.which(name)
        if path:
            return Row("browser", name, path, needed=False)
    try:
        return Row("browser", "the system's", webbrowser.get().__class__.__name__, needed=False)
    except webbrowser.Error:
        where = "only the tests need one here; any browser opens the address JupyterLab prints"
        return Row("browser", "missing", where, system_command("chromium"), needed=False)

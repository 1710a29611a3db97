"""The doctor: what this machine has of what the course needs, as one table."""

from __future__ import annotations

import html
import importlib.util
import os
import platform
import shutil
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .causes import cause_of, free_space, last_line, little_room, unwritable
from .environment import for_peer, for_pip
from .errors import PeerMissing
from .finding import Program, find_node, find_php, find_ws
from .places import KIT_COMMAND, NODE_SERVER, ROOT, prepare_command, system_command
from .preparing import PHP_WHEELS

JUPYTER_PORT = 8888
IMPORT_TIMEOUT = 120.0
"""Seconds for an import: the first one compiles everything, on a slow disk."""
ANSWER_TIMEOUT = 5
"""Seconds for the package server."""

_LAB = "import jupyterlab, ipykernel, anywidget, ipywidgets, matplotlib; print(jupyterlab.__version__)"
_PYSERVER = "import pyserver.starting, websockets; print(websockets.__version__)"
_WS = ["--input-type=module", "--eval", "import 'ws'"]
_ASK = [
    *(sys.executable, "-m", "pip", "index", "versions", PHP_WHEELS[0].partition("==")[0]),
    *("--disable-pip-version-check", "--no-input", "--retries", "1", "--timeout", str(ANSWER_TIMEOUT)),
]
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
    """The doctor's findings; a notebook draws them, `print` writes them."""

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
        head = "".join(f'<th scope="col"><div align="left">{name}</div></th>' for name in self.HEADINGS)
        body = "".join(_html_row(row) for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def doctor() -> Table:
    """Look at this machine, and try each program as it will be run. Nothing is installed or changed.

    Where something is missing, the package server is asked too; else nothing leaves this machine.
    """
    rows = [
        _python(),
        _jupyterlab(),
        _pyserver(),
        _program("Node", find_node),
        _ws(),
        _program("PHP", find_php),
    ]
    complete = all(row.ok for row in rows)
    rows += [_folder(complete), *([] if complete else [_network()])]
    return Table((*rows, _ports(), _browser()))


def _cells(row: Row) -> tuple[str, str, str, str]:
    return row.what, row.found, row.where, row.mend


def _html_row(row: Row) -> str:
    """A `div` in each cell: JupyterLab's own style moves a cell's text to the right."""
    cells = "".join(f'<td><div align="left">{html.escape(cell)}</div></td>' for cell in _cells(row))
    return f"<tr>{cells}</tr>"


def _python() -> Row:
    return Row("Python", platform.python_version(), sys.executable)


def _jupyterlab() -> Row:
    """Try to import JupyterLab as a notebook does: from its folder, with the environment that it gets."""
    folder = _notebook_folder()
    tried = _tried([sys.executable, "-c", _LAB], folder, dict(os.environ))
    in_the_way = _in_the_way(folder)
    if tried.ok or not in_the_way:
        return tried.row("JupyterLab", sys.prefix, KIT_COMMAND)
    return tried.row("JupyterLab", "", f"rename {in_the_way}: it has the name of a module that Python needs")


def _pyserver() -> Row:
    """Try to start pyserver as `peers.python()` does."""
    tried = _tried([sys.executable, "-c", _PYSERVER], ROOT, for_peer())
    return tried.row("websockets", "pyserver", KIT_COMMAND)


@dataclass(frozen=True)
class _Tried:
    """The outcome of a trial: whether the program did its work, and the last line that it printed."""

    ok: bool
    said: str

    def row(self, what: str, where: str, mend: str) -> Row:
        if self.ok:
            return Row(what, self.said, where)
        found = "missing" if "ModuleNotFoundError" in self.said else "broken"
        return Row(what, found, self.said, mend)


def _tried(command: list[str], folder: Path, variables: dict[str, str]) -> _Tried:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=IMPORT_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return _Tried(False, str(error))
    ok = done.returncode == 0
    return _Tried(ok, last_line(done.stdout if ok else done.stderr))


def _notebook_folder() -> Path:
    """The folder of notebooks: this one, or the learner's if the command is typed in the project's."""
    here = Path.cwd()
    return here / "work" if here == ROOT and (here / "work").is_dir() else here


def _in_the_way(folder: Path) -> Path | None:
    """A file in the folder that Python imports in place of a module that it needs; None if there is none."""
    names = sys.stdlib_module_names | {"jupyterlab", "ipykernel", "anywidget", "ipywidgets", "matplotlib"}
    return next((path for path in sorted(folder.glob("*.py")) if path.stem in names), None)


def _program(what: str, find: Callable[[], Program]) -> Row:
    try:
        program = find()
    except PeerMissing as missing:
        return Row(what, "missing", "; ".join(missing.tried), missing.mend)
    return Row(what, program.version, f"{program.path} ({program.origin})")


def _ws() -> Row:
    try:
        version, node = find_ws(), find_node()
    except PeerMissing as missing:
        return Row("ws", "missing", "; ".join(missing.tried), missing.mend)
    tried = _tried([str(node.path), *_WS], NODE_SERVER, for_peer())
    return (
        replace(tried, said=version).row("ws", "node_server/node_modules", "")
        if tried.ok
        else tried.row("ws", "", prepare_command())
    )


def _folder(complete: bool) -> Row:
    """The row about the folder: notebooks can be written there and, if not `complete`, packages installed."""
    folder = _notebook_folder()
    cause = unwritable(folder) or (None if complete else unwritable(ROOT) or little_room(ROOT))
    found = f"{free_space(folder if complete else ROOT) / 1e9:.1f} GB free"
    return Row("folder", found, cause.words, cause.mend) if cause else Row("folder", found, str(folder))


def _network() -> Row:
    """The row about the package server: pip asks it for one list of versions, and no more."""
    if not importlib.util.find_spec("pip"):
        return Row("network", "not tried", "this Python has no pip", needed=False)
    variables = for_pip(sys.executable)
    done = subprocess.run(_ASK, env=variables, capture_output=True, text=True, errors="replace")
    if done.returncode == 0:
        return Row("network", "the package server answers", "", needed=False)
    cause = cause_of(done.stderr, ROOT, variables)
    if cause:
        return Row("network", f"trouble: {cause.name}", cause.words, cause.mend, needed=False)
    return Row("network", "trouble", last_line(done.stderr), "see what pip says there", needed=False)


def _ports() -> Row:
    if not _can_listen(0):
        return Row("ports", "none", "127.0.0.1", "let this Python listen on 127.0.0.1 (firewall or sandbox)")
    return Row("ports", "any", f"127.0.0.1; {_of_jupyterlab()}")


def _of_jupyterlab() -> str:
    """The port that JupyterLab has, or whether the one that it asks for first is free."""
    running = _jupyter_ports()
    if running:
        return f"JupyterLab runs on {', '.join(map(str, running))}"
    found = "free" if _can_listen(JUPYTER_PORT) else "in use: JupyterLab takes the next one"
    return f"{JUPYTER_PORT} is {found}"


def _jupyter_ports() -> list[int]:
    """The ports of the Jupyter servers of this account that run; none where Jupyter is missing."""
    try:
        from jupyter_server.serverapp import list_running_servers
    except ImportError:
        return []
    return sorted({server["port"] for server in list_running_servers() if server["port"]})


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

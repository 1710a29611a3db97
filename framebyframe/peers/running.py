"""Starts and stops peers, and keeps what they print.

Every peer runs in a session of its own, so that an interrupt meant for the notebook does not reach
it, and holds one end of a pipe whose other end is ours. When we end, in whatever way, the system
closes the pipe and the peer ends too.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from .environment import for_peer
from .errors import PeerFailed, PeerMissing, PeerTimeout
from .finding import find_node, find_php, find_ws, php_command
from .places import NODE_SERVER, PHP_CLIENT, ROOT

START_TIMEOUT = 30.0
"""Seconds for a server to say that it listens; a cold machine reads a lot of files first."""
STOP_TIMEOUT = 2.0
"""Seconds for a server to say goodbye to its clients, before it is killed."""
LOG_TIMEOUT = 5.0
"""Seconds to wait for a line of the log that must come."""
LAST_LINE_TIMEOUT = 1.0
"""Seconds to wait for the line about a connection that has ended; there is none where nobody connected."""
CLIENT_TIMEOUT = 30.0
"""Seconds for a client program; its own time-outs are shorter."""
LOG_TAIL = 10
"""Lines of the log that an error shows."""

_CREATION_FLAGS = 0
if sys.platform == "win32":  # what a session of its own is on Windows, and no window that flashes up
    _CREATION_FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
_LEASH = Path(__file__).with_name("leash.py")
_DUMPED = re.compile(r"^[0-9a-f]{4}  ((?:[0-9a-f]{2} )*[0-9a-f]{2}) ", re.MULTILINE)
"""A row of a hexdump: its offset, its bytes."""
_STARTED = re.compile(r"Development Server \((http://[^)]+)\) started")
_running: weakref.WeakSet[Server] = weakref.WeakSet()


class Server:
    """A server that runs in a process of its own, until `stop()` or the end of a `with` block.

    Args:
        name: what to call it ("node_server").
        command: the program and its arguments; it must print `{"listening": URL}` when ready,
            log to standard error, and end when its standard input does.
        folder: the folder it runs in.
        environment: its environment variables; by default ours, without those that change what a Python,
            a Node or a PHP does.
        start_timeout: seconds until it must be ready.

    Attributes:
        name: as given.
        url: where it listens, such as "ws://127.0.0.1:40123".

    Raises:
        PeerFailed: it ended, or was not ready in time; the message shows the end of its log.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        folder: Path = ROOT,
        environment: Mapping[str, str] | None = None,
        start_timeout: float = START_TIMEOUT,
    ) -> None:
        self.name = name
        self._process = _start(name, command, folder, environment)
        self._said = _Lines(self._process.stdout)
        self._logged = _Lines(self._process.stderr)
        _running.add(self)
        try:
            self.url = self._listening(start_timeout)
        except BaseException:  # an interrupt here must not leave a process behind either
            self.kill()
            raise

    def __repr__(self) -> str:
        return f"<{self.name} {'running' if self.running else 'stopped'}>"

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """The exit status of the process; None while it runs."""
        return self._process.poll()

    @property
    def log(self) -> str:
        """All it has logged so far."""
        return "".join(self._logged.so_far())

    def log_lines(self, count: int, timeout: float = LOG_TIMEOUT) -> list[str]:
        """The first `count` lines of the log, waiting for them: a line may come after the reply.

        Raises:
            PeerTimeout: there are fewer after `timeout` seconds.
        """
        lines = self._logged.wait(lambda lines: len(lines) >= count, timeout)
        if len(lines) < count:
            raise PeerTimeout(f"{self.name} logged {len(lines)} of {count} lines{self._log_tail()}")
        return [line.rstrip("\n") for line in lines[:count]]

    def wait_for_log(self, text: str, timeout: float = LOG_TIMEOUT) -> str:
        """The first line of the log that contains `text`, waiting for it.

        Raises:
            PeerTimeout: there is none after `timeout` seconds.
        """
        lines = self._logged.wait(lambda lines: any(text in line for line in lines), timeout)
        for line in lines:
            if text in line:
                return line.rstrip("\n")
        raise PeerTimeout(f"{self.name} did not log {text!r}{self._log_tail()}")

    @contextlib.contextmanager
    def next_log_line(self) -> Iterator[list[str]]:
        """A list that holds, after the block, the first line that was logged since it began, if any."""
        before, found = len(self._logged.so_far()), list[str]()
        yield found
        lines = self._logged.wait(lambda lines: len(lines) > before, LAST_LINE_TIMEOUT)
        found += [line.rstrip("\n") for line in lines[before : before + 1]]

    def stop(self) -> None:
        """End it in good order: its clients get a close frame with 1001. Again is harmless."""
        self._input().close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_TIMEOUT)
        self.kill()

    def kill(self) -> None:
        """End it at once, as a crash would: its clients get no close frame."""
        self._process.kill()
        self._process.wait()
        self._input().close()
        self._said.finish()
        self._logged.finish()
        _running.discard(self)

    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _listening(self, timeout: float) -> str:
        lines = self._said.wait(bool, timeout)
        if not lines:
            raise PeerFailed(f"{self.name} {self._why_not_ready(timeout)}{self._log_tail()}")
        try:
            return str(json.loads(lines[0])["listening"])
        except (ValueError, TypeError, KeyError) as error:
            raise PeerFailed(f"{self.name} said {lines[0]!r} where it had to say that it listens") from error

    def _why_not_ready(self, timeout: float) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = self._process.wait(0.1)  # its output has ended: so has it, or it will in a moment
            self._logged.finish()
            return f"ended with exit status {status} before it listened"
        return f"did not listen within {timeout:g} s"

    def _log_tail(self) -> str:
        lines = self._logged.so_far()[-LOG_TAIL:]
        return "; its log ends with:\n" + "".join(lines) if lines else "; its log is empty"


class Site(Server):
    """PHP's built-in web server, with one page: `php_client/site.php`, which calls an RPC server.

    Args:
        rpc_url: the address of that one.

    Attributes:
        url: such as "http://127.0.0.1:40123".

    Raises:
        PeerMissing: PHP is not there; says what to type.
        PeerFailed: it did not start; shows its log.
    """

    def __init__(self, rpc_url: str) -> None:
        php = [*php_command(find_php().path), "-S", "127.0.0.1:0", "site.php"]
        command = [sys.executable, "-I", "-S", str(_LEASH), *php]
        super().__init__("the site", command, folder=PHP_CLIENT, environment=for_peer(RPC_URL=rpc_url))

    def get(self, path: str) -> str:
        """The page at this path, such as "/?name=Ada".

        Raises:
            urllib.error.HTTPError: it answers with an error.
        """
        with urllib.request.urlopen(f"{self.url}{path}", timeout=CLIENT_TIMEOUT) as answer:
            return str(answer.read().decode())

    def kill(self) -> None:
        """End it at once. The leash ends PHP when its input ends, and then itself."""
        self._input().close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_TIMEOUT)
        super().kill()

    def _listening(self, timeout: float) -> str:
        lines = self._logged.wait(lambda lines: any(map(_STARTED.search, lines)), timeout)
        started = next(filter(None, map(_STARTED.search, lines)), None)
        if started is None:
            raise PeerFailed(f"{self.name} {self._why_not_ready(timeout)}{self._log_tail()}")
        return started[1]


class _Lines:
    """The lines that come out of a pipe, read by a thread of their own: pipes cannot be polled everywhere."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        assert pipe is not None
        self._pipe = pipe
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._read, daemon=True, name="peer output")
        self._thread.start()

    def so_far(self) -> list[str]:
        with self._changed:
            return list(self._lines)

    def wait(self, enough: Callable[[list[str]], bool], timeout: float) -> list[str]:
        """The lines so far, once `enough` accepts them, the pipe ends, or `timeout` seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or enough(self._lines), timeout)
            return list(self._lines)

    def finish(self) -> None:
        """Read what is left once the process has ended, and close the pipe."""
        self._thread.join(STOP_TIMEOUT)
        if not self._thread.is_alive():  # else a child of the process still holds the other end
            self._pipe.close()

    def _read(self) -> None:
        for line in self._pipe:
            self._add(_text(line))
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _add(self, line: str) -> None:
        with self._changed:
            self._lines.append(line)
            self._changed.notify_all()


@dataclass(frozen=True)
class Completed:
    """A client program that has ended.

    Attributes:
        exit_status: 0 is success.
        stdout: what it printed.
        stderr: what it complained about.
        logged: the line that our server logged about its connection; "" if it called none of ours.
        seconds: how long it ran.
    """

    exit_status: int
    stdout: str
    stderr: str
    logged: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def json(self) -> Any:
        """The value of the JSON that it printed.

        Raises:
            PeerFailed: it did not print JSON; says what it did print.
        """
        try:
            return json.loads(self.stdout)
        except ValueError as error:
            said = self.stdout + self.stderr
            raise PeerFailed(f"no JSON, but exit status {self.exit_status} and:\n{said}") from error

    @property
    def received(self) -> bytes:
        """The bytes it had from the server, where it shows them: `naive.php` with `--show-bytes`.

        Raises:
            PeerFailed: it has shown none.
        """
        rows = _DUMPED.findall(self.stderr)
        if not rows:
            raise PeerFailed("no bytes were shown: give it the option --show-bytes")
        return bytes.fromhex(" ".join(rows))


def node(**options: Any) -> Server:
    """Start node_server, the peer on `ws`. The options are those of `server_arguments`.

    Raises:
        PeerMissing: Node or ws is not there; says what to type.
        PeerFailed: it did not start; shows its log.
    """
    program = find_node()
    find_ws()
    return _server("node_server", [str(program.path), "server.js"], NODE_SERVER, options)


def python(**options: Any) -> Server:
    """Start pyserver, the peer on `websockets`. The options are those of `server_arguments`.

    Raises:
        PeerFailed: it did not start; shows its log.
    """
    return _server("pyserver", [sys.executable, "-m", "pyserver"], ROOT, options)


def serve(package: Any, **options: Any) -> Server:
    """Start the server of a learner's package, `python -m my_websocket`. The options are those of `python`.

    Args:
        package: as `use("mine")` gives it.

    Raises:
        PeerFailed: it did not start; shows its log.
    """
    [folder] = package.__path__
    command = [sys.executable, "-m", package.__name__]
    return _server(package.__name__, command, Path(folder).parent, options)


def php(script: str | Path, *arguments: str, timeout: float = CLIENT_TIMEOUT) -> Completed:
    """Run a PHP script to its end: one of php_client ("naive.php", "bin/call.php"), or any by its full path.

    Raises:
        PeerMissing: PHP, or the script, is not there.
        PeerTimeout: it ran for longer than `timeout` seconds, and was ended.
    """
    path = PHP_CLIENT / script
    if not path.is_file():
        raise PeerMissing(f"the PHP script {script}", [str(path)], "give its full path", "list php_client/")
    command = [sys.executable, "-I", "-S", str(_LEASH), *php_command(find_php().path), str(path), *arguments]
    called = next(filter(None, map(running_at, arguments)), None)
    if called is None:
        return _run_leashed(path.name, command, timeout)
    with called.next_log_line() as lines:
        done = _run_leashed(path.name, command, timeout)
    return replace(done, logged="".join(lines))


class LeashedPhp:
    """A PHP program that runs beside us: its output can be read as it comes.

    It ends with the `with` block that holds it, and however we end.

    Args:
        script: its full path.
        arguments: what it is given.
        settings: of PHP, as in its php.ini.

    Attributes:
        stdout, stderr: its output, to be read.

    Raises:
        PeerMissing: PHP is not there; says what to type.
    """

    def __init__(self, script: Path, *arguments: str, settings: Mapping[str, str] | None = None) -> None:
        php = [*php_command(find_php().path, settings), str(script), *arguments]
        self._held = contextlib.ExitStack()
        leash, self._our_end = self._held.enter_context(_held_pipe())
        command = [sys.executable, "-I", "-S", str(_LEASH), *php]
        self._process = _start(script.name, command, PHP_CLIENT, stdin=leash)
        leash.close()
        assert self._process.stdout and self._process.stderr
        self.stdout, self.stderr = self._process.stdout, self._process.stderr

    def __enter__(self) -> LeashedPhp:
        return self

    def __exit__(self, *_: object) -> None:
        self._our_end.close()  # the leash sees it, and ends the program
        self._process.wait()
        self._held.close()


def php_site(server: Server) -> Site:
    """Start PHP's built-in web server with a page that calls this server.

    Raises:
        PeerMissing: PHP is not there; says what to type.
        PeerFailed: it did not start; shows its log.
    """
    return Site(server.url)


def ws_client(url: str, *subprotocols: str, timeout: float = CLIENT_TIMEOUT) -> Completed:
    """Let the client of `ws` connect, echo one call, and close; its `json` says how that went.

    Args:
        url: of a server that echoes calls.
        subprotocols: what it offers.
        timeout: seconds after which it is ended.

    Raises:
        PeerMissing: Node or ws is not there; says what to type.
        PeerTimeout: it ran for longer than `timeout` seconds, and was ended.
    """
    find_ws()
    program = [str(find_node().path), str(NODE_SERVER / "client.js"), url, *subprotocols]
    return _run_leashed("client.js", [sys.executable, "-I", "-S", str(_LEASH), *program], timeout)


def running_at(url: str) -> Server | None:
    """The server that was started here and listens at this address, if there is one."""
    return next((server for server in list(_running) if server.running and server.url == url), None)


def server_arguments(
    *,
    port: int = 0,
    ping_interval: float = 0,
    ping_timeout: float | None = None,
    max_message: int | None = None,
    max_fragments: int | None = None,
    origins: tuple[str, ...] | list[str] = (),
    deflate: bool = False,
    log: str = "text",
) -> list[str]:
    """The command line of both servers (contract/README.md) for these options.

    Args:
        port: 0 is any free one.
        ping_interval: seconds between pings; 0, the default here, sends none, because a reader
            thinks between cells.
        ping_timeout: seconds for the answer; the server's default if None.
        max_message: bytes; the server's default if None.
        max_fragments: per message; the server's default if None.
        origins: pages that may connect, besides those of this machine.
        deflate: whether to offer permessage-deflate.
        log: "text" or "json".
    """
    arguments = [
        "--port",
        str(port),
        "--ping-interval",
        f"{ping_interval:g}",
        "--exit-with-parent",
        "--log",
        log,
    ]
    optional = {
        "--ping-timeout": ping_timeout,
        "--max-message": max_message,
        "--max-fragments": max_fragments,
    }
    for option, value in optional.items():
        arguments += [option, str(value)] if value is not None else []
    for origin in origins:
        arguments += ["--origin", origin]
    return arguments + ["--deflate"] * deflate


def _server(name: str, command: list[str], folder: Path, options: dict[str, Any]) -> Server:
    start_timeout = options.pop("start_timeout", START_TIMEOUT)
    token = options.pop("token", None)
    variables = for_peer(**({"FRAMEBYFRAME_TOKEN": token} if token else {}))
    command = command + server_arguments(**options)
    return Server(name, command, folder=folder, environment=variables, start_timeout=start_timeout)


def _start(
    name: str,
    command: list[str],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    stdin: int | IO[bytes] = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=for_peer() if variables is None else dict(variables),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name != "nt",
            creationflags=_CREATION_FLAGS,
        )
    except OSError as error:
        raise PeerFailed(f"{name} does not run: {error}") from error


def _run_leashed(name: str, command: list[str], timeout: float) -> Completed:
    with _held_pipe() as (leash, held):
        start = time.monotonic()
        process = _start(name, command, PHP_CLIENT, stdin=leash)
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except BaseException as error:
            held.close()  # the leash sees it, and ends the script
            stdout, stderr = process.communicate()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            message = f"{name} did not end within {timeout:g} s, and was ended"
            raise PeerTimeout(message, _text(stdout), _text(stderr)) from None
    seconds = time.monotonic() - start
    return Completed(process.returncode, _text(stdout), _text(stderr), seconds=seconds)


@contextlib.contextmanager
def _held_pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Two ends of a pipe: one for a process to watch, one for us to hold."""
    watched, held = os.pipe()
    with open(watched, "rb") as watched_end, open(held, "wb") as held_end:
        yield watched_end, held_end


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace").replace("\r\n", "\n")


def _stop_all() -> None:
    for server in list(_running):
        server.stop()


atexit.register(_stop_all)

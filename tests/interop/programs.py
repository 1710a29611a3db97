"""The rows and the columns of the matrix: client programs, and servers."""

from __future__ import annotations

import functools
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exchanges import BOTH, JSONRPC, Exchange

from framebyframe import peers
from framebyframe.peers.places import KIT_COMMAND, NODE_SERVER, ROOT, system_command

sys.path.append(str(ROOT / "tests"))

from browser.laboratory import FLAGS, find_browser
from solved_course import PACKAGE, php_folder, solved_folder

FOLDER = Path(__file__).with_name("clients")
NPM_CI = ("ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund")
INSTALL_TIMEOUT = 60.0
"""Seconds for npm to fetch a megabyte or two; a test ends after 120."""

BELOW_CALLS = ("message", "fragments", "ping", "pieces", "binary", "text_bytes", "unmasked")
"""Kinds of steps below calls, which clients that only make calls cannot do."""
FRAMES = ("fragments", "ping", "pieces", "unmasked")
"""Those of them that need to make a frame, or to know of one."""
CALLS_ONLY = dict.fromkeys(BELOW_CALLS, "it makes calls, and sends no message or frame of its caller's own")
WHOLE_FRAMES = "the library sends whole frames"
NUMBERS_CALLS = {"no ids": "calls without an id are a choice of RPC clients; made by hand, they have one"}
ALWAYS_A_CODE = {"close_without_code": "its goodbye always has a code"}
HOLDS_A_THREAD = "a call holds its thread until it ends: its time-out is what cancels it"
ONE_CALL = {
    "together": "it makes one call at a time",
    "cancel": HOLDS_A_THREAD,
    "cancel_and_wait": HOLDS_A_THREAD,
}
FORGETS = "it has no cancel: after a time-out it forgets the call"
NO_BATCHES = {"batch": "it has no batches"}


@dataclass(frozen=True, eq=False)
class Client:
    """A client program.

    Attributes:
        name: as the table calls it.
        command: finds out how to run it; raises PeerMissing.
        dialects: those it speaks.
        not_offered: what it has no way to do, and why.
        offers_subprotocol: whether it offers `jsonrpc` where it speaks JSON-RPC.
    """

    name: str
    command: Callable[[], list[str]]
    dialects: tuple[str, ...] = BOTH
    not_offered: Mapping[str, str] = field(default_factory=dict)
    offers_subprotocol: bool = True

    def why_not(self, exchange: Exchange) -> str | None:
        """The reason why this client does not make this exchange; None: it makes it."""
        if exchange.dialect not in self.dialects:
            return "it speaks JSON-RPC only"
        reasons = [self.not_offered[name] for name in sorted(exchange.features) if name in self.not_offered]
        return reasons[0] if reasons else None


@dataclass(frozen=True)
class ServerProgram:
    """A server.

    Attributes:
        name: as the table calls it.
        command: finds out how to run it; raises PeerMissing.
        folder: finds out where to run it.
    """

    name: str
    command: Callable[[], list[str]]
    folder: Callable[[], Path] = lambda: ROOT

    def start(self, *arguments: str) -> peers.Server:
        """Start the server on any free port."""
        command = [*self.command(), "--port", "0", "--exit-with-parent", *arguments]
        return peers.Server(self.name, command, folder=self.folder())


def python(script: str) -> Callable[[], list[str]]:
    """The command of a client in Python."""
    return lambda: [sys.executable, str(FOLDER / script)]


def bare_python(script: str) -> Callable[[], list[str]]:
    """The command of a client in Python that uses the learner's package; `-S`: no other is to be had."""
    return lambda: [sys.executable, "-S", str(FOLDER / script), PACKAGE, str(solved_folder())]


def php_client() -> list[str]:
    """The command of the client in PHP."""
    return [str(peers.find_php().path), str(FOLDER / "php_client.php")]


def my_php() -> list[str]:
    """The command of the client in PHP, with the learner's files."""
    return [*php_client(), str(php_folder())]


def ws_client() -> list[str]:
    """The command of the client on `ws`, which it shares with node_server."""
    peers.find_ws()
    return [str(peers.find_node().path), str(FOLDER / "ws_client.js")]


def from_npm(script: str) -> Callable[[], list[str]]:
    """The command of a client on a library from npm, which is installed if it is not there."""

    def command() -> list[str]:
        install_from_npm()
        return [str(peers.find_node().path), str(FOLDER / script)]

    return command


def chromium() -> list[str]:
    """The command of the client in a page.

    Raises:
        PeerMissing: there is no Chromium, or no playwright to drive it.
    """
    program, has_driver = find_browser(), importlib.util.find_spec("playwright")
    if program and has_driver:
        return [*python("chromium_client.py")(), program, *FLAGS]
    missing = "playwright is not installed" if program else "no Chromium or Chrome on the PATH"
    command = KIT_COMMAND if program else system_command("chromium")
    raise peers.PeerMissing("a page in Chromium", [missing], command, command)


def node_server() -> list[str]:
    """The command of node_server."""
    peers.find_ws()
    return [str(peers.find_node().path), "server.js"]


def install_from_npm() -> None:
    """`npm ci` in the folder of the clients, unless that has been done.

    Raises:
        PeerMissing: there is no npm, or it fails.
    """
    wanted = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"]
    if {name: installed_version(name) for name in wanted} == wanted:
        return
    fault = fault_of_npm()
    if fault is not None:
        by_hand = f"cd tests/interop/clients && npm {' '.join(NPM_CI)}"
        raise peers.PeerMissing("the clients from npm", [fault], by_hand, by_hand)


@functools.cache  # without a network it takes a while to fail: once is enough
def fault_of_npm() -> str | None:
    """Install the packages; return the fault, or None."""
    command = [*peers.find_npm(), *NPM_CI, "--fetch-retries=0", "--no-update-notifier"]
    try:
        done = subprocess.run(
            command, cwd=FOLDER, capture_output=True, encoding="utf-8", timeout=INSTALL_TIMEOUT
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"npm ci: {error}"
    return None if done.returncode == 0 else f"npm ci: {done.stderr.strip()}"


def installed_version(package: str) -> str | None:
    """The version of a package from npm in the folder of the clients, or None."""
    try:
        described = (FOLDER / "node_modules" / package / "package.json").read_text("utf-8")
    except OSError:
        return None
    return str(json.loads(described)["version"])


BLOCKING = {**CALLS_ONLY, **ONE_CALL, **ALWAYS_A_CODE}
ASYNCIO = {
    **CALLS_ONLY,
    **ALWAYS_A_CODE,
    "cancel_and_wait": "it does not wait for the answer to what it has cancelled",
}
IN_PHP = {
    **CALLS_ONLY,
    **ONE_CALL,
    **ALWAYS_A_CODE,
    "close": "its goodbye is always 1000",
    **NO_BATCHES,
    "notify": "it has no notifications",
    "empty objects": "in PHP an empty object, once decoded, is an empty list",
}

CLIENTS = (
    Client("RpcClient", python("blocking_client.py"), not_offered=BLOCKING),
    Client("AsyncRpcClient", python("asyncio_client.py"), not_offered=ASYNCIO),
    Client(f"{PACKAGE}.RpcClient", bare_python("blocking_client.py"), not_offered=BLOCKING),
    Client(f"{PACKAGE}.AsyncRpcClient", bare_python("asyncio_client.py"), not_offered=ASYNCIO),
    Client("php_client", php_client, not_offered=IN_PHP),
    Client("my_php", my_php, not_offered=IN_PHP),
    Client(
        "websockets",
        python("websockets_client.py"),
        not_offered={
            **NUMBERS_CALLS,
            **ALWAYS_A_CODE,
            "pieces": WHOLE_FRAMES,
            "unmasked": "the library always masks",
        },
    ),
    Client("ws", ws_client, not_offered={**NUMBERS_CALLS, "pieces": WHOLE_FRAMES}),
    Client(
        "Chromium",
        chromium,
        not_offered={
            **NUMBERS_CALLS,
            **dict.fromkeys(
                FRAMES, "the WebSocket of a page sends whole messages, and no frame of its caller's own"
            ),
            "text_bytes": "its text is always UTF-8",
        },
    ),
    Client(
        "rpc-websockets",
        from_npm("rpc_websockets_client.js"),
        dialects=(JSONRPC,),
        not_offered={
            **CALLS_ONLY,
            **ALWAYS_A_CODE,
            **NO_BATCHES,
            "cancel": FORGETS,
            "cancel_and_wait": FORGETS,
            "late": FORGETS,
        },
        offers_subprotocol=False,
    ),
    Client(
        "vscode-jsonrpc",
        from_npm("vscode_jsonrpc_client.js"),
        dialects=(JSONRPC,),
        not_offered={
            **CALLS_ONLY,
            **ALWAYS_A_CODE,
            **NO_BATCHES,
            "late": "it does not tell of answers that no call waited for",
            "empty objects": "without a parameter in the list, it sends no list",
        },
    ),
    Client(
        "RawConnection",
        python("raw_connection_client.py"),
        not_offered=NUMBERS_CALLS,
        offers_subprotocol=False,
    ),
)

SERVERS = (
    ServerProgram("node_server", node_server, lambda: NODE_SERVER),
    ServerProgram("pyserver", lambda: [sys.executable, "-m", "pyserver"]),
    ServerProgram(
        "framebyframe.contract_server", lambda: [sys.executable, "-m", "framebyframe.contract_server"]
    ),
    ServerProgram(PACKAGE, lambda: [sys.executable, "-S", "-m", PACKAGE], solved_folder),
)

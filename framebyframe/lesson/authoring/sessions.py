"""For authors: the sessions that the course ships, as recordings and as pages.

    python -m framebyframe.lesson.authoring.sessions             makes the pages anew
    python -m framebyframe.lesson.authoring.sessions --record    records the sessions anew first

A recording is a file of JSON lines; a page is made of it and of the texts in `sessions.ini`, always the same.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from framebyframe import peers
from framebyframe.proxy import Record, Tap
from framebyframe.proxy.illustrated import IllustratedSession, illustrate
from framebyframe.rpc import RpcClient

from ..text.catalogue import keys, say
from .refresh import NOTEBOOKS

SESSIONS = NOTEBOOKS / "illustrated"
CATALOGUE = "sessions"
NOTE = "connection."
"""Begins the name of a text about a connection."""
SERVER_PORT, TAP_PORT = 8080, 8081
"""Ports of what is recorded: they stand in the bytes."""
ENDS_TIMEOUT, PAUSE = 10.0, 0.01
"""Seconds for all connections to end, and between two looks at them."""


def autopsy(url: str) -> None:
    """The naive client as it is, then with a handshake, then with a mask too (chapter 01)."""
    for options in ([], ["--handshake"], ["--handshake", "--mask", "--read-timeout", "0.5"]):
        peers.php("naive.php", "--url", url, *options)


def one_call(url: str) -> None:
    """A handshake, a request, its reply, a close."""
    with RpcClient(url) as client:
        client.call("getData", userId=123)


NAMES: dict[str, Callable[[str], None]] = {
    "the_client_that_never_worked": autopsy,
    "one_whole_call": one_call,
}
"""All that happens in each session, with a tap at this address."""


def record(name: str, server_port: int = 0, tap_port: int = 0) -> Record:
    """Record a session with node_server.

    Raises:
        PeerMissing: Node, or PHP, is not here.
        OSError: a port is taken, or a connection did not end.
    """
    with peers.node(port=server_port) as server:
        with Tap(server, port=tap_port) as tap:
            NAMES[name](tap.url)
            _wait_for_ends(tap)
        return tap.record


def _wait_for_ends(tap: Tap) -> None:
    deadline = time.monotonic() + ENDS_TIMEOUT
    while any(connection.ended is None for connection in tap.record.connections):
        if time.monotonic() > deadline:
            raise TimeoutError("a connection did not end")
        time.sleep(PAUSE)


def recording(name: str) -> Path:
    """The file of a recorded session."""
    return SESSIONS / f"{name}.jsonl"


def page(name: str) -> Path:
    """The file of its page."""
    return SESSIONS / f"{name}.html"


def illustrated(name: str) -> IllustratedSession:
    """The page of a recorded session, made anew."""
    notes = {
        int(key.removeprefix(NOTE)): say(CATALOGUE, name, key)
        for key in keys(CATALOGUE, name)
        if key.startswith(NOTE)
    }
    title, about = (say(CATALOGUE, name, key) for key in ("title", "about"))
    return illustrate(Record.load(recording(name)), title, about, notes)


def main(arguments: list[str] | None = None) -> None:
    """Write the pages; record the sessions first where that is asked for."""
    wanted = sys.argv[1:] if arguments is None else arguments
    SESSIONS.mkdir(exist_ok=True)
    for name in NAMES:
        if "--record" in wanted:
            record(name, SERVER_PORT, TAP_PORT).save(recording(name))
        illustrated(name).save(page(name))


if __name__ == "__main__":
    main()

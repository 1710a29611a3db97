"""The servers of the contract, run as processes of their own on any free port."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from framebyframe import peers
from framebyframe.peers.places import NODE_SERVER, ROOT

SERVERS = ["node_server", "pyserver", "framebyframe.contract_server"]
OF_NO_TEST = {"PORT", "FRAMEBYFRAME_TOKEN"}
"""Environment variables of whoever runs the tests, which the servers would obey."""

StartServer = Callable[..., peers.Server]


def server_command(name: str) -> list[str]:
    """How to run this server. Skips the test, in sight, where Node or ws is missing."""
    if name != "node_server":
        return [sys.executable, "-m", name]  # their names are those of their modules
    try:
        peers.find_ws()
        return [str(peers.find_node().path), "server.js"]
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))


def server_folder(name: str) -> os.PathLike[str]:
    """The folder it is run in."""
    return NODE_SERVER if name == "node_server" else ROOT


def server_environment(**variables: str) -> dict[str, str]:
    """Ours, without what would change a server, and with these variables."""
    ours = {name: value for name, value in os.environ.items() if name not in OF_NO_TEST}
    return {**ours, **variables}


def launch(name: str, *arguments: str, **variables: str) -> peers.Server:
    """Start a server on any free port, with these arguments and environment variables."""
    command = [*server_command(name), "--port", "0", "--exit-with-parent", *arguments]
    return peers.Server(
        name, command, folder=server_folder(name), environment=server_environment(**variables)
    )

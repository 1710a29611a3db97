"""The doctor's table, and the commands of `python -m framebyframe.peers`."""

import json
import os
import socket
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from framebyframe import peers
from framebyframe.peers import __main__ as program
from framebyframe.peers import causes, diagnosis, places
from framebyframe.peers.causes import Cause
from framebyframe.peers.errors import PeerMissing


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """No test asks the package server, or pip for its settings: a program that is silent stands for both."""
    monkeypatch.setattr(diagnosis, "_ASK", [sys.executable, "-c", ""])
    monkeypatch.setattr(diagnosis, "for_pip", lambda python: dict(os.environ))


@pytest.fixture
def healthy(monkeypatch):
    """A machine that has everything."""
    found = peers.Program(Path("bin") / "a<b", "20.1", "the PATH")
    monkeypatch.setattr(diagnosis, "find_node", lambda: found)
    monkeypatch.setattr(diagnosis, "find_php", lambda: found)
    monkeypatch.setattr(diagnosis, "find_ws", lambda: "8.23.0")
    monkeypatch.setattr(diagnosis, "_tried", lambda *what: diagnosis._Tried(True, "4.6.6"))
    monkeypatch.setattr(diagnosis.shutil, "which", lambda name: "/usr/bin/" + name)


def no_program():
    raise PeerMissing("PHP", ["php from the PATH: not there"], "type this", "or that")


def test_a_machine_that_has_everything(healthy):
    table = peers.doctor()
    assert [row.what for row in table.rows] == [
        "Python",
        "JupyterLab",
        "websockets",
        "Node",
        "ws",
        "PHP",
        "folder",
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


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of notebooks that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def row(what, table=None):
    return next(row for row in (table or peers.doctor()).rows if row.what == what)


def test_what_is_there_has_been_imported(folder):
    lab, library = diagnosis._jupyterlab(), diagnosis._pyserver()
    assert (lab.ok, lab.found) == (True, version("jupyterlab"))
    assert (library.ok, library.found) == (True, version("websockets"))


def test_a_missing_jupyterlab_is_a_row(folder, monkeypatch):
    monkeypatch.setattr(diagnosis, "_LAB", "import no_such_jupyterlab")
    table = peers.doctor()
    lab = row("JupyterLab", table)
    assert (lab.found, lab.mend) == ("missing", "python3 kit.py lab")
    assert "No module named 'no_such_jupyterlab'" in lab.where
    assert not table.course_can_run


def test_a_file_that_hides_a_module_from_notebooks_is_named(folder):
    (folder / "random.py").write_text("raise RuntimeError('not the one you want')\n")
    lab = diagnosis._jupyterlab()
    assert lab.found == "broken" and "RuntimeError: not the one you want" in lab.where
    assert lab.mend.startswith(f"rename {folder / 'random.py'}")
    (folder / "random.py").rename(folder / "chance.py")
    assert diagnosis._jupyterlab().ok


def test_an_old_library_on_the_path_of_a_shell_does_not_reach_pyserver(folder, monkeypatch):
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "websockets.py").write_text("raise ImportError('an old one')\n")
    monkeypatch.setenv("PYTHONPATH", str(folder / "elsewhere"))
    assert diagnosis._pyserver().ok
    peers.python().stop()


def test_a_library_that_cannot_be_imported_is_a_row(folder, monkeypatch):
    monkeypatch.setattr(diagnosis, "_PYSERVER", "raise ImportError('cannot import name')")
    library = diagnosis._pyserver()
    assert (library.found, library.mend) == ("broken", "python3 kit.py lab")
    assert library.where == "ImportError: cannot import name"


def test_a_ws_that_node_cannot_import_is_a_row(folder, monkeypatch):
    try:
        peers.find_ws()
        peers.find_node()
    except PeerMissing as missing:
        pytest.skip(str(missing))
    assert diagnosis._ws().ok
    monkeypatch.setattr(diagnosis, "_WS", ["--input-type=module", "--eval", "import 'no-such-ws'"])
    broken = diagnosis._ws()
    assert broken.found == "broken" and broken.mend


def test_a_folder_that_cannot_be_written_is_a_row(healthy, folder, monkeypatch):
    cause = Cause("permission", "You may not write here.", "go elsewhere")
    monkeypatch.setattr(diagnosis, "unwritable", lambda place: cause if place == folder else None)
    table = peers.doctor()
    assert (row("folder", table).where, row("folder", table).mend) == (cause.words, cause.mend)
    assert not table.course_can_run


def test_a_disk_with_too_little_room_matters_where_something_is_missing(healthy, folder, monkeypatch):
    monkeypatch.setattr(causes.shutil, "disk_usage", lambda place: SimpleNamespace(free=30_000_000))
    assert row("folder").ok
    monkeypatch.setattr(diagnosis, "find_php", no_program)
    assert row("folder").mend == "make room on that disk" and "0.0 GB free" in row("folder").found
    assert row("folder").where == causes.little_room(places.ROOT).words


@pytest.fixture
def server_of_packages(healthy, monkeypatch):
    """A machine without PHP, and a function that sets what pip prints about the package server."""
    monkeypatch.setattr(diagnosis, "find_php", no_program)

    def says(status, words=""):
        program = f"import sys; print({words!r}, file=sys.stderr); sys.exit({status})"
        monkeypatch.setattr(diagnosis, "_ASK", [sys.executable, "-c", program])

    return says


def test_the_package_server_is_asked_only_where_something_is_missing(server_of_packages, monkeypatch):
    server_of_packages(0)
    assert row("network").ok
    monkeypatch.setattr(diagnosis, "find_php", diagnosis.find_node)
    assert "network" not in [row.what for row in peers.doctor().rows]


def test_why_the_package_server_does_not_answer_is_told(server_of_packages, monkeypatch):
    server_of_packages(1, "SSLError: CERTIFICATE_VERIFY_FAILED")
    assert row("network").found == "trouble: certificate" and "PIP_CERT" in row("network").mend
    server_of_packages(1, "something else")
    assert row("network").where == "something else"


def test_without_pip_the_package_server_is_not_asked(server_of_packages, monkeypatch):
    monkeypatch.setattr(diagnosis.importlib.util, "find_spec", lambda name: None)
    assert row("network").found == "not tried"


def test_a_missing_browser_does_not_stop_the_course(healthy, monkeypatch):
    def get():
        raise diagnosis.webbrowser.Error

    monkeypatch.setattr(diagnosis.shutil, "which", lambda name: None)
    monkeypatch.setattr(diagnosis.webbrowser, "get", get)
    table = peers.doctor()
    assert table.rows[-1].found == "missing" and table.rows[-1].mend
    assert table.course_can_run


def test_a_port_in_use_is_told(healthy, monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(diagnosis, "JUPYTER_PORT", taken.getsockname()[1])
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))  # no JupyterLab of this account
        assert "in use" in row("ports").where
    assert "is free" in row("ports").where


def test_the_port_of_a_jupyterlab_that_runs_is_not_told_as_taken(healthy, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(diagnosis, "JUPYTER_PORT", port)
        running = {"pid": os.getpid(), "port": port, "url": f"http://127.0.0.1:{port}/", "root_dir": "work"}
        (tmp_path / f"jpserver-{os.getpid()}.json").write_text(json.dumps(running))
        assert row("ports").where == f"127.0.0.1; JupyterLab runs on {port}"
        assert row("ports").ok


def test_no_port_at_all_stops_the_course(healthy, monkeypatch):
    monkeypatch.setattr(diagnosis, "_can_listen", lambda port: False)
    assert not peers.doctor().course_can_run


def test_the_table_as_text_and_as_a_table(healthy):
    table = peers.doctor()
    lines = str(table).splitlines()
    assert lines[0].split() == ["what", "found", "where", "to", "mend", "it"]
    assert len(lines) == 10 and len({line.index("20.1") for line in lines if "20.1" in line}) == 1
    assert "a&lt;b" in table._repr_html_() and "<script" not in table._repr_html_()
    assert table._repr_html_().count('<th scope="col"><div align="left">') == 4
    assert table._repr_html_().count('<td><div align="left">') == 4 * len(table.rows)
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
    step = peers.Preparation("PHP", False, False, 1.0, "no wheel")
    monkeypatch.setattr(program, "prepare", lambda report: [report("PHP: no wheel"), step][1:])
    assert program.main(["prepare"]) == 1
    assert capsys.readouterr().out == "PHP: no wheel\n"

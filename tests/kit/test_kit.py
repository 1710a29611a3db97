"""kit.py without the network: the files it makes, those it never touches, the lines it prints."""

import errno
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KIT = Path(__file__).resolve().parents[2] / "kit.py"


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """kit.py as a module, in a folder of its own whose name has a blank and an accent."""
    root = tmp_path / "le café"
    (root / "notebooks").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\nname = "one"\ndependencies = ["one==1"]\n')
    (root / "requirements.txt").write_text("-e .\n")
    (root / "requirements-dev.txt").write_text("two==2\n")
    spec = importlib.util.spec_from_file_location("kit_under_test", KIT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    places = {"ROOT": ".", "VENV": ".kit", "PYTHON": ".kit/bin/python", "STAMP": ".kit/kit.json"}
    for name, place in {**places, "NOTEBOOKS": "notebooks", "WORK": "work"}.items():
        monkeypatch.setattr(module, name, root / place)
    title = {"cell_type": "markdown", "source": ["# 00 · Start here\n", "More"]}
    (module.NOTEBOOKS / "00_start.ipynb").write_text(json.dumps({"cells": [title]}))
    return module


@pytest.fixture
def pip(kit, monkeypatch):
    """A list of the things that would have been made and installed."""
    did = []

    def make_venv(trouble):
        did.append("venv")
        kit.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        kit.PYTHON.touch()

    monkeypatch.setattr(kit, "make_venv", make_venv)
    monkeypatch.setattr(kit, "pip_install", lambda *files: did.append(files[1::2]) or "")
    return did


def answer_with(kit, monkeypatch, status=0, said=""):
    """Make every program end like this; return the commands and their environments."""
    ran = []

    def run(command, **options):
        ran.append((command, options.get("env", {})))
        return subprocess.CompletedProcess(command, status, "", said)

    monkeypatch.setattr(kit.subprocess, "run", run)
    return ran


# Installing


def test_the_second_time_nothing_is_installed(kit, pip):
    kit.prepare_venv()
    kit.prepare_venv()
    assert pip == ["venv", ("requirements.txt",)]


def test_tests_add_the_developers_packages_once(kit, pip):
    kit.prepare_venv()
    kit.prepare_venv(dev=True)
    kit.prepare_venv()
    assert pip == ["venv", ("requirements.txt",), ("requirements.txt", "requirements-dev.txt")]


def test_new_pins_are_installed_into_the_same_venv(kit, pip):
    kit.prepare_venv()
    project = kit.ROOT / "pyproject.toml"
    project.write_text(project.read_text().replace("one==1", "one==1.1"))
    kit.prepare_venv()
    assert pip == ["venv", ("requirements.txt",), ("requirements.txt",)]


def test_settings_of_tools_install_nothing(kit, pip):
    kit.prepare_venv()
    with (kit.ROOT / "pyproject.toml").open("a") as project:
        project.write("[tool.ruff]\nline-length = 99\n")
    kit.prepare_venv()
    assert pip == ["venv", ("requirements.txt",)]


def test_an_interrupted_set_up_starts_afresh(kit, pip, monkeypatch, capsys):
    def cut(*files):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(kit, "pip_install", cut)
        kit.prepare_venv()
    kit.prepare_venv()
    assert pip == ["venv", "venv", ("requirements.txt",)]
    assert "interrupted" in capsys.readouterr().out


def test_a_moved_folder_is_noticed(kit, pip, monkeypatch, capsys):
    kit.prepare_venv()
    stamp = json.loads(kit.STAMP.read_text())
    kit.STAMP.write_text(json.dumps({**stamp, "root": "/elsewhere"}))
    kit.prepare_venv()
    assert pip.count("venv") == 2
    assert "moved" in capsys.readouterr().out


def test_what_pip_says_of_the_cause_is_shown_with_it(kit, monkeypatch, capsys):
    kit.VENV.mkdir()
    said = "WARNING: NewConnectionError: Temporary failure in name resolution\nnote: not a problem with pip\n"
    answer_with(kit, monkeypatch, 1, said)
    with pytest.raises(kit.Stop) as stopped:
        kit.pip_install("-r", "requirements.txt")
    words = str(stopped.value)
    assert "It said: WARNING: NewConnectionError: Temporary failure in name resolution\n" in words
    assert "The package server cannot be reached." in words and "the same command again" in words


def test_where_pip_names_no_cause_its_last_line_is_shown(kit, monkeypatch, capsys):
    kit.VENV.mkdir()
    answer_with(kit, monkeypatch, 1, "Collecting one==1\nERROR: No matching distribution found for one==1\n")
    with pytest.raises(kit.Stop) as stopped:
        kit.pip_install("-r", "requirements.txt")
    assert "It said: ERROR: No matching distribution found for one==1\n" in str(stopped.value)


def test_pip_obeys_nobody_but_us(kit, monkeypatch):
    """PIP_USER=1 in a shell, `user = true` in a file: neither reaches the pip of the kit."""
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    ran = answer_with(kit, monkeypatch)
    kit.pip_install("-r", "requirements.txt")
    command, variables = ran[-1]
    assert command[1:4] == ["-m", "pip", "install"]
    assert variables["PIP_CONFIG_FILE"] == os.devnull
    assert {"PIP_USER", "PYTHONPATH"} & variables.keys() == set()


# What is never touched


def test_somebodys_own_environment_is_not_touched(kit, pip):
    own = kit.ROOT / ".venv"
    own.mkdir()
    (own / "pyvenv.cfg").write_text("home = /usr/bin\n")
    kit.prepare_venv()
    assert [path.name for path in own.iterdir()] == ["pyvenv.cfg"]


def test_a_folder_that_the_kit_did_not_make_is_not_deleted(kit, capsys):
    kit.VENV.mkdir()
    (kit.VENV / "thesis.txt").write_text("years of work")
    assert kit.main(["lab", "--no-browser"]) == 1
    assert (kit.VENV / "thesis.txt").read_text() == "years of work"
    assert "the kit did not make it" in capsys.readouterr().err


def test_an_empty_folder_of_that_name_is_nobodys(kit, monkeypatch):
    kit.VENV.mkdir()
    answer_with(kit, monkeypatch)
    kit.make_venv("none yet")
    assert kit.STAMP.exists()


def test_the_environment_that_runs_the_command_is_not_deleted(kit, monkeypatch, capsys):
    kit.VENV.mkdir()
    kit.write_stamp()
    monkeypatch.setattr(kit.sys, "prefix", str(kit.VENV))
    assert kit.main(["lab", "--no-browser"]) == 1
    assert kit.STAMP.exists()
    said = capsys.readouterr().err
    assert "This Python is the one in .kit" in said and f"Type:  {sys._base_executable} " in said


def test_a_failed_environment_leaves_nothing(kit, monkeypatch):
    answer_with(kit, monkeypatch, 1, "no")
    with pytest.raises(kit.Stop):
        kit.make_venv("none yet")
    assert not kit.VENV.exists()


# What cannot be made


def test_without_venv_the_message_says_what_to_type(kit, monkeypatch, capsys):
    monkeypatch.setattr(kit.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(kit.shutil, "which", lambda name: None)
    assert kit.main(["lab", "--no-browser"]) == 1
    assert "the same command again" in capsys.readouterr().err


@pytest.mark.parametrize(
    "prefix, advice", [("/usr", "sudo apt install python3."), ("/opt/own", "uv or virtualenv")]
)
def test_debian_is_blamed_for_its_own_python_only(kit, monkeypatch, prefix, advice):
    monkeypatch.setattr(kit.sys, "base_prefix", prefix)
    monkeypatch.setattr(kit.Path, "exists", lambda path: True)
    assert advice in kit.venv_advice()


def test_a_failure_of_venv_is_told_by_its_cause(kit, monkeypatch):
    """The advice to install venv is for those who have none."""
    answer_with(kit, monkeypatch, 1, "Error: [Errno 28] No space left on device")
    with pytest.raises(kit.Stop) as stopped:
        kit.make_venv("none yet")
    words = str(stopped.value)
    assert "is full" in words and "make room" in words and "apt install" not in words


@pytest.mark.parametrize("number, words", [
    (errno.ENOSPC, "is full"), (errno.EACCES, "You may not write"), (errno.EROFS, "You may not write"),
])  # fmt: skip
def test_a_place_that_cannot_be_written_is_no_traceback(kit, monkeypatch, capsys, number, words):
    def mkdir(path, *args, **options):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(kit.Path, "mkdir", mkdir)
    assert kit.main(["lab", "--no-browser"]) == 1
    said = capsys.readouterr().err
    assert words in said and os.strerror(number) in said and "Mend it:  " in said


# The commands


@pytest.fixture
def became(kit, monkeypatch):
    """The command line and the environment of the program that the process would have become."""
    seen = []

    def execve(program, command, variables):
        seen.append((command, variables))

    monkeypatch.setattr(kit.os, "execve", execve)
    monkeypatch.setattr(kit.os, "chdir", lambda folder: None)
    monkeypatch.setattr(kit, "prepare_venv", lambda dev=False: None)
    monkeypatch.setattr(kit, "prepare_peers", lambda: None)
    return seen


def test_a_chapter_that_is_not_there_is_said_before_anything_is_installed(kit, monkeypatch, capsys):
    monkeypatch.setattr(kit, "prepare_venv", lambda: pytest.fail("too late"))
    assert kit.main(["lab", "77"]) == 1
    assert capsys.readouterr().err.endswith("These are there:\n   00  Start here\n")


def test_lab_opens_a_chapter_and_hands_options_on(kit, became):
    kit.main(["lab", "0", "--no-browser", "--port", "9000", "--ServerApp.x=y"])
    command, _ = became[0]
    assert command[1:] == ["-m", "framebyframe.lab", "open", "--chapter", "0", "--port=9000", "--no-browser",
                           "--ServerApp.x=y"]  # fmt: skip


def test_reset_hands_on_what_is_to_become_of_the_answers(kit, became):
    kit.main(["reset", "0", "--no-answers"])
    assert became[0][0][1:] == ["-m", "framebyframe.lab", "reset", "0", "--no-answers"]


def test_what_a_shell_says_to_pythons_does_not_reach_ours(kit, became, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")
    kit.main(["doctor"])
    assert {"PYTHONPATH", "VIRTUAL_ENV"} & became[0][1].keys() == set()


def test_an_old_python_is_told_so_in_one_line(monkeypatch):
    program = (
        "import sys; sys.version_info = (3, 10); sys.version = '3.10.1 (x)'; exec(open(sys.argv[1]).read())"
    )
    done = subprocess.run([sys.executable, "-c", program, str(KIT)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "The kit needs Python 3.11 or newer; this is 3.10.1.\n")


def test_kit_itself_needs_the_standard_library_alone(tmp_path):
    """-S: no packages; -P: its own folder is not on the path either."""
    command = [sys.executable, "-S", "-P", str(KIT), "lab", "77"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert "00  Start here" in done.stderr and "Traceback" not in done.stderr

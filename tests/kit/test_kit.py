"""kit.py without the network: the learner's copies, the stamp, the messages."""

import importlib.util
import json
from pathlib import Path

import pytest

KIT = Path(__file__).resolve().parents[2] / "kit.py"


def notebook(*sources, outputs=()):
    cells = [{"cell_type": "code", "source": [text], "outputs": list(outputs)} for text in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


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
    places = {"ROOT": ".", "VENV": ".venv", "PYTHON": ".venv/bin/python", "STAMP": ".venv/kit.json"}
    places |= {"NOTEBOOKS": "notebooks", "WORK": "work", "COPIES": "work/.copies.json"}
    for name, place in places.items():
        monkeypatch.setattr(module, name, root / place)
    (module.NOTEBOOKS / "00_start.ipynb").write_text(notebook("first"))
    (module.NOTEBOOKS / "01_next.ipynb").write_text(notebook("second"))
    return module


@pytest.fixture
def pip(kit, monkeypatch):
    """What would have been made and installed."""
    did = []

    def make_venv():
        did.append("venv")
        kit.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        kit.PYTHON.touch()

    monkeypatch.setattr(kit, "make_venv", make_venv)
    monkeypatch.setattr(kit, "pip_install", lambda *files: did.append(files[1::2]) or "")
    return did


def test_every_chapter_is_copied(kit):
    kit.prepare_copies()
    assert sorted(path.name for path in kit.WORK.glob("*.ipynb")) == ["00_start.ipynb", "01_next.ipynb"]


def test_an_untouched_copy_is_refreshed_even_after_it_was_run(kit):
    kit.prepare_copies()
    (kit.WORK / "00_start.ipynb").write_text(notebook("first", outputs=[{"output_type": "stream"}]))
    (kit.NOTEBOOKS / "00_start.ipynb").write_text(notebook("first, better"))
    kit.prepare_copies()
    assert "first, better" in (kit.WORK / "00_start.ipynb").read_text()


def test_a_touched_copy_is_kept_and_named(kit, capsys):
    kit.prepare_copies()
    (kit.WORK / "00_start.ipynb").write_text(notebook("mine"))
    (kit.NOTEBOOKS / "00_start.ipynb").write_text(notebook("first, better"))
    kit.prepare_copies()
    assert "mine" in (kit.WORK / "00_start.ipynb").read_text()
    assert "yours is kept" in capsys.readouterr().out


def test_a_touched_copy_of_an_unchanged_chapter_is_not_mentioned(kit, capsys):
    kit.prepare_copies()
    (kit.WORK / "00_start.ipynb").write_text(notebook("mine"))
    kit.prepare_copies()
    assert "kept" not in capsys.readouterr().out


def test_a_copy_that_is_no_notebook_is_kept(kit):
    kit.prepare_copies()
    (kit.WORK / "00_start.ipynb").write_text("half a fi")
    (kit.NOTEBOOKS / "00_start.ipynb").write_text(notebook("first, better"))
    kit.prepare_copies()
    assert (kit.WORK / "00_start.ipynb").read_text() == "half a fi"


def test_a_lost_record_takes_nothing_away(kit):
    kit.prepare_copies()
    kit.COPIES.unlink()
    (kit.WORK / "00_start.ipynb").write_text(notebook("mine"))
    kit.prepare_copies()
    assert "mine" in (kit.WORK / "00_start.ipynb").read_text()


def test_reset_keeps_what_was_written(kit):
    kit.prepare_copies()
    for number in (1, 2):
        (kit.WORK / "00_start.ipynb").write_text(notebook(f"mine {number}"))
        assert kit.main(["reset", "0"]) == 0
        assert f"mine {number}" in (kit.WORK / f"kept/00_start-{number}.ipynb").read_text()
        assert "first" in (kit.WORK / "00_start.ipynb").read_text()


def test_reset_of_an_unknown_chapter_names_the_chapters(kit, capsys):
    assert kit.main(["reset", "77"]) == 1
    assert "00_start, 01_next" in capsys.readouterr().err


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


def test_without_venv_the_message_says_what_to_type(kit, monkeypatch, capsys):
    monkeypatch.setattr(kit.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(kit.shutil, "which", lambda name: None)
    assert kit.main(["lab", "--no-browser"]) == 1
    assert "the same command again" in capsys.readouterr().err


def test_an_old_python_is_told_so(kit, monkeypatch, capsys):
    monkeypatch.setattr(kit, "OLDEST", (99, 0))
    assert kit.main(["doctor"]) == 1
    assert "needs Python 99.0" in capsys.readouterr().out

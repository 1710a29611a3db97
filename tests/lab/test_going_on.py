"""The next chapter, and starting one afresh."""

import json

import pytest
from small_course import OUTPUT, notebook

from framebyframe.lab import __main__ as program
from framebyframe.lab import going_on, starting_afresh
from framebyframe.lesson.declaring import table
from framebyframe.lesson.keeping import package, php_files
from framebyframe.lesson.keeping.records import Solved, load

EXERCISES = [item for chapter in table.chapters() if chapter.number == "02" for item in chapter.exercises]
SOURCE = "def encode_length(length, masked):\n    return b'mine'\n"


@pytest.fixture
def course(chapters, monkeypatch):
    """The small course with a chapter that has exercises; the program works on it."""
    (chapters.notebooks / "02_two.ipynb").write_text(notebook("third", title="02 · Two"))
    monkeypatch.setenv("FRAMEBYFRAME_WORK", str(chapters.work))
    monkeypatch.setattr(program, "NOTEBOOKS", chapters.notebooks)
    monkeypatch.setattr(program, "_become_jupyterlab", lambda options: opened.append(options) or 0)
    opened = []
    chapters.refresh()
    return chapters, opened


def run(chapters, name):
    (chapters.work / name).write_text(notebook("x", outputs=[OUTPUT], count=3))


def solve(exercise):
    """Save an answer without checking it."""
    with package._opened() as mine:
        mine.records.solved[exercise.id] = Solved(SOURCE)
        mine._write_about()


def next_name(chapters):
    return going_on.next_chapter(chapters).chapter.name


def test_the_first_chapter_is_next_for_a_newcomer(course):
    assert next_name(course[0]) == "00_start.ipynb"


def test_a_chapter_without_functions_is_done_when_it_was_run(course):
    chapters, _ = course
    run(chapters, "00_start.ipynb")
    assert next_name(chapters) == "01_next.ipynb"
    run(chapters, "01_next.ipynb")
    assert next_name(chapters) == "02_two.ipynb"


def test_a_chapter_with_functions_is_done_when_they_are_written(course):
    chapters, _ = course
    progress = going_on.progress_in(chapters.find("2"), chapters)
    assert (progress.solved, progress.functions, progress.is_done) == (0, len(EXERCISES), False)
    run(chapters, "02_two.ipynb")
    assert not going_on.progress_in(chapters.find("2"), chapters).is_done
    for exercise in EXERCISES:
        solve(exercise)
    done = going_on.progress_in(chapters.find("2"), chapters)
    assert done.is_done and done.words == f"yours: {len(EXERCISES)} of {len(EXERCISES)} functions"


@pytest.mark.parametrize("text", ["half a fi", '{"cells": 3}', notebook("x")])
def test_a_copy_that_nobody_ran_or_can_read_was_not_run(tmp_path, text):
    (tmp_path / "x.ipynb").write_text(text)
    assert not going_on.was_run(tmp_path / "x.ipynb")
    assert not going_on.was_run(tmp_path / "none.ipynb")


def test_lab_says_which_chapter_is_next_and_opens_it(course, capsys):
    chapters, opened = course
    run(chapters, "00_start.ipynb")
    assert program.main(["open", "--port=9000"]) == 0
    assert "→ next chapter     01 Next\n" in capsys.readouterr().out
    assert "--LabApp.default_url=/lab/tree/01_next.ipynb" in opened[0] and opened[0][-1] == "--port=9000"


def test_lab_opens_the_chapter_that_is_asked_for(course, capsys):
    _, opened = course
    assert program.main(["open", "--chapter", "2"]) == 0
    assert "next chapter     00 Start here" in capsys.readouterr().out
    assert "--LabApp.default_url=/lab/tree/02_two.ipynb" in opened[0]
    assert program.main(["open", "--chapter", "77"]) == 1
    assert "00  Start here" in capsys.readouterr().err


def test_lab_names_copies_that_are_kept(course, capsys):
    chapters, _ = course
    (chapters.work / "00_start.ipynb").write_text(notebook("mine"))
    (chapters.notebooks / "00_start.ipynb").write_text(notebook("first, better"))
    program.main(["open"])
    assert "yours is kept; the course has a newer one (kit.py reset 00)" in capsys.readouterr().out


# Starting afresh


@pytest.fixture
def written(course):
    """Chapter 02 with a function of the learner's in it, and its answer saved."""
    chapters, _ = course
    (chapters.work / "02_two.ipynb").write_text(notebook("mine"))
    solve(EXERCISES[0])
    return chapters


def test_answers_stay_unless_somebody_says_so(written, monkeypatch, capsys):
    """Nobody is at a terminal here."""
    assert program.main(["reset", "2"]) == 0
    said = capsys.readouterr().out
    assert "what you wrote is kept as work/kept/02_two-1.ipynb" in said
    assert "--answers" in said and "File > Reload Notebook from Disk" in said
    assert load(written.work).solved.keys() == {EXERCISES[0].id}


@pytest.mark.parametrize("told", [["--answers"], "y"])
def test_answers_are_put_aside(written, monkeypatch, capsys, told):
    answer(monkeypatch, told)
    assert program.main(["reset", "2", *(told if isinstance(told, list) else [])]) == 0
    assert "your answer is kept as work/kept/02_two-1.py" in capsys.readouterr().out
    assert (written.work / "kept" / "02_two-1.py").read_text() == SOURCE
    assert load(written.work).solved == {}
    assert "b'mine'" not in (written.work / "my_websocket" / "wire" / "frames.py").read_text()


def test_answers_in_php_are_named_and_put_aside_as_php(course, capsys):
    chapters, _ = course
    (chapters.notebooks / "10_ten.ipynb").write_text(notebook("x", title="10 · Ten"))
    chapters.refresh()
    mask = table.by_id("10.mask")
    php_files.save(mask, Solved("function mask() {}\n"))
    program.main(["reset", "10"])
    assert "your answer stays in my_php (--answers puts it aside too)" in capsys.readouterr().out
    program.main(["reset", "10", "--answers"])
    assert "your answer is kept as work/kept/10_ten-1.php" in capsys.readouterr().out
    assert (chapters.work / "kept" / "10_ten-1.php").read_text() == "<?php\n\nfunction mask() {}\n"
    assert load(chapters.work).solved == {} and not (chapters.work / "my_php" / "mask.php").exists()


def test_answers_of_both_languages_are_named_by_both_folders():
    assert starting_afresh.places_of([EXERCISES[0], table.by_id("10.mask")]) == "my_websocket and my_php"


@pytest.mark.parametrize("told", [["--no-answers"], "", "n"])
def test_answers_are_kept(written, monkeypatch, told):
    answer(monkeypatch, told)
    program.main(["reset", "2", *(told if isinstance(told, list) else [])])
    assert load(written.work).solved.keys() == {EXERCISES[0].id}


def answer(monkeypatch, words):
    """Answer the question as a person at a terminal; it is not asked if the command says it already."""
    monkeypatch.setattr(program.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "builtins.input", lambda question: words if isinstance(words, str) else pytest.fail(question)
    )


def test_nobody_is_asked_about_answers_that_are_not_there(course, monkeypatch, capsys):
    answer(monkeypatch, ["nothing"])
    assert program.main(["reset", "1"]) == 0
    assert "answers" not in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_told_by_its_cause(written, monkeypatch, capsys):
    def rename(path, target):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.rename", rename)
    assert program.main(["reset", "2"]) == 1
    assert "You may not write into" in capsys.readouterr().err
    assert json.loads((written.work / "02_two.ipynb").read_text())

"""The learner's copies: without outputs, refreshed where untouched, kept where touched."""

import json

import nbformat
import pytest
from small_course import OUTPUT, notebook

from framebyframe.lab import copies
from framebyframe.lab.copies import NoSuchChapter, without_outputs
from framebyframe.peers.places import NOTEBOOKS


def cell(chapters, name="00_start.ipynb"):
    return json.loads((chapters.work / name).read_text())["cells"][1]


def write(chapters, text, name="00_start.ipynb"):
    (chapters.work / name).write_text(text)


def update(chapters, text):
    """Put a newer chapter into the course."""
    (chapters.notebooks / "00_start.ipynb").write_text(text)


def as_an_earlier_version_made_them(chapters):
    """Copies with the outputs of the course, and a record without a version."""
    chapters.refresh()
    record = json.loads((chapters.work / copies.MARK).read_text())
    (chapters.work / copies.MARK).write_text(json.dumps(record["copies"]))
    for chapter in chapters.all():
        write(chapters, chapter.read_text(), chapter.name)


def test_every_chapter_is_copied_without_outputs_and_numbers(chapters):
    assert chapters.refresh() == []
    for name, source in [("00_start.ipynb", "first"), ("01_next.ipynb", "second")]:
        copied = cell(chapters, name)
        assert copied["source"] == [source]
        assert (copied["outputs"], copied["execution_count"]) == ([], None)


@pytest.mark.parametrize("chapter", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.name[:2])
def test_a_copy_of_a_chapter_is_a_notebook_that_nobody_has_run(chapter):
    copy = nbformat.reads(without_outputs(chapter.read_text(encoding="utf-8")), as_version=4)
    nbformat.validate(copy)
    code = [cell for cell in copy.cells if cell.cell_type == "code"]
    assert code and all(not cell.outputs and cell.execution_count is None for cell in code)
    assert copy.cells[0].id and copies.title_of(chapter)


def test_an_untouched_copy_is_refreshed_even_after_it_was_run(chapters):
    chapters.refresh()
    write(chapters, notebook("first", outputs=[OUTPUT], count=1, title="00 · Start here"))
    update(chapters, notebook("first, better"))
    assert chapters.refresh() == []
    assert cell(chapters)["source"] == ["first, better"]


def test_a_copy_that_was_run_keeps_its_outputs_while_the_chapter_is_the_same(chapters):
    chapters.refresh()
    write(chapters, notebook("first", outputs=[OUTPUT], count=1, title="00 · Start here"))
    chapters.refresh()
    assert cell(chapters)["outputs"] == [OUTPUT]


def test_untouched_copies_of_an_earlier_version_lose_the_outputs_of_the_course(chapters):
    as_an_earlier_version_made_them(chapters)
    chapters.refresh()
    assert cell(chapters)["outputs"] == [] and cell(chapters)["execution_count"] is None


def test_touched_copies_of_an_earlier_version_are_kept(chapters):
    as_an_earlier_version_made_them(chapters)
    write(chapters, notebook("mine", outputs=[OUTPUT]))
    assert chapters.refresh() == []
    assert cell(chapters)["source"] == ["mine"] and cell(chapters)["outputs"] == [OUTPUT]


def test_a_touched_copy_is_kept_and_named(chapters):
    chapters.refresh()
    write(chapters, notebook("mine"))
    update(chapters, notebook("first, better"))
    assert [path.name for path in chapters.refresh()] == ["00_start.ipynb"]
    assert cell(chapters)["source"] == ["mine"]


def test_a_touched_copy_of_an_unchanged_chapter_is_not_mentioned(chapters):
    chapters.refresh()
    write(chapters, notebook("mine"))
    assert chapters.refresh() == []


def test_a_copy_that_is_no_notebook_is_kept(chapters):
    chapters.refresh()
    write(chapters, "half a fi")
    update(chapters, notebook("first, better"))
    chapters.refresh()
    assert (chapters.work / "00_start.ipynb").read_text() == "half a fi"


@pytest.mark.parametrize("record", [None, "half a fi", "[]", '{"version": 2}'])
def test_a_lost_record_takes_nothing_away(chapters, record):
    chapters.refresh()
    (chapters.work / copies.MARK).unlink()
    if record:
        (chapters.work / copies.MARK).write_text(record)
    write(chapters, notebook("mine"))
    chapters.refresh()
    assert cell(chapters)["source"] == ["mine"]


def test_a_fresh_start_keeps_what_was_written(chapters):
    chapters.refresh()
    for number in (1, 2):
        write(chapters, notebook(f"mine {number}"))
        kept = chapters.start_afresh(chapters.find("0"))
        assert kept == chapters.work / "kept" / f"00_start-{number}.ipynb"
        assert f"mine {number}" in kept.read_text()
        assert cell(chapters)["source"] == ["first"] and cell(chapters)["outputs"] == []


def test_a_fresh_start_of_what_was_only_run_keeps_nothing(chapters):
    chapters.refresh()
    write(chapters, notebook("first", outputs=[OUTPUT], count=1, title="00 · Start here"))
    assert chapters.start_afresh(chapters.find("00")) is None
    assert cell(chapters)["outputs"] == []


@pytest.mark.parametrize("name", ["1", "01", "01_ne", "01_next.ipynb"])
def test_a_chapter_is_found_by_number_and_name(chapters, name):
    assert chapters.find(name).name == "01_next.ipynb"


@pytest.mark.parametrize("name", ["77", "0x", ""])
def test_a_chapter_that_is_not_there_lists_those_that_are(chapters, name):
    with pytest.raises(NoSuchChapter) as caught:
        chapters.find(name)
    assert str(caught.value).splitlines() == [
        f"No one chapter is called {name!r}. These are there:",
        "   00  Start here",
        "   01  Next",
    ]


def test_pages_that_chapters_link_to_come_along_and_stay_up_to_date(chapters):
    page, copy = (folder / "illustrated" / "page.html" for folder in (chapters.notebooks, chapters.work))
    page.parent.mkdir()
    for text in ("first", "second"):
        page.write_text(text)
        chapters.refresh()
        assert copy.read_text() == text

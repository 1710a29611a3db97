"""A question in a real browser: chosen and typed, by mouse and by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .laboratory import GO_TO_CELL, WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TYPED = """\
[predict.first_byte]
question = Which byte begins a text frame?
kind = hex
answer = 81
says = FIN is worth 0x80.
given.01 = The opcode alone.
other = Eight bits, two jobs.

[quiz.masked]
question = Is it masked?
choice.yes = Yes
choice.yes.says = Only a client masks.
choice.no = No
choice.no.says = See 5.1.
right = no
"""
START = """\
import shutil
from pathlib import Path
from framebyframe.lesson.text import catalogue
own = Path("{folder}")
if not own.exists():
    shutil.copytree(catalogue.FOLDER, own)
    (own / "en/sample.ini").write_text({text!r}, encoding="utf-8")
catalogue.FOLDER = own
from framebyframe.widgets import FrameBuilder, quiz"""


@pytest.fixture
def start(folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The source of a cell after which the questions above can be asked."""
    yield START.format(
        folder=folder.parent / f"text_{request.node.name}".replace("[", "_").strip("]"), text=TYPED
    )


def reply(notebook: Notebook) -> str:
    return str(notebook.page.locator(".fbf-quiz-reply").first.inner_text())


def active_cell(notebook: Notebook) -> int:
    return int(notebook.page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex"))


def focused(notebook: Notebook, selector: str) -> bool:
    return bool(notebook.page.evaluate("s => document.activeElement.closest(s) !== null", selector))


def test_a_choice_opens_its_sentence_and_the_answer_folds_out(
    open_notebook: OpenNotebook, start: str
) -> None:
    notebook = open_notebook(start, 'quiz("masked")')
    notebook.run_all()
    page = notebook.page
    page.get_by_role("button", name="Yes").click()
    eventually(lambda: "✗ Only a client masks." in reply(notebook))
    assert "See 5.1." not in reply(notebook)
    page.get_by_text("The answer").click()
    eventually(lambda: "No See 5.1." in reply(notebook))
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    eventually(lambda: reply(notebook) == "✓ See 5.1.")
    assert not page.locator(".fbf-still").is_visible()


def test_a_prediction_is_typed_with_keys_alone(open_notebook: OpenNotebook, start: str) -> None:
    notebook = open_notebook(start, 'quiz("first_byte")', "'the cell that surprises'")
    notebook.run_all()
    page = notebook.page
    page.get_by_label("Your answer, bytes in hex", exact=False).focus()
    page.keyboard.type("dd")  # in a notebook: delete the cell
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    eventually(lambda: "two digits a byte" in reply(notebook))
    page.keyboard.press("Control+a")
    page.keyboard.type("01")
    page.keyboard.press("Enter")
    eventually(lambda: "Now run the next cell. What it shows is explained here, below." in reply(notebook))
    assert "opcode alone" not in reply(notebook)
    for key in ("Tab", "Tab", "Enter"):  # the button, the fold
        page.keyboard.press(key)
    eventually(lambda: "✗ The opcode alone." in reply(notebook) and "81 FIN is worth" in reply(notebook))
    assert page.locator(".jp-Notebook-cell").count() == 3


def test_the_reply_to_a_prediction_comes_with_the_cell_that_it_is_about(
    open_notebook: OpenNotebook, start: str
) -> None:
    notebook = open_notebook(start, 'quiz("first_byte")', "1 / 0")
    notebook.run_all()
    page = notebook.page
    page.get_by_label("Your answer, bytes in hex", exact=False).focus()
    page.keyboard.type("01")
    page.keyboard.press("Enter")
    eventually(lambda: "Now run the next cell." in reply(notebook))
    page.keyboard.press("Shift+Enter")  # the question's own cell
    page.keyboard.press("Shift+Enter")
    eventually(lambda: "✗ The opcode alone." in reply(notebook) and "81 FIN is worth" in reply(notebook))
    assert "Now run" not in reply(notebook)
    assert page.locator(".fbf-quiz-answer").count() == 0, "nothing is left to open"


@pytest.mark.slow
def test_each_question_of_a_page_has_a_field_and_a_name_of_its_own(
    open_notebook: OpenNotebook, start: str
) -> None:
    notebook = open_notebook(start, 'quiz("first_byte")', 'quiz("masked")', 'quiz("first_byte")')
    notebook.run_all()
    page = notebook.page
    eventually(lambda: page.locator(".fbf-quiz").count() == 3)
    page.get_by_text("Your answer, bytes in hex").last.click()
    eventually(lambda: page.evaluate(IN_FOCUS) == 2)
    assert page.evaluate(NAMED_TWICE) == []
    page.keyboard.type("01")
    page.get_by_role("button", name="Yes").focus()
    page.locator(".fbf-quiz input").last.focus()
    page.keyboard.type("8")  # a new answer: the old one is not kept before it
    assert page.locator(".fbf-quiz input").last.input_value() == "8"


IN_FOCUS = (
    "[...document.querySelectorAll('.fbf-quiz')].findIndex(one => one.contains(document.activeElement))"
)
NAMED_TWICE = """[...document.querySelectorAll(".fbf-widget [id]")].map(one => one.id)
    .filter((id, index, all) => all.indexOf(id) !== index)"""

WIDGETS = {"choice": 'quiz("masked")', "typed": 'quiz("first_byte")', "builder": "FrameBuilder()"}
PLACES = {"choice": ".fbf-choice", "typed": ".fbf-quiz input", "builder": '.fbf-bit[data-bit="0"]'}


@pytest.mark.parametrize("kind", WIDGETS)
def test_shift_enter_runs_the_cell_and_goes_on(open_notebook: OpenNotebook, start: str, kind: str) -> None:
    notebook = open_notebook(start, f"count = globals().get('count', 0) + 1\n{WIDGETS[kind]}", "count")
    notebook.run_all()
    notebook.page.locator(PLACES[kind]).first.wait_for()
    eventually(lambda: "1" in notebook.shown(2))
    notebook.page.evaluate(GO_TO_CELL, 1)
    notebook.page.locator(PLACES[kind]).first.click()
    notebook.page.keyboard.press("Shift+Enter")
    eventually(lambda: active_cell(notebook) == 2 and focused(notebook, '[data-windowed-list-index="2"]'))
    notebook.page.keyboard.press("Shift+Enter")
    eventually(lambda: "2" in notebook.shown(2))


@pytest.mark.slow
@pytest.mark.parametrize("kind", WIDGETS)
def test_escape_returns_to_the_notebook(open_notebook: OpenNotebook, start: str, kind: str) -> None:
    notebook = open_notebook(start, WIDGETS[kind], "'below'")
    notebook.run_all()
    page = notebook.page
    page.locator(PLACES[kind]).first.click()
    eventually(lambda: focused(notebook, ".fbf-widget"))
    page.keyboard.press("Escape")
    eventually(lambda: not focused(notebook, ".fbf-widget"))
    page.keyboard.press("ArrowDown")  # command mode: the next cell
    eventually(lambda: active_cell(notebook) == 2)
    page.keyboard.press("b")  # a new one below it
    eventually(lambda: page.locator(".jp-Notebook-cell").count() == 4)


@pytest.mark.slow
def test_the_fields_of_the_builder_hand_over_too(open_notebook: OpenNotebook, start: str) -> None:
    """They run the cell, which shows again what was built in it."""
    notebook = open_notebook(start, "FrameBuilder()", "'below'")
    notebook.run_all()
    page = notebook.page
    prompt = notebook.cell(1).locator(".jp-InputPrompt")
    page.get_by_label("payload data", exact=True).fill("Hi")
    eventually(lambda: prompt.inner_text() == "[2]:")
    page.keyboard.press("Shift+Enter")
    eventually(lambda: active_cell(notebook) == 2)
    eventually(lambda: prompt.inner_text() == "[4]:")
    eventually(lambda: page.get_by_label("payload data", exact=True).input_value() == "Hi")
    page.get_by_role("button", name="Undo").click()
    eventually(lambda: page.get_by_label("payload data", exact=True).input_value() == "Hello")


@pytest.mark.slow
def test_a_question_whose_kernel_is_gone_says_so(open_notebook: OpenNotebook, start: str) -> None:
    notebook = open_notebook(start, 'quiz("masked")')
    notebook.run_all()
    page = notebook.page
    page.get_by_role("button", name="Yes").wait_for()
    notebook.restart_kernel()
    page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: page.locator(".fbf-quiz .fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_a_question(
    open_notebook: OpenNotebook, start: str, dark: bool, width: int
) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(start, 'quiz("masked")', 'quiz("first_byte")', dark=dark)
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    page.get_by_role("button", name="Yes").click()
    page.get_by_text("The answer").first.click()
    page.locator(".fbf-quiz input").fill("x")
    page.keyboard.press("Enter")
    page.get_by_text("two digits a byte", exact=False).last.wait_for()
    page.locator(".fbf-quiz").last.scroll_into_view_if_needed()  # what is out of sight is not rendered
    found = axe.Axe().run(page, context=".fbf-quiz", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert "color-contrast" in looked
    assert found.violations_count == 0, found.generate_report()


def test_a_dump_stays_and_is_read_with_keys_alone(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook("from framebyframe.widgets import read", 'read("two_frames")')
    notebook.run_all()
    page = notebook.page
    page.get_by_label("Your answer, a number", exact=False).focus()
    page.keyboard.type("160")
    page.keyboard.press("Enter")
    eventually(lambda: "✗ That is 2 + 158." in reply(notebook))
    page.keyboard.press("Control+a")
    page.keyboard.type("0xa2")
    page.keyboard.press("Enter")
    eventually(lambda: reply(notebook).startswith("✓ The first header has four bytes"))
    dump = page.get_by_alt_text("Hexdump of 166 bytes", exact=False)
    eventually(dump.is_visible)
    assert not page.locator(".fbf-still").is_visible()
    page.keyboard.press("Control+a")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    eventually(lambda: reply(notebook).startswith("A number is asked for"))
    page.get_by_text("The same as a table").click()
    page.get_by_role("cell", name="7d 7d 8a 02 48 69").wait_for()

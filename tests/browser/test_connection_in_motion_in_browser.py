"""Connection in motion in a real browser: by mouse and by keyboard alone; narrow, dark, restarted, twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MOTION = """\
from framebyframe import peers
from framebyframe.widgets import ConnectionInMotion
server = peers.python()
motion = ConnectionInMotion(server)
motion"""
IN_KERNEL = """\
from pathlib import Path
Path("{file}").write_text(motion.talk.connection.state.name + " " + str(motion.at))"""
OUTSIDE = """root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility() && !one.matches("figure > *"))
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""

READABLE_AND_IN_REACH = """image => {
    const figure = image.parentElement;
    figure.scrollLeft = 9999;
    return image.clientWidth >= 560 && figure.scrollLeft + figure.clientWidth >= image.clientWidth;
}"""

IN_ONE_LINE = """root => [...root.querySelectorAll("td:first-child, td:last-child")].every(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects().length === 1;
})"""


def opened(open_notebook: OpenNotebook, *more: str, **options: Any) -> Notebook:
    notebook = open_notebook(MOTION, *more, **options)
    notebook.run_all()
    notebook.page.get_by_role("button", name="Say goodbye").first.wait_for()
    return notebook


def states(page: Any) -> list[str]:
    """The last column of the table."""
    return list(page.locator(".fbf-motion tbody td:last-child").all_inner_texts())


def way(page: Any) -> str:
    """The end of the diagram's description."""
    return str(page.locator(".fbf-motion-states").first.get_attribute("alt")).partition("The way so far: ")[2]


@pytest.mark.slow
def test_by_mouse(open_notebook: OpenNotebook) -> None:
    page = opened(open_notebook).page
    page.get_by_role("button", name="Call the server").click()
    eventually(lambda: states(page) == ["OPEN", "OPEN"])
    page.get_by_role("button", name="Say goodbye").click()
    eventually(lambda: states(page) == ["OPEN", "OPEN", "CLOSING", "CLOSED", "CLOSED"])
    eventually(lambda: way(page) == "CONNECTING → OPEN → CLOSING → CLOSED.")
    call = page.get_by_role("button", name="Call the server")
    eventually(lambda: call.get_attribute("aria-disabled") == "true")
    page.locator(".fbf-motion tbody tr").nth(2).click()
    eventually(lambda: way(page) == "CONNECTING → OPEN → CLOSING.")
    page.get_by_role("button", name="Back").click()
    eventually(lambda: way(page) == "CONNECTING → OPEN.")
    page.get_by_role("button", name="A new connection").click()
    page.get_by_text("no frame has gone or come yet", exact=False).wait_for()
    page.get_by_role("button", name="Send a frame without a mask").click()
    page.get_by_text("ConnectionClosed 1002", exact=False).wait_for()
    assert not page.locator(".fbf-still").is_visible()


def test_by_keyboard_alone(open_notebook: OpenNotebook) -> None:
    page = opened(open_notebook).page
    page.get_by_role("button", name="Call the server").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # ask
    eventually(lambda: states(page) == ["OPEN", "OPEN"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # say goodbye
    eventually(lambda: len(states(page)) == 5)
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook-cell").count() == 1
    page.get_by_label("steps shown").focus()
    page.keyboard.press("Home")
    eventually(lambda: way(page) == "CONNECTING → OPEN.")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    eventually(lambda: way(page) == "CONNECTING → OPEN → CLOSING.")
    page.keyboard.press("End")
    eventually(lambda: way(page) == "CONNECTING → OPEN → CLOSING → CLOSED.")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(open_notebook: OpenNotebook, width: int) -> None:
    notebook = open_notebook(MOTION)
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    page.get_by_role("button", name="Call the server").click()
    page.get_by_role("button", name="Say goodbye").click()
    eventually(lambda: len(states(page)) == 5)
    eventually(lambda: page.locator(".fbf-motion").evaluate(OUTSIDE) == [])
    assert page.locator(".fbf-motion-states").evaluate(READABLE_AND_IN_REACH)
    eventually(lambda: page.locator(".fbf-motion").evaluate(IN_ONE_LINE))  # no word is broken


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_notebook: OpenNotebook, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(MOTION, dark=dark)
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1600})
    notebook.run_all()
    page.add_style_tag(content="body { height: 100vh }")  # a body without a height hides all, axe thinks
    page.get_by_role("button", name="Say goodbye").click()
    eventually(lambda: len(states(page)) == 3)
    page.get_by_role("button", name="Back").click()
    eventually(lambda: page.locator(".fbf-motion-ahead").count() == 1)
    found = axe.Axe().run(page, context=".fbf-motion", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert found.violations_count == 0, found.generate_report()
    assert "color-contrast" in looked


@pytest.mark.slow
def test_a_restarted_kernel_is_said(open_notebook: OpenNotebook) -> None:
    notebook = opened(open_notebook)
    notebook.restart_kernel()
    notebook.page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: notebook.page.locator(".fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
def test_two_views_show_the_same_and_the_kernel_has_it(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "motion_state"
    notebook = opened(open_notebook, "motion", IN_KERNEL.format(file=file))
    page = notebook.page
    eventually(lambda: page.locator(".fbf-motion").count() == 2)
    notebook.output(1).get_by_role("button", name="Say goodbye").click()
    eventually(lambda: notebook.output(0).get_by_text("3 / 3").count())
    notebook.cell(2).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    eventually(lambda: file.exists() and file.read_text() == "CLOSED 3")

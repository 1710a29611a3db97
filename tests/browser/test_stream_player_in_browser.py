"""The stream player in a real browser: by mouse, again by keyboard alone; narrow, dark, restarted, twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PLAYER = """\
import json
from pathlib import Path
from framebyframe.widgets import StreamPlayer
from framebyframe.wire import Frame, Opcode, encode_frame
text = Frame(Opcode.TEXT, b"Hello", masking_key=bytes.fromhex("37 fa 21 3d"))
data = Frame(Opcode.BINARY, bytes({size}))
player = StreamPlayer(b"".join(map(encode_frame, [text, Frame(Opcode.PING), data])))
def tell(change):
    Path("{file}").write_text(json.dumps([player.cuts, player.fed]))
player.observe(tell, ["cuts", "fed"])
player"""
OUTSIDE = """root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility())
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""
BROKEN = """table => [...table.querySelectorAll(":is(th, td):nth-child(-n + 2)")].filter(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects().length > 1;
}).map(cell => cell.textContent)"""
SIZES_OF_TYPE = "row => new Set([...row.children].map(cell => getComputedStyle(cell).fontSize)).size"


def player_cell(folder: Path, name: str, size: int = 130) -> str:
    return PLAYER.format(file=folder / name, size=size)


def in_kernel(file: Path, cuts: list[int], fed: int = 0) -> None:
    """Wait until the kernel has these very values; the file may be met while it is being written."""
    eventually(lambda: file.exists() and file.read_text() == json.dumps([cuts, fed]))


def byte(page: Any, place: int) -> Any:
    return page.locator(f'.fbf-stream-byte[data-place="{place}"]')


def opened(open_notebook: OpenNotebook, folder: Path, name: str, **options: Any) -> Notebook:
    notebook = open_notebook(player_cell(folder, name), **options)
    notebook.run_all()
    notebook.page.get_by_role("button", name="Feed the next piece").wait_for()
    return notebook


@pytest.mark.slow
def test_by_mouse(open_notebook: OpenNotebook, folder: Path) -> None:
    page = opened(open_notebook, folder, "stream_mouse").page
    file = folder / "stream_mouse"
    byte(page, 8).click()
    in_kernel(file, [8])
    eventually(lambda: byte(page, 8).get_attribute("aria-pressed") == "true")
    page.get_by_role("button", name="Feed the next piece").click()
    in_kernel(file, [8], 1)
    page.get_by_text("Waiting: 8 bytes. The header is there, still to come: 3 bytes.").wait_for()
    assert page.locator(".fbf-stream-byte.fbf-stream-held").count() == 8
    byte(page, 0).click()
    page.get_by_text("Nothing stands in front of byte 0").wait_for()
    page.get_by_role("button", name="Feed all").click()
    in_kernel(file, [8], 2)
    page.get_by_text("text, 5 bytes: Hello; ping, 0 bytes; binary, 130 bytes", exact=False).wait_for()
    page.get_by_role("button", name="A new reader").click()
    in_kernel(file, [8])
    byte(page, 8).click()
    in_kernel(file, [])
    page.get_by_label("cut it", exact=True).select_option("inside every header")
    in_kernel(file, [1, 12, 14])
    knife = page.get_by_label("one cut, all fed")
    knife.fill("100")
    in_kernel(file, [100], 2)
    ways = page.get_by_label("cut it", exact=True)
    eventually(lambda: ways.input_value() == "")  # no way cuts it so
    ways.select_option("inside every header")
    in_kernel(file, [1, 12, 14])
    eventually(lambda: knife.input_value() == "0")  # there is not one cut
    assert not page.locator(".fbf-still").is_visible()


def test_by_keyboard_alone(open_notebook: OpenNotebook, folder: Path) -> None:
    page = opened(open_notebook, folder, "stream_keys").page
    file = folder / "stream_keys"
    page.get_by_label("one cut, all fed").focus()
    page.keyboard.press("ArrowRight")
    in_kernel(file, [1], 2)
    page.keyboard.press("End")
    in_kernel(file, [146], 2)
    for _ in range(2):  # back, over the ways to cut, into the bytes: one of them is in the tab order
        page.keyboard.press("Shift+Tab")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    eventually(lambda: byte(page, 2).evaluate("one => one === document.activeElement"))
    page.keyboard.press("Space")
    in_kernel(file, [2, 146])
    eventually(lambda: byte(page, 2).get_attribute("aria-pressed") == "true")
    eventually(lambda: byte(page, 2).evaluate("one => one === document.activeElement"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    in_kernel(file, [2, 3, 146])
    for _ in range(3):
        page.keyboard.press("Tab")
    for fed in range(1, 5):
        page.keyboard.press("Space")
        in_kernel(file, [2, 3, 146], fed)
    feed = page.get_by_role("button", name="Feed the next piece")
    eventually(lambda: feed.get_attribute("aria-disabled") == "true")  # and it keeps the focus
    eventually(lambda: feed.evaluate("one => one === document.activeElement"))
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook-cell").count() == 1


@pytest.mark.slow
def test_a_mebibyte_is_walked_through(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(player_cell(folder, "stream_long", 1024 * 1024))
    notebook.run_all()
    page = notebook.page
    last = 13 + 10 + 1024 * 1024 - 1
    byte(page, 1).click()
    in_kernel(folder / "stream_long", [1])
    page.keyboard.press("End")
    eventually(lambda: byte(page, last).evaluate("one => one === document.activeElement"))
    page.keyboard.press("Space")
    in_kernel(folder / "stream_long", [1, last])
    page.get_by_text("bytes before these", exact=False).wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(open_notebook: OpenNotebook, folder: Path, width: int) -> None:
    notebook = open_notebook(player_cell(folder, "stream_narrow"))
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    page.get_by_label("cut it", exact=True).select_option("into single bytes")
    page.get_by_role("button", name="Feed all").click()
    in_kernel(folder / "stream_narrow", list(range(1, 147)), 147)
    eventually(lambda: page.locator(".fbf-stream-byte.fbf-stream-fed").count() == 147)
    page.get_by_text("pieces not shown").first.wait_for()
    assert page.locator(".fbf-stream-legend li").count() == 9
    assert page.locator(".fbf-stream-byte.fbf-stream-first").first.get_attribute("data-place") == "0"
    eventually(lambda: page.locator(".fbf-stream").evaluate(OUTSIDE) == [])


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_beside_two_readers_number_and_size_stay_in_one_line(
    open_notebook: OpenNotebook, folder: Path, width: int
) -> None:
    two = player_cell(folder, "stream_two").replace("data])))", "data])), type('Mine', (FrameReader,), {}))")
    notebook = open_notebook(f"from framebyframe.wire.reader import FrameReader\n{two}")
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    page.get_by_label("one cut, all fed").fill("100")
    in_kernel(folder / "stream_two", [100], 2)
    table = page.locator(".fbf-stream table")
    eventually(lambda: table.locator("th[scope=col]").count() == 4)
    assert table.evaluate(BROKEN) == []
    assert page.locator(".fbf-stream").evaluate(OUTSIDE) == []
    assert table.locator("tbody tr").first.evaluate(SIZES_OF_TYPE) == 1
    assert table.locator("th").nth(3).text_content() == "Mine gives"
    page.get_by_label("one cut, all fed").fill("1")
    in_kernel(folder / "stream_two", [1], 2)
    nothing = table.locator("td.fbf-code", has_text="nothing yet")
    eventually(lambda: nothing.count() == 2)
    heights = {round(cell.bounding_box()["height"]) for cell in nothing.all()}
    assert heights == {round(table.locator("tbody td").first.bounding_box()["height"])}, "one line"


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_notebook: OpenNotebook, folder: Path, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(player_cell(folder, "stream_axe"), dark=dark)
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    byte(page, 8).click()
    page.get_by_role("button", name="Feed the next piece").click()
    in_kernel(folder / "stream_axe", [8], 1)
    page.get_by_text("Waiting: 8 bytes.", exact=False).wait_for()
    found = axe.Axe().run(page, context=".fbf-stream", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert "color-contrast" in looked
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
def test_a_restarted_kernel_is_said(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = opened(open_notebook, folder, "stream_gone")
    notebook.restart_kernel()
    notebook.page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: notebook.page.locator(".fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
def test_two_views_show_the_same_and_one_may_go(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(player_cell(folder, "stream_views"), "player")
    notebook.run_all()
    page = notebook.page
    eventually(lambda: page.locator(".fbf-stream").count() == 2)
    byte(notebook.output(1), 5).click()
    in_kernel(folder / "stream_views", [5])
    eventually(lambda: byte(notebook.output(0), 5).get_attribute("aria-pressed") == "true")
    notebook.cell(1).locator(".cm-content").click()
    notebook.command("notebook:clear-cell-output")
    eventually(lambda: page.locator(".fbf-stream").count() == 1)
    notebook.output(0).get_by_role("button", name="Feed all").click()
    in_kernel(folder / "stream_views", [5], 2)

"""The wire tap in a real browser: by mouse, again by keys alone; live, side by side, 100,000 frames."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TOLD = """
import json
from pathlib import Path
def tell(change=None):
    opened = getattr(tap_view.opened, "number", str(tap_view.opened)[:4])
    values = [tap_view.kind, tap_view.connection, tap_view.search, list(tap_view.beside)]
    file = Path("{file}")
    file.with_suffix(".new").write_text(json.dumps([*values, tap_view.paused, tap_view.bits, opened]))
    file.with_suffix(".new").replace(file)
tap_view.observe(tell, ["kind", "connection", "search", "beside", "paused", "bits", "opened"])
tap_view"""

RECORDED = """\
from framebyframe.proxy import Record
from framebyframe.widgets import WireTap
tap_view = WireTap(Record.load({record!r}), names={{1: "Python", 2: "PHP"}})"""

LIVE = """\
from framebyframe import peers
from framebyframe.proxy import Tap
from framebyframe.rpc import RpcClient
from framebyframe.widgets import WireTap
server = peers.python()
tap = Tap(server.url)
tap_view = WireTap(tap)"""
CALL = """\
client = globals().get("client") or RpcClient(tap.url)
for number in range({calls}):
    client.call("echo", {{"number": number}})"""

CLIPPED = ".fbf-tap-words, .fbf-tap-table table, figure img, .fbf-unseen"
OUTSIDE = f"""root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility() && !one.closest("{CLIPPED}"))
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""
ACTIVE_IS_SELECTED = """list => document.getElementById(list.getAttribute("aria-activedescendant"))
    ?.getAttribute("aria-selected") === 'true'"""
WIDER = "root => root.scrollWidth > root.clientWidth + 1"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A saved record: Python and PHP say the same, but for blanks and their masking keys."""
    from proxy.tapped import from_client, from_server, talk

    from framebyframe.proxy import Record

    made = Record("ws://127.0.0.1:8080")
    for call in ('{"action": "getData", "id": 1}', '{"action":"getData","id":1}'):
        answer = '{"status": "success", "data": "Processed: getData", "id": 1}'
        fault = ("client", bytes.fromhex("81 02 48 69"))
        talk(from_client(call), from_server(answer), fault, record=made)
    path = tmp_path_factory.mktemp("records") / "session.jsonl"
    made.save(path)
    return str(path)


def opened(open_notebook: OpenNotebook, cell: str, file: Path, *more: str, **options: Any) -> Notebook:
    notebook = open_notebook(cell + TOLD.format(file=file), *more, **options)
    notebook.run_all()
    notebook.page.get_by_role("listbox").or_(notebook.page.locator(".fbf-tap")).first.wait_for()
    return notebook


def in_kernel(file: Path, **wanted: Any) -> None:
    """Wait until the kernel has these values."""
    names = ("kind", "connection", "search", "beside", "paused", "bits", "opened")

    def has_them() -> bool:
        values = dict(zip(names, json.loads(file.read_text()), strict=True)) if file.exists() else {}
        return all(values.get(name) == value for name, value in wanted.items())

    eventually(has_them)


def rows(page: Any) -> list[str]:
    """The words of the rows that are on the page, when all have come."""
    shown = [str(words) for words in page.locator(".fbf-tap-row").all_inner_texts()]
    return [] if "…" in shown else shown


@pytest.mark.slow
def test_by_mouse(open_notebook: OpenNotebook, folder: Path, record: str) -> None:
    file = folder / "tap_mouse"
    page = opened(open_notebook, RECORDED.format(record=record), file).page
    eventually(lambda: len(rows(page)) == 18)
    page.get_by_role("option", name="text").first.click()
    in_kernel(file, opened=1)
    page.get_by_text("final text frame, masked, 30 bytes", exact=False).first.wait_for()
    image = page.locator(".fbf-tap-figure")
    small = eventually(lambda: image.evaluate("one => one.naturalHeight"))
    page.get_by_role("button", name="Bits").click()
    in_kernel(file, bits=True)
    eventually(lambda: image.evaluate("one => one.naturalHeight") > small)
    page.get_by_role("button", name="Its call", exact=False).click()
    in_kernel(file, opened=3)
    page.get_by_role("button", name="The frame that answers").click()
    in_kernel(file, opened=4)
    page.get_by_label("show", exact=True).select_option("calls")
    in_kernel(file, kind="calls")
    eventually(lambda: len(rows(page)) == 2)
    page.get_by_label("show", exact=True).select_option("everything")
    page.get_by_label("search", exact=True).fill("81 02")
    in_kernel(file, search="81 02")
    eventually(lambda: len(rows(page)) == 2)
    page.get_by_role("button", name="Clear").click()
    in_kernel(file, search="")
    line = page.get_by_role("slider")
    box = line.bounding_box()
    line.click(position={"x": box["width"] - 12, "y": 30})
    eventually(lambda: page.locator('.fbf-tap-row[aria-selected="true"]').count() == 1)
    page.get_by_role("button", name="Close").click()
    in_kernel(file, opened="None")
    assert not page.locator(".fbf-still").is_visible()


@pytest.mark.slow
def test_side_by_side(open_notebook: OpenNotebook, folder: Path, record: str) -> None:
    file = folder / "tap_beside"
    page = opened(open_notebook, RECORDED.format(record=record), file).page
    page.get_by_label("beside", exact=True).select_option("#2 PHP")
    in_kernel(file, beside=[1, 2])
    eventually(lambda: page.locator(".fbf-tap-verdict").all_inner_texts() == ["=", "=", "≠", "=", "="])
    page.locator('.fbf-tap-row[aria-label*="Differs: payload length, payload data."]').click()
    in_kernel(file, opened="Pair")
    page.get_by_role("columnheader", name="#2 PHP").wait_for()
    eventually(lambda: page.locator(".fbf-tap-mark-differs").count() == 4)
    page.get_by_label("show", exact=True).select_option("what differs")
    eventually(lambda: len(rows(page)) == 2)
    page.get_by_label("beside", exact=True).select_option("nothing")
    in_kernel(file, beside=[], opened="None")


def test_by_keyboard_alone(open_notebook: OpenNotebook, folder: Path, record: str) -> None:
    file = folder / "tap_keys"
    page = opened(open_notebook, RECORDED.format(record=record), file).page
    eventually(lambda: len(rows(page)) == 18)
    press = page.keyboard.press
    page.get_by_label("show", exact=True).focus()
    for _ in range(3):  # of, beside, search
        press("Tab")
    page.keyboard.type("getData")
    in_kernel(file, search="getData")
    eventually(lambda: len(rows(page)) == 6)
    press("Tab")
    press("Enter")  # clear
    in_kernel(file, search="")
    eventually(lambda: len(rows(page)) == 18)
    press("Tab")  # the time line
    press("ArrowRight")
    press("End")
    eventually(lambda: page.locator('.fbf-tap-row[aria-selected="true"]').count() == 1)
    press("Home")
    eventually(lambda: page.locator('.fbf-tap-row[data-place="0"][aria-selected="true"]').count() == 1)
    eventually(lambda: page.get_by_role("slider").get_attribute("aria-valuenow") == "0")
    press("+")
    for _ in range(4):  # closer, farther, all of it, the list
        press("Tab")
    press("Home")
    for _ in range(6):
        press("ArrowDown")
    press("Enter")
    in_kernel(file, opened=1)
    eventually(lambda: page.get_by_role("listbox").evaluate(ACTIVE_IS_SELECTED))
    press("Tab")
    press("Space")  # bits
    in_kernel(file, bits=True)
    eventually(lambda: page.evaluate("document.activeElement.textContent") == "Bits")
    press("Tab")
    press("Enter")  # its call
    in_kernel(file, opened=3)
    eventually(lambda: page.evaluate("document.activeElement.getAttribute('role')") == "listbox")
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        press(key)
    assert page.locator(".jp-Notebook-cell").count() == 1
    press("Escape")
    eventually(lambda: page.evaluate("document.activeElement.closest('.fbf-tap') === null"))
    page.get_by_label("search", exact=True).focus()
    press("Shift+Enter")
    eventually(lambda: page.locator(".jp-InputPrompt").first.inner_text() == "[2]:")


def test_a_live_tap_is_followed_paused_and_goes_on(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "tap_live"
    notebook = opened(open_notebook, LIVE, file, CALL.format(calls=30))
    page = notebook.page
    eventually(lambda: any('“{"result"' in row or "29" in row for row in rows(page)))
    page.get_by_text("Who is connected: 1 of 1").wait_for()
    bottom = "one => one.scrollTop + one.clientHeight >= one.scrollHeight - 2"
    eventually(lambda: page.get_by_role("listbox").evaluate(bottom))
    page.get_by_role("button", name="Pause").click()
    in_kernel(file, paused=True)
    notebook.write_and_run(1, CALL.format(calls=5))
    page.get_by_text("more have passed.", exact=False).wait_for()
    page.get_by_role("button", name="Go on").click()
    in_kernel(file, paused=False)
    eventually(lambda: page.get_by_role("listbox").evaluate(bottom))
    page.get_by_role("listbox").focus()
    page.keyboard.press("Home")  # somebody looks at earlier rows: the list stays there
    follow = page.get_by_role("button", name="Follow")
    eventually(lambda: follow.get_attribute("aria-pressed") == "false")
    notebook.write_and_run(1, CALL.format(calls=5))
    eventually(lambda: page.get_by_role("row", name="#1").get_by_text("80").count())
    assert page.get_by_role("listbox").evaluate("one => one.scrollTop") == 0
    follow.click()
    eventually(lambda: page.get_by_role("listbox").evaluate(bottom))


MANY = """\
from framebyframe.proxy import Record
from framebyframe.proxy.tap import TappedConnection, TappedFrame
from framebyframe.widgets import WireTap
record = Record("ws://127.0.0.1:8080")
record.add_connection(TappedConnection(record.next_connection(), 0.0, 50_000, "127.0.0.1:8080"))
for number in range(100_000):
    payload = b"frame %d" % number
    place = record.next_number(), 1, number / 1000, "server"
    record.add(TappedFrame(*place, 0, bytes([0x81, len(payload)]), payload, len(payload)))
tap_view = WireTap(record)"""


@pytest.mark.slow
def test_a_hundred_thousand_frames_are_scrolled_and_searched(
    open_notebook: OpenNotebook, folder: Path
) -> None:
    page = opened(open_notebook, MANY, folder / "tap_many").page
    page.get_by_text("100,001 of 100,001 rows.").wait_for()
    assert page.locator(".fbf-tap-row").count() < 100
    page.get_by_role("listbox").focus()
    page.keyboard.press("End")
    eventually(lambda: any("“frame 99999”" in row for row in rows(page)))
    page.get_by_role("listbox").evaluate("one => { one.scrollTop = one.scrollHeight / 2; }")
    eventually(lambda: any("“frame 50000”" in row for row in rows(page)))
    page.get_by_label("search", exact=True).fill("frame 777")
    page.get_by_text("111 of 100,001 rows.").wait_for()
    eventually(lambda: rows(page)[:1] and "“frame 777”" in rows(page)[0])


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(open_notebook: OpenNotebook, folder: Path, record: str, width: int) -> None:
    notebook = open_notebook(RECORDED.format(record=record) + TOLD.format(file=folder / "tap_narrow"))
    notebook.page.set_viewport_size({"width": width, "height": 1400})
    notebook.run_all()
    page = notebook.page
    page.get_by_role("option", name="text").first.click()
    in_kernel(folder / "tap_narrow", opened=1)
    page.get_by_role("button", name="Bits").click()
    in_kernel(folder / "tap_narrow", bits=True)
    root = page.locator(".fbf-tap")
    eventually(lambda: root.evaluate(OUTSIDE) == [] and not root.evaluate(WIDER))
    image = page.locator(".fbf-tap-figure")  # drawn anew: it has no width until it is loaded
    eventually(lambda: image.evaluate("one => one.clientWidth") >= 600)  # its words can be read
    figure = page.locator(".fbf-tap-opened figure")
    eventually(lambda: width > 800 or figure.get_attribute("tabindex") == "0")
    page.get_by_label("beside", exact=True).select_option("#2 PHP")
    page.locator('.fbf-tap-row[aria-label*="Differs"]').click()
    eventually(lambda: page.locator(".fbf-tap-mark-differs").count() == 4)
    eventually(lambda: root.evaluate(OUTSIDE) == [] and not root.evaluate(WIDER))


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("beside", [False, True], ids=["one", "two"])
def test_axe_finds_nothing(
    open_notebook: OpenNotebook, folder: Path, record: str, dark: bool, width: int, beside: bool
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    cell = RECORDED.format(record=record) + TOLD.format(file=folder / "tap_axe")
    notebook = open_notebook(cell, dark=dark)
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 2000})
    notebook.run_all()
    page.add_style_tag(content="body { height: 100vh }")  # a body without a height hides all, axe thinks
    eventually(lambda: len(rows(page)) == 18)
    if beside:
        page.get_by_label("beside", exact=True).select_option("#2 PHP")
        page.locator('.fbf-tap-row[aria-label*="Differs"]').click()
        page.get_by_role("columnheader", name="#2 PHP").wait_for()
    else:
        page.locator(".fbf-tap-row.fbf-tap-wrong").first.click()
        page.locator(".fbf-tap-faults").wait_for()
        figure = page.locator(".fbf-tap-opened figure")
        eventually(lambda: width > 800 or figure.get_attribute("tabindex") == "0")
    page.get_by_text("Who is connected", exact=False).click()
    found = axe.Axe().run(page, context=".fbf-tap", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert found.violations_count == 0, found.generate_report()
    assert "color-contrast" in looked


@pytest.mark.slow
def test_a_restarted_kernel_is_said(open_notebook: OpenNotebook, folder: Path, record: str) -> None:
    notebook = opened(open_notebook, RECORDED.format(record=record), folder / "tap_gone")
    notebook.restart_kernel()
    notebook.page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: notebook.page.locator(".fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
def test_two_views_show_the_same_and_scroll_apart(
    open_notebook: OpenNotebook, folder: Path, record: str
) -> None:
    file = folder / "tap_views"
    notebook = opened(open_notebook, RECORDED.format(record=record), file, "tap_view")
    page = notebook.page
    eventually(lambda: page.locator(".fbf-tap").count() == 2)
    notebook.output(1).get_by_role("option", name="text").first.click()
    in_kernel(file, opened=1)
    eventually(lambda: notebook.output(0).locator('.fbf-tap-row[aria-selected="true"]').count() == 1)
    lists = [notebook.output(index).get_by_role("listbox") for index in (0, 1)]
    lists[1].evaluate("one => { one.scrollTop = one.scrollHeight; }")
    eventually(lambda: lists[1].get_by_text("#2").count())
    assert lists[0].evaluate("one => one.scrollTop") == 0
    notebook.cell(1).locator(".cm-content").click()
    notebook.command("notebook:clear-cell-output")
    eventually(lambda: page.locator(".fbf-tap").count() == 1)
    notebook.output(0).get_by_label("show", exact=True).select_option("calls")
    in_kernel(file, kind="calls")

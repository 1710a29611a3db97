"""Who is connected, in a real browser: its own WebSocket calls a server in the kernel, by mouse, by keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CLIENTS = """\
from framebyframe.rpc import AllParams, RpcServer
from framebyframe.widgets import WhoIsConnected
server = RpcServer()

@server.action
def echo(params: AllParams):
    return params

await server.start()
WhoIsConnected(server)"""
IN_KERNEL = """\
from pathlib import Path
who = [(client.origin is not None, client.calls) for client in server.clients]
Path("{file}").write_text(repr(who))"""
STOP = "await server.stop()"
OUTSIDE = """root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility())
    .filter(one => !one.matches(".fbf-clients-table *"))  // the table scrolls, and is looked at as a whole
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""


def opened(open_notebook: OpenNotebook, *more: str, **options: Any) -> Notebook:
    notebook = open_notebook(CLIENTS, *more, **options)
    notebook.run_all()
    notebook.page.get_by_role("button", name="Connect", exact=True).first.wait_for()
    return notebook


def said(page: Any) -> list[str]:
    return [
        text.replace("\n", " ")
        for text in page.locator(".fbf-clients-said").first.locator("> div").all_inner_texts()
    ]


def rows(page: Any) -> int:
    return int(page.locator(".fbf-clients tbody").first.locator("tr").count())


def is_connected(page: Any) -> bool:
    """Whether kernel and page say so: either may be the first."""
    return rows(page) == len(said(page)) == 1


@pytest.mark.slow
def test_by_mouse(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "clients"
    notebook = opened(open_notebook, IN_KERNEL.format(file=file))
    page = notebook.page
    page.locator(".fbf-clients-table").get_by_text("Nobody is connected.").wait_for()
    page.get_by_role("button", name="Connect", exact=True).click()
    eventually(lambda: is_connected(page))
    eventually(lambda: "Mozilla" in page.locator(".fbf-clients tbody").inner_text())
    page.get_by_role("button", name="Call", exact=True).click()
    eventually(lambda: len(said(page)) == 3)
    assert '{"action":"echo","params":{"n":1},"id":0}' in said(page)[1]
    assert '"id":0' in said(page)[2] and '"status":"success"' in said(page)[2]
    page.get_by_role("textbox", name="action").fill("getDate")
    page.get_by_role("button", name="Call", exact=True).click()
    eventually(lambda: len(said(page)) == 5)
    assert "unknown_action" in said(page)[4]
    notebook.write_and_run(1, IN_KERNEL.format(file=file))
    eventually(lambda: file.exists() and file.read_text() == "[(True, 2)]")
    page.get_by_role("textbox", name="params").fill("{n: 1")
    page.get_by_role("button", name="Call", exact=True).click()
    page.get_by_text("These params are no JSON", exact=False).wait_for()
    page.get_by_role("button", name="Say goodbye").click()
    eventually(lambda: rows(page) == 0)
    eventually(lambda: said(page)[-1].endswith("closed with 1000"))
    assert not page.locator(".fbf-still").first.is_visible()


@pytest.mark.slow
def test_a_server_that_stops_is_told_to_the_page(open_notebook: OpenNotebook) -> None:
    notebook = opened(open_notebook, "1")
    page = notebook.page
    page.get_by_role("button", name="Connect", exact=True).click()
    eventually(lambda: is_connected(page))
    notebook.write_and_run(1, STOP)
    eventually(lambda: said(page)[-1].endswith("closed with 1001"))
    page.get_by_text("The server has stopped.").wait_for()
    page.get_by_role("button", name="Connect", exact=True).click()
    page.get_by_text("The connection was refused", exact=False).wait_for()


def test_by_keyboard_alone(open_notebook: OpenNotebook) -> None:
    page = opened(open_notebook).page
    page.get_by_role("button", name="Connect", exact=True).focus()
    page.keyboard.press("Enter")
    eventually(lambda: is_connected(page))
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("getDate")
    page.keyboard.press("Enter")
    eventually(lambda: len(said(page)) == 3)
    assert "unknown_action" in said(page)[2]
    for _ in range(3):  # params, call, say goodbye
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    eventually(lambda: rows(page) == 0)
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook-cell").count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(open_notebook: OpenNotebook, width: int) -> None:
    notebook = open_notebook(CLIENTS)
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    page.get_by_role("button", name="Connect", exact=True).click()
    eventually(lambda: is_connected(page))
    page.get_by_role("button", name="Call", exact=True).click()
    eventually(lambda: len(said(page)) == 3)
    eventually(lambda: page.locator(".fbf-clients").evaluate(OUTSIDE) == [])


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_notebook: OpenNotebook, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(CLIENTS, dark=dark)
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1600})
    notebook.run_all()
    page.add_style_tag(content="body { height: 100vh }")  # a body without a height hides all, axe thinks
    page.get_by_role("button", name="Connect", exact=True).click()
    eventually(lambda: is_connected(page))
    page.get_by_role("button", name="Call", exact=True).click()
    eventually(lambda: len(said(page)) == 3)
    found = axe.Axe().run(page, context=".fbf-clients", options={})
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
def test_two_views_show_the_same_clients(open_notebook: OpenNotebook) -> None:
    notebook = opened(open_notebook, "who = WhoIsConnected(server)\nwho", "who")
    page = notebook.page
    eventually(lambda: page.locator(".fbf-clients").count() == 3)
    notebook.output(1).get_by_role("button", name="Connect", exact=True).click()
    eventually(lambda: notebook.output(2).locator("tbody tr").count() == 1)
    connect = notebook.output(2).get_by_role("button", name="Connect", exact=True)
    assert connect.get_attribute("aria-disabled") == "false"  # this view's page is not connected

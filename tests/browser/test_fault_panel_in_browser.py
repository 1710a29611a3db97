"""The controls of a fault proxy in a real browser: by mouse, by keys; narrow, dark, restarted, twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PANEL = """\
import socket
from pathlib import Path
from framebyframe.proxy import FaultProxy
from framebyframe.proxy.listening import Listener
from framebyframe.widgets import FaultPanel
def echo(client):
    client.settimeout(None)
    while data := client.recv(65536):
        client.sendall(data)
proxy = FaultProxy("ws://127.0.0.1:%d" % Listener(echo).address[1])
proxy.listen(lambda deed: Path("{file}").write_text(str(proxy.plan) or "none"))
client = socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])))
panel = FaultPanel(proxy)
panel"""
SAY = 'client.sendall(b"abc")\nclient.recv(3)'
OUTSIDE = """root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility())
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""


def panel_cell(folder: Path, name: str) -> str:
    return PANEL.format(file=folder / name)


def opened(open_notebook: OpenNotebook, folder: Path, name: str, *more: str, **options: Any) -> Notebook:
    notebook = open_notebook(panel_cell(folder, name), *more, **options)
    notebook.run_all()
    notebook.page.get_by_role("slider", name="latency").first.wait_for()
    return notebook


def in_force(file: Path, plan: str) -> None:
    """Wait until the kernel's proxy has this plan."""
    eventually(lambda: file.exists() and file.read_text() == plan)


@pytest.mark.slow
def test_by_mouse(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "faults_mouse"
    notebook = opened(open_notebook, folder, "faults_mouse", SAY)
    page = notebook.page
    assert page.get_by_label("close code", exact=True).input_value() == "1001"
    page.get_by_role("slider", name="latency").fill("4")
    in_force(file, "latency 50ms")
    eventually(lambda: page.get_by_label("plan, as text").input_value() == "latency 50ms")
    page.get_by_role("switch", name="nothing passes to the client").click()
    in_force(file, "latency 50ms; black-hole to client")
    plan = page.get_by_label("plan, as text")
    plan.fill("split 1B; jitter 3ms")
    page.get_by_role("button", name="Apply").click()
    in_force(file, "split 1B; jitter 3ms")
    eventually(lambda: not page.get_by_role("switch", name="nothing passes to the client").is_checked())
    eventually(lambda: page.get_by_role("slider", name="jitter").get_attribute("aria-valuetext") == "3ms")
    notebook.write_and_run(1, SAY)
    page.get_by_text("3 bytes passed", exact=False).first.wait_for()
    plan.fill("lat")
    page.get_by_role("button", name="reset", exact=True).click()
    page.get_by_text("was reset by the proxy").first.wait_for()
    page.get_by_text("Connections that are open: 0").wait_for()
    page.get_by_role("button", name="reset", exact=True).click()
    page.get_by_role("status").get_by_text("No connection is open: nothing was done.").wait_for()
    page.get_by_role("slider", name="jitter").fill("4")
    in_force(file, "split 1B; jitter 50ms")
    eventually(lambda: page.get_by_role("slider", name="jitter").get_attribute("aria-valuetext") == "50ms")
    assert plan.input_value() == "lat"  # what is typed stays, whatever else is answered meanwhile
    page.get_by_role("button", name="No faults").click()
    in_force(file, "none")
    assert not page.locator(".fbf-still").is_visible()


def test_by_keyboard_alone(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "faults_keys"
    page = opened(open_notebook, folder, "faults_keys").page
    page.get_by_label("plan, as text").focus()
    page.keyboard.type("lag 5ms")
    page.keyboard.press("Enter")
    page.get_by_text("there is no fault 'lag'", exact=False).wait_for()
    eventually(lambda: page.get_by_label("plan, as text").get_attribute("aria-invalid") == "true")
    page.keyboard.press("Control+a")
    page.keyboard.type("join 5ms")
    page.keyboard.press("Enter")
    in_force(file, "join 5ms")
    eventually(lambda: page.get_by_label("plan, as text").get_attribute("aria-invalid") is None)
    for _ in range(3):  # apply, no faults, latency
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    in_force(file, "join 5ms; latency 5ms")
    page.keyboard.press("End")
    in_force(file, "join 5ms; latency 2s")
    page.keyboard.press("Home")
    in_force(file, "join 5ms")
    page.get_by_role("switch", name="nothing passes to the server").focus()
    page.keyboard.press("Space")
    in_force(file, "join 5ms; black-hole to server")
    page.get_by_role("button", name="No faults").focus()
    page.keyboard.press("Enter")
    in_force(file, "none")
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook-cell").count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(open_notebook: OpenNotebook, folder: Path, width: int) -> None:
    notebook = open_notebook(panel_cell(folder, "faults_narrow"), SAY)
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    page.get_by_text("3 bytes passed", exact=False).first.wait_for()
    page.get_by_label("plan, as text").fill("lag")
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("there is no fault 'lag'", exact=False).wait_for()
    eventually(lambda: page.locator(".fbf-faults").evaluate(OUTSIDE) == [])


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_notebook: OpenNotebook, folder: Path, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(panel_cell(folder, "faults_axe"), SAY, dark=dark)
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1600})
    notebook.run_all()
    page.add_style_tag(content="body { height: 100vh }")  # a body without a height hides all, axe thinks
    page.get_by_text("3 bytes passed", exact=False).first.wait_for()
    page.get_by_role("switch", name="nothing passes to the client").click()
    in_force(folder / "faults_axe", "black-hole to client")
    page.get_by_role("button", name="end the stream to the client").click()
    page.get_by_label("plan, as text").fill("lag")
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("there is no fault 'lag'", exact=False).wait_for()
    found = axe.Axe().run(page, context=".fbf-faults", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert found.violations_count == 0, found.generate_report()
    assert "color-contrast" in looked


@pytest.mark.slow
def test_a_restarted_kernel_is_said(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = opened(open_notebook, folder, "faults_gone")
    notebook.restart_kernel()
    notebook.page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: notebook.page.locator(".fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
def test_two_views_show_the_same_and_one_may_go(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = opened(open_notebook, folder, "faults_views", "panel")
    page = notebook.page
    eventually(lambda: page.locator(".fbf-faults").count() == 2)
    notebook.output(1).get_by_role("slider", name="latency").fill("1")
    in_force(folder / "faults_views", "latency 5ms")
    eventually(lambda: notebook.output(0).get_by_label("plan, as text").input_value() == "latency 5ms")
    notebook.cell(1).locator(".cm-content").click()
    notebook.command("notebook:clear-cell-output")
    eventually(lambda: page.locator(".fbf-faults").count() == 1)
    notebook.output(0).get_by_role("slider", name="latency").fill("2")
    in_force(folder / "faults_views", "latency 10ms")

"""The handshake builder in a real browser: by mouse, by keyboard alone; narrow, dark, restarted, twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from framebyframe.wire.handshake import build_request, build_response

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
BUILDER = """\
from pathlib import Path
from framebyframe import peers
from framebyframe.widgets import HandshakeBuilder
from framebyframe.wire.handshake import build_response, check_request, check_upgrade
def answer(request):
    check_upgrade(request)
    return build_response(check_request(request))
own, liar = peers.HandshakeServer(answer), peers.LyingServer("no accept")
builder = HandshakeBuilder(peers={{"own": own, "liar": liar}})
def tell(change):
    Path("{file}").write_bytes(builder.request + b"---" + builder.response)
builder.observe(tell, ["request", "response"])
builder"""
OUTSIDE = """root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility())
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""
REQUEST, RESPONSE = build_request("127.0.0.1", "/", KEY), build_response(KEY)


def builder_cell(folder: Path, name: str) -> str:
    return BUILDER.format(file=folder / name)


def in_kernel(file: Path, request: bytes = REQUEST, response: bytes = RESPONSE) -> None:
    """Wait until the kernel has these very heads."""
    eventually(lambda: file.exists() and file.read_bytes() == request + b"---" + response)


def opened(open_notebook: OpenNotebook, folder: Path, name: str, **options: Any) -> Notebook:
    notebook = open_notebook(builder_cell(folder, name), **options)
    notebook.run_all()
    notebook.page.get_by_role("button", name="Send to own").wait_for()
    return notebook


def line(page: Any, head: str, number: int) -> Any:
    return page.get_by_role("group", name=head, exact=True).get_by_label(f": line {number}", exact=False)


def switch(page: Any, head: str, number: int) -> Any:
    return page.get_by_role("group", name=head, exact=True).get_by_label(f": send line {number}", exact=False)


@pytest.mark.slow
def test_by_mouse(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "hand_mouse"
    page = opened(open_notebook, folder, file.name).page
    switch(page, "The client asks", 4).click()
    without = REQUEST.replace(b"Connection: Upgrade\r\n", b"")
    in_kernel(file, without)
    page.get_by_text("Connection does not say upgrade", exact=False).wait_for()
    page.get_by_role("button", name="Send to own").click()
    page.get_by_text("own has answered with these lines.", exact=False).wait_for()
    eventually(lambda: line(page, "The server answers", 1).input_value().startswith("HTTP/1.1 426"))
    switch(page, "The client asks", 4).click()
    page.get_by_text("These are no longer the lines that own was sent.", exact=False).wait_for()
    assert line(page, "The server answers", 1).count() == 0
    page.get_by_role("button", name="Send to own").click()
    in_kernel(file)
    page.get_by_label("the answer that is judged").select_option("200 in place of 101")
    in_kernel(file, response=RESPONSE.replace(b"101 Switching Protocols", b"200 OK"))
    page.get_by_text("status 200 OK, not 101", exact=False).wait_for()
    page.get_by_role("button", name="Send to liar").click()
    in_kernel(file, response=RESPONSE[: RESPONSE.index(b"Sec-")] + b"\r\n")
    page.get_by_role("button", name="New key").click()
    eventually(lambda: KEY.encode() not in file.read_bytes())
    assert not page.locator(".fbf-still").is_visible()


def test_by_keyboard_alone(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "hand_keys"
    page = opened(open_notebook, folder, file.name).page
    first = line(page, "The client asks", 1)
    first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("GET /chat HTTP/1.1")
    request = REQUEST.replace(b"GET / ", b"GET /chat ")
    in_kernel(file, request)
    page.keyboard.press("Tab")  # the switch of the second line
    page.keyboard.press("Space")
    in_kernel(file, request.replace(b"Host: 127.0.0.1\r\n", b""))
    page.get_by_text("Host is missing, or is no name or address", exact=False).wait_for()
    page.keyboard.press("Space")
    in_kernel(file, request)
    send = page.get_by_role("button", name="Send to own")
    send.focus()
    page.keyboard.press("Enter")
    page.get_by_text("own has answered with these lines.", exact=False).wait_for()
    eventually(lambda: send.evaluate("send => send === document.activeElement"))
    choice = page.get_by_label("the answer that is judged")
    choice.focus()
    for _ in range(20):  # not by its first letters: these have to be typed fast
        if choice.evaluate("one => one.selectedOptions[0].text").startswith("101 without U"):
            break
        page.keyboard.press("ArrowDown")
    in_kernel(file, request, RESPONSE.replace(b"Upgrade: websocket\r\n", b""))
    first.focus()
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook-cell").count() == 1


@pytest.mark.slow
def test_what_cannot_be_read_is_said_at_its_place(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "hand_problem"
    page = opened(open_notebook, folder, file.name).page
    host = line(page, "The client asks", 2)
    host.fill("Host: ☃")
    page.get_by_text("☃ is not in Latin-1", exact=False).wait_for()
    eventually(lambda: host.get_attribute("aria-invalid") == "true")
    host.fill("Host: a")
    in_kernel(file, REQUEST.replace(b"127.0.0.1", b"a"))
    eventually(lambda: host.get_attribute("aria-invalid") is None)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(open_notebook: OpenNotebook, folder: Path, width: int) -> None:
    notebook = open_notebook(builder_cell(folder, "hand_narrow"))
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    line(page, "The client asks", 2).fill("Host: " + "very-long-" * 20)
    builder = page.locator(".fbf-hand")
    eventually(lambda: page.locator(".fbf-hand-line").count() == 15)
    eventually(lambda: builder.evaluate(OUTSIDE) == [])


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_notebook: OpenNotebook, folder: Path, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(builder_cell(folder, "hand_axe"), dark=dark)
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page.get_by_role("button", name="Send to liar").click()
    page.get_by_text("liar has answered with these lines.", exact=False).wait_for()
    line(page, "The client asks", 2).fill("Host: ☃")
    page.get_by_text("☃ is not in Latin-1", exact=False).wait_for()
    found = axe.Axe().run(page, context=".fbf-hand", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert "color-contrast" in looked
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
def test_a_restarted_kernel_is_said(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = opened(open_notebook, folder, "hand_gone")
    notebook.restart_kernel()
    notebook.page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: notebook.page.locator(".fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
def test_two_views_show_the_same_and_one_may_go(open_notebook: OpenNotebook, folder: Path) -> None:
    file = folder / "hand_views"
    notebook = open_notebook(builder_cell(folder, file.name), "builder")
    notebook.run_all()
    page = notebook.page
    eventually(lambda: page.locator(".fbf-hand").count() == 2)
    line(notebook.output(1), "The client asks", 2).fill("Host: b")
    eventually(lambda: line(notebook.output(0), "The client asks", 2).input_value() == "Host: b")
    notebook.cell(1).locator(".cm-content").click()
    notebook.command("notebook:clear-cell-output")
    eventually(lambda: page.locator(".fbf-hand").count() == 1)
    line(notebook.output(0), "The client asks", 2).fill("Host: c")
    in_kernel(file, REQUEST.replace(b"127.0.0.1", b"c"))

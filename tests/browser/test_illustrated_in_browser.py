"""An illustrated session in a browser: light, dark, narrow, on paper, by keyboard; with a hostile peer."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framebyframe.lesson.authoring import sessions
from framebyframe.proxy import Record
from framebyframe.proxy.illustrated import illustrate
from framebyframe.proxy.tap.following import Follower
from framebyframe.proxy.tap.items import TappedConnection
from framebyframe.wire import Frame, Opcode, encode_frame
from framebyframe.wire.handshake import build_request, build_response

from .laboratory import OpenNotebook, eventually

pytestmark = pytest.mark.browser

AUTOPSY, ONE_CALL = sessions.NAMES
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
EVERY_DAY = [(ONE_CALL, True, 360)]
"""What is looked at in a short run: session, theme, width in pixels; a long one takes all."""
LOOKS = [
    pytest.param(*look, marks=[] if look in EVERY_DAY else pytest.mark.slow)
    for look in itertools.product(sessions.NAMES, (False, True), (1280, 800, 360))
]
OPENED = "() => [...document.querySelectorAll('details')].filter(part => part.open).length"
ALL = "() => document.querySelectorAll('details').length"
CUT = """() => [...document.querySelectorAll("body *")]
    .filter(part => part.checkVisibility() && !part.matches(".skip") && part.getBoundingClientRect().width)
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1)
    .map(part => part.outerHTML.slice(0, 200))"""
"""Elements that stand out at the right."""
HIDDEN_ON_PAPER = """() => [...document.querySelectorAll("details > .body")]
    .filter(body => body.getBoundingClientRect().height < 5).length"""


SHEET = re.compile(rb"/Type /Page\b(?!s)")


class Look:
    """A page in a browser; what it asks of the network, and what goes wrong in it."""

    def __init__(self, browser: Any, width: int = 1280, dark: bool = False) -> None:
        scheme = "dark" if dark else "light"
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.errors.append("a dialog"), dialog.dismiss()))

    def open(self, path: Path, part: str = "") -> Any:
        self.page.goto(f"{path.as_uri()}{part}")
        return self.page

    def strangers(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:"))]


@pytest.fixture
def look(browser: Any) -> Iterator[Any]:
    """Opens a page; nothing may leave it, and nothing may go wrong in it."""
    looks: list[Look] = []

    def open_it(path: Path, width: int = 1280, dark: bool = False, part: str = "") -> Any:
        looks.append(Look(browser, width, dark))
        return looks[-1].open(path, part)

    yield open_it
    for each in looks:
        each.page.close()
    assert [url for each in looks for url in each.strangers()] == []
    assert [error for each in looks for error in each.errors] == []


def talk(*said: tuple[str, Frame]) -> Record:
    """A record of what was said after an opening handshake."""
    record = Record("ws://127.0.0.1:8080")
    connection = TappedConnection(1, 0.0, 50_000, "127.0.0.1:8080")
    record.add_connection(connection)
    follower = Follower(record, connection)
    follower.take("client", build_request("127.0.0.1", "/", KEY), 0.1)
    follower.take("server", build_response(KEY), 0.2)
    for number, (sender, frame) in enumerate(said, 1):
        follower.take(sender, encode_frame(frame), float(number))  # type: ignore[arg-type]
    return record


@pytest.mark.parametrize(("name", "dark", "width"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut(look: Any, name: str, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = look(sessions.page(name), width, dark)
    assert page.evaluate(CUT) == []
    page.get_by_role("button", name="Open all").click()
    assert page.evaluate(CUT) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    found = axe.Axe().run(page)
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert "color-contrast" in looked
    assert found.violations_count == 0, found.generate_report()
    unsure = [
        node
        for rule in found.response["incomplete"]
        if rule["id"] == "color-contrast"
        for node in rule["nodes"]
        if node["any"][0]["data"]["messageKey"] != "nonBmp"  # signs, such as ✗, whose words are their label
    ]
    assert unsure == []


def test_a_dark_screen_gets_a_dark_page(look: Any) -> None:
    background = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = (look(sessions.page(ONE_CALL), dark=dark).evaluate(background) for dark in (False, True))
    assert light != dark


def test_all_is_opened_and_closed_by_keyboard(look: Any) -> None:
    page = look(sessions.page(ONE_CALL))
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to what passed"
    page.keyboard.press("Enter")
    eventually(lambda: page.evaluate("() => document.activeElement.id") == "session")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('summary')")
    page.keyboard.press("Enter")
    eventually(lambda: page.evaluate(OPENED) == 1)
    page.get_by_role("button", name="Open all").press("Enter")
    eventually(lambda: page.evaluate(OPENED) == page.evaluate(ALL) > 20)
    page.get_by_role("button", name="Close all").press("Enter")
    eventually(lambda: page.evaluate(OPENED) == 0)


@pytest.mark.slow
def test_an_address_opens_its_frame_and_its_field(look: Any) -> None:
    page = look(sessions.page(ONE_CALL), part="#frame-2")
    eventually(lambda: page.locator("#frame-2 > details").evaluate("part => part.open"))
    page.goto(page.url.split("#")[0] + "#frame-1-opcode")
    eventually(lambda: page.locator("#frame-1-opcode").evaluate("part => part.open"))
    assert page.locator("#frame-1 > details").evaluate("part => part.open")


@pytest.mark.slow
def test_a_byte_leads_to_its_field(look: Any) -> None:
    page = look(sessions.page(AUTOPSY), part="#connection-1-response")
    page.locator("#connection-1-response .octets a").first.click()
    eventually(lambda: page.locator("#connection-1-response-fin").evaluate("part => part.open"))
    page.locator("#connection-1-response-opcode > summary").click()
    assert "Opcode" not in page.locator("#connection-1-response-opcode").inner_text()
    assert "1000" in page.locator("#connection-1-response-opcode").inner_text()


def test_it_reads_without_its_script(browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sessions.page(ONE_CALL).as_uri())
    assert not page.get_by_role("button", name="Open all").is_visible()
    page.locator("#frame-1 > details > summary").click()
    assert page.locator("#frame-1-fin > summary").is_visible()
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_paper_all_is_open(browser: Any, script: bool, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(sessions.page(ONE_CALL).as_uri())
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "page.pdf")
    assert len(SHEET.findall((tmp_path / "page.pdf").read_bytes())) > 10  # closed it has two
    if script:
        assert page.evaluate(HIDDEN_ON_PAPER) == 0
        assert not page.get_by_role("button", name="Open all").is_visible()
    context.close()


@pytest.mark.slow
def test_printing_leaves_the_page_as_it_was(look: Any) -> None:
    page = look(sessions.page(ONE_CALL), part="#frame-1")
    before = eventually(lambda: page.evaluate(OPENED))
    page.pdf()
    eventually(lambda: page.evaluate(OPENED) == before)


@pytest.mark.slow
def test_a_hostile_peer_does_nothing(look: Any, tmp_path: Path) -> None:
    words = (
        "</script><script>alert(1)</script><img src=https://evil.test/x onerror=alert(2)>\u202e\x1b]0;x\x07"
    )
    frame = Frame(Opcode.TEXT, words.encode())
    call = Frame(Opcode.TEXT, '{"action": "<img src=x onerror=alert(3)>", "id": "\u202e"}'.encode())
    illustrate(talk(("client", frame), ("server", frame), ("client", call))).save(tmp_path / "page.html")
    page = look(tmp_path / "page.html")
    page.get_by_role("button", name="Open all").click()
    assert page.locator("img").count() == 0
    assert "\u202e" not in page.content()


@pytest.mark.slow
def test_a_thousand_frames_stay_usable(look: Any, tmp_path: Path) -> None:
    said = [
        ("client", Frame(Opcode.TEXT, b'{"action": "echo", "id": %d}' % n, masking_key=b"abcd"))
        for n in range(1000)
    ]
    illustrate(talk(*said)).save(tmp_path / "page.html")
    page = look(tmp_path / "page.html")
    page.locator("#frame-1000 > details > summary").click()
    assert page.locator("#frame-1000-opcode").is_visible()
    assert page.get_by_text("steps left out here").first.is_visible()
    page.get_by_role("button", name="Open all").click()
    assert page.evaluate(OPENED) == page.evaluate(ALL)
    assert page.evaluate("() => document.querySelectorAll('*').length") < 120_000


@pytest.mark.slow
def test_in_a_notebook_it_stands_apart_and_works(open_notebook: OpenNotebook) -> None:
    recording = str(sessions.recording(ONE_CALL))
    imports = "from framebyframe.proxy import Record\nfrom framebyframe.proxy.illustrated import illustrate"
    cell = f"{imports}\nillustrate(Record.load({recording!r}))"
    notebook = open_notebook(cell)
    notebook.run_all()
    inside = notebook.page.frame_locator(".jp-OutputArea iframe")
    inside.get_by_role("button", name="Open all").click()
    inside.locator("#frame-1-opcode").wait_for(state="visible")
    inside.get_by_role("button", name="Close all").click()
    inside.get_by_role("list").get_by_role("link", name="frame 1").click()
    inside.locator("#frame-1-opcode > summary").wait_for(state="visible")


@pytest.mark.slow
def test_jupyterlab_opens_what_a_chapter_links_to(
    open_notebook: OpenNotebook, laboratory: tuple[str, Path]
) -> None:
    illustrated = laboratory[1] / "notebooks" / "illustrated"
    illustrated.mkdir(exist_ok=True)
    shutil.copy(sessions.page(AUTOPSY), illustrated)
    notebook = open_notebook("1")
    notebook.command("docmanager:open", {"path": f"illustrated/{AUTOPSY}.html"})
    inside = notebook.page.frame_locator(".jp-HTMLViewer iframe")
    inside.locator("#frame-1 > details > summary").click()
    inside.locator("#frame-1-opcode > summary").wait_for(state="visible")

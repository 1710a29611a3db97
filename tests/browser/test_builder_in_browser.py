"""The frame builder and the quiz in a real browser; their effect is read from the kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from framebyframe.wire import Frame, Opcode, encode_frame

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

KEY = bytes.fromhex("37fa213d")
HELLO = encode_frame(Frame(Opcode.TEXT, b"Hello", masking_key=KEY))

BUILDER = """\
from pathlib import Path
from framebyframe.widgets import FrameBuilder
builder = FrameBuilder()
builder.observe(lambda change: Path("{file}").write_bytes(change.new), "data")
builder"""


def builder_cell(folder: Path, name: str) -> str:
    return BUILDER.format(file=folder / name)


def in_kernel(file: Path, expected: bytes) -> None:
    """Wait until the kernel has exactly these bytes."""
    eventually(lambda: file.exists() and file.read_bytes() == expected)


def shown_and_in_kernel(notebook: Notebook, file: Path, expected: bytes) -> None:
    """Wait until page and kernel have these bytes: an earlier key would meet a page that is redrawn."""
    in_kernel(file, expected)
    eventually(lambda: notebook.page.get_by_label("Hex").input_value() == expected.hex(" "))


def focus_is(notebook: Notebook, what: str) -> None:
    """Wait until the element in focus fulfils this condition."""
    eventually(lambda: notebook.page.evaluate(f"document.activeElement{what}"))


def bit(notebook: Notebook, index: int) -> Any:
    return notebook.page.locator(f'.fbf-bit[data-bit="{index}"]')


def test_built_by_mouse(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(builder_cell(folder, "mouse"))
    notebook.run_all()
    page = notebook.page
    bit(notebook, 6).click()
    in_kernel(folder / "mouse", b"\x83" + HELLO[1:])
    page.get_by_text("Opcode 0x3 is reserved.", exact=False).first.wait_for()
    page.get_by_text("should send close code 1002, protocol error", exact=False).first.wait_for()
    page.get_by_role("button", name="Undo").click()
    in_kernel(folder / "mouse", HELLO)
    page.get_by_label("opcode", exact=True).select_option("9")
    in_kernel(folder / "mouse", b"\x89" + HELLO[1:])
    page.get_by_label("payload data", exact=True).fill("Hi")
    hi = encode_frame(Frame(Opcode.PING, b"Hi", masking_key=KEY))
    in_kernel(folder / "mouse", hi)
    eventually(lambda: page.get_by_label("Hex").input_value() == hi.hex(" "))
    eventually(lambda: "“Hi”" in page.get_by_label("In words").input_value())
    page.get_by_label("Hex").fill("8")
    page.get_by_text("one is missing", exact=False).first.wait_for()
    assert (folder / "mouse").read_bytes() == hi
    assert page.locator(".fbf-still").count() == 1
    assert not page.locator(".fbf-still").is_visible()


def test_built_by_keyboard_alone(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(builder_cell(folder, "keys"), "'the cell below'")
    notebook.run_all()
    eventually(lambda: "the cell below" in notebook.shown(1))  # JupyterLab moves the focus until all have run
    page = notebook.page
    bit(notebook, 0).wait_for()
    page.get_by_label("In words").focus()
    press = page.keyboard.press
    for _ in range(7):  # examples, sender, start again, undo, redo, copy, bits
        press("Tab")
    focus_is(notebook, ".dataset.bit === '0'")
    press("Space")
    shown_and_in_kernel(notebook, folder / "keys", b"\x01" + HELLO[1:])
    for _ in range(7):
        press("ArrowRight")
    press("0")
    shown_and_in_kernel(notebook, folder / "keys", b"\x00" + HELLO[1:])
    focus_is(notebook, ".dataset.bit === '8'")
    press("ArrowDown")
    focus_is(notebook, ".closest('.fbf-row') !== null")
    press("Home")
    focus_is(notebook, ".dataset.bit === '16'")
    press("Control+z")
    shown_and_in_kernel(notebook, folder / "keys", b"\x01" + HELLO[1:])
    press("Control+z")
    shown_and_in_kernel(notebook, folder / "keys", HELLO)
    press("Control+Shift+z")
    shown_and_in_kernel(notebook, folder / "keys", b"\x01" + HELLO[1:])
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        press(key)
    assert page.locator(".jp-Notebook-cell").count() == 2
    for _ in range(30):
        press("Tab")
        if page.evaluate("document.activeElement.closest('.fbf-builder') === null"):
            break
    assert page.evaluate("document.activeElement.closest('.jp-NotebookPanel') !== null")


SEND = """\
from framebyframe import peers
from framebyframe.widgets import FrameBuilder
from framebyframe.widgets.frame_builder import sending
sending.FIRST_REPLY = sending.QUIET = 20.0  # seconds: a busy machine takes its time
server = peers.{server}()
builder = FrameBuilder(b"\\x83\\x80" + bytes(4), peers={{"the server": server}})
builder"""


@pytest.mark.parametrize("server", ["node", pytest.param("python", marks=pytest.mark.slow)])
def test_sent_to_a_live_server(open_notebook: OpenNotebook, server: str) -> None:
    if server == "node":
        from running_servers import server_command

        server_command("node_server")  # skips where there is no Node
    notebook = open_notebook(SEND.format(server=server))
    notebook.run_all()
    page = notebook.page
    page.get_by_role("button", name="Send to the server").click()
    page.get_by_text("the server closed the connection", exact=False).first.wait_for()
    eventually(lambda: "1002 (protocol error)" in page.locator(".fbf-received").inner_text())
    page.get_by_label("in two pieces", exact=False).check()
    page.get_by_role("button", name="Send to the server").click()
    eventually(lambda: page.locator(".fbf-sent").count() == 2)


@pytest.mark.slow
def test_a_frame_of_several_keeps_its_title_true(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(builder_cell(folder, "title"))
    notebook.run_all()
    page = notebook.page
    page.get_by_label("Examples").select_option(label="Text in two frames")
    title = page.locator(".fbf-frame-title").first
    eventually(lambda: "unfinished text frame" in title.inner_text())
    bit(notebook, 6).click()
    eventually(lambda: "reserved opcode 0x3" in title.inner_text())


@pytest.mark.slow
def test_the_focus_stays_on_send(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(
        "from framebyframe.widgets import FrameBuilder\n"
        'builder = FrameBuilder(b"\\x83\\x00", peers={"nobody": "ws://127.0.0.1:9"})\nbuilder'
    )
    notebook.run_all()
    page = notebook.page
    page.get_by_role("button", name="Send to nobody").focus()
    page.keyboard.press("Enter")
    page.locator(".fbf-note-failed").wait_for()
    focus_is(notebook, ".classList.contains('fbf-send')")
    page.keyboard.press("Tab")
    focus_is(notebook, ".type === 'checkbox'")


@pytest.mark.slow
def test_a_widget_that_comes_later_takes_no_style_away(open_notebook: OpenNotebook) -> None:
    builder = 'FrameBuilder(b"\\x83\\x00", peers={"nobody": "ws://127.0.0.1:9"})'
    notebook = open_notebook(
        f"from framebyframe.widgets import FrameBuilder, quiz\n{builder}", "quiz('length_300')"
    )
    notebook.run_all()
    notebook.page.locator(".fbf-quiz").wait_for()
    looks = "(one, name) => getComputedStyle(one)[name]"
    key = notebook.page.get_by_label("masking key", exact=True)
    assert key.evaluate(looks, "borderTopStyle") == "dashed"  # there is none: the frame is not masked
    assert notebook.page.get_by_role("button", name="Send to nobody").evaluate(looks, "fontWeight") == "600"


@pytest.mark.slow
def test_the_focus_stays_on_undo_and_redo(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(builder_cell(folder, "undo"))
    notebook.run_all()
    bit(notebook, 0).click()
    shown_and_in_kernel(notebook, folder / "undo", b"\x01" + HELLO[1:])
    for name, after in (("Undo", HELLO), ("Redo", b"\x01" + HELLO[1:])):
        button = notebook.page.get_by_role("button", name=name)
        button.focus()
        notebook.page.keyboard.press("Enter")
        shown_and_in_kernel(notebook, folder / "undo", after)
        eventually(lambda: button.get_attribute("aria-disabled") == "true")  # noqa: B023
        focus_is(notebook, f".textContent === '{name}'")


@pytest.mark.slow
def test_a_masking_key_that_is_undone_keeps_the_focus(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(
        builder_cell(folder, "key").replace("FrameBuilder()", 'FrameBuilder(b"\\x81\\x00")')
    )
    notebook.run_all()
    page = notebook.page
    page.get_by_label("MASK", exact=True).check()
    eventually(lambda: (folder / "key").exists() and len((folder / "key").read_bytes()) == 6)
    eventually(lambda: len(page.get_by_label("Hex").input_value().split()) == 6)  # the page is drawn anew
    page.get_by_label("masking key", exact=True).focus()
    page.keyboard.press("Control+z")
    shown_and_in_kernel(notebook, folder / "key", b"\x81\x00")
    focus_is(notebook, ".readOnly === true")
    page.keyboard.press("Control+Shift+z")
    eventually(lambda: len((folder / "key").read_bytes()) == 6)
    focus_is(notebook, ".readOnly === false")


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_notebook: OpenNotebook, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(
        "from framebyframe.widgets import FrameBuilder\n"
        'builder = FrameBuilder(b"\\x83\\x05Hello", peers={"nobody": "ws://127.0.0.1:9"})\nbuilder',
        dark=dark,
    )
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page.get_by_role("button", name="Send to nobody").click()
    page.locator(".fbf-note-failed").wait_for()
    page.get_by_label("Hex").fill("8")
    page.get_by_text("one is missing", exact=False).first.wait_for()
    page.get_by_text("As Python", exact=True).click()
    found = axe.Axe().run(page, context=".fbf-builder", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert "color-contrast" in looked
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
def test_a_restarted_kernel_is_said(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(builder_cell(folder, "gone"))
    notebook.run_all()
    page = notebook.page
    bit(notebook, 0).wait_for()
    page.evaluate(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart().then(() => null)"
    )
    page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: page.locator(".fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
def test_two_views_show_the_same_and_one_may_go(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(builder_cell(folder, "views"), "builder", "builder.data = b'\\x89\\x00'")
    notebook.command("notebook:run-all-cells")
    page = notebook.page
    second = notebook.output(1)
    eventually(lambda: page.locator(".fbf-builder").count() == 2)
    eventually(lambda: second.get_by_label("Hex").input_value() == "89 00")
    second.locator('.fbf-bit[data-bit="7"]').click()
    in_kernel(folder / "views", b"\x88\x00")
    first = notebook.output(0)
    eventually(lambda: first.get_by_label("Hex").input_value() == "88 00")
    notebook.cell(1).locator(".cm-content").click()
    notebook.command("notebook:clear-cell-output")
    eventually(lambda: page.locator(".fbf-builder").count() == 1)
    first.locator('.fbf-bit[data-bit="7"]').click()
    in_kernel(folder / "views", b"\x89\x00")


@pytest.mark.slow
def test_ten_megabytes_are_refused_in_words(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(builder_cell(folder, "megabytes"))
    notebook.run_all()
    page = notebook.page
    page.get_by_label("Hex").focus()
    page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "00".repeat(5_000_000));
            const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(paste);
        }"""
    )
    page.get_by_text("10,000,000 characters are too many", exact=False).first.wait_for()
    bit(notebook, 0).click()
    in_kernel(folder / "megabytes", b"\x01" + HELLO[1:])

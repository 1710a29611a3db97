"""The mask player in a real browser: by mouse and again by keyboard alone; narrow, dark, restarted, twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framebyframe.wire.masking import apply_mask

from .laboratory import WIDTHS, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

KEY = bytes.fromhex("37fa213d")
PLAYER = """\
import json
from pathlib import Path
from framebyframe.widgets import MaskPlayer
player = MaskPlayer(b"Hello, you")
def tell(change):
    values = [player.payload.hex(), player.key.hex(), player.turned, player.done]
    Path("{file}").write_text(json.dumps(values))
player.observe(tell, ["payload", "key", "turned", "done"])
player"""
OUTSIDE = """root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility())
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""


def player_cell(folder: Path, name: str) -> str:
    return PLAYER.format(file=folder / name)


def in_kernel(
    file: Path, payload: bytes = b"Hello, you", key: bytes = KEY, turned: int = 0, done: int = 0
) -> None:
    """Wait until the kernel has these very values."""
    wanted = json.dumps([payload.hex(), key.hex(), turned, done])
    eventually(lambda: file.exists() and file.read_text() == wanted)  # it may be met while it is written


def row(page: Any, name: str) -> str:
    """The bytes of a row that can be seen, in hex."""
    cells = page.locator(f'.fbf-mask-rows td[data-row="{name}"]:not(.fbf-mask-ahead) span:last-child')
    return "".join(cells.all_inner_texts())


def opened(open_notebook: OpenNotebook, folder: Path, name: str, **options: Any) -> Notebook:
    notebook = open_notebook(player_cell(folder, name), **options)
    notebook.run_all()
    notebook.page.get_by_role("button", name="Step").wait_for()
    return notebook


@pytest.mark.slow
def test_by_mouse(open_notebook: OpenNotebook, folder: Path) -> None:
    page = opened(open_notebook, folder, "player_mouse").page
    page.get_by_role("button", name="Step").click()
    in_kernel(folder / "player_mouse", done=1)
    page.get_by_text("Byte 0 of the payload meets byte 0 of the key.", exact=False).wait_for()
    page.locator('td[data-row="masked"][data-place="5"]').click()
    in_kernel(folder / "player_mouse", done=6)
    eventually(lambda: row(page, "masked") == apply_mask(b"Hello,", KEY).hex())
    page.get_by_role("button", name="Move the key by one byte").click()
    in_kernel(folder / "player_mouse", turned=1, done=6)
    page.get_by_text("Byte 5 of the payload meets byte 2 of the key.", exact=False).wait_for()
    page.get_by_text("moved by 1: the payload begins with byte 1 of the key").wait_for()
    for _ in range(3):
        page.get_by_role("button", name="Move the key by one byte").click()
    in_kernel(folder / "player_mouse", done=6)
    eventually(lambda: page.locator(".fbf-mask-moved").inner_text() == "")
    page.get_by_role("button", name="Mask the result again").click()
    in_kernel(folder / "player_mouse", apply_mask(b"Hello, you", KEY))
    page.get_by_role("button", name="Play").click()
    eventually(lambda: page.get_by_role("button", name="Pause").count())
    in_kernel(folder / "player_mouse", apply_mask(b"Hello, you", KEY), done=10)
    eventually(lambda: page.get_by_role("button", name="Play").count())
    eventually(lambda: row(page, "masked") == b"Hello, you".hex())
    assert not page.locator(".fbf-still").is_visible()


def test_by_keyboard_alone(open_notebook: OpenNotebook, folder: Path) -> None:
    page = opened(open_notebook, folder, "player_keys").page
    text = page.get_by_label("payload, as text")
    text.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Hi \\x00")
    in_kernel(folder / "player_keys", b"Hi \0")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("00 00 00 0")
    page.get_by_text("one is missing", exact=False).wait_for()
    page.keyboard.type("1")
    in_kernel(folder / "player_keys", b"Hi \0", bytes([0, 0, 0, 1]))
    page.keyboard.press("Tab")
    for key, done in (
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 4),
        ("Home", 0),
        ("End", 4),
    ):
        page.keyboard.press(key)
        in_kernel(folder / "player_keys", b"Hi \0", bytes([0, 0, 0, 1]), done=done)
    eventually(lambda: row(page, "masked") == "48692001")
    step = page.get_by_role("button", name="Step")
    step.focus()
    eventually(lambda: step.get_attribute("aria-disabled") == "true")  # at the end, and it keeps the focus
    page.keyboard.press("Space")
    assert step.evaluate("step => step === document.activeElement")
    in_kernel(folder / "player_keys", b"Hi \0", bytes([0, 0, 0, 1]), done=4)
    page.keyboard.press("Shift+Tab")  # Back
    page.keyboard.press("Space")
    in_kernel(folder / "player_keys", b"Hi \0", bytes([0, 0, 0, 1]), done=3)
    for key in ("a", "b", "d", "d", "x"):  # the notebook's own keys: insert, delete, cut a cell
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook-cell").count() == 1


@pytest.mark.slow
def test_what_cannot_be_read_is_said_at_its_place(open_notebook: OpenNotebook, folder: Path) -> None:
    page = opened(open_notebook, folder, "player_problem").page
    text = page.get_by_label("payload, as text")
    text.fill("x" * 33)
    page.get_by_text("A payload of 33 bytes: the player takes 1 to 32.", exact=False).wait_for()
    eventually(lambda: text.get_attribute("aria-invalid") == "true")
    page.get_by_label("masking key, in hex").fill("00 00 00 01")
    in_kernel(folder / "player_problem", key=bytes([0, 0, 0, 1]))
    eventually(lambda: page.get_by_label("masking key, in hex").get_attribute("aria-invalid") is None)
    assert text.input_value() == "x" * 33 and text.get_attribute("aria-invalid") == "true"
    text.fill("Hello, you")  # what it was: it is taken all the same
    eventually(lambda: text.get_attribute("aria-invalid") is None)
    text.fill("")
    eventually(lambda: text.get_attribute("aria-invalid") == "true")
    page.get_by_role("button", name="Mask the result again").click()
    eventually(lambda: text.get_attribute("aria-invalid") is None and text.input_value() != "")
    page.get_by_label("masking key, in hex").fill(KEY.hex(" "))
    text.fill("x" * 32)
    in_kernel(folder / "player_problem", b"x" * 32)
    eventually(lambda: text.get_attribute("aria-invalid") is None)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(open_notebook: OpenNotebook, folder: Path, width: int) -> None:
    notebook = open_notebook(player_cell(folder, "player_narrow"))
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    page.get_by_label("payload, as text").fill("x" * 32)
    in_kernel(folder / "player_narrow", b"x" * 32)
    player = page.locator(".fbf-player")
    eventually(lambda: page.locator(".fbf-mask-rows td").count() == 96)
    eventually(lambda: player.evaluate(OUTSIDE) == [])


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_notebook: OpenNotebook, folder: Path, dark: bool, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    notebook = open_notebook(player_cell(folder, "player_axe"), dark=dark)
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    page.get_by_role("button", name="Step").click()
    in_kernel(folder / "player_axe", done=1)
    page.get_by_label("masking key, in hex").fill("0")
    page.get_by_text("one is missing", exact=False).wait_for()
    found = axe.Axe().run(page, context=".fbf-player", options={})
    looked = {rule["id"] for kind in ("passes", "incomplete") for rule in found.response[kind]}
    assert "color-contrast" in looked
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
def test_a_restarted_kernel_is_said(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = opened(open_notebook, folder, "player_gone")
    notebook.restart_kernel()
    notebook.page.get_by_text("The kernel of this widget is gone.", exact=False).first.wait_for()
    eventually(lambda: notebook.page.locator(".fbf-live").evaluate("part => part.inert"))


@pytest.mark.slow
def test_two_views_show_the_same_and_one_may_go(open_notebook: OpenNotebook, folder: Path) -> None:
    notebook = open_notebook(player_cell(folder, "player_views"), "player")
    notebook.run_all()
    page = notebook.page
    eventually(lambda: page.locator(".fbf-player").count() == 2)
    notebook.output(1).get_by_role("button", name="Step").click()
    in_kernel(folder / "player_views", done=1)
    eventually(lambda: notebook.output(0).get_by_text("1 / 10").count())
    notebook.output(1).get_by_label("payload, as text").fill("two")
    eventually(lambda: notebook.output(0).get_by_label("payload, as text").input_value() == "two")
    notebook.cell(1).locator(".cm-content").click()
    notebook.command("notebook:clear-cell-output")
    eventually(lambda: page.locator(".fbf-player").count() == 1)
    notebook.output(0).get_by_role("button", name="Step").click()
    in_kernel(folder / "player_views", b"two", done=2)

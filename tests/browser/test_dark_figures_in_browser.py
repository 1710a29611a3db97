"""Every drawing in JupyterLab's dark theme, as kit.py opens it: it is dark, and its words can be read."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from .laboratory import Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GALLERY = Path(__file__).resolve().parents[1] / "figures"
SHOW = """\
import sys
sys.path.insert(0, {folder!r})
from gallery import gallery
from IPython.display import display
drawn = [figure for figure in gallery().values() if "<img" in figure.html]
for figure in drawn[{start}:{end}]:
    display(figure)"""
A_CELL = 12
"""Drawings in a cell: a page does not hold cells that are far out of sight."""

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""
DARK = 0.2
"""Relative luminance of a panel, at most."""
SCALE = 3
"""Pixels a CSS pixel, so that the middle of a stroke has the colour of the ink."""
NEAR = 6
"""The most that a channel of a colour on the screen may differ from the computed one, of 255."""
ROOM = {"width": 1200, "height": 2200}
"""A window, in pixels, in which every drawing is whole: of one that is not, what lies over it is measured."""
GROUND_SHARE = 0.15
"""The share of a word's box from which a colour, other than the ink, counts as background."""

BOXES = """image => {
    const place = image.getBoundingClientRect();
    const code = atob(image.src.split(",")[1]);
    const bytes = Uint8Array.from(code, one => one.charCodeAt(0));
    const holder = document.createElement("div");
    holder.style.cssText = `position: fixed; left: 0; top: 0; width: ${place.width}px; visibility: hidden`;
    holder.innerHTML = new TextDecoder().decode(bytes);
    const drawing = holder.firstElementChild;
    drawing.style.cssText = `width: ${place.width}px; height: ${place.height}px`;
    document.body.append(holder);
    const origin = drawing.getBoundingClientRect();
    const pencil = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const shown = fill => {  // the colour that the theme makes of it
        pencil.filter = getComputedStyle(image).filter;
        pencil.fillStyle = fill;
        pencil.fillRect(0, 0, 1, 1);
        return [...pencil.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const boxes = [...drawing.querySelectorAll("text")].map(text => {
        const box = text.getBoundingClientRect();
        const ink = shown(getComputedStyle(text).fill);
        return [text.textContent, ink, box.left - origin.left, box.top - origin.top, box.width, box.height];
    });
    holder.remove();
    return boxes;
}"""

TABLES = """\
from IPython.display import display
from framebyframe import figures
from framebyframe.figures import Cell
from framebyframe.figures.language import FIELDS, TONES
keys = [*FIELDS, *TONES]
rows = [[Cell(key, key), Cell(key, key, code=True), key] for key in keys]
display(figures.table(["words", "code", "plain"], rows))
display(figures.opcodes())
display(figures.headers(125, 65536))"""
CELLS = """table => {
    const origin = table.getBoundingClientRect();
    const pencil = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    return [...table.querySelectorAll("th, td")].map(cell => {
        const words = cell.querySelector("font") ?? cell.firstElementChild;
        pencil.filter = getComputedStyle(cell).filter;
        pencil.clearRect(0, 0, 1, 1);
        pencil.fillStyle = getComputedStyle(words).color;
        pencil.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = pencil.getImageData(0, 0, 1, 1).data;
        const box = cell.getBoundingClientRect();
        return [words.textContent, [red, green, blue], alpha / 255,
            box.left - origin.left, box.top - origin.top, box.width, box.height];
    });
}"""
"""Each cell's words, the colour that the theme makes of its ink, how opaque it is, and the cell's box."""

IMAGES = "figure > img"
COLD = 60.0
"""Seconds for a kernel to start and to import everything."""

Colour = tuple[int, int, int]
Pixels = npt.NDArray[np.uint8]


def luminance(colour: Colour) -> float:
    """WCAG 2.2's relative luminance."""
    linear = [value / 3294.6 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2's contrast ratio."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours_in(picture: Pixels) -> list[tuple[Colour, int]]:
    """The colours of a part of a picture with their numbers of pixels, the most frequent first."""
    packed = picture.reshape(-1, 3).astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    values, counts = np.unique(packed, return_counts=True)
    order = np.argsort(-counts)
    return [((int(one) >> 16, int(one) >> 8 & 255, int(one) & 255), int(count)) for one, count in
            zip(values[order], counts[order], strict=True)]  # fmt: skip


def read_word(picture: Pixels, ink: Colour, box: list[float]) -> float | None:
    """The least contrast of a word with its background; None if its ink cannot be seen."""
    left, top, width, height = (round(value * SCALE) for value in box)
    part = picture[max(top, 0) : top + height, max(left, 0) : left + width]
    colours = colours_in(part) if part.size else []
    if not any(near(colour, ink) for colour, _ in colours):
        return None
    enough = GROUND_SHARE * part.shape[0] * part.shape[1]
    grounds = [colour for colour, count in colours if count > enough and not near(colour, ink)]
    return min((contrast(ink, ground) for ground in grounds), default=None)


def near(one: Colour, other: Colour) -> bool:
    """Whether two colours differ by rounding at most."""
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def read_words(picture: Pixels, boxes: list[list[Any]]) -> dict[str, float]:
    """The contrast of each word of a drawing that can be measured."""
    found: dict[str, float] = {}
    for words, ink, *box in boxes:
        measured = read_word(picture, tuple(ink), box) if words.strip() else None
        if measured:
            found[words] = min(measured, found.get(words, 21.0))
    return found


def drawings() -> int:
    """The number of drawings that have a picture; a table has none."""
    sys.path.append(str(GALLERY))
    from gallery import gallery

    return sum("<img" in figure.html for figure in gallery().values())


def test_figures_are_dark_and_every_word_in_them_can_be_read(open_notebook: OpenNotebook) -> None:
    count = drawings()
    starts = range(0, count, A_CELL)
    cells = [SHOW.format(folder=str(GALLERY), start=start, end=start + A_CELL) for start in starts]
    notebook = open_notebook(*cells, dark=True, scale=SCALE)
    notebook.page.set_viewport_size(ROOM)
    notebook.run_all()
    wanted = [min(A_CELL, count - start) for start in starts]
    measured = [
        drawing for index, number in enumerate(wanted) for drawing in measure(notebook, index, number)
    ]
    assert max(panel for panel, _ in measured) < DARK
    contrasts = {words: one for _, found in measured for words, one in found.items()}
    worst = sorted((one, words) for words, one in contrasts.items())[:5]
    print(f"{len(contrasts)} words, least contrast first: {worst}")
    assert len(contrasts) > 5 * count
    assert worst[0][0] >= TEXT_CONTRAST, worst


def measure(notebook: Notebook, index: int, number: int) -> list[tuple[float, dict[str, float]]]:
    """For each drawing under a cell, the luminance of its panel and the contrast of its words."""
    images = notebook.output(index).locator(IMAGES)
    eventually(
        lambda: [notebook.shown(index), images.count()][1] == number, COLD
    )  # shown: brought into sight
    return [measure_one(images.nth(place)) for place in range(number)]


def measure_one(image: Any) -> tuple[float, dict[str, float]]:
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.decode()")  # a picture taken earlier may be without it
    picture = np.asarray(Image.open(io.BytesIO(image.screenshot())).convert("RGB"))
    (panel, _), *_ = colours_in(picture)
    return luminance(panel), read_words(picture, image.evaluate(BOXES))


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_tables_follow_the_theme_and_every_cell_can_be_read(open_notebook: OpenNotebook, dark: bool) -> None:
    notebook = open_notebook(TABLES, dark=dark, scale=SCALE)
    notebook.run_all()
    tables = notebook.output(0).locator("figure table")
    eventually(lambda: tables.count() == 3, COLD)
    measured = [measure_table(tables.nth(place)) for place in range(3)]
    grounds = [ground for found, _ in measured for ground in found]
    assert (max(grounds) < DARK) if dark else (min(grounds) > 1 - DARK - DARK)
    worst = sorted((one, words) for _, found in measured for words, one in found)[:5]
    print(f"{len(grounds)} cells, least contrast first: {worst}")
    assert worst[0][0] >= TEXT_CONTRAST, worst


def measure_table(table: Any) -> tuple[list[float], list[tuple[str, float]]]:
    """For each cell of a table the luminance of its ground, and its words with their contrast."""
    table.scroll_into_view_if_needed()
    picture = np.asarray(Image.open(io.BytesIO(table.screenshot())).convert("RGB"))
    grounds, contrasts = [], []
    for words, ink, alpha, left, top, width, height in table.evaluate(CELLS):
        x, y, wide, high = (round(value * SCALE) for value in (left + 1, top + 1, width - 2, height - 2))
        colours = colours_in(picture[y : y + high, x : x + wide])
        ground = colours[0][0]
        shown = tuple(round(alpha * a + (1 - alpha) * b) for a, b in zip(ink, ground, strict=True))
        assert any(near(colour, shown) for colour, _ in colours), f"{words!r} is not to be seen"
        grounds.append(luminance(ground))
        contrasts.append((words, contrast(shown, ground)))
    return grounds, contrasts


def test_figures_stay_as_they_are_in_a_light_theme(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SHOW.format(folder=str(GALLERY), start=0, end=1))
    notebook.run_all()
    eventually(lambda: notebook.output(0).locator(IMAGES).count(), COLD)
    image = notebook.output(0).locator(IMAGES).first
    assert image.evaluate("image => getComputedStyle(image).filter") == "none"

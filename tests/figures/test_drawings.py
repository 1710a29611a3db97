"""Rules for all drawings: safe, described, the same in every run; no text cut off or covered."""

from __future__ import annotations

import base64
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from gallery import HELLO, HOSTILE, gallery
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.figures import Figure, svg
from framebyframe.figures.language import FIELDS, PATTERNS
from framebyframe.wire import Frame, Opcode

GALLERY = gallery()
EVERY = pytest.mark.parametrize("figure", GALLERY.values(), ids=GALLERY)
PICTURES = {name: figure for name, figure in GALLERY.items() if figure.svg}
EVERY_PICTURE = pytest.mark.parametrize("figure", PICTURES.values(), ids=PICTURES)

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "defs", "pattern", "path", "rect", "line", "text", "g"}
ATTRIBUTES = {
    "xmlns", "width", "height", "viewBox", "role", "id", "patternUnits", "d", "fill", "stroke",
    "stroke-width", "x", "y", "rx", "x1", "y1", "x2", "y2", "stroke-dasharray", "font-size",
    "font-family", "font-weight", "text-anchor", "textLength", "lengthAdjust", "transform", "{http://www.w3.org/XML/1998/namespace}space",
}  # fmt: skip
SMALLEST_TEXT = 13
WIDEST = 760
HEIGHT_OF_CAPITALS = 0.72
FIELDS_OF_HELLO = [
    "fin",
    "rsv1",
    "rsv2",
    "rsv3",
    "opcode",
    "mask",
    "payload_length",
    "masking_key",
    "masked_payload",
]


def drawn(figure: Figure) -> ElementTree.Element:
    """The picture as a tree; a parser that refuses it fails the test."""
    return ElementTree.fromstring(figure.svg)


@EVERY
def test_nothing_in_it_can_run_or_be_stripped(figure: Figure) -> None:
    assert sanitise(figure.html).stripped == []


@EVERY_PICTURE
def test_a_picture_has_shapes_and_text_only(figure: Figure) -> None:
    for element in drawn(figure).iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        for value in element.attrib.values():
            assert "url(" not in value or re.fullmatch(r"url\(#[a-z]+-[0-9a-f]{6}\)", value)


@EVERY_PICTURE
def test_patterns_that_are_used_are_there(figure: Figure) -> None:
    ids = {element.attrib["id"] for element in drawn(figure).iter() if "id" in element.attrib}
    used = set(re.findall(r"url\(#([^)]+)\)", figure.svg))
    assert used == ids
    assert {name.split("-")[0] for name in ids} <= set(PATTERNS)


@EVERY
def test_it_is_described(figure: Figure) -> None:
    assert len(figure.alt) > 3
    assert "\n" not in figure.alt
    for image in sanitise(figure.html).images:
        assert image["alt"]
        assert (
            base64.b64decode(image["src"].removeprefix("data:image/svg+xml;base64,")).decode() == figure.svg
        )


@EVERY
def test_its_text_stands_alone(figure: Figure) -> None:
    assert repr(figure) == figure.text
    assert figure.text.strip()
    assert max(len(line) for line in figure.text.splitlines()) <= 160
    assert all(line == line.rstrip() for line in figure.text.splitlines())


@EVERY
def test_no_control_character_gets_out(figure: Figure) -> None:
    for content in (figure.svg, figure.text, figure.html, figure.alt):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", content)


@EVERY
def test_no_markup_of_a_peer_gets_in(figure: Figure) -> None:
    for content in (figure.svg, figure.html):
        assert "<script" not in content and "<img src=x" not in content


@EVERY_PICTURE
def test_it_fits_the_page_and_can_be_read(figure: Figure) -> None:
    picture = drawn(figure)
    assert float(picture.attrib["width"]) <= WIDEST
    assert float(picture.attrib["height"]) > 0
    sizes = {float(text.attrib["font-size"]) for text in picture.iter(f"{SVG}text")}
    assert min(sizes) >= SMALLEST_TEXT


def sheets(picture: ElementTree.Element) -> list[ElementTree.Element]:
    """The panels of a picture: itself, or those stacked in it."""
    return picture.findall(f"{SVG}svg") or [picture]


def box(text: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line, in the widest of the usual fonts."""
    size, x, y = (float(text.attrib[name]) for name in ("font-size", "x", "y"))
    font, bold = text.get("font-family", svg.SANS), text.get("font-weight") == "bold"
    width = float(text.get("textLength") or svg.text_width(text.text or "", size, font, bold))
    left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor", "start")]
    return left, y - HEIGHT_OF_CAPITALS * size, left + width, y


@EVERY_PICTURE
def test_no_text_is_cut_off(figure: Figure) -> None:
    for sheet in sheets(drawn(figure)):
        width, height = float(sheet.attrib["width"]), float(sheet.attrib["height"])
        for text in sheet.iter(f"{SVG}text"):
            left, top, right, bottom = box(text)
            assert left >= 4 and right <= width - 4, text.text
            assert top >= 4 and bottom <= height - 4, text.text


@EVERY_PICTURE
def test_no_two_texts_overlap(figure: Figure) -> None:
    for sheet in sheets(drawn(figure)):
        boxes = [(box(text), text.text) for text in sheet.iter(f"{SVG}text")]
        for (one, words), (other, more) in itertools.combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (words, more)


@EVERY_PICTURE
def test_no_shape_leaves_the_panel(figure: Figure) -> None:
    for sheet in sheets(drawn(figure)):
        width, height = float(sheet.attrib["width"]), float(sheet.attrib["height"])
        for shape in sheet.findall(f"{SVG}rect"):
            x, y, wide, high = (float(shape.attrib[name]) for name in ("x", "y", "width", "height"))
            assert x >= 0 and y >= 0 and x + wide <= width and y + high <= height
            assert wide > 0 and high > 0


def test_it_is_the_same_in_every_run() -> None:
    """Another process with another seed for hashes gives the same bytes, as nbval requires."""
    program = "from gallery import gallery; print([(f.html, f.text, f.alt) for f in gallery().values()])"
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), *sys.path])
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("draw", [figures.frame_bytes, figures.frame_anatomy])
def test_every_field_is_named_in_every_form(draw: object) -> None:
    figure: Figure = draw(HELLO)  # type: ignore[operator]
    for key in FIELDS_OF_HELLO:
        assert FIELDS[key].name in figure.alt
        assert FIELDS[key].name in sanitise(figure.html).text
    assert all(FIELDS[key].name in figures.frame_bytes(HELLO).text for key in FIELDS_OF_HELLO)


def test_hostile_text_is_shown_as_text() -> None:
    figure = figures.message({"method": HOSTILE})
    shown = "".join(drawn(figure).itertext())
    assert "<script>alert(1)</script>" in shown
    assert "\\x1b[31m" in shown or "\\u001b[31m" in shown
    assert "<script>alert(1)</script>" in sanitise(figure.html).text


def test_a_huge_frame_is_elided_and_quick_to_draw() -> None:
    figure = figures.frame_bytes(b"\x82\x7f" + (10_000_000).to_bytes(8, "big") + bytes(10_000_000))
    assert "… 9,999,952 more bytes …" in figure.svg
    assert len(figure.html) < 60_000


@pytest.mark.parametrize("draw", [figures.frame_bytes, figures.frame_anatomy], ids=lambda draw: draw.__name__)
def test_the_names_of_fields_and_rows_are_whole(draw: Callable[[Frame], Figure]) -> None:
    frame = Frame(Opcode.TEXT, bytes(120), masking_key=bytes(4))
    written = " ".join(text.text or "" for text in drawn(draw(frame)).iter(f"{SVG}text"))
    names = re.findall(r"\bbyte \d+\b|\bMASK\b", written)
    assert names in (["MASK"], [f"byte {first}" for first in range(0, 24, 4)])

"""Shapes as SVG text: presentation attributes only, every position rounded, everything escaped.

A shape is a string; a drawing is a list of them. There is no state and no chance in here, so equal
input gives equal bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from . import language
from .language import PANEL_LIGHT, Colours, Field, Mark
from .visible import columns, shorten, visible

MONO = "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace"
SANS = "Helvetica Neue, Helvetica, Segoe UI, Arial, sans-serif"

MONO_ADVANCE = 0.62
"""Width of a character of the widest usual monospaced font, as a part of the font's size."""
SANS_ADVANCES = {" .,:;!|'`()[]{}/\\ijltIfr-": 0.40, "mwMW@%—…": 0.98, "ABCDEGHKNOPQRSUVXYZ": 0.76}
NARROWEST = 0.4
"""Least width of a character of a proportional font, as a part of the font's size."""
SANS_ADVANCE = 0.63
"""Width of a character of DejaVu Sans, a wide font; Arial and Helvetica need less."""
BOLD = 1.1

CODE = 14
CODE_ADVANCE = 8.4
"""Pixels from one character of code to the next; SVG stretches or narrows the gaps to keep it."""

SMALL = 13
"""The smallest size of any text, in pixels."""
MEDIUM = 15
LARGE = 18

BAND = 6
"""Height of a field's band, in pixels."""

WIDTH = 760
PADDING = 20
INNER = WIDTH - 2 * PADDING


def element(tag: str, *children: str, **attributes: object) -> str:
    """One SVG element. `stroke_width=2` becomes `stroke-width="2"`; None leaves an attribute out."""
    written = "".join(
        f' {name.replace("__", ":").replace("_", "-")}="{escape(number(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(children)}</{tag}>" if children else f"<{tag}{written}/>"


def number(value: object) -> str:
    """A float without noise: 3.0 is 3, 0.1 + 0.2 is 0.3."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def rectangle(
    x: float, y: float, width: float, height: float, radius: float = 0, **attributes: object
) -> str:
    """A rectangle, with rounded corners if `radius` says so."""
    return element("rect", x=x, y=y, width=width, height=height, rx=radius or None, **attributes)


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, **attributes: object
) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, **attributes)


def path(steps: str, colour: str, width: float = 1, fill: str = "none", **attributes: object) -> str:
    """A path; `steps` is SVG's path language."""
    return element("path", d=steps, fill=fill, stroke=colour, stroke_width=width, **attributes)


def text(
    x: float,
    middle: float,
    content: str,
    size: float = MEDIUM,
    colour: str = PANEL_LIGHT["text"],
    anchor: str = "start",
    font: str = SANS,
    bold: bool = False,
    room: float | None = None,
) -> str:
    """One line of text whose capitals are centred at `middle`.

    Args:
        content: from anywhere; it is made visible and escaped here.
        anchor: "start", "middle" or "end" of the line is at `x`.
        room: the pixels there are; longer text is elided.
    """
    content = visible(content)
    if room is not None:
        content = _fit(content, size, font, bold, room)
    return element(
        "text",
        escape(content, quote=False),
        x=x,
        y=middle + 0.36 * size,
        font_size=size,
        fill=colour,
        text_anchor=anchor if anchor != "start" else None,
        font_family=font if font != SANS else None,
        font_weight="bold" if bold else None,
    )


def monospaced(x: float, middle: float, content: str, colour: str, advance: float = CODE_ADVANCE) -> str:
    """Code whose every column is `advance` pixels wide, whatever font there is."""
    content = visible(content)
    return element(
        "text",
        escape(content, quote=False),
        x=x,
        y=middle + 0.36 * CODE,
        font_size=CODE,
        fill=colour,
        font_family=MONO,
        textLength=columns(content) * advance,
        lengthAdjust="spacing",
        xml__space="preserve",
    )


def text_width(content: str, size: float, font: str = SANS, bold: bool = False) -> float:
    """An upper bound of a line's width over the usual fonts, in pixels."""
    if font == MONO:
        return columns(content) * MONO_ADVANCE * size
    wide = math.fsum(_sans_advance(character) for character in content) * size  # the same on every Python
    return wide * (BOLD if bold else 1)


def wrapped(content: str, size: float, room: float, font: str = SANS, bold: bool = False) -> list[str]:
    """The content in lines that fit `room` pixels, broken at blanks; a longer word is left to `text`."""
    lines: list[str] = []
    for word in visible(content).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, font, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def paragraph(
    x: float,
    middle: float,
    content: str,
    size: float,
    room: float,
    leading: float,
    colour: str = PANEL_LIGHT["text"],
    bold: bool = False,
) -> tuple[list[str], float]:
    """A sentence in as many lines as it needs, and the pixels that they take.

    Args:
        middle: of the first line's capitals.
        room: the pixels there are for a line.
        leading: the pixels from one line to the next.
    """
    lines = wrapped(content, size, room, bold=bold)
    shapes = [
        text(x, middle + index * leading, line, size, colour, bold=bold, room=room)
        for index, line in enumerate(lines)
    ]
    return shapes, len(lines) * leading


def band(x: float, y: float, width: float, pattern: str, colours: Colours, height: float = BAND) -> str:
    """The patterned strip that marks a field without colour; the pattern starts at its left edge."""
    strip = rectangle(0, 0, width, height, fill=f"url(#{pattern_id(pattern, colours.line)})")
    return element("g", strip, transform=f"translate({number(x)} {number(y)})")


def bracket(left: float, right: float, y: float, tip: float, colour: str = PANEL_LIGHT["muted"]) -> str:
    """A line over (or under) a span of cells, with a tip of `tip` pixels in its middle."""
    foot, middle = -tip / 2, (left + right) / 2
    ends = f"M{number(left)} {number(y + foot)}V{number(y)}H{number(right)}V{number(y + foot)}"
    return path(f"{ends}M{number(middle)} {number(y)}V{number(y + tip)}", colour, 1.5)


def pattern_id(pattern: str, line_colour: str) -> str:
    """The id of a pattern's definition, made of the pattern's name and colour."""
    return f"{pattern}-{line_colour[1:]}"


def panel(shapes: Iterable[str], height: float, alt: str, width: float = WIDTH) -> str:
    """A whole SVG image: the shapes on a light panel with rounded corners."""
    drawn = "".join(shapes)
    sheet = rectangle(
        0.5,
        0.5,
        width - 1,
        height - 1,
        radius=10,
        fill=PANEL_LIGHT["background"],
        stroke=PANEL_LIGHT["border"],
    )
    return element(
        "svg",
        element("title", escape(visible(alt), quote=False)),
        _definitions(drawn),
        sheet,
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {number(width)} {number(height)}",
        font_family=SANS,
        role="img",
    )


def _definitions(drawn: str) -> str:
    """The patterns that the drawing uses, in the language's order."""
    marks: list[Field | Mark] = [*language.FIELDS.values(), *_marks()]
    wanted = {pattern_id(mark.pattern, mark.light.line): mark for mark in marks}
    used = [
        _pattern(name, mark.pattern, mark.light.line) for name, mark in wanted.items() if f"#{name})" in drawn
    ]
    return element("defs", *used) if used else ""


def _marks() -> list[Mark]:
    return [*language.DIRECTIONS.values(), *language.ROLES.values(), *language.TONES.values()]


def _pattern(name: str, pattern: str, colour: str) -> str:
    size = language.PATTERN_SIZE
    tile = path(language.PATTERNS[pattern], colour, language.pattern_width(pattern))
    return element("pattern", tile, id=name, width=size, height=size, patternUnits="userSpaceOnUse")


def _fit(content: str, size: float, font: str, bold: bool, room: float) -> str:
    """The content, elided where it would not fit. To squeeze it would stretch what is in truth shorter."""
    if text_width(content, size, font, bold) <= room:
        return content
    content = shorten(content, int(room / size / NARROWEST))
    while columns(content) > 1 and text_width(content, size, font, bold) > room:
        content = shorten(content, columns(content) - 1)
    return content


def _sans_advance(character: str) -> float:
    for characters, advance in SANS_ADVANCES.items():
        if character in characters:
            return advance
    return SANS_ADVANCE * columns(character)

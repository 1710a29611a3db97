"""The one visual language: every field's name, order, colours, pattern and section, defined once.

Figures, tables, hints and text drawings read this module. Widgets read `as_json()` and `as_css()`.

A field is known by its label and by the pattern of its band, so it can be told without colour.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, TypedDict
from urllib.parse import quote

from .text.catalogue import say

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Colours:
    """One field in one theme.

    Attributes:
        tint: what is behind text.
        ink: text on the tint, and on the panel.
        line: borders, brackets and the pattern of the band.
    """

    tint: str
    ink: str
    line: str


@dataclass(frozen=True)
class Field:
    """One part of a frame, a handshake or a call.

    Attributes:
        key: what programs call it.
        name: what the RFC and the course call it.
        label: the name where there is little room.
        family: "frame", "handshake" or "call".
        size: how big it is.
        meaning: one sentence.
        section: where it is defined, "RFC 6455 5.2".
        pattern: the name of its band in `PATTERNS`.
        light: colours on a light panel: all figures.
        dark: colours on a dark page: widgets.
    """

    key: str
    name: str
    label: str
    family: str
    size: str
    meaning: str
    section: str
    pattern: str
    light: Colours
    dark: Colours


@dataclass(frozen=True)
class Mark:
    """A colour and a sign that are not a field: a direction, a role, or how well something went."""

    key: str
    name: str
    sign: str
    pattern: str
    light: Colours
    dark: Colours


# --- the panel ----------------------------------------------------------------------------------

PANEL_LIGHT = {
    "background": "#fdfdfc",
    "border": "#c9ced6",
    "text": "#1c2128",
    "muted": "#555d68",
    "rule": "#dfe3e8",
}
"""A figure brings its own background, so that it reads on a light and on a dark page."""

PANEL_DARK = {
    "background": "#16191d",
    "border": "#454c56",
    "text": "#eceff3",
    "muted": "#a8b0bb",
    "rule": "#31373f",
}
"""The panel of widgets, which follow JupyterLab's theme."""

# --- patterns -----------------------------------------------------------------------------------

PATTERN_SIZE = 6
"""A tile is this many pixels wide and high."""

PATTERNS: dict[str, str] = {
    "solid": "M0 3H6",
    "dots": "M2 3H4",
    "diagonal": "M-1.5 1.5L1.5 -1.5M0 6L6 0M4.5 7.5L7.5 4.5",
    "antidiagonal": "M-1.5 4.5L1.5 7.5M0 0L6 6M4.5 -1.5L7.5 1.5",
    "vertical": "M1.5 0V6M4.5 0V6",
    "horizontal": "M0 1H6M0 5H6",
    "dashes": "M0 1.5H4M3 4.5H6M0 4.5H1",
    "zigzag": "M0 5L3 1L6 5",
    "cross": "M0 0L6 6M0 6L6 0",
    "grid": "M0 3H6M3 0V6",
    "steps": "M0 5H3V1H6",
    "outline": "M0 3H6",
}
"""Each pattern as the path of one tile, to be stroked with a field's line colour."""

PATTERN_WIDTHS = {"solid": 6.0, "dots": 3.0, "vertical": 1.5, "outline": 1.0}
"""Widths of the strokes, in pixels; 1.3 for the others."""
DEFAULT_PATTERN_WIDTH = 1.3

# --- fields -------------------------------------------------------------------------------------


def _field(key: str, section: str, pattern: str, light: str, dark: str) -> Field:
    family, _, key = key.partition(".")
    name, label, size, meaning = (say("field", key, part) for part in ("name", "label", "size", "meaning"))
    colours = Colours(*light.split()), Colours(*dark.split())
    return Field(key, name, label, family, size, meaning, section, pattern, *colours)


_GREY = ("#e7eaee #35383e #757b84", "#333539 #e6e8eb #999fa8")

_FIELDS = (
    _field(
        "frame.fin", "RFC 6455 5.2", "solid",
        "#ddebfe #123865 #407bc5", "#1f3654 #daeafe #69a1e8",
    ),
    _field("frame.rsv1", "RFC 6455 5.2", "dots", *_GREY),
    _field("frame.rsv2", "RFC 6455 5.2", "dots", *_GREY),
    _field("frame.rsv3", "RFC 6455 5.2", "dots", *_GREY),
    _field(
        "frame.opcode", "RFC 6455 5.2", "diagonal",
        "#fee4d3 #582900 #b85f02", "#4f2b10 #ffe1ce #dc8646",
    ),
    _field(
        "frame.mask", "RFC 6455 5.2", "vertical",
        "#ebe6fe #3d2a65 #8266c5", "#382e54 #e9e3ff #a58de7",
    ),
    _field(
        "frame.payload_length", "RFC 6455 5.2", "horizontal",
        "#d3f4d8 #05441d #348f4f", "#1c3e24 #d4f1d8 #63b376",
    ),
    _field(
        "frame.extended_payload_length", "RFC 6455 5.2", "dashes",
        "#c4f5f1 #01413f #018d87", "#023e3c #c7f2ee #08b6af",
    ),
    _field(
        "frame.masking_key", "RFC 6455 5.3", "zigzag",
        "#fedff3 #581f48 #b05495", "#4b2740 #ffdcf2 #d47cb8",
    ),
    _field(
        "frame.masked_payload", "RFC 6455 5.3", "cross",
        "#e9ddb0 #433700 #907904", "#352b00 #f3e8c0 #bb9c00",
    ),
    _field(
        "frame.payload_data", "RFC 6455 5.2", "outline",
        "#f9f1cb #423800 #8d7a00", "#433b11 #efe9c7 #b29f3b",
    ),
    _field(
        "frame.close_code", "RFC 6455 5.5.1", "antidiagonal",
        "#fee2df #5b2422 #b55c56", "#4e2a27 #fee0dc #da837c",
    ),
    _field(
        "frame.close_reason", "RFC 6455 5.5.1", "steps",
        "#fde8e0 #4c3026 #9c6d5d", "#46332c #f6e3dd #c09283",
    ),
    _field(
        "handshake.start_line", "RFC 6455 4.1", "solid",
        "#dbe6fe #25365d #5c78b8", "#27324c #dde8fe #819ddb",
    ),
    _field(
        "handshake.header_name", "RFC 6455 4.1", "dots",
        "#e4e6e9 #35383d #757b82", "#313336 #e6e8eb #999fa6",
    ),
    _field(
        "handshake.header_value", "RFC 6455 4.1", "outline",
        "#f5f3ef #3a3832 #7e7a70", "#3e3d39 #e9e8e4 #a29e95",
    ),
    _field(
        "handshake.key", "RFC 6455 4.1", "zigzag",
        "#fae4b5 #483401 #9a7300", "#423000 #fae6bc #c79608",
    ),
    _field(
        "handshake.accept", "RFC 6455 4.2.2", "diagonal",
        "#d2f1cb #104401 #408f2c", "#1d3b16 #d6f1cf #6bb45a",
    ),
    _field(
        "call.id", "JSON-RPC 2.0 4", "vertical",
        "#f2e3fe #46285a #9262b3", "#3f2c4c #f1e0ff #b589d6",
    ),
    _field(
        "call.method", "JSON-RPC 2.0 4", "diagonal",
        "#d3eeff #003d58 #0584b8", "#0f3a50 #d0edff #45aade",
    ),
    _field(
        "call.params", "JSON-RPC 2.0 4.2", "grid",
        "#feebd2 #4e3100 #a26f12", "#4a3516 #f8e5cb #c6944b",
    ),
    _field(
        "call.result", "JSON-RPC 2.0 5", "horizontal",
        "#ccf5e1 #00432e #009068", "#0f3f2e #cdf2e0 #46b68c",
    ),
    _field(
        "call.error", "JSON-RPC 2.0 5.1", "cross",
        "#fedbda #64181f #c64b53", "#502022 #fedfde #ea7679",
    ),
)  # fmt: skip

FIELDS: dict[str, Field] = {field.key: field for field in _FIELDS}
"""Every field by its key, in the order in which it travels."""

# --- directions, roles, outcomes ----------------------------------------------------------------


def _mark(key: str, sign: str, pattern: str, light: str, dark: str) -> Mark:
    return Mark(
        key,
        say("field", f"mark.{key}", "name"),
        sign,
        pattern,
        Colours(*light.split()),
        Colours(*dark.split()),
    )


DIRECTIONS: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        _mark("sent", "→", "solid", "#ddebfe #173766 #467ac6", "#213654 #dbe9fe #6ea0e8"),
        _mark("received", "←", "dashes", "#c8f1de #00432e #009068", "#0b3c2b #cdf2e0 #46b68c"),
    )
}

ROLES: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        _mark("client", "◯", "solid", "#d8ecff #063b5f #3380bb", "#1b384f #d6ebfe #61a5dd"),
        _mark("server", "▢", "horizontal", "#ddf1d3 #244111 #5b893f", "#293c1f #ddeed4 #81ae68"),
        _mark("between", "◇", "dots", "#f6e8d0 #49340a #977436", "#41331b #f3e6d1 #ba9960"),
    )
}

TONES: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        _mark("right", "✓", "solid", "#cff5d3 #014517 #1e9240", "#173f1f #d1f2d4 #57b669"),
        _mark("wrong", "✗", "antidiagonal", "#ffe2df #64191a #c64c4b", "#552523 #fee0dd #ea7772"),
        _mark("hint", "?", "zigzag", "#ffe6bd #4b3301 #9f7100", "#473100 #fbe5c0 #cd9205"),
        _mark("plain", "·", "outline", "#ebedf0 #35383b #767b82", "#36383b #e6e8eb #9a9fa6"),
    )
}

# --- for widgets --------------------------------------------------------------------------------


class Language(TypedDict):
    """The tables of this module as plain JSON values, for widgets."""

    fields: list[dict[str, object]]
    directions: list[dict[str, object]]
    roles: list[dict[str, object]]
    tones: list[dict[str, object]]
    patterns: dict[str, dict[str, object]]
    panel: dict[str, dict[str, str]]


def pattern_width(pattern: str) -> float:
    """The stroke width of a pattern, in pixels."""
    return PATTERN_WIDTHS.get(pattern, DEFAULT_PATTERN_WIDTH)


def as_json() -> Language:
    """The whole language as values that `json.dumps` takes; fields in their order."""
    return {
        "fields": [asdict(field) for field in FIELDS.values()],
        "directions": [asdict(mark) for mark in DIRECTIONS.values()],
        "roles": [asdict(mark) for mark in ROLES.values()],
        "tones": [asdict(mark) for mark in TONES.values()],
        "patterns": {
            name: {"size": PATTERN_SIZE, "path": path, "width": pattern_width(name)}
            for name, path in PATTERNS.items()
        },
        "panel": {"light": PANEL_LIGHT, "dark": PANEL_DARK},
    }


def css_properties(theme: Theme) -> dict[str, str]:
    """CSS custom properties: `--fbf-fin-tint`, `--fbf-tone-right-ink`, `--fbf-panel-text` and so on."""
    panel = PANEL_LIGHT if theme == "light" else PANEL_DARK
    properties = {f"--fbf-panel-{part}": colour for part, colour in panel.items()}
    for prefix, table in (("", FIELDS), ("direction-", DIRECTIONS), ("role-", ROLES), ("tone-", TONES)):
        for key, item in table.items():
            name = f"--fbf-{prefix}{key.replace('_', '-')}"
            properties |= {f"{name}-{part}": colour for part, colour in asdict(getattr(item, theme)).items()}
            properties[f"{name}-band"] = _band_image(item.pattern, getattr(item, theme).line)
    return properties


def as_css(selector: str) -> str:
    """The custom properties as rules: light, and dark where JupyterLab's theme is dark.

    Args:
        selector: of the widget's outermost element, ".fbf-builder".
    """
    light = "".join(f"  {name}: {value};\n" for name, value in css_properties("light").items())
    dark = "".join(f"  {name}: {value};\n" for name, value in css_properties("dark").items())
    return f'{selector} {{\n{light}}}\n[data-jp-theme-light="false"] {selector} {{\n{dark}}}\n'


def _band_image(pattern: str, line: str) -> str:
    """A pattern as a CSS image, to be repeated."""
    stroke = f"fill='none' stroke='{line}' stroke-width='{pattern_width(pattern)}'"
    path = f"<path d='{PATTERNS[pattern]}' {stroke}/>"
    image = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{PATTERN_SIZE}' height='{PATTERN_SIZE}'>{path}</svg>"
    )
    return f'url("data:image/svg+xml,{quote(image)}")'

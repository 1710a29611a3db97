"""The visual language: readable in both themes, without colour, and the same for widgets."""

from __future__ import annotations

import itertools
import json

import pytest

from framebyframe.figures import language
from framebyframe.figures.language import DIRECTIONS, FIELDS, PANEL_DARK, PANEL_LIGHT, ROLES, TONES, Colours

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text."""
SHAPE_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: lines that carry meaning."""

THEMES = {"light": PANEL_LIGHT, "dark": PANEL_DARK}
LOOKS: list[language.Field | language.Mark] = [
    *FIELDS.values(),
    *DIRECTIONS.values(),
    *ROLES.values(),
    *TONES.values(),
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """1 for equal colours, 21 for black and white (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.key)
def test_text_and_lines_stand_out(look: language.Field | language.Mark, theme: str) -> None:
    colours: Colours = getattr(look, theme)
    background = THEMES[theme]["background"]
    assert contrast(colours.ink, colours.tint) >= TEXT_CONTRAST
    assert contrast(colours.ink, background) >= TEXT_CONTRAST
    assert contrast(colours.line, colours.tint) >= SHAPE_CONTRAST
    assert contrast(colours.line, background) >= SHAPE_CONTRAST


@pytest.mark.parametrize("theme", THEMES)
def test_the_panel_is_readable(theme: str) -> None:
    panel = THEMES[theme]
    assert contrast(panel["text"], panel["background"]) >= TEXT_CONTRAST
    assert contrast(panel["muted"], panel["background"]) >= TEXT_CONTRAST


def test_fields_of_a_family_differ_in_pattern_and_colour() -> None:
    reserved = {"rsv2", "rsv3"}  # drawn as one with RSV1, told apart by their digit
    for one, other in itertools.combinations([f for f in FIELDS.values() if f.key not in reserved], 2):
        assert one.light != other.light and one.dark != other.dark
        assert one.name != other.name and one.label != other.label
        if one.family == other.family:
            assert one.pattern != other.pattern


def test_outcomes_differ_without_colour() -> None:
    for table in (DIRECTIONS, ROLES, TONES):
        signs, patterns = [mark.sign for mark in table.values()], [mark.pattern for mark in table.values()]
        assert len(set(signs)) == len(set(patterns)) == len(table)


def test_header_fields_are_in_the_order_of_the_rfc() -> None:
    header = ["fin", "rsv1", "rsv2", "rsv3", "opcode", "mask", "payload_length", "extended_payload_length"]
    assert list(FIELDS)[:9] == [*header, "masking_key"]


def test_every_pattern_is_defined_and_used() -> None:
    assert {look.pattern for look in LOOKS} == set(language.PATTERNS)


def test_widgets_get_the_same_language_as_plain_json() -> None:
    exported = json.loads(json.dumps(language.as_json()))
    assert [field["key"] for field in exported["fields"]] == list(FIELDS)
    opcode = next(field for field in exported["fields"] if field["key"] == "opcode")
    assert opcode["light"]["tint"] == FIELDS["opcode"].light.tint
    assert exported["patterns"][opcode["pattern"]]["path"] == language.PATTERNS[FIELDS["opcode"].pattern]
    assert exported["panel"]["dark"] == PANEL_DARK


def test_css_has_every_colour_in_both_themes() -> None:
    css = language.as_css(".w")
    light, dark = css.split('[data-jp-theme-light="false"] .w')
    assert light.startswith(".w {")
    for field in FIELDS.values():
        name = f"--fbf-{field.key.replace('_', '-')}"
        assert f"{name}-tint: {field.light.tint};" in light
        assert f"{name}-ink: {field.dark.ink};" in dark
        assert f"{name}-band: url(" in light

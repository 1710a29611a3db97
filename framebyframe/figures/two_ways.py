"""One byte read two ways: as a character, and as the first byte of a frame."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

from . import svg
from .annotation import annotate_frame
from .figure import Figure
from .language import FIELDS, PANEL_LIGHT, Field
from .text.catalogue import say
from .visible import columns, pad, visible
from .words import opcode_name

CELL = 54
LEFT = 272
RIGHT = LEFT + 8 * CELL
CHARACTER, BITS, NAMES, WORDS = 52, 142, 220, 282
"""The heights at which the middles of the tiers are."""
HEIGHT = 312
GLYPH = 44
FIRST_BEYOND_ASCII = 0x80

NAMED_CONTROLS = (0x00, 0x09, 0x0A, 0x0D, 0x7F)


def byte_two_ways(byte: int) -> Figure:
    """A byte as a character above its bits, and as FIN, RSV1-3 and opcode below them.

    Args:
        byte: 0 to 255.

    Example: `byte_two_ways(0x48)`: the letter H is also the first byte of a close frame.
    """
    return Figure(svg=_svg(byte), alt=_alt(byte), text=_text(byte))


def character_name(byte: int) -> str:
    """The ASCII name of a byte: "the letter H", "a line feed", "no ASCII character"."""
    if byte in NAMED_CONTROLS:
        return _say(f"control.{byte:02x}")
    if byte >= FIRST_BEYOND_ASCII:
        return _say("no_ascii")
    if byte < 0x20:
        return _say("control")
    return _printable_name(chr(byte))


def header_words(byte: int) -> str:
    """The byte as a frame decoder reads it: "a close frame, FIN not set, RSV1 set"."""
    spans = annotate_frame(bytes([byte])).spans
    name = opcode_name(byte & 0x0F)
    kind = _say("reserved" if name == "reserved" else "kind", name=name, opcode=f"0x{byte & 0x0F:X}")
    reserved = f" {say('drawing', 'all', 'and')} ".join(
        FIELDS[span.field].name for span in spans[1:4] if span.value
    )
    set_bits = [_say("rsv", bits=reserved)] if reserved else []
    return ", ".join([kind, _say("fin" if spans[0].value else "no_fin"), *set_bits])


def _printable_name(character: str) -> str:
    if character.isalpha():
        return _say("letter", character=character)
    if character.isdigit():
        return _say("digit", character=character)
    return _say("character", name=unicodedata.name(character).lower())


def _say(key: str, **values: object) -> str:
    return say("drawing", "byte", key, **values)


def _fields(byte: int) -> list[tuple[int, int, Field, str, str]]:
    """First bit, stop bit, field, name and value; the three reserved bits are one."""
    bits = f"{byte:08b}"
    return [
        (0, 1, FIELDS["fin"], "FIN", bits[0]),
        (1, 4, FIELDS["rsv1"], "RSV1–3", " ".join(bits[1:4])),
        (4, 8, FIELDS["opcode"], "opcode", f"0x{byte & 0x0F:X} {opcode_name(byte & 0x0F)}"),
    ]


def _alt(byte: int) -> str:
    fields = ", ".join(f"{name} {value}" for _, _, _, name, value in _fields(byte))
    return _say(
        "alt",
        byte=f"0x{byte:02x}",
        bits=f"{byte:08b}",
        character=character_name(byte),
        header=header_words(byte),
        fields=fields,
    )


# --- drawn ---------------------------------------------------------------------------------------


def _svg(byte: int) -> str:
    shapes = [*_character(byte), *_middle(byte)]
    for first, stop, field, name, value in _fields(byte):
        shapes += _bits(first, f"{byte:08b}"[first:stop], field)
        shapes += _field(first, stop, field, name, value)
    shapes += _words(byte)
    return svg.panel(shapes, HEIGHT, _alt(byte))


def _character(byte: int) -> Iterator[str]:
    centre, glyph = (LEFT + RIGHT) / 2, _glyph(byte)
    yield svg.text(svg.PADDING, CHARACTER, _say("text"), svg.LARGE, bold=True)
    yield svg.text(centre, CHARACTER, glyph, GLYPH, anchor="middle", font=svg.MONO, bold=True)
    right = centre + svg.text_width(glyph, GLYPH, svg.MONO) / 2 + 18
    yield svg.text(right, CHARACTER + 6, character_name(byte), svg.MEDIUM, PANEL_LIGHT["muted"])
    yield svg.bracket(LEFT, RIGHT, BITS - 32, -12)


def _glyph(byte: int) -> str:
    """The character, or the way a programmer writes it."""
    return visible(chr(byte)) if byte < FIRST_BEYOND_ASCII else "?"


def _middle(byte: int) -> Iterator[str]:
    yield svg.text(svg.PADDING, BITS, _say("byte"), svg.LARGE, bold=True)
    yield svg.text(svg.PADDING + 104, BITS, f"0x{byte:02x}", 22, font=svg.MONO, bold=True)


def _bits(first: int, bits: str, field: Field) -> Iterator[str]:
    for index, bit in enumerate(bits, first):
        left, colours = LEFT + index * CELL, field.light
        yield svg.rectangle(left, BITS - 26, CELL, 52, fill=colours.tint, stroke=colours.line)
        yield svg.text(left + CELL / 2, BITS, bit, 26, colours.ink, "middle", svg.MONO, bold=True)


def _field(first: int, stop: int, field: Field, name: str, value: str) -> Iterator[str]:
    left, width = LEFT + first * CELL, (stop - first) * CELL
    centre, ink = left + width / 2, field.light.ink
    yield svg.band(left + 4, BITS + 34, width - 8, field.pattern, field.light, height=8)
    yield svg.text(centre, NAMES - 20, name, svg.MEDIUM, ink, "middle", bold=True, room=width)
    yield svg.text(centre, NAMES + 4, value, svg.LARGE, ink, "middle", svg.MONO, room=width)


def _words(byte: int) -> Iterator[str]:
    yield svg.line(LEFT, WORDS - 34, RIGHT, WORDS - 34, PANEL_LIGHT["rule"])
    yield svg.text(svg.PADDING, NAMES - 10, _say("frame"), svg.LARGE, bold=True)
    yield svg.text(
        LEFT,
        WORDS - 12,
        header_words(byte),
        svg.MEDIUM,
        PANEL_LIGHT["muted"],
        room=svg.WIDTH - svg.PADDING - LEFT,
    )


# --- in text -------------------------------------------------------------------------------------


def _text(byte: int) -> str:
    bits = f"{byte:08b}"
    names = [_say("text"), _say("the_byte", byte=f"0x{byte:02x}"), _say("frame")]
    lines = [
        f"{_glyph(byte)}  {character_name(byte)}",
        f"{bits[0]}   {' '.join(bits[1:4])}   {' '.join(bits[4:])}",
        f"{bits[0]}   {' '.join(bits[1:4])}   0x{byte & 0x0F:X}",
        "│   │       └ opcode",
        "│   └ RSV1, RSV2, RSV3",
        "└ FIN",
        header_words(byte),
    ]
    width = max(map(columns, names)) + 2
    named = zip_longest(names, lines, fillvalue="")
    return "\n".join(pad(name, width) + line for name, line in named)

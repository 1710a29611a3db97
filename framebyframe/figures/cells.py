"""The cell of a byte: each field that has bits in it tints its part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import svg
from .labels import BITS, Span
from .language import FIELDS, PANEL_LIGHT


def byte_cell(
    spans: Sequence[Span], index: int, left: float, top: float, width: float, height: float
) -> Iterator[str]:
    """The tints, bands and edge of byte `index`, whose bits belong to `spans`; the text is the caller's."""
    for span in spans:
        first = max(span.first_bit - index * BITS, 0)
        bits = min(span.stop_bit - index * BITS, BITS) - first
        yield from _part(span, left + first * width / BITS, top, bits * width / BITS, height)
    yield svg.rectangle(left, top, width, height, fill="none", stroke=_edge(spans))


def cell_ink(spans: Sequence[Span]) -> str:
    """The colour of the text: neutral where several fields share the byte."""
    return FIELDS[spans[0].field].light.ink if len(spans) == 1 else PANEL_LIGHT["text"]


def _part(span: Span, left: float, top: float, width: float, height: float) -> Iterator[str]:
    field = FIELDS[span.field]
    yield svg.rectangle(left, top, width, height, fill=field.light.tint)
    yield svg.band(left, top + height - svg.BAND, width, field.pattern, field.light)


def _edge(spans: Sequence[Span]) -> str:
    return FIELDS[spans[0].field].light.line if len(spans) == 1 else PANEL_LIGHT["muted"]

"""Bytes on the page: in hexadecimal digits, in the colours of their fields, with a link to these."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from framebyframe.figures.labels import Span
from framebyframe.figures.language import FIELDS
from framebyframe.figures.visible import byte_as_character
from framebyframe.figures.words import left_out_words

from .limits import MOST_BYTES, MOST_MASKED
from .markup import Markup, element, joined
from .text import say

GROUP = 8
"""Bytes that stay together when lines are broken."""


def in_colour(content: str, field: str, **attributes: str | None) -> Markup:
    """Code in the colours of a field, over its band; a link where there is a `href`."""
    name = "a" if attributes.get("href") else "span"
    return element(name, element("code", content), class_=f"field {css_class(field)}", **attributes)


def css_class(field: str) -> str:
    """The class of a field, a tone or a direction in the style sheet."""
    return f"is-{field.replace('_', '-')}"


def spans_by_bytes(spans: Sequence[Span]) -> list[list[Span]]:
    """The fields, those of one byte together."""
    return [list(group) for _, group in groupby(spans, lambda span: (span.first_byte, span.bits < GROUP))]


def frame_bytes(data: bytes, spans: Sequence[Span], name: str) -> Markup:
    """The bytes of a frame; each is a link to its field.

    Args:
        data: all of them.
        spans: their fields.
        name: of the step, to which the addresses of its fields belong.
    """
    runs = []
    for group in spans_by_bytes(spans):
        start, stop = group[0].first_byte, min(group[-1].stop_byte, MOST_BYTES)
        if start < stop:
            label = say("bytes", "run", bytes=place(start, group[-1].stop_byte), fields=names(group))
            address = f"#{name}-{group[0].field}"
            runs.append(in_colour(spaced(data[start:stop]), group[-1].field, href=address, aria_label=label))
    return element("p", joined(runs, " "), more(len(data) - MOST_BYTES), class_="octets")


def names(spans: Sequence[Span]) -> str:
    """The names of fields, in their order."""
    return ", ".join(FIELDS[span.field].name for span in spans)


def place(start: int, stop: int) -> str:
    """ "byte 0", "bytes 2 to 5"."""
    key = "one" if stop - start == 1 else "several"
    return say("bytes", key, first=f"{start:,}", last=f"{stop - 1:,}")


def spaced(data: bytes) -> str:
    """Two digits a byte."""
    return data.hex(" ")


def more(number: int) -> Markup | None:
    """ "… 300 more bytes …", where bytes are left out."""
    return element("span", f" {left_out_words(number)}", class_="quiet") if number > 0 else None


def dump(data: bytes) -> Markup:
    """Rows of offset, bytes and characters; where there is room, two stand side by side."""
    shown = data[:MOST_BYTES]
    rows = [
        element("code", _row(start, shown[start : start + GROUP])) for start in range(0, len(shown), GROUP)
    ]
    return joined([element("div", *rows, class_="dump"), more(len(data) - MOST_BYTES)])


def _row(start: int, data: bytes) -> str:
    return f"{start:04x}  {spaced(data):<{3 * GROUP - 1}}  {characters(data)}"


def characters(data: bytes) -> str:
    """The bytes as ASCII."""
    return "".join(map(byte_as_character, data))


def unmasking(frame_payload: bytes, key: bytes, payload: bytes, spans: Sequence[Span]) -> Markup:
    """Each byte of a payload before and after the mask, under the byte of the key that it meets.

    Args:
        frame_payload: masked, as it went over the wire.
        key: four bytes.
        payload: unmasked.
        spans: the fields of the unmasked payload; its first byte is byte 0.
    """
    labels = [say("mask", row) for row in ("before", "key", "after", "text")]
    groups = [element("pre", joined(labels, "\n"), class_="labels")]
    for start in range(0, min(len(payload), MOST_MASKED), GROUP):
        stop = min(start + GROUP, len(payload), MOST_MASKED)
        rows = [
            in_colour(spaced(frame_payload[start:stop]), "masked_payload"),
            in_colour(spaced((key * (GROUP // len(key)))[: stop - start]), "masking_key"),
            joined(_pieces(payload, spans, start, stop), " "),
            element("code", "  ".join(characters(payload[start:stop]))),
        ]
        groups.append(element("pre", joined(rows, "\n")))
    return element("div", *groups, more(len(payload) - MOST_MASKED), class_="mask")


def _pieces(payload: bytes, spans: Sequence[Span], start: int, stop: int) -> list[Markup]:
    """The fields of these bytes."""
    cuts = [(max(span.first_byte, start), min(span.stop_byte, stop), span.field) for span in spans]
    return [in_colour(spaced(payload[first:last]), field) for first, last, field in cuts if first < last]

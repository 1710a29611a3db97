"""Bytes that are no frame, and how they read where they are taken for one; the ends of a stream."""

from __future__ import annotations

from framebyframe.figures.annotation import annotate_frame
from framebyframe.figures.words import count

from ..tap.following import REFUSED
from ..tap.items import OTHER, Sender, TappedBytes, TappedEnd
from . import as_python
from .fields import fault_mark, field_list
from .frames import python_told
from .markup import Markup, element, joined, paragraph, text
from .octets import characters, dump, frame_bytes
from .steps import Step
from .text import say

MOST_QUOTED = 40
"""Bytes that stand in a line."""


def bytes_line(found: TappedBytes) -> Markup:
    """The line of other bytes, seen before they are opened."""
    return joined(
        [
            element("b", say("bytes", "title", bytes=count(len(found.data), "byte"))),
            element(
                "code", characters(found.data[:MOST_QUOTED]) + ("…" if len(found.data) > MOST_QUOTED else "")
            ),
            element("span", found.why, class_="means"),
            fault_mark(found.why != REFUSED),
        ],
        " ",
    )


def bytes_opened(step: Step, found: TappedBytes) -> list[Markup | None]:
    """All about bytes that are no frame."""
    program = as_python.other_program(found.data, f"record.item({found.number}).data")
    return [
        paragraph(say("bytes", "means")),
        dump(found.data),
        None if found.why == REFUSED else read_as_frame(found.data, found.sender, step.name),
        python_told(program),
    ]


def read_as_frame(data: bytes, sender: Sender, name: str) -> Markup:
    """The frame that somebody reads who takes these bytes for one."""
    annotated = annotate_frame(data, OTHER[sender])
    follows = len(data) - len(annotated.data)
    return joined(
        [
            paragraph(text(say("bytes", "as_frame", sentence=annotated.sentence))),
            paragraph(text(annotated.remark)) if annotated.remark else None,
            frame_bytes(annotated.data, annotated.spans, name),
            field_list(annotated.data, annotated.spans, name),
            paragraph(say("bytes", "follows", bytes=count(follows, "byte"))) if follows else None,
        ]
    )


def end_line(end: TappedEnd) -> Markup:
    """The end of what a side sends, in words."""
    words = f" ({end.words})" if end.words else ""
    return joined([say("end", end.how) + words])

"""One half of the opening handshake on the page: line by line, each opens to its bytes and its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from framebyframe.figures.text_annotation import ACCEPT_HEADER, KEY_HEADER
from framebyframe.wire import accept_key
from framebyframe.wire.handshake import GUID

from ..tap.items import TappedConnection, TappedHead
from .limits import MOST_TEXT
from .markup import Markup, element, folded, joined, paragraph, prose
from .octets import dump, in_colour
from .text import find, say

LINE = re.compile(rb".*?\r\n|.+", re.DOTALL)
"""A line with the CR and LF that end it; the last one may lack them."""
SPECIAL = {KEY_HEADER: "key", ACCEPT_HEADER: "accept"}
"""Headers whose value has a colour of its own."""


@dataclass(frozen=True)
class Line:
    """A line of a head.

    Attributes:
        data: its bytes, with the CR and LF that end it.
        name: of the header, "" for the first line and for the empty one.
        value: of the header, or all of the line.
        kind: "request", "response", "header" or "empty".
    """

    data: bytes
    name: str
    value: str
    kind: str


def lines_of(head: TappedHead, is_request: bool) -> Iterator[Line]:
    """The lines of a head, in their order; together they hold every byte of it."""
    first = "request" if is_request else "response"
    for index, data in enumerate(LINE.findall(head.data)):
        text = data.decode("latin-1").removesuffix("\r\n")
        name, colon, value = text.partition(":")
        if not text:
            yield Line(data, "", "", "empty")
        elif index == 0 or not colon:
            yield Line(data, "", text, "header" if index else first)
        else:
            yield Line(data, name, value.strip(), "header")


def line_list(head: TappedHead, is_request: bool) -> Markup:
    """The lines of a head as a list."""
    rows = [element("li", folded(_shown(line), *_opened(line))) for line in lines_of(head, is_request)]
    return element("ol", *rows, class_="fields lines", role="list")


def _shown(line: Line) -> Markup:
    end = element("span", "\\r\\n", class_="quiet")
    if line.kind == "empty":
        return joined([end, element("span", say("head", "empty"), class_="means")], " ")
    field = SPECIAL.get(line.name.lower(), "header_value") if line.kind == "header" else "start_line"
    name = joined([in_colour(line.name, "header_name"), element("code", ":")]) if line.name else None
    value = in_colour(shortened(line.value), field) if line.value else None
    return joined([name, value, end], " ")


def shortened(words: str) -> str:
    """The beginning of a long text."""
    return words if len(words) <= MOST_TEXT else f"{words[:MOST_TEXT]}…"


def _opened(line: Line) -> list[Markup]:
    key = _explained(line)
    return [
        paragraph(say("head", f"{key}.means")),
        element("p", element("cite", say("head", f"{key}.section")), class_="quiet"),
        dump(line.data),
    ]


def _explained(line: Line) -> str:
    """The name of the text that explains a line."""
    if line.kind == "response":
        status = line.value.split(" ")[1:2]
        return _known(f"status.{''.join(status)}", "status")
    return _known(f"field.{line.name.lower()}", "header") if line.kind == "header" else line.kind


def _known(key: str, other: str) -> str:
    return key if find("head", f"{key}.means") else other


def accept_told(connection: TappedConnection) -> Markup | None:
    """The calculation of the accept value from the key; None where there is no key, or no response."""
    if connection.request is None or connection.response is None:
        return None
    key = value_of(connection.request, KEY_HEADER)
    came = value_of(connection.response, ACCEPT_HEADER)
    if not key or not came:
        return None
    wanted = accept_key(key)
    sum_ = joined(
        [
            in_colour(shortened(key), "key"),
            element("code", f" + {GUID}"),
            prose(say("head", "hashed")),
            in_colour(wanted, "accept"),
        ],
        " ",
    )
    verdict = say("head", "fits" if came == wanted else "fits_not")
    return joined([paragraph(sum_), paragraph(verdict)])


def value_of(head: TappedHead, name: str) -> str:
    """The value of a header, by its name in lower case; "" where there is none."""
    found = (line.value for line in lines_of(head, True) if line.name.lower() == name)
    return next(found, "")

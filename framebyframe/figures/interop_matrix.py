"""Who understands whom: clients by servers, as docs/interop.md has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import svg
from .figure import Figure
from .language import PANEL_LIGHT, TONES
from .tables import Cell, html_table, text_table
from .text.catalogue import say

NUMBERS = Path(__file__).with_name("interop.json")
"""The numbers of docs/interop.md, written by the program that writes that page."""
YOURS = "my_"
"""The names of what a learner has written begin so."""

NAMES, ROW, GAP, HEAD = 250, 30, 6, 44
"""Pixels: width of the clients' names, height of a row, space between cells, height of the servers' names."""
LINE = 17


@dataclass(frozen=True)
class Pair:
    """One client with one server.

    Attributes:
        made: the exchanges that the client has a way to make.
        faults: what went wrong in them; none: all of them passed.
    """

    made: int
    faults: int

    @property
    def words(self) -> str:
        """As a cell shows it, "✓ 58"."""
        if self.faults:
            return say("drawing", "interop", "faults", faults=self.faults, made=self.made)
        return f"✓ {self.made}"

    @property
    def tone(self) -> str:
        """The key of the tone that colours it."""
        return "wrong" if self.faults else "right"


@dataclass(frozen=True)
class Row:
    """One client with every server, and the number of exchanges that it has no way to make."""

    client: str
    pairs: tuple[Pair, ...]
    not_offered: int

    @property
    def every(self) -> int:
        """The number of exchanges that there are."""
        return self.pairs[0].made + self.not_offered


@dataclass(frozen=True)
class Matrix:
    """All clients with all servers."""

    servers: tuple[str, ...]
    rows: tuple[Row, ...]


def interop_matrix() -> Figure:
    """Which client programs understand which servers: the exchanges of each pair, as they were counted.

    Example: `interop_matrix()`
    """
    return drawn(counted())


@cache
def counted() -> Matrix:
    """The matrix whose numbers the kit carries."""
    found = json.loads(NUMBERS.read_text("utf-8"))
    rows = [
        Row(row["client"], tuple(map(Pair, row["made"], row["faults"])), row["not_offered"])
        for row in found["rows"]
    ]
    return Matrix(tuple(found["servers"]), tuple(rows))


def drawn(matrix: Matrix) -> Figure:
    """A matrix as a figure. A cell is filled as far as its client makes the exchanges."""
    header = [_say("client"), *matrix.servers, _say("not_offered")]
    rows: list[list[str | Cell]] = [
        [row.client, *map(_cell, row.pairs), str(row.not_offered)] for row in matrix.rows
    ]
    return Figure(
        svg=svg.panel(_shapes(matrix), _top(len(matrix.rows)) + svg.PADDING - GAP, _alt(matrix)),
        alt=_alt(matrix),
        text=text_table(header, rows),
        table=html_table(header, rows),
        caption=_say("caption", every=matrix.rows[0].every),
    )


def _cell(pair: Pair) -> Cell:
    return Cell(pair.words, pair.tone)


def _alt(matrix: Matrix) -> str:
    faults = [
        _say("fault", client=row.client, server=server, faults=pair.faults, made=pair.made)
        for row in matrix.rows
        for server, pair in zip(matrix.servers, row.pairs, strict=True)
        if pair.faults
    ]
    size = _say("alt", clients=len(matrix.rows), servers=len(matrix.servers))
    return " ".join([size, *(faults or [_say("all_passed")])])


# --- drawn ---------------------------------------------------------------------------------------


def _shapes(matrix: Matrix) -> Iterator[str]:
    width = (svg.INNER - NAMES) / len(matrix.servers)
    for column, server in enumerate(matrix.servers):
        yield from _server(server, _left(column, width), width)
    for number, row in enumerate(matrix.rows):
        middle = _top(number) + (ROW - GAP) / 2
        yield _name(row.client, svg.PADDING, middle, NAMES - GAP)
        for column, pair in enumerate(row.pairs):
            yield from _box(pair, row.every, _left(column, width), _top(number), width - GAP)


def _left(column: int, width: float) -> float:
    return svg.PADDING + NAMES + column * width


def _top(row: int) -> float:
    return svg.PADDING + HEAD + row * ROW


def _server(name: str, left: float, room: float) -> list[str]:
    """The name of a column, broken after its dots."""
    lines = name.replace(".", ". ").split(" ")
    first = svg.PADDING + HEAD - GAP - LINE * (len(lines) - 0.5)
    return [_name(line, left, first + LINE * place, room, name) for place, line in enumerate(lines)]


def _name(words: str, left: float, middle: float, room: float, whole: str = "") -> str:
    yours = (whole or words).startswith(YOURS)
    return svg.text(left, middle, words, svg.SMALL, PANEL_LIGHT["text"], bold=yours, room=room)


def _box(pair: Pair, every: int, left: float, top: float, width: float) -> list[str]:
    colours, height = TONES[pair.tone].light, ROW - GAP
    return [
        svg.rectangle(left, top, width * pair.made / every, height, 4, fill=colours.tint),
        svg.rectangle(left, top, width, height, 4, fill="none", stroke=colours.line, stroke_width=1.5),
        svg.text(left + 10, top + height / 2, pair.words, svg.SMALL, colours.ink, room=width - 20),
    ]


def _say(key: str, **values: object) -> str:
    return say("drawing", "interop", key, **values)

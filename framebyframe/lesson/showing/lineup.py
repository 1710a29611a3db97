"""The suspects as a picture, a tile each, with a tick once it is caught; and the calls as a table."""

from __future__ import annotations

from collections.abc import Sequence

from framebyframe.figures import Cell, Figure, svg, table
from framebyframe.figures.language import TONES, Mark
from framebyframe.figures.text.catalogue import say as figure_words
from framebyframe.figures.words import short_hex

from ..checking.catching import Caught, Tried
from ..checking.verdict import Shown
from ..declaring.exercise import Exercise
from ..text.catalogue import say
from .pictures import outcome_words

COLUMNS = 8
TILE_WIDTH, TILE_HEIGHT, GAP = 82, 38, 8


def lineup(caught: Caught, title: str) -> Figure:
    """Every suspect by its number, and whether it is caught."""
    marks = [TONES["right" if number in caught.numbers else "hint"] for number in _numbers(caught)]
    tiles = [_tile(index, mark) for index, mark in enumerate(marks)]
    rows = -(-len(tiles) // COLUMNS)
    height = 2 * svg.PADDING + rows * (TILE_HEIGHT + GAP) - GAP
    alt = " ".join([f"{title}.", *(_state(number, caught) for number in _numbers(caught))])
    text = "   ".join(f"{number} {mark.sign}" for number, mark in enumerate(marks, 1))
    return Figure(svg.panel(tiles, height, alt), alt, text)


def calls_table(exercise: Exercise, calls: Sequence[str], caught: Caught) -> Figure:
    """Call by call: what the right function gives, and which suspects give something else."""
    header = [say("engine", "catch", f"column.{name}") for name in ("call", "gives", "catches")]
    rows = [
        [Cell(call, code=True), Cell(_gives(exercise, tried.gives), code=True), _catches(tried)]
        for call, tried in zip(calls, caught.tried, strict=True)
    ]
    return table(header, rows)


def caught_table(exercise: Exercise, calls: Sequence[str], caught: Caught) -> Figure:
    """Suspect by suspect: the first call that catches it, and what it gives there."""
    header = [say("engine", "catch", f"column.{name}") for name in ("suspect", "call", "instead")]
    first: dict[int, list[str | Cell]] = {}
    for call, tried in zip(calls, caught.tried, strict=True):
        for number, given, place in zip(tried.catches, tried.instead, tried.apart, strict=True):
            row: list[str | Cell] = [str(number), Cell(call, code=True)]
            mine, right = place
            words = say("engine", "catch", "apart", given=mine, right=right) if mine else ""
            first.setdefault(number, [*row, Cell(words or _gives(exercise, given), code=True)])
    return table(header, [first[number] for number in caught.numbers])


def _numbers(caught: Caught) -> range:
    return range(1, len(caught.wrong_in) + 1)


def _state(number: int, caught: Caught) -> str:
    key = "state.caught" if number in caught.numbers else "state.free"
    return say("engine", "catch", key, number=number)


def _gives(exercise: Exercise, given: Shown) -> str:
    if given.data is None:
        return outcome_words(exercise, given)
    return short_hex(given.data) if given.data else figure_words("drawing", "all", "no_bytes")


def _catches(tried: Tried) -> Cell | str:
    if not tried.is_input:
        return say("engine", "catch", "no_input")
    if not tried.catches:
        return say("engine", "catch", "nobody")
    return Cell(", ".join(map(str, tried.catches)), "right")


def _tile(index: int, mark: Mark) -> str:
    left = svg.PADDING + index % COLUMNS * (TILE_WIDTH + GAP)
    top = svg.PADDING + index // COLUMNS * (TILE_HEIGHT + GAP)
    look, words = mark.light, f"{index + 1} {mark.sign}"
    box = svg.rectangle(left, top, TILE_WIDTH, TILE_HEIGHT, radius=6, fill=look.tint, stroke=look.line)
    middle = top + TILE_HEIGHT / 2
    return box + svg.text(left + TILE_WIDTH / 2, middle, words, svg.MEDIUM, look.ink, "middle")

"""The map of the course: which functions a learner has written. Read from their folder, sent nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from framebyframe.figures import Figure, svg, table
from framebyframe.figures.language import PANEL_LIGHT, TONES

from . import chapters, home, records
from .page import Heading, Item, Page, Picture, paragraphs
from .words import say

LAST_CHAPTER = 17

COLUMNS = 3
TILE_WIDTH, TILE_HEIGHT, GAP = 232, 72, 12
NUMBER_LEFT, TITLE_LEFT, TITLE_MIDDLE = 12, 44, 24
BOX, BOX_TOP, BOX_GAP = 18, 44, 6


@dataclass(frozen=True)
class Place:
    """One chapter on the map: its number, its title, and for each function whether it is solved."""

    number: str
    title: str
    functions: tuple[tuple[str, bool], ...]

    @property
    def solved(self) -> int:
        """How many functions are the learner's."""
        return sum(solved for _, solved in self.functions)

    @property
    def count(self) -> str:
        """How many of how many, in words."""
        if not self.functions:
            return ""
        return say("engine", "progress", "count", solved=self.solved, total=len(self.functions))

    @property
    def marks(self) -> str:
        """A sign for each function."""
        return "".join("✓" if solved else "·" for _, solved in self.functions)


def progress() -> Page:
    """What you have built so far, chapter by chapter."""
    places = course_map(frozenset(records.load(home.folder()).solved))
    solved, total = sum(place.solved for place in places), sum(len(place.functions) for place in places)
    summary = say("engine", "progress", "summary", solved=solved, total=total)
    items: list[Item] = [
        Heading("plain", say("engine", "progress", "title")),
        Picture(figure(places, summary)),
    ]
    items += paragraphs(summary if solved else say("engine", "progress", "first"))
    items += paragraphs(say("engine", "progress", "package")) if solved else []
    return Page(items)


def course_map(solved: frozenset[str]) -> list[Place]:
    """Every chapter of the course, with its functions."""
    exercises = {chapter.number: chapter.exercises for chapter in chapters.chapters()}
    return [
        Place(
            number,
            say("engine", "course", number),
            tuple((item.path, item.target in solved) for item in exercises.get(number, ())),
        )
        for number in (f"{index:02}" for index in range(LAST_CHAPTER + 1))
    ]


def figure(places: list[Place], summary: str) -> Figure:
    """The map as a picture and as text."""
    header = [say("engine", "progress", f"column.{name}") for name in ("chapter", "solved", "functions")]
    rows = [
        [f"{place.number} {place.title}", place.count, _names(place)] for place in places if place.functions
    ]
    rows_of_tiles = -(-len(places) // COLUMNS)
    height = 2 * svg.PADDING + rows_of_tiles * (TILE_HEIGHT + GAP) - GAP
    alt = say("engine", "progress", "figure", summary=summary)
    tiles = [_tile(place, index) for index, place in enumerate(places)]
    return Figure(svg.panel(tiles, height, alt), alt, _text(places), table(header, rows).table)


def _names(place: Place) -> str:
    return ", ".join(f"{'✓' if solved else '·'} {name}" for name, solved in place.functions)


def _text(places: list[Place]) -> str:
    width = max(len(place.title) for place in places)
    counts = max(len(place.count) for place in places)
    lines = [
        f"{place.number}  {place.title:<{width}}  {place.count:<{counts}}  {place.marks}" for place in places
    ]
    return "\n".join(line.rstrip() for line in lines)


def _tile(place: Place, index: int) -> str:
    left = svg.PADDING + index % COLUMNS * (TILE_WIDTH + GAP)
    top = svg.PADDING + index // COLUMNS * (TILE_HEIGHT + GAP)
    complete = bool(place.functions) and place.solved == len(place.functions)
    look = (TONES["right"] if complete else TONES["plain"]).light
    room = TILE_WIDTH - TITLE_LEFT - 8
    shapes = [
        svg.rectangle(left, top, TILE_WIDTH, TILE_HEIGHT, radius=6, fill=look.tint, stroke=look.line),
        svg.text(left + NUMBER_LEFT, top + TITLE_MIDDLE, place.number, svg.MEDIUM, look.ink, bold=True),
        svg.text(left + TITLE_LEFT, top + TITLE_MIDDLE, place.title, svg.SMALL, look.ink, room=room),
        *(_box(left, top, number, solved) for number, (_, solved) in enumerate(place.functions)),
    ]
    return "".join(shapes)


def _box(left: float, top: float, number: int, solved: bool) -> str:
    """One function: a box, with a tick in it once it is solved."""
    look = TONES["right"].light
    x, y = left + TITLE_LEFT + number * (BOX + BOX_GAP), top + BOX_TOP
    box = svg.rectangle(x, y, BOX, BOX, radius=3, fill=PANEL_LIGHT["background"], stroke=look.line)
    tick = svg.path(f"M{x + 4} {y + 9}L{x + 8} {y + 13}L{x + 14} {y + 5}", look.ink, 2)
    return box + tick if solved else box

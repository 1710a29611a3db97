"""The map of the course: which functions a learner has written. Read from their folder, sent nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from framebyframe.figures import Figure, svg, table
from framebyframe.figures.language import PANEL_LIGHT, TONES

from ..declaring.table import chapters
from ..keeping import folder, records
from ..text.catalogue import say, state_of
from .page import Heading, Item, Page, Picture, paragraphs

LAST_CHAPTER = 17

ROWS = 9
TILE_WIDTH, TILE_HEIGHT, GAP = 356, 38, 8
NUMBER_LEFT, TITLE_LEFT = 12, 44
BOX, BOX_GAP = 16, 5


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
    places = course_map(records.solved())
    solved, total = sum(place.solved for place in places), sum(len(place.functions) for place in places)
    summary = say("engine", "progress", "summary", solved=solved, total=total)
    items: list[Item] = [
        Heading("plain", say("engine", "progress", "title")),
        Picture(figure(places, summary)),
    ]
    items += paragraphs(summary if solved else say("engine", "progress", "first"))
    items += paragraphs(say("engine", "progress", "package", folder=folder.folder().name)) if solved else []
    return Page(items)


def course_map(solved: frozenset[str]) -> list[Place]:
    """Every chapter of the course, with its functions."""
    exercises = {chapter.number: chapter.exercises for chapter in chapters()}
    return [
        Place(
            number,
            say("engine", "course", number),
            tuple((item.path, item.id in solved) for item in exercises.get(number, ())),
        )
        for number in (f"{index:02}" for index in range(LAST_CHAPTER + 1))
    ]


def figure(places: list[Place], summary: str) -> Figure:
    """The map as a picture and as text."""
    header = [say("engine", "progress", f"column.{name}") for name in ("chapter", "solved", "functions")]
    rows = [
        [f"{place.number} {place.title}", place.count, _names(place)] for place in places if place.functions
    ]
    height = 2 * svg.PADDING + ROWS * (TILE_HEIGHT + GAP) - GAP
    alt = say("engine", "progress", "figure", summary=summary)
    tiles = [_tile(place, index) for index, place in enumerate(places)]
    return Figure(svg.panel(tiles, height, alt), alt, _text(places), table(header, rows).table)


def _names(place: Place) -> str:
    return ", ".join(state_of(name, solved) for name, solved in place.functions)


def _text(places: list[Place]) -> str:
    width = max(len(place.title) for place in places)
    counts = max(len(place.count) for place in places)
    lines = [
        f"{place.number}  {place.title:<{width}}  {place.count:<{counts}}  {place.marks}" for place in places
    ]
    return "\n".join(line.rstrip() for line in lines)


def _tile(place: Place, index: int) -> str:
    """A chapter: its number, its title, and a box for each function."""
    left = svg.PADDING + index // ROWS * (TILE_WIDTH + GAP)
    top = svg.PADDING + index % ROWS * (TILE_HEIGHT + GAP)
    middle = top + TILE_HEIGHT / 2
    complete = bool(place.functions) and place.solved == len(place.functions)
    look = (TONES["right"] if complete else TONES["plain"]).light
    boxes = len(place.functions) * (BOX + BOX_GAP) + NUMBER_LEFT
    shapes = [
        svg.rectangle(left, top, TILE_WIDTH, TILE_HEIGHT, radius=6, fill=look.tint, stroke=look.line),
        svg.text(left + NUMBER_LEFT, middle, place.number, svg.MEDIUM, look.ink, bold=True),
        svg.text(
            left + TITLE_LEFT, middle, place.title, svg.SMALL, look.ink, room=TILE_WIDTH - TITLE_LEFT - boxes
        ),
    ]
    first = left + TILE_WIDTH - boxes + BOX_GAP
    for number, (_, solved) in enumerate(place.functions):
        shapes.append(_box(first + number * (BOX + BOX_GAP), middle - BOX / 2, solved))
    return "".join(shapes)


def _box(x: float, y: float, solved: bool) -> str:
    """One function: a box, with a tick in it once it is solved."""
    look = TONES["right"].light
    box = svg.rectangle(x, y, BOX, BOX, radius=3, fill=PANEL_LIGHT["background"], stroke=look.line)
    corners = ((4, 8), (7, 12), (12, 5))
    tick = "M" + "L".join(f"{svg.number(x + across)} {svg.number(y + down)}" for across, down in corners)
    return box + svg.path(tick, look.ink, 2) if solved else box

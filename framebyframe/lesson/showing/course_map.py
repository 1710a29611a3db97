"""The map of the course: which functions a learner has written. Read from their folder, sent nowhere."""

from __future__ import annotations

import math
from dataclasses import dataclass

from framebyframe.figures import Figure, svg, table
from framebyframe.figures.language import FIELDS, PANEL_LIGHT, TONES

from ..declaring.table import chapters
from ..keeping import folder, records
from ..text.catalogue import say, state_of
from .page import Fold, Heading, Item, Page, Picture, paragraphs

LAST_CHAPTER = 17
PARTS = {"00": "02", "03": "07", "08": "11", "12": "15", "16": "17"}
"""The first and the last chapter of each part of the course."""

COLUMNS = 2
TILE_WIDTH, TILE_HEIGHT, GAP = 356, 38, 8
NUMBER_LEFT, TITLE_LEFT = 12, 44
BOX, BOX_GAP = 16, 5
LEADING = 16
"""Pixels from one line of a title to the next: two lines fit into a tile."""


@dataclass(frozen=True)
class Place:
    """One chapter on the map: its number, its title, and for each function whether it is solved."""

    number: str
    title: str
    functions: tuple[tuple[str, bool], ...]

    @property
    def solved(self) -> int:
        """The number of functions that the learner has written."""
        return sum(solved for _, solved in self.functions)

    @property
    def count(self) -> str:
        """The number of functions written, and of all, in words."""
        if not self.functions:
            return ""
        return say("engine", "progress", "count", solved=self.solved, total=len(self.functions))

    @property
    def marks(self) -> str:
        """A sign for each function."""
        return "".join("✓" if solved else "·" for _, solved in self.functions)


def progress(chapter: str = "") -> Page:
    """A page with the functions you have built in this part of the course; the whole course is folded.

    Args:
        chapter: the number of the one you are in; if not given, the first one with something left to write.
    """
    places = course_map(records.solved())
    here = chapter or _first_unfinished(places)
    solved, total = sum(place.solved for place in places), sum(len(place.functions) for place in places)
    summary = say("engine", "progress", "summary", solved=solved, total=total)
    first = part_of(here)
    part = [place for place in places if first <= place.number <= PARTS[first]]
    words = say(
        "engine", "progress", "part", name=say("engine", "part", first), first=first, last=PARTS[first]
    )
    items: list[Item] = [Heading("plain", words), Picture(figure(part, summary, here))]
    begins = next((place.number for place in part if place.functions), first)
    items += paragraphs(summary if solved else say("engine", "progress", "first", number=begins))
    items += paragraphs(say("engine", "progress", "package", folder=folder.folder().name)) if solved else []
    return Page([*items, Fold(say("engine", "progress", "course"), [Picture(figure(places, summary, here))])])


def part_of(chapter: str) -> str:
    """The first chapter of the part that a chapter is in."""
    return max(first for first in PARTS if first <= chapter)


def _first_unfinished(places: list[Place]) -> str:
    """Of the chapters with functions, the first with one left to write; the last if there is none."""
    numbers = [place.number for place in places if place.functions]
    left = [place.number for place in places if place.solved < len(place.functions)]
    return (left or numbers)[0 if left else -1]


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


def figure(places: list[Place], summary: str, here: str) -> Figure:
    """Some chapters as a picture and as text; the one of this number is marked."""
    header = [say("engine", "progress", f"column.{name}") for name in ("chapter", "solved", "functions")]
    rows = [
        [f"{place.number} {place.title}", place.count, _names(place)] for place in places if place.functions
    ]
    in_column = math.ceil(len(places) / COLUMNS)
    height = 2 * svg.PADDING + in_column * (TILE_HEIGHT + GAP) - GAP
    alt = say("engine", "progress", "figure", summary=summary, here=here)
    tiles = [
        _tile(place, *divmod(index, in_column), place.number == here) for index, place in enumerate(places)
    ]
    return Figure(
        svg.panel(tiles, height, alt), alt, _text(places, here), table(header, rows).table if rows else ""
    )


def _names(place: Place) -> str:
    """The functions in words; a tick and the name behind it stay in one line."""
    return ", ".join(
        state_of(name, solved).replace("✓ ", "✓\N{NO-BREAK SPACE}") for name, solved in place.functions
    )


def _text(places: list[Place], here: str) -> str:
    width = max(len(place.title) for place in places)
    counts = max(len(place.count) for place in places)
    lines = []
    for place in places:
        sign = "→" if place.number == here else " "
        named = f"{sign} {place.number}  {place.title:<{width}}"
        lines.append(f"{named}  {place.count:<{counts}}  {place.marks}")
    return "\n".join(line.rstrip() for line in lines)


def _tile(place: Place, column: int, row: int, is_here: bool) -> str:
    """The tile of a chapter: number, title, a box for each function; a bold frame for the current one."""
    left = svg.PADDING + column * (TILE_WIDTH + GAP)
    top = svg.PADDING + row * (TILE_HEIGHT + GAP)
    middle = top + TILE_HEIGHT / 2
    complete = bool(place.functions) and place.solved == len(place.functions)
    look = (TONES["right"] if complete else TONES["plain"]).light
    boxes = len(place.functions) * (BOX + BOX_GAP) + NUMBER_LEFT
    edge = {"stroke": FIELDS["fin"].light.line, "stroke_width": 4} if is_here else {"stroke": look.line}
    shapes = [
        svg.rectangle(left, top, TILE_WIDTH, TILE_HEIGHT, radius=6, fill=look.tint, **edge),
        svg.text(left + NUMBER_LEFT, middle, place.number, svg.MEDIUM, look.ink, bold=True),
        *_title(left + TITLE_LEFT, middle, place.title, look.ink, TILE_WIDTH - TITLE_LEFT - boxes),
    ]
    first = left + TILE_WIDTH - boxes + BOX_GAP
    for number, (_, solved) in enumerate(place.functions):
        shapes.append(_box(first + number * (BOX + BOX_GAP), middle - BOX / 2, solved))
    return "".join(shapes)


def _title(x: float, middle: float, title: str, ink: str, room: float) -> list[str]:
    """The title in one line, or in two where one is too short: cut, it would say less."""
    lines = svg.wrapped(title, svg.SMALL, room)
    top = middle - (len(lines) - 1) * LEADING / 2
    return [svg.text(x, top + place * LEADING, line, svg.SMALL, ink) for place, line in enumerate(lines)]


def _box(x: float, y: float, solved: bool) -> str:
    """One function: a box, with a tick in it once it is solved."""
    look = TONES["right"].light
    box = svg.rectangle(x, y, BOX, BOX, radius=3, fill=PANEL_LIGHT["background"], stroke=look.line)
    corners = ((4, 8), (7, 12), (12, 5))
    tick = "M" + "L".join(f"{svg.number(x + across)} {svg.number(y + down)}" for across, down in corners)
    return box + svg.path(tick, look.ink, 2) if solved else box

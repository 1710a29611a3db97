"""The frames of a stream in their order, each on the line of its message; control frames have their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from framebyframe.wire import Frame, Opcode, encode_frame

from . import svg
from .annotation import AnnotatedFrame, annotate_frames
from .figure import Figure
from .language import FIELDS, PANEL_LIGHT, TONES, Colours
from .tables import Cell, Row, html_table
from .text.catalogue import say
from .visible import elide, full_stop, pad, shorten
from .words import count, opcode_name, quoted

MOST_FRAMES = 12
"""Frames that are drawn; more have no room for their names."""
MOST_WORDS = 74
"""Characters of what a line comes to, in a drawing and in text."""

NAME_ROOM, LEFT, RIGHT = 112, 142, 730
WIDEST = 124
TOP, LANE, BOX = 50, 62, 34
LINE = 22

NAME_COLUMNS, WIDEST_CELL = 16, 14
TEXT_COLUMNS = 100


@dataclass(frozen=True)
class _Slot:
    """One frame: its place in the stream, from 0, and what it is."""

    place: int
    frame: AnnotatedFrame

    @property
    def opcode(self) -> int:
        span = self.frame.span("opcode")
        return -1 if span is None or span.value is None else span.value

    @property
    def is_control(self) -> bool:
        return self.opcode >= Opcode.CLOSE

    @property
    def is_final(self) -> bool:
        span = self.frame.span("fin")
        return span is not None and bool(span.value)

    @property
    def name(self) -> str:
        return opcode_name(self.opcode)

    @property
    def size(self) -> str:
        return count(len(self.frame.payload), "byte")


@dataclass(frozen=True)
class _Lane:
    """A message, or all control frames.

    Attributes:
        number: of the message, from 1; 0 for the control frames.
        slots: its frames, in their order.
    """

    number: int
    slots: tuple[_Slot, ...] = ()

    @property
    def name(self) -> str:
        return say("drawing", "time_line", "message" if self.number else "control", number=self.number)

    @property
    def is_whole(self) -> bool:
        return bool(self.slots) and self.slots[-1].is_final and not self.slots[-1].frame.missing

    @property
    def payload(self) -> bytes:
        return b"".join(slot.frame.payload for slot in self.slots)

    def with_slot(self, slot: _Slot) -> _Lane:
        return replace(self, slots=(*self.slots, slot))

    def at(self, place: int) -> _Slot | None:
        return next((slot for slot in self.slots if slot.place == place), None)

    def is_open_at(self, place: int) -> bool:
        """Whether a frame of this message came before this place, and another is still to come."""
        return bool(self.number) and self.slots[0].place < place and not (self.is_whole and place > self.last)

    @property
    def last(self) -> int:
        return self.slots[-1].place


def time_line(frames: bytes | Iterable[Frame], caption: str = "") -> Figure:
    """Frames in their order, from left to right; those of one message stand on one line.

    Args:
        frames: of one direction, from its beginning: as `Frame`s, or as the bytes of the stream.
        caption: a line under the figure.

    Example: `time_line([Frame(Opcode.TEXT, b"Hel", fin=False), Frame(Opcode.CONTINUATION, b"lo")])`
    """
    data = bytes(frames) if isinstance(frames, (bytes, bytearray)) else b"".join(map(encode_frame, frames))
    slots = [_Slot(place, frame) for place, frame in enumerate(annotate_frames(data))]
    drawn, left_out = slots[:MOST_FRAMES], len(slots) - MOST_FRAMES
    lanes = _lanes(drawn)
    notes = [*_notes(lanes), *_left_out(left_out)] if slots else [say("drawing", "all", "nothing")]
    faults = [_fault_words(slot) for slot in drawn if slot.frame.faults]
    return Figure(
        svg=_svg(lanes, len(drawn), notes, faults),
        alt=_alt(lanes, drawn, faults),
        text="\n".join([*_text(lanes, len(drawn)), *notes, *faults]),
        table=_table(lanes, drawn),
        caption=caption,
    )


def _lanes(slots: Sequence[_Slot]) -> list[_Lane]:
    """The messages in the order of their beginnings, then the control frames, if there are some."""
    messages: list[_Lane] = []
    control = _Lane(0)
    for slot in slots:
        if slot.is_control:
            control = control.with_slot(slot)
        elif slot.opcode == Opcode.CONTINUATION and messages and not messages[-1].is_whole:
            messages[-1] = messages[-1].with_slot(slot)
        else:
            messages.append(_Lane(len(messages) + 1, (slot,)))
    return [*messages, *([control] if control.slots else [])]


# --- in words and in text ------------------------------------------------------------------------


def _notes(lanes: Sequence[_Lane]) -> Iterator[str]:
    """What each line comes to."""
    for lane in lanes:
        if lane.number:
            yield elide(_message_words(lane), MOST_WORDS)
        else:
            for slot in lane.slots:
                yield elide(_control_words(slot), MOST_WORDS)


def _left_out(number: int) -> list[str]:
    return [say("drawing", "all", "more", number=number)] if number > 0 else []


def _message_words(lane: _Lane) -> str:
    key = "whole" if lane.is_whole else "unfinished"
    size, content = count(len(lane.payload), "byte"), quoted(lane.payload)
    values = {"name": lane.name, "type": lane.slots[0].name, "size": size, "content": content}
    return say("drawing", "time_line", key, **values)


def _control_words(slot: _Slot) -> str:
    carried = f" {slot.frame.carried}" if slot.frame.carried else ""
    return say("drawing", "time_line", "frame", number=slot.place + 1, words=f"{slot.name}{carried}")


def _fault_words(slot: _Slot) -> str:
    said = " ".join(fault.words for fault in slot.frame.faults)
    return f"{TONES['wrong'].sign} {say('drawing', 'time_line', 'frame', number=slot.place + 1, words=said)}"


def _alt(lanes: Sequence[_Lane], slots: Sequence[_Slot], faults: Sequence[str]) -> str:
    said = [say("drawing", "time_line", "alt", frames=count(len(slots), "frame"))]
    for lane in lanes:
        places = ", ".join(str(slot.place + 1) for slot in lane.slots)
        said.append(say("drawing", "time_line", "places", name=lane.name, places=places))
    return " ".join([*said, *map(full_stop, _notes(lanes)), *faults])


def _text(lanes: Sequence[_Lane], frames: int) -> Iterator[str]:
    room = min(WIDEST_CELL, (TEXT_COLUMNS - NAME_COLUMNS) // max(frames, 1))
    yield pad("", NAME_COLUMNS) + "".join(pad(str(place + 1), room) for place in range(frames))
    for lane in lanes:
        yield pad(lane.name, NAME_COLUMNS) + "".join(_text_cell(lane, place, room) for place in range(frames))


def _text_cell(lane: _Lane, place: int, room: int) -> str:
    slot = lane.at(place)
    if slot is None:
        return ("─" if lane.is_open_at(place) else " ") * room
    sign = f"{TONES['wrong'].sign} " if slot.frame.faults else ""
    words = f"{shorten(sign + slot.name, room - 1)} "
    goes_on = lane.number and not slot.is_final
    return words + ("─" if goes_on else " ") * (room - len(words))


def _table(lanes: Sequence[_Lane], slots: Sequence[_Slot]) -> str:
    home = {slot.place: lane.name for lane in lanes for slot in lane.slots}
    names = ("number", "opcode", "fin", "payload", "line")
    header = [say("drawing", "time_line", f"column.{name}") for name in names]
    rows: list[Row] = [
        [
            str(slot.place + 1),
            Cell(slot.name, "wrong" if slot.frame.faults else _field(slot) if slot.is_control else ""),
            str(int(slot.is_final)),
            slot.size,
            home[slot.place],
        ]
        for slot in slots
    ]
    return html_table(header, rows)


# --- drawn ---------------------------------------------------------------------------------------


def _svg(lanes: Sequence[_Lane], frames: int, notes: Sequence[str], faults: Sequence[str]) -> str:
    width = min(WIDEST, (RIGHT - LEFT) / max(frames, 1))
    shapes = [_number(place, width) for place in range(frames)]
    for row, lane in enumerate(lanes):
        shapes += _lane(lane, TOP + row * LANE, width, frames)
    top = TOP + len(lanes) * LANE + 6.0
    for words in notes:
        shapes.append(svg.text(svg.PADDING, top + LINE / 2, words, svg.SMALL, room=svg.INNER))
        top += LINE
    for words in faults:
        for line in svg.wrapped(words, svg.SMALL, svg.INNER):
            shapes.append(svg.text(svg.PADDING, top + LINE / 2, line, svg.SMALL, TONES["wrong"].light.ink))
            top += LINE
    alt = " ".join([*notes, *faults]) or say("drawing", "all", "nothing")
    return svg.panel(shapes, top + 12, alt)


def _number(place: int, width: float) -> str:
    return svg.text(_middle(place, width), 28, str(place + 1), svg.SMALL, PANEL_LIGHT["muted"], "middle")


def _middle(place: int, width: float) -> float:
    return LEFT + (place + 0.5) * width


def _lane(lane: _Lane, top: float, width: float, frames: int) -> Iterator[str]:
    middle = top + BOX / 2
    yield svg.text(svg.PADDING, middle, lane.name, svg.SMALL, bold=True, room=NAME_ROOM)
    if lane.number:
        yield from _thread(lane, middle, width, frames)
    for slot in lane.slots:
        yield from _box(slot, top, width)


def _thread(lane: _Lane, middle: float, width: float, frames: int) -> Iterator[str]:
    """The line through a message; dashed to the right edge where its end has not come."""
    colour = FIELDS["payload_data"].light.line
    first, last = _middle(lane.slots[0].place, width), _middle(lane.last, width)
    yield svg.line(first, middle, last, middle, colour, 3)
    if not lane.is_whole:
        edge = LEFT + frames * width + 14
        yield svg.line(last, middle, edge, middle, colour, 3, stroke_dasharray="6 5")


def _box(slot: _Slot, top: float, width: float) -> Iterator[str]:
    colours, pattern = _look(slot)
    left, room = LEFT + slot.place * width + 4, width - 8
    yield svg.rectangle(left, top, room, BOX, radius=4, fill=colours.tint, stroke=colours.line)
    yield svg.band(left, top + BOX - svg.BAND, room, pattern, colours)
    middle = left + room / 2
    sign = f"{TONES['wrong'].sign} " if slot.frame.faults else ""
    yield svg.text(middle, top + 14, sign + slot.name, svg.SMALL, colours.ink, "middle", room=room - 6)
    fin = say("drawing", "time_line", "fin", value=int(slot.is_final))
    yield svg.text(middle, top + BOX + 11, fin, svg.SMALL, PANEL_LIGHT["muted"], "middle", room=room)


def _look(slot: _Slot) -> tuple[Colours, str]:
    if slot.frame.faults:
        return TONES["wrong"].light, TONES["wrong"].pattern
    field = FIELDS[_field(slot)]
    return field.light, field.pattern


def _field(slot: _Slot) -> str:
    """The key of the field whose colours a frame has, in the drawing as in the table."""
    return "close_code" if slot.opcode == Opcode.CLOSE else "opcode" if slot.is_control else "payload_data"

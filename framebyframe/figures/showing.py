"""`show(x)`: the drawing that suits what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import is_dataclass
from functools import singledispatch

from framebyframe.wire import Frame, HandshakeRequest, Headers

from .annotation import annotate_frames
from .calls import message
from .cards import card, event_card
from .dump import hexdump
from .figure import Figure
from .frame_bytes import frame_bytes
from .heads import handshake
from .sequence import Step, transcript
from .stacking import stack
from .text.catalogue import say
from .text_annotation import END_OF_HEAD
from .titles import is_http
from .two_ways import byte_two_ways

MAX_THINGS = 16
"""Items of a list that are drawn."""


def show(*things: object) -> None:
    """Draw each thing now: in a notebook as a picture, elsewhere as text. See `draw`."""
    for thing in things:
        _display(draw(thing))


@singledispatch
def draw(thing: object) -> Figure:
    """The figure of a thing, to be shown or kept. `draw.register` adds a drawing for one more type.

    - a Figure: itself
    - a Frame: its bits and bytes
    - bytes: the head of a handshake, whole and faultless frames, or else a hexdump; no bytes: a card
    - an int from 0 to 255: the byte read two ways
    - a dict, or text that begins like JSON: a call; other text: its UTF-8 bytes
    - an event, an exception, any dataclass: a card
    - a list of steps: a transcript; any other list: one under the other

    Raises:
        TypeError: there is no drawing for this.
    """
    if is_dataclass(thing) and not isinstance(thing, type):
        return event_card(thing)
    raise _no_drawing(thing)


draw.register(Frame, frame_bytes)
draw.register(dict, message)
draw.register(BaseException, event_card)


@draw.register
def _draw_figure(figure: Figure) -> Figure:
    return figure


@draw.register
def _draw_byte(number: int) -> Figure:
    if not 0 <= number <= 0xFF:
        raise _no_drawing(number)
    return byte_two_ways(number)


@draw.register
def _draw_request(request: HandshakeRequest) -> Figure:
    return handshake(request=_head(f"GET {request.target} HTTP/1.1", request.headers))


@draw.register(bytes)
@draw.register(bytearray)
@draw.register(memoryview)
def _draw_bytes(data: bytes | bytearray | memoryview) -> Figure:
    data = bytes(data)
    if not data:
        return card(say("drawing", "bytes", "empty"), note=say("drawing", "bytes", "empty_note"))
    if is_http(data) and END_OF_HEAD.encode() in data:
        return handshake(request=data) if data.startswith(b"GET ") else handshake(response=data)
    frames = [] if is_http(data) else annotate_frames(data, in_order=False)
    if not frames or frames[-1].missing or any(frame.faults for frame in frames):
        return hexdump(data)
    if len(frames) == 1:
        return frame_bytes(data)
    return _stacked([frame_bytes(frame.data, bits=False) for frame in frames[:MAX_THINGS]], len(frames))


@draw.register
def _draw_text(text: str) -> Figure:
    return message(text) if text.lstrip().startswith(("{", "[")) else hexdump(text.encode("utf-8", "replace"))


@draw.register(Sequence)
def _draw_list(things: Sequence[object]) -> Figure:
    if not things:
        return card(say("drawing", "list", "empty"))
    if all(isinstance(thing, Step) for thing in things):
        return transcript([thing for thing in things if isinstance(thing, Step)])
    small = len(things) > 1
    drawn = [_small(thing) if small else draw(thing) for thing in things[:MAX_THINGS]]
    return _stacked(drawn, len(things))


def _small(thing: object) -> Figure:
    """The figure of a thing, as `draw` gives it, but without the enlarged bits of a frame."""
    return frame_bytes(thing, bits=False) if isinstance(thing, Frame) else draw(thing)


def _stacked(figures: Sequence[Figure], of: int) -> Figure:
    more = say("drawing", "list", "more", number=of - len(figures)) if of > len(figures) else ""
    return stack(figures, caption=more)


def _no_drawing(thing: object) -> TypeError:
    name = type(thing).__name__
    return TypeError(f"there is no drawing of {name}: show bytes, frames, events, calls or lists")


def _head(first_line: str, headers: Headers) -> bytes:
    lines = [first_line, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _display(figure: Figure) -> None:
    try:
        from IPython import get_ipython
    except ImportError:
        print(figure)
        return
    if get_ipython() is None:
        print(figure)
        return
    from IPython.display import display

    display(figure)  # type: ignore[no-untyped-call]

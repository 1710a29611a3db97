"""`show(x)`: the drawing that suits what it is given."""

from __future__ import annotations

from collections.abc import Sequence

from framebyframe.wire import Frame

from .annotation import annotate_frames
from .figure import Figure
from .frame_bytes import frame_bytes
from .hexdump import hexdump
from .stack import stack
from .two_ways import byte_two_ways

HTTP_STARTS = (b"GET ", b"HTTP/")


def show(*things: object) -> None:
    """Draw each thing now: in a notebook as a picture, elsewhere as text."""
    for thing in things:
        _display(draw(thing))


def draw(thing: object) -> Figure:
    """The figure of a thing, to be shown or kept.

    Raises:
        TypeError: there is no drawing for this type.
    """
    if isinstance(thing, Figure):
        return thing
    if isinstance(thing, Frame):
        return frame_bytes(thing)
    if isinstance(thing, (bytes, bytearray, memoryview)):
        return _draw_bytes(bytes(thing))
    if isinstance(thing, int) and 0 <= thing <= 0xFF:
        return byte_two_ways(thing)
    if isinstance(thing, Sequence):
        return stack([draw(item) for item in thing])
    raise TypeError(
        f"there is no drawing of {type(thing).__name__}: show bytes, frames, events or transcripts"
    )


def _draw_bytes(data: bytes) -> Figure:
    """Whole and faultless frames as frames; anything else as a hexdump."""
    frames = [] if data.startswith(HTTP_STARTS) else annotate_frames(data)
    if not frames or frames[-1].missing or any(frame.faults for frame in frames):
        return hexdump(data)
    if len(frames) == 1:
        return frame_bytes(data)
    return stack([frame_bytes(frame.data, bits=False) for frame in frames])


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

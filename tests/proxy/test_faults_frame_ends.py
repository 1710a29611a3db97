"""Where frames end in a stream, however it is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tapped import RESPONSE

from framebyframe.proxy.faults.frame_ends import FrameEnds
from framebyframe.wire import Frame, Opcode, encode_frame

frames = st.builds(
    Frame,
    st.just(Opcode.BINARY),
    st.one_of(st.binary(max_size=200), st.integers(120, 70_000).map(bytes)),
    masking_key=st.one_of(st.none(), st.binary(min_size=4, max_size=4)),
)


@given(st.lists(frames, max_size=4), st.lists(st.integers(1, 300), max_size=20))
def test_it_stops_where_the_head_and_each_frame_ends(sent: list[Frame], cuts: list[int]) -> None:
    parts = [RESPONSE, *map(encode_frame, sent)]
    stream, ends, found, position = b"".join(parts), FrameEnds(), [], 0
    while position < len(stream):
        size = cuts[position % len(cuts)] if cuts else len(stream)
        piece = stream[position : position + size]
        if ends.is_between:  # a frame begins
            ends.feed(piece[:1])
            piece, position = piece[1:], position + 1
        position += ends.feed_to_end(piece)
        if ends.is_between:
            found.append(position)
    assert found == [sum(map(len, parts[: count + 1])) for count in range(len(parts))]


@given(st.lists(frames, max_size=4), st.integers(1, 5000))
def test_fed_in_any_pieces_it_is_between_frames_at_the_end(sent: list[Frame], size: int) -> None:
    stream, ends = RESPONSE + b"".join(map(encode_frame, sent)), FrameEnds()
    for start in range(0, len(stream) - 1, size):
        ends.feed(stream[start : min(start + size, len(stream) - 1)])
    assert not ends.is_between
    ends.feed(stream[-1:])
    assert ends.is_between

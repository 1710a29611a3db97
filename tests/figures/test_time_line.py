"""The time line of a stream: which frame belongs to which message, and what is between."""

from __future__ import annotations

import re

import pytest

from framebyframe import figures
from framebyframe.figures.time_line import MOST_FRAMES, TEXT_COLUMNS
from framebyframe.wire import Frame, Opcode, encode_frame

BEGUN = Frame(Opcode.TEXT, b"Gr\xc3", fin=False)
PING = Frame(Opcode.PING, b"there?")
REST = Frame(Opcode.CONTINUATION, b"\xbcezi")
BETWEEN = [BEGUN, PING, REST]


def test_a_ping_between_two_fragments_in_text() -> None:
    assert figures.time_line(BETWEEN).text.splitlines() == [
        "                1             2             3",
        "message 1       text ───────────────────────continuation",
        "control frames                ping",
        "message 1: text, 7 bytes: “Grüezi”",
        "frame 2: ping “there?”",
    ]


def test_its_description_says_where_each_frame_belongs() -> None:
    alt = figures.time_line(BETWEEN).alt
    assert alt.startswith("A time line of 3 frames, from left to right. message 1: 1, 3. control frames: 2.")
    assert alt.endswith("message 1: text, 7 bytes: “Grüezi”. frame 2: ping “there?”.")


def test_the_table_has_the_colours_of_control_frames_alone() -> None:
    assert figures.time_line(BETWEEN).table.count("bgcolor") == 1


def test_frames_and_their_bytes_give_the_same() -> None:
    data = b"".join(map(encode_frame, BETWEEN))
    assert figures.time_line(data) == figures.time_line(BETWEEN)


def test_masked_frames_are_read() -> None:
    masked = [Frame(item.opcode, item.payload, item.fin, masking_key=b"abcd") for item in BETWEEN]
    assert "“Grüezi”" in figures.time_line(masked).text


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ([REST], "frame 1: There is no unfinished message that this could continue."),
        ([BEGUN, Frame(Opcode.TEXT, b"a")], "frame 2: The message before has to be finished first."),
        ([Frame(Opcode.PING, fin=False)], "frame 1: A control frame may not be fragmented"),
        ([BEGUN, Frame(Opcode.CONTINUATION, b"(")], "frame 2: Not UTF-8"),
    ],
)
def test_a_broken_rule_is_named_beside_its_frame(frames: list[Frame], words: str) -> None:
    figure = figures.time_line(frames)
    assert f"✗ {words}" in figure.text and words in figure.alt
    assert any("✗ " in line for line in figure.text.splitlines()[1 : len(frames) + 1])


def test_a_message_inside_a_message_has_a_line_of_its_own() -> None:
    lines = figures.time_line([BEGUN, Frame(Opcode.BINARY, b"\0"), REST]).text.splitlines()
    assert [line.split("  ")[0] for line in lines[1:4]] == ["message 1", "message 2", "message 3"]
    assert "message 1, not finished: text" in "\n".join(lines)


def test_a_stream_of_many_frames_has_a_limit_and_says_so() -> None:
    figure = figures.time_line([PING] * 30)
    assert f"… {30 - MOST_FRAMES} more" in figure.text
    assert max(map(len, figure.text.splitlines())) <= TEXT_COLUMNS
    right = [
        float(x) + float(w)
        for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', figure.svg)
    ]
    assert max(right) <= 760


def test_a_line_goes_on_to_the_edge_while_its_message_is_not_finished() -> None:
    assert "stroke-dasharray" in figures.time_line([BEGUN]).svg
    assert "stroke-dasharray" not in figures.time_line(BETWEEN).svg

"""The states of a connection as a diagram, and a conversation byte by byte."""

from __future__ import annotations

import re

import pytest

from framebyframe import figures
from framebyframe.peers import Move
from framebyframe.wire import TRANSITIONS, Frame, Opcode, State, Trigger, encode_frame

KEY = bytes.fromhex("37fa213d")
ARROWS = [(before, trigger, after) for before, row in TRANSITIONS.items() for trigger, after in row.items()]


@pytest.mark.parametrize(("before", "trigger", "after"), ARROWS, ids=lambda item: item.name)
def test_every_entry_of_the_table_is_drawn_and_told(before: State, trigger: object, after: State) -> None:
    figure = figures.state_diagram()
    assert f"{before.name} becomes {after.name} when {trigger.value}." in figure.alt
    under = figure.text.partition(f" {before.name}\n")[2].split("\n  ")
    told = [line.strip() for line in under if line.startswith("  ")]
    assert f"{trigger.value} → {after.name}" in told


def test_the_picture_has_an_arrow_for_each_pair_of_states_and_a_line_for_each_cause() -> None:
    svg = figures.state_diagram().svg
    assert svg.count("<path") == 2 * len({(before, after) for before, _, after in ARROWS})
    causes = [trigger.value for _, trigger, _ in ARROWS]
    drawn = re.findall(r">([^<]+)</text>", svg)
    assert sorted(drawn) == sorted([*(state.name for state in State), *causes])


def test_where_a_connection_is_and_how_it_came_there() -> None:
    figure = figures.state_diagram([State.CONNECTING, "OPEN", "OPEN", State.CLOSING])
    assert "● CLOSING" in figure.text and "· OPEN" in figure.text and "  CLOSED" in figure.text
    assert figure.text.endswith("The way so far: CONNECTING → OPEN → CLOSING.")
    assert figure.svg.count('stroke-width="4"') == 2, "two arrows were taken"


def test_the_cause_of_each_change_is_marked() -> None:
    past = ["CONNECTING", "OPEN", "OPEN", "CLOSING", "CLOSED"]
    figure = figures.state_diagram(past, causes=[Trigger.ACCEPT, Trigger.SEND_CLOSE, Trigger.LOSE])
    assert re.findall(r"▸ (.*) → (\w+)", figure.text) == [
        ("the handshake is accepted", "OPEN"),
        ("we send a close frame", "CLOSING"),
        ("the stream ends", "CLOSED"),
    ]
    assert figure.text.index("CLOSING\n") < figure.text.index("▸ the stream ends"), "that of CLOSING"
    assert figure.svg.count("▸") == 3
    assert (
        "What led from one to the next: the handshake is accepted; we send a close frame; the" in figure.alt
    )


def test_a_state_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        figures.state_diagram(["HALF OPEN"])


def test_every_byte_is_shown_and_what_is_masked_stands_as_dots() -> None:
    text = figures.conversation(
        [Move("client", encode_frame(Frame(Opcode.TEXT, b"Hi", masking_key=KEY)), (), "OPEN")]
    )
    assert [re.split(r"  +", line.strip()) for line in text.text.splitlines()[2:]] == [
        ["client", "81", "first byte", "final text frame"],
        ["82", "mask and length", "masked, 2 bytes"],
        ["·· ·· ·· ··", "masking key", "a new one for every frame"],
        ["·· ··", "masked payload data", "“Hi”", "OPEN"],
    ]


def test_another_key_shows_the_same() -> None:
    one, other = (
        figures.conversation(
            [Move("client", encode_frame(Frame(Opcode.PING, b"?", masking_key=key)), (), "OPEN")]
        )
        for key in (KEY, bytes(4))
    )
    assert one == other


def test_a_close_frame_of_a_server_is_told_code_and_reason() -> None:
    frame = encode_frame(Frame(Opcode.CLOSE, b"\x03\xe8bye"))
    rows = figures.conversation([Move("server", frame, (), "CLOSED")]).text.splitlines()[2:]
    assert rows[0].startswith("server")
    assert "03 e8" in rows[2] and "close code" in rows[2]
    assert "62 79 65" in rows[3] and "close reason" in rows[3] and rows[3].endswith("CLOSED")


def test_a_long_length_is_one_group_and_a_long_payload_is_cut() -> None:
    frame = encode_frame(Frame(Opcode.BINARY, bytes(300)))
    rows = figures.conversation([Move("server", frame, (), "OPEN")]).text.splitlines()[2:]
    assert "7e 01 2c" in rows[1] and "300 bytes" in rows[1]
    assert "00 00 00 00 00 00 00 00 …" in rows[2]

"""Labels and faults are two passes over one frame."""

from __future__ import annotations

import pytest

from framebyframe.figures import annotate_frame, draw
from framebyframe.figures.frame_parts import split
from framebyframe.figures.labels import label
from framebyframe.figures.rules import HEADER_RULES, Rules, judge

RULES = Rules("server", limit=10, deflate=False, message=None)


def faults(data: str, rules: Rules = RULES) -> list[str]:
    return list(judge(split(bytes.fromhex(data), 0), rules))


@pytest.mark.parametrize(
    "field, data",
    [
        ("fin", "0980 00000000"),
        ("rsv1", "c180 00000000"),
        ("rsv2", "a180 00000000"),
        ("rsv3", "9180 00000000"),
        ("opcode", "8380 00000000"),
        ("mask", "8100"),
        ("payload_length", "818b 00000000"),
        ("extended_payload_length", "81fe 0001 00000000 61"),
    ],
)
def test_each_rule_of_the_header_finds_its_fault_and_no_other(field: str, data: str) -> None:
    assert faults(data) == [field]


def test_every_rule_of_the_header_is_tried_here() -> None:
    [mark] = test_each_rule_of_the_header_finds_its_fault_and_no_other.pytestmark
    assert {field for field, _ in mark.args[1]} == set(HEADER_RULES)


@pytest.mark.parametrize(
    "data, fields",
    [
        ("8181 00000000 ff", ["masked_payload"]),
        ("8882 00000000 03ed", ["masked_payload"]),
        ("8101 ff", ["payload_data"]),
        ("8803 03e8 ff", ["close_reason"]),
        ("8803 03ed ff", ["close_code", "close_reason"]),
    ],
)
def test_a_fault_of_the_payload_stands_at_the_field_that_is_seen(data: str, fields: list[str]) -> None:
    receiver = "client" if len(bytes.fromhex(data)) < 6 else "server"
    assert faults(data, Rules(receiver, None, False, None)) == fields


def test_labels_are_the_same_whoever_reads_them() -> None:
    data = bytes.fromhex("8300")
    plain = label(split(data, 0), deflate=False)
    assert all(not span.faults for span in plain)
    judged = annotate_frame(data, receiver="server").spans
    assert [(span.field, span.sentence) for span in judged] == [(span.field, span.sentence) for span in plain]
    assert [span.field for span in judged if span.faults] == ["opcode", "mask"]


def test_a_type_of_ones_own_can_be_given_a_drawing() -> None:
    class Temperature:
        degrees = 20

    with pytest.raises(TypeError, match="no drawing of Temperature"):
        draw(Temperature())
    draw.register(Temperature, lambda thing: draw(thing.degrees))
    assert draw(Temperature()) == draw(20)

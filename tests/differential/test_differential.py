"""The same streams to wire, websockets and wsproto: one verdict, or a difference that is on the list."""

from __future__ import annotations

import pytest
from differences import DIFFERENCES, Difference, differences_table, explanation
from documented import read_part
from stream_maker import make_stream
from stream_readers import READERS
from stream_rules import Rule, read

FEW = range(3000)
MANY = range(len(FEW), 60_000)


def compare(numbers: range) -> set[Difference]:
    """The entries of the list that were needed; fails on a difference that has none."""
    needed = set()
    for number in numbers:
        stream = make_stream(number)
        expected = read(stream.data, stream.server, stream.deflate)
        for peer, reader in READERS.items():
            got = reader(stream)
            if got != expected:
                entry = explanation(peer, expected, got)
                assert entry is not None, f"stream {number}: {peer} says {got}, the rules say {expected}"
                needed.add(entry)
    return needed


def test_every_difference_is_on_the_list_and_happens():
    assert compare(FEW) == set(DIFFERENCES)


@pytest.mark.slow
def test_more_streams_show_nothing_new():
    compare(MANY)


def test_wire_differs_from_no_rule():
    assert "wire" not in {entry.peer for entry in DIFFERENCES}


def test_the_streams_break_every_rule():
    streams = (make_stream(number) for number in FEW)
    broken = {read(stream.data, stream.server, stream.deflate).rule for stream in streams}
    assert broken == {None, *Rule}


def test_the_table_in_the_docs_is_this_list():
    assert read_part("conformance.md", "differences") == differences_table()

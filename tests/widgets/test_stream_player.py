"""The stream player without a page: what it cuts, what it feeds, what readers give, what it refuses."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import traitlets

from framebyframe.widgets import StreamPlayer
from framebyframe.widgets.stream_player import feeding
from framebyframe.widgets.stream_player.picture import SHOWN_PIECES, WINDOW
from framebyframe.widgets.stream_player.player import MAX_BYTES, MAX_CUTS
from framebyframe.wire import Frame, Opcode, encode_frame
from framebyframe.wire.reader import FrameReader

KEY = bytes.fromhex("37fa213d")
STREAM = (
    encode_frame(Frame(Opcode.TEXT, b"Hello", masking_key=KEY))
    + encode_frame(Frame(Opcode.PING))
    + encode_frame(Frame(Opcode.BINARY, bytes(130)))
)
AT_A_TIME = 0.5
"""Seconds that a change of a stream of 1 MiB may take at most: the page waits for it."""


class LosesTheRest(FrameReader):
    """A reader that throws away what stands behind a frame."""

    def next_frame(self) -> Frame | None:
        frame = super().next_frame()
        self._used = len(self._data) if frame else self._used
        return frame


class Forgetful(FrameReader):
    """A reader that forgets a header that comes alone."""

    def feed(self, data: bytes) -> None:
        if self._used == len(self._data):
            self.waiting = None
        super().feed(data)


class Closed:
    """A reader that shows nothing of what it keeps."""

    def feed(self, data: bytes) -> None: ...

    def next_frame(self) -> None: ...


class Endless(FrameReader):
    """A reader that never says None."""

    def next_frame(self) -> Frame | None:
        return Frame(Opcode.PING)


def send(player: StreamPlayer, kind: str, value: Any = None, number: int = 1) -> dict[str, Any]:
    """Send what the page sends; what there is to see then."""
    player._handle_custom_msg({"kind": kind, "value": value, "view": "a", "edit": number}, [])
    json.dumps(player._picture)
    return player._picture


def numbers(picture: dict[str, Any]) -> list[int]:
    """The pieces that have a row."""
    return [row["number"] for row in picture["rows"] if "hidden" not in row]


def test_pieces_are_fed_one_by_one_and_what_waits_is_said() -> None:
    player = StreamPlayer(STREAM, cuts=(1, 4, 8, 12))
    said = [player._picture["state"]] + [send(player, "feed")["state"] for _ in range(5)]
    assert said == [
        "Nothing has been fed yet.",
        "Waiting: 1 byte, a part of a header.",
        "Waiting: 4 bytes. The header is there. Of masking key and payload, 7 bytes are still to come.",
        "Waiting: 8 bytes. The header is there, still to come: 3 bytes.",
        "Waiting: 1 byte, a part of a header.",
        "Nothing waits: every frame that has come was given.",
    ]
    assert [row["kit"] for row in player._picture["rows"]] == [
        *("nothing yet", "nothing yet", "nothing yet", "text, 5 bytes: Hello"),
        "ping, 0 bytes; binary, 130 bytes: ············…",
    ]
    assert send(player, "feed")["fed"] == 5
    assert send(player, "again")["fed"] == 0 and player.fed == 0


def test_it_is_cut_and_the_cut_is_taken_away() -> None:
    player = StreamPlayer(STREAM)
    send(player, "cut", 12)
    send(player, "cut", 2)
    assert player.cuts == (2, 12) and player._picture["pieces"] == 3
    marked = [byte["place"] for byte in player._picture["window"]["bytes"] if byte["cut"]]
    assert marked == [2, 12]
    send(player, "feed_all")
    send(player, "cut", 2)
    assert player.cuts == (12,) and player.fed == 0


def test_one_cut_slides_and_all_is_fed() -> None:
    player = StreamPlayer(STREAM)
    for place in range(1, len(STREAM)):
        picture = send(player, "one_cut", place)
        assert player.cuts == (place,) and picture["one"] == place and picture["fed"] == 2
        assert picture["state"].startswith("Nothing waits")
        given = "; ".join(row["kit"] for row in picture["rows"])
        assert "text, 5 bytes: Hello" in given and "ping, 0 bytes" in given and "130 bytes" in given
    picture = send(player, "one_cut", 0)  # as the slider goes back to its start
    assert player.cuts == () and picture["one"] == 0 and picture["fed"] == 1


@pytest.mark.parametrize(
    ("way", "cuts"),
    [
        ("whole", ()),
        ("halves", (73,)),
        ("frames", (11, 13)),
        ("headers", (1, 12, 14)),
        ("bytes", tuple(range(1, 147))),
    ],
)
def test_ways_to_cut(way: str, cuts: tuple[int, ...]) -> None:
    player = StreamPlayer(STREAM)
    assert player._picture["ways"] == ["whole", "halves", "frames", "headers", "bytes"]
    send(player, "way", way)
    assert player.cuts == cuts and player.fed == 0
    picture = send(player, "feed_all")
    assert len(numbers(picture)) == min(len(cuts) + 1, SHOWN_PIECES)


def test_the_way_by_which_it_is_cut_has_its_name() -> None:
    player = StreamPlayer(STREAM)
    assert player._picture["way"] == "whole"
    assert send(player, "way", "bytes")["way"] == "bytes"
    assert send(player, "one_cut", 12)["way"] == ""
    assert send(player, "one_cut", 73)["way"] == "halves"
    assert send(player, "way", "bytes")["way"] == "bytes"


def test_of_many_pieces_those_that_brought_something_are_shown() -> None:
    player = StreamPlayer(STREAM)
    send(player, "way", "bytes")
    begun, given = [1, 12, 14], [11, 13, 147]
    shown = numbers(send(player, "feed_all"))
    assert len(shown) == SHOWN_PIECES and {*begun, *given} <= {*shown}
    rows = [row for row in player._picture["rows"] if "hidden" not in row]
    assert [row["number"] for row in rows if row["kit"] != "nothing yet"] == given


def test_how_many_pieces_are_not_shown_stands_in_their_place() -> None:
    player = StreamPlayer(STREAM)
    send(player, "way", "bytes")
    for _ in range(40):
        rows = send(player, "feed")["rows"]
    assert [row.get("hidden", "") or row["number"] for row in rows[:3]] == [1, "9 pieces not shown", 11]
    hidden = [int(row["hidden"].split()[0]) for row in rows if "hidden" in row]
    assert sum(hidden) + len(numbers(player._picture)) == len(STREAM)
    assert "hidden" in rows[-1]


def test_where_readers_part_first_has_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many frames come behind that piece."""
    player = StreamPlayer(STREAM[:13] + encode_frame(Frame(Opcode.PING)) * 60, Endless)
    monkeypatch.setattr(feeding, "MOST_GIVEN", 5)
    send(player, "way", "bytes")
    picture = send(player, "feed_all")
    assert picture["parting"] == "The readers part after piece 1."
    assert numbers(picture)[0] == 1 and picture["rows"][0]["parts"] and len(numbers(picture)) == SHOWN_PIECES


def test_bytes_that_wait_are_told_from_those_in_a_frame_that_was_given() -> None:
    player = StreamPlayer(STREAM, cuts=(12, 20))
    held = [
        [byte["place"] for byte in send(player, "feed")["window"]["bytes"] if byte["held"]] for _ in "123"
    ]
    assert held == [[11], [*range(13, 20)], []]
    wrong = StreamPlayer(bytes.fromhex("89 00 83 00 89 00"))
    assert [byte["held"] for byte in send(wrong, "feed")["window"]["bytes"]] == [False] * 2 + [True] * 4


def test_beside_another_reader_it_is_said_what_each_keeps() -> None:
    player = StreamPlayer(STREAM, Forgetful, cuts=(17, 20))
    said = [player._picture["state"]] + [send(player, "feed")["state"] for _ in range(3)]
    assert said == [
        "Nothing has been fed yet.",
        "Kept in the kit's reader: a header alone. Kept in Forgetful: a header alone.",
        "Kept in the kit's reader: a header, and 3 bytes behind it. Kept in Forgetful: 1 byte.",
        "Kept in the kit's reader: nothing. Kept in Forgetful: nothing.",
    ]
    assert player._words["mine"] == "Forgetful gives"
    letters = StreamPlayer(STREAM[:17] + b"abcdefghij" * 13, Forgetful, cuts=(17,))
    assert send(letters, "feed_all")["state"].endswith("Kept in Forgetful: a header, and 28 bytes behind it.")
    refused = StreamPlayer(STREAM, Forgetful, cuts=(2,))
    assert send(refused, "feed_all")["state"].endswith("An error has ended Forgetful: it gives nothing more.")


def test_a_reader_that_cannot_be_looked_into_and_has_no_name() -> None:
    player = StreamPlayer(STREAM, lambda: Closed())
    assert player._words["mine"] == "the other reader gives"
    assert send(player, "feed_all")["state"] == "Kept in the kit's reader: nothing."


def test_where_a_frame_begins_is_marked() -> None:
    shown = StreamPlayer(STREAM)._picture["window"]["bytes"]
    assert [byte["place"] for byte in shown if byte["begins"]] == [0, 11, 13]


def test_fields_have_their_colours_and_what_is_fed_is_marked() -> None:
    player = StreamPlayer(STREAM, cuts=(3,))
    shown = send(player, "feed")["window"]["bytes"]
    assert [byte["field"] for byte in shown[:14]] == [
        *("opcode", "payload_length", *["masking_key"] * 4, *["masked_payload"] * 5),
        *("opcode", "payload_length", "opcode"),
    ]
    assert [byte["fed"] for byte in shown[:5]] == [True, True, True, False, False]


def test_two_readers_are_seen_side_by_side_and_part() -> None:
    player = StreamPlayer(STREAM, LosesTheRest, cuts=(11,))
    picture = send(player, "feed")
    assert picture["has_mine"] and picture["parting"] == "Both readers give the same."
    picture = send(player, "feed")
    assert picture["parting"] == "The readers part after piece 2."
    assert [row["parts"] for row in picture["rows"]] == [False, True]
    assert picture["rows"][1]["mine"] == "ping, 0 bytes"
    assert player._words["out"] == "its frame was given by the kit's reader"
    alone = StreamPlayer(STREAM, FrameReader)
    assert not alone._picture["has_mine"] and alone._words["out"] == "its frame was given"


def test_a_reader_without_an_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "MOST_GIVEN", 50)
    picture = send(StreamPlayer(STREAM, Endless), "feed")
    assert "It has given 50 frames after one piece, and was stopped." in picture["rows"][0]["mine"]
    assert "and 44 more" in picture["rows"][0]["mine"]


def test_wrong_bytes_end_it_and_are_said() -> None:
    player = StreamPlayer(bytes.fromhex("89 00 81 7e 00 05 48 65 6c 6c 6f"), cuts=(6,))
    picture = send(player, "feed_all")
    assert "✗ a length of 5 is not in its shortest form" in picture["rows"][0]["kit"]
    assert picture["state"] == "The bytes are wrong. The reader gives nothing more."
    assert picture["rows"][1]["kit"].startswith("✗")


def test_a_stream_that_ends_inside_a_frame_waits_at_its_end() -> None:
    player = StreamPlayer(STREAM[:-1])
    assert "130 bytes" not in send(player, "feed")["rows"][0]["kit"]
    assert player._picture["state"].endswith("The header is there, still to come: 1 byte.")
    assert send(StreamPlayer(b"\x81"), "feed")["state"] == "Waiting: 1 byte, a part of a header."


def test_a_mebibyte_is_shown_in_part_and_does_not_take_long() -> None:
    long = encode_frame(Frame(Opcode.BINARY, bytes(1024 * 1024))) + encode_frame(Frame(Opcode.PING)) * 20
    player = StreamPlayer(long)
    begin = time.process_time()
    picture = send(player, "one_cut", 700_000)
    assert time.process_time() - begin < AT_A_TIME
    window = picture["window"]
    assert len(window["bytes"]) <= WINDOW and window["before"] + window["behind"] + len(
        window["bytes"]
    ) == len(long)
    assert any(byte["place"] == 700_000 and byte["cut"] for byte in window["bytes"])
    assert "and 15 more" in picture["rows"][1]["kit"]
    assert "bytes" not in player._picture["ways"], f"more than {MAX_CUTS} cuts"
    assert len(json.dumps(picture)) < 40_000
    assert send(player, "look", len(long) - 1)["window"]["behind"] == 0


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("cut", 0, "in front of byte 1 to byte 146"),
        ("cut", 147, "in front of byte 1"),
        ("cut", "x", "invalid literal"),
    ],
)
def test_what_cannot_be_cut_changes_nothing_and_is_said(kind: str, value: Any, says: str) -> None:
    player = StreamPlayer(STREAM, cuts=(5,))
    picture = send(player, kind, value, 7)
    assert says in picture["problem"]
    assert picture["answers"] == {"view": "a", "edit": 7}
    assert player.cuts == (5,)


@pytest.mark.parametrize("size", [0, MAX_BYTES + 1])
def test_other_sizes_are_refused(size: int) -> None:
    with pytest.raises(traitlets.TraitError, match="the player takes 1 to"):
        StreamPlayer(bytes(size))


def test_too_many_cuts_are_refused() -> None:
    with pytest.raises(traitlets.TraitError, match="too many to look at"):
        StreamPlayer(bytes(MAX_CUTS + 2), cuts=range(1, MAX_CUTS + 2))


def test_an_unknown_message_changes_nothing() -> None:
    player = StreamPlayer(STREAM, cuts=(5,))
    send(player, "nothing", 5)
    assert player.cuts == (5,) and player.fed == 0


def test_python_sets_it_and_the_page_follows() -> None:
    player = StreamPlayer(STREAM)
    player.cuts = (9, 3)
    player.fed = 7
    assert player.cuts == (3, 9) and player.fed == 3
    assert player._picture["fed"] == 3 and player._picture["pieces"] == 3


def test_without_a_kernel_the_stream_stands_with_its_headers_marked() -> None:
    player = StreamPlayer(STREAM)
    before = player.static_html(), player.static_text()
    send(player, "cut", 5)
    assert (player.static_html(), player.static_text()) == before
    assert "81 85 37 fa" in before[1] and "Run this cell" in before[1]
    assert "<script" not in before[0] and "style" not in before[0]
    assert repr(player) == "<StreamPlayer: 147 bytes in 2 pieces>"

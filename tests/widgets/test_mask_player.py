"""The mask player without a page: what it shows, what it takes, what it refuses in words."""

from __future__ import annotations

import json

import pytest
import traitlets

from framebyframe.widgets import MaskPlayer
from framebyframe.widgets.mask_player.player import MAX_BYTES
from framebyframe.wire.masking import apply_mask

KEY = bytes.fromhex("37fa213d")


def edit(player: MaskPlayer, kind: str, value: object = None, number: int = 1) -> None:
    """Send what the page sends when something is changed there."""
    player._handle_custom_msg({"kind": kind, "value": value, "view": "a", "edit": number}, [])


def shown(player: MaskPlayer, row: str) -> str:
    return "".join(each[row]["hex"] for each in player._picture["bytes"])


def test_each_byte_meets_its_byte_of_the_key() -> None:
    player = MaskPlayer(b"Hello, you", KEY)
    assert shown(player, "payload") == b"Hello, you".hex()
    assert shown(player, "masked") == apply_mask(b"Hello, you", KEY).hex() == player.masked.hex()
    assert [each["turn"] for each in player._picture["bytes"]] == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]
    assert player._picture["bytes"][0]["key"] == {"hex": "37", "shown": "7", "bits": "00110111"}
    json.dumps(player._picture)


def test_text_and_key_are_typed() -> None:
    player = MaskPlayer()
    edit(player, "payload", "Gr\u00fc\\x00")
    assert player.payload == "Grü\0".encode()
    edit(player, "key", "0x01, 02 03:04")
    assert player.key == bytes([1, 2, 3, 4])
    assert player._picture["problem"] == "" and player._picture["text"] == "Grü\\x00"


def test_the_key_is_turned_and_comes_round() -> None:
    player = MaskPlayer(b"Hello", KEY)
    for number in range(1, 5):
        edit(player, "turn")
        assert player.turned == number % 4
        assert player._picture["bytes"][0]["turn"] == number % 4
    assert player.masked == apply_mask(b"Hello", KEY)


def test_a_move_is_said_and_a_new_key_begins_unmoved() -> None:
    player = MaskPlayer(b"Hello", KEY)
    assert player._picture["moved"] == ""
    edit(player, "turn")
    edit(player, "turn")
    assert player._picture["moved"] == "moved by 2: the payload begins with byte 2 of the key"
    edit(player, "key", "37 fa 2")  # no key yet, so the one that is there stays as it is
    assert player.turned == 2
    edit(player, "key", "00 11 22 33")
    assert (player.turned, player._picture["moved"]) == (0, "")
    assert player._picture["bytes"][0]["key"]["hex"] == "00"


def test_masked_twice_it_is_what_it_was() -> None:
    player = MaskPlayer(b"Hello", KEY)
    edit(player, "turn")
    edit(player, "again")
    assert player.payload != b"Hello" and player._picture["text"].startswith("\\x")
    edit(player, "again")
    assert player.payload == b"Hello"


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("payload", "", "A payload of 0 bytes: the player takes 1 to 32."),
        ("payload", "ü" * 17, "A payload of 34 bytes"),
        ("payload", "\\", "is no escape"),
        ("key", "37 fa 21", "A masking key has 4 bytes, this one 3."),
        ("key", "37 fa 2", "one is missing"),
        ("key", "zz", "is no hex digit"),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_is_said_at_its_place(
    kind: str, value: str, says: str
) -> None:
    player = MaskPlayer(b"Hello", KEY)
    edit(player, kind, value, 7)
    assert says in player._picture["problem"]
    assert player._picture["where"] == kind
    assert player._picture["answers"] == {"view": "a", "edit": 7, "kind": kind}
    assert (player.payload, player.key) == (b"Hello", KEY)


def test_python_sets_it_and_the_page_follows() -> None:
    player = MaskPlayer(b"Hello", KEY)
    player.done = 5
    player.payload = b"Hi"
    assert player.done == 2 and shown(player, "payload") == b"Hi".hex()
    player.done = -3
    assert player.done == 0
    player.key = bytes(4)
    assert player.masked == b"Hi"


@pytest.mark.parametrize(("payload", "key"), [(b"", KEY), (bytes(MAX_BYTES + 1), KEY), (b"Hi", b"abc")])
def test_other_sizes_are_refused(payload: bytes, key: bytes) -> None:
    with pytest.raises(traitlets.TraitError, match=r"the player takes 1 to 32|has 4 bytes, this one 3"):
        MaskPlayer(payload, key)


def test_an_unknown_message_changes_nothing() -> None:
    player = MaskPlayer(b"Hello", KEY)
    edit(player, "nothing", 5)
    assert player.payload == b"Hello"


def test_without_a_kernel_three_rows_stand_as_a_table() -> None:
    player = MaskPlayer(b"Hello", KEY)
    before = player.static_html(), player.static_text()
    edit(player, "payload", "other")
    assert (player.static_html(), player.static_text()) == before
    assert "37 fa 21 3d" in before[1] and "7f" in before[1] and "masked" in before[1]
    assert "<script" not in before[0] and "style" not in before[0]
    assert repr(player) == "<MaskPlayer: b'other' with the key 37 fa 21 3d>"

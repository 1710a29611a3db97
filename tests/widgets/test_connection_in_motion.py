"""Connection in motion without a page: real connections, what becomes of them, what is refused in words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from framebyframe import peers
from framebyframe.peers import Move, PeerFailed
from framebyframe.widgets import ConnectionInMotion
from framebyframe.widgets.connection_in_motion.picture import diagram
from framebyframe.wire import ConnectionClosed


@pytest.fixture(scope="module")
def server() -> Iterator[peers.Server]:
    with peers.python() as running:
        yield running


@pytest.fixture
def motion(server: peers.Server) -> Iterator[ConnectionInMotion]:
    widget = ConnectionInMotion(server)
    yield widget
    widget.talk.hang_up()


def act(motion: ConnectionInMotion, kind: str, value: object = None, number: int = 1) -> list[str]:
    """Send what the page sends; the states after each move."""
    motion._handle_custom_msg({"kind": kind, "value": value, "view": "a", "edit": number}, [])
    json.dumps(motion._picture)
    return [move["state"] for move in motion._picture["moves"]]


def drawn(motion: ConnectionInMotion) -> str:
    return base64.b64decode(motion._picture["diagram"].partition(",")[2]).decode()


def test_it_begins_open(motion: ConnectionInMotion) -> None:
    assert motion._picture["moves"] == [] and motion._picture["is_open"]
    assert motion._picture["alt"].endswith("The way so far: CONNECTING → OPEN.")
    assert repr(motion) == "<ConnectionInMotion: OPEN>"


def test_a_call_and_a_ping_leave_it_open(motion: ConnectionInMotion) -> None:
    assert act(motion, "call") == ["OPEN"] * 2
    assert act(motion, "ping") == ["OPEN"] * 4
    rows = motion._picture["moves"]
    assert [row["sender"] for row in rows] == ["us", "server"] * 2
    assert rows[1]["did"] == "TextMessage" and rows[3]["did"] == "PongReceived"
    assert rows[3]["bytes"] == "8a 01 3f" and rows[3]["says"] == "pong frame: “?”"


def test_a_goodbye_goes_through_closing(motion: ConnectionInMotion) -> None:
    assert act(motion, "goodbye") == ["CLOSING", "CLOSED", "CLOSED"]
    assert motion._picture["moves"][1]["did"] == "CloseReceived 1000, ConnectionClosed 1000"
    assert motion._picture["moves"][2]["says"] == "the stream ends"
    assert not motion._picture["is_open"]


def test_a_broken_rule_is_answered_by_the_server(motion: ConnectionInMotion) -> None:
    assert act(motion, "no_mask")[-1] == "CLOSED"
    assert motion._picture["moves"][0]["bytes"] == "81 02 48 69"
    assert "ConnectionClosed 1002" in motion._picture["moves"][1]["did"]


def test_a_stream_that_we_end_without_a_word_is_1006(motion: ConnectionInMotion) -> None:
    assert act(motion, "lose") == ["CLOSED"]
    assert motion._picture["moves"][0]["did"] == "ConnectionClosed 1006"
    assert motion._picture["moves"][0]["sender"] == "us"


@pytest.mark.parametrize(
    ("kind", "causes"),
    [
        ("goodbye", "we send a close frame; the peer's close frame comes"),
        ("no_mask", "the peer's close frame comes"),
        ("lose", "the stream ends"),
    ],
)
def test_the_cause_that_led_on_is_marked(motion: ConnectionInMotion, kind: str, causes: str) -> None:
    act(motion, kind)
    assert f"the handshake is accepted; {causes}." in motion._picture["alt"]
    assert drawn(motion).count("▸") == 2 + causes.count(";")


def test_a_server_that_breaks_a_rule_is_marked_as_the_cause() -> None:
    moves = [Move("server", bytes.fromhex("81 82"), (ConnectionClosed(1002, "", "masked", False),), "CLOSED")]
    assert "▸ the peer breaks the protocol → CLOSED" in diagram(moves).text


def test_the_diagram_goes_back_and_on(motion: ConnectionInMotion) -> None:
    act(motion, "goodbye")
    at_the_end = drawn(motion)
    act(motion, "at", 1)
    assert motion.at == 1 and motion._picture["alt"].endswith("OPEN → CLOSING.")
    assert drawn(motion) != at_the_end and len(motion._picture["moves"]) == 3
    act(motion, "at", 99)
    assert motion.at == 3 and drawn(motion) == at_the_end
    act(motion, "at", -1)
    assert motion.at == 0


def test_what_cannot_be_done_is_said_and_changes_nothing(motion: ConnectionInMotion) -> None:
    act(motion, "lose")
    before = motion._picture["moves"]
    act(motion, "call", number=7)
    assert "ConnectionNotOpen" in motion._picture["problem"]
    assert motion._picture["answers"] == {"view": "a", "edit": 7}
    assert motion._picture["moves"] == before
    act(motion, "at", "x")
    assert "ValueError" in motion._picture["problem"]
    act(motion, "no such action")
    assert motion._picture["problem"] == ""


def test_a_new_connection_begins_again(motion: ConnectionInMotion) -> None:
    act(motion, "goodbye")
    assert act(motion, "again") == [] and motion._picture["is_open"] and motion.at == 0
    assert act(motion, "call") == ["OPEN"] * 2


def test_the_still_picture_is_the_same_whatever_was_done(motion: ConnectionInMotion) -> None:
    before = motion.static_html(), motion.static_text()
    act(motion, "goodbye")
    assert (motion.static_html(), motion.static_text()) == before
    assert 'alt="' in before[0] and "Shift+Enter" in before[1]


def test_a_server_that_is_not_there_is_told() -> None:
    with peers.python() as gone:
        url = gone.url
    with pytest.raises(PeerFailed):
        ConnectionInMotion(url)
    with pytest.raises(ValueError, match="another machine"):
        ConnectionInMotion("ws://192.0.2.1:80")

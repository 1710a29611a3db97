"""Servers with a handshake of one's own, a server that lies, and a connection whose handshake is not made."""

from __future__ import annotations

import socket

import pytest

from framebyframe import peers
from framebyframe.peers.lying import BELIEVED, ENDLESS
from framebyframe.peers.raw import MAX_HEAD
from framebyframe.wire import Frame, Opcode, encode_frame
from framebyframe.wire.handshake import (
    build_request,
    build_response,
    check_request,
    check_response,
    check_subprotocol,
    new_key,
)
from framebyframe.wire.heads import END_OF_HEAD, Head

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
REQUEST = build_request("127.0.0.1", "/", KEY)


def answer(request: Head) -> bytes:
    return build_response(check_request(request))


def checked(head: Head) -> None:
    check_response(head, KEY)
    check_subprotocol(head, [])


@pytest.fixture
def own():
    with peers.HandshakeServer(answer) as server:
        yield server


def test_ws_accepts_the_answer_and_its_call_is_echoed(own):
    outcome = peers.ws_client(own.url).json
    assert outcome["open"] and outcome["reply"]["payload"] == {"from": "ws"}


def test_ws_refuses_an_answer_that_is_wrong():
    with peers.HandshakeServer(lambda request: build_response(new_key())) as server:
        outcome = peers.ws_client(server.url).json
    assert outcome == {"open": False, "error": "Invalid Sec-WebSocket-Accept header"}


def test_ws_says_which_subprotocol_was_agreed():
    agreed = [("Sec-WebSocket-Protocol", "two")]
    with peers.HandshakeServer(lambda request: build_response(check_request(request), agreed)) as server:
        assert peers.ws_client(server.url, "one", "two").json["subprotocol"] == "two"


def test_php_accepts_the_answer_and_its_call_is_echoed(own):
    assert peers.php("bin/call.php", "--url", own.url, "echo", '{"n": 1}').json["payload"] == {"n": 1}


def test_a_fault_is_answered_with_its_status(own):
    with peers.RawConnection(own.url, shake_hands=False) as raw:
        raw.send(REQUEST.replace(KEY.encode(), b"x"))
        assert raw.receive_head().startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_an_error_of_the_function_is_told_to_the_client():
    with peers.HandshakeServer(lambda request: request.nothing) as server:
        raw = peers.RawConnection(server.url, shake_hands=False)
        raw.send(REQUEST)
        assert raw.receive_head().startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
        assert b"AttributeError" in b"".join(iter(raw.receive, b""))


def test_what_is_no_call_gets_an_error_and_a_fault_ends_the_connection(own):
    with peers.RawConnection(own.url, shake_hands=False) as raw:
        raw.send(REQUEST)
        raw.receive_head()
        for text in (b"no json", b"[1]", b"{}"):
            raw.send(encode_frame(Frame(Opcode.TEXT, text, masking_key=b"key!")))
            assert b"invalid_request" in raw.receive()
        raw.send(encode_frame(Frame(Opcode.TEXT, b"no mask")))
        assert raw.receive()[2:4] == b"\x03\xea"


def test_a_head_is_received_and_what_follows_it_is_kept():
    hello = encode_frame(Frame(Opcode.TEXT, b"Hello"))
    with peers.HandshakeServer(lambda request: answer(request) + hello) as server:
        raw = peers.RawConnection(server.url, shake_hands=False)
        raw.send(REQUEST)
        assert raw.receive_head() == build_response(KEY)
        assert raw.receive() == hello
        raw.close()


def test_half_a_head_is_shown_when_the_stream_ends():
    with peers.HandshakeServer(lambda request: b"HTTP/1.1 101 Swi") as server:
        raw = peers.RawConnection(server.url, shake_hands=False)
        raw.send(REQUEST)
        raw._socket.shutdown(socket.SHUT_WR)
        assert raw.receive_head() == b"HTTP/1.1 101 Swi"


def test_every_lie_is_caught_by_the_checks():
    told = dict(peers.tell_lies(REQUEST, checked))
    assert list(told) == list(peers.LIES)
    assert all(words.startswith("refused: ") for words in told.values()), told
    assert "128 headers" in told[ENDLESS]


def test_a_client_that_checks_nothing_believes_every_head_that_ends():
    told = dict(peers.tell_lies(REQUEST, lambda head: None))
    assert {lie for lie, words in told.items() if words != BELIEVED} == {ENDLESS}


@pytest.mark.parametrize("lie", [lie for lie in peers.LIES if lie != ENDLESS])
def test_a_lie_is_one_change_of_the_truth(lie):
    changed = set(peers.LIES[lie](KEY).split(b"\r\n")) ^ set(build_response(KEY).split(b"\r\n"))
    assert 1 <= len(changed) <= 2 or lie == "another address"


@pytest.mark.parametrize("lie", peers.LIES)
def test_ws_refuses_every_lie(lie):
    with peers.LyingServer(lie) as server:
        outcome = peers.ws_client(server.url).json
    assert not outcome["open"], outcome


def test_a_lie_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="none of its lies: the answer to another key"):
        peers.LyingServer("the truth")


def test_what_is_no_request_gets_no_lie():
    with peers.LyingServer("no accept") as server:
        raw = peers.RawConnection(server.url, shake_hands=False)
        raw.send(b"\x81\x85\0\0\0\0Hello")
        assert raw.receive_head() == b""


def test_what_they_are_is_said_without_a_port(own):
    assert repr(own) == "<a server with a handshake of your own>"
    with peers.LyingServer("no accept") as liar:
        assert repr(liar) == "<a server that lies: no accept>"


def test_a_head_without_end_is_cut_and_its_server_is_left():
    with peers.LyingServer(ENDLESS) as server, peers.RawConnection(server.url, shake_hands=False) as raw:
        raw.send(REQUEST)
        head = raw.receive_head()
        assert len(head) >= MAX_HEAD and END_OF_HEAD not in head
    assert raw.ended  # close() has come back

"""Both clients against servers that misbehave: all that fault_list.py does not test."""

import contextlib
import json
import threading
import time

import pytest
from misbehaving import closing, frame, reply_to
from waiting import wait_until

from framebyframe.rpc import (
    ConnectionLost,
    ConnectionRefused,
    NotEncodable,
    ProtocolError,
    RpcClient,
    RpcTimeout,
    blocking_socket,
)
from framebyframe.wire import Opcode

TIMEOUT = 0.3
AMPLE = 10.0
"""Seconds, far more than any of these tests takes: this time-out ends none of them."""


# Opening


def test_a_name_that_does_not_exist(client):
    with pytest.raises(ConnectionRefused, match=r"cannot connect to no-such-host\.invalid") as caught:
        client("ws://no-such-host.invalid")
    assert caught.value.status == 0


def test_a_refusal_says_why_and_carries_the_status(client, serve):
    def behave(peer):
        peer.read_head()
        peer.send(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(ConnectionRefused, match="401") as caught:
        client(serve(behave))
    assert caught.value.status == 401


def test_what_follows_the_handshake_in_the_same_packet_is_not_lost(client, serve):
    def behave(peer):
        tick = json.dumps({"event": "tick", "payload": 1})
        peer.shake_hands(then=frame(Opcode.TEXT, tick.encode()))
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        assert caller.next_notification().params == 1


# Calling


def test_a_late_reply_is_counted_and_ignored(client, serve):
    def behave(peer):
        peer.shake_hands()
        late, asked = peer.read_request(), peer.read_request()
        peer.send_text(reply_to(late, payload="late"))
        peer.send_text(reply_to(asked, payload="asked"))
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        with pytest.raises(RpcTimeout):
            caller.call("echo", timeout=0.05)
        assert caller.call("echo") == "asked"
        assert caller.unmatched == 1


def test_advice_about_ids_can_be_followed(serve):
    def behave(peer):
        peer.open_and_read()
        peer.send_text('{"status": "success", "payload": "no id"}')
        peer.wait_for_goodbye()

    with pytest.raises(ValueError, match="use ids=True, or dialect='article'"):
        RpcClient(serve(behave), dialect="jsonrpc", ids=False)
    with RpcClient(serve(behave), dialect="article", ids=False) as caller:
        assert caller.call("echo") == "no id"


def test_a_late_error_without_an_id_is_nobodys(client, serve):
    """It may be for the call that timed out, so the call in flight does not get it."""

    def behave(peer):
        peer.open_and_read()
        request = peer.read_request()
        peer.send_text('{"status": "error", "code": "parse_error", "message": "late"}')
        peer.send_text(reply_to(request, payload="right"))
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        with pytest.raises(RpcTimeout):
            caller.call("echo", timeout=0.05)
        assert caller.call("echo") == "right"
        assert caller.unmatched == 1


def test_replies_with_an_unknown_id_and_twice_are_counted(client, serve):
    def behave(peer):
        peer.shake_hands()
        first = peer.read_request()
        peer.send_text(json.dumps({"status": "success", "id": "nobody's", "payload": 0}))
        peer.send_text(reply_to(first, payload=1))
        peer.send_text(reply_to(first, payload=2))
        second = peer.read_request()
        peer.send_text(reply_to(second, payload=3))
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        assert caller.call("echo") == 1
        assert caller.call("echo") == 3
        assert caller.unmatched == 2


def test_a_time_out_cancels_the_call_in_jsonrpc(client, serve):
    frames = []

    def behave(peer):
        peer.shake_hands()
        frames.extend(json.loads(peer.read_request()) for _ in range(2))
        peer.wait_for_goodbye()

    with client(serve(behave), dialect="jsonrpc") as caller, pytest.raises(RpcTimeout):
        caller.call("sleep", ms=1000, timeout=0.05)
    assert frames[1] == {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": frames[0]["id"]}}


def test_without_ids_a_time_out_ends_the_connection(client, serve):
    def behave(peer):
        peer.shake_hands()
        peer.wait_for_goodbye()

    with client(serve(behave), ids=False) as caller:
        with pytest.raises(RpcTimeout):
            caller.call("echo", timeout=0.05)
        with pytest.raises(ConnectionLost):
            caller.call("echo")


@pytest.mark.parametrize("sent, code", [(closing(1001, b"bye"), 1001), (closing(1011), 1011), (b"", 1006)])
def test_a_server_that_closes_during_a_call(client, serve, sent, code):
    def behave(peer):
        peer.shake_hands()
        peer.read_request()
        peer.send(sent)

    with client(serve(behave)) as caller:
        with pytest.raises(ConnectionLost) as caught:
            caller.call("echo")
        assert caught.value.code == code
        with pytest.raises(ConnectionLost):
            caller.call("echo")


def test_a_megabyte_of_pings_before_the_reply(client, serve):
    pings = frame(Opcode.PING, b"x" * 125) * 8192
    pongs = []

    def behave(peer):
        peer.shake_hands()
        request = peer.read_request()
        peer.send(pings + frame(Opcode.TEXT, reply_to(request, payload="here").encode()))
        pongs.append(peer.read_frame())
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        assert caller.call("echo") == "here"
    assert pongs == [(Opcode.PONG, b"x" * 125)]


@pytest.mark.parametrize("sent, what", [
    (frame(Opcode.BINARY, b"{}"), "binary"),
    (frame(Opcode.TEXT, b"not json"), "JSON"),
    (frame(Opcode.TEXT, b"NaN"), "NaN"),
    (frame(Opcode.TEXT, b"[" * 100_000), "JSON"),
    (frame(Opcode.TEXT, b"42"), "object"),
    (frame(Opcode.TEXT, b'{"status": "maybe"}'), "maybe"),
    (frame(Opcode.TEXT, b'{"jsonrpc": "2.0", "id": 1}'), "neither"),
    (frame(Opcode.TEXT, b"\xff"), "UTF-8"),
    (frame(Opcode.TEXT, b"x", masking_key=b"abcd"), "masked"),
    (b"\x83\x00", "opcode"),
])  # fmt: skip
def test_a_server_that_breaks_a_rule(client, serve, sent, what):
    codes = []

    def behave(peer):
        peer.shake_hands()
        peer.read_request()
        peer.send(sent)
        codes.append(peer.read_frame()[0])

    with client(serve(behave)) as caller:
        with pytest.raises(ProtocolError, match=what):
            caller.call("echo")
        with pytest.raises((ProtocolError, ConnectionLost)):
            caller.call("echo")
    wait_until(lambda: codes)
    assert codes == [Opcode.CLOSE]


def test_params_that_json_cannot_hold_change_nothing(client, serve):
    def behave(peer):
        peer.shake_hands()
        peer.send_text(reply_to(peer.read_request(), payload="still here"))
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        for value in (float("nan"), b"bytes", object(), "\ud800", {1: object()}):
            with pytest.raises(NotEncodable):
                caller.call("echo", value=value)
        assert caller.call("echo") == "still here"


# Between calls


def test_what_waits_to_be_read_does_not_hold_a_call_that_has_no_time(client, serve):
    def behave(peer):
        peer.shake_hands(then=frame(Opcode.TEXT, b'{"event": "tick"}') * 3)
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        with pytest.raises(RpcTimeout):
            caller.call("echo", timeout=0)
        assert [caller.next_notification().name for _ in range(3)] == ["tick"] * 3


def test_pings_that_came_while_idle_are_answered_before_the_next_call(client, serve):
    seen = []
    sent = threading.Event()

    def behave(peer):
        peer.shake_hands(then=frame(Opcode.PING, b"there?"))
        sent.set()
        seen.append(peer.read_frame())
        request = peer.read_request()
        peer.send_text(reply_to(request))
        peer.wait_for_goodbye()

    with client(serve(behave)) as caller:
        sent.wait(AMPLE)
        caller.call("echo")
    assert seen == [(Opcode.PONG, b"there?")]


def once_closed(serve, answers=True, code=1001):
    """A server that closes its first connection after one call, and serves the others."""
    count = []

    def behave(peer):
        count.append(peer)
        first = len(count) == 1
        peer.shake_hands()
        while True:
            request = peer.read_request()
            if first and not answers:
                return
            reply = frame(Opcode.TEXT, reply_to(request, payload=len(count)).encode())
            peer.send(reply + closing(code) if first else reply)
            if first:
                return peer.wait_for_goodbye()

    return serve(behave)


def test_a_close_that_came_while_idle_is_seen_before_the_next_call(client, serve):
    with client(once_closed(serve)) as caller:
        assert caller.call("echo") == 1
        time.sleep(0.1)
        with pytest.raises(ConnectionLost, match="1001"):
            caller.call("echo")


def test_closing_after_a_reply_that_came_with_a_close(client, serve):
    caller = client(once_closed(serve))
    assert caller.call("echo") == 1
    caller.close()
    assert not caller.is_open


def test_with_reconnect_the_next_call_opens_anew(client, serve):
    with client(once_closed(serve), reconnect=True) as caller:
        assert caller.call("echo") == 1
        time.sleep(0.1)
        assert caller.call("echo") == 2


@pytest.mark.parametrize("code", [1008, 4000, 4999])
def test_after_some_close_codes_no_call_opens_anew(client, serve, code):
    with client(once_closed(serve, code=code), reconnect=True) as caller:
        assert caller.call("echo") == 1
        for _ in range(2):
            with pytest.raises(ConnectionLost) as caught:
                caller.call("echo")
            assert caught.value.code == code


def test_opening_anew_takes_no_longer_than_the_call(serve):
    """The asyncio client reconnects beside its calls, which have time-outs of their own."""
    count = []

    def behave(peer):
        count.append(peer)
        if len(count) > 1:
            return peer.say_nothing()
        peer.shake_hands(then=closing(1001))
        peer.wait_for_goodbye()

    with RpcClient(serve(behave), reconnect=True, open_timeout=AMPLE) as caller:
        begin = time.monotonic()
        with pytest.raises(RpcTimeout):
            caller.call("echo", timeout=TIMEOUT)
        assert time.monotonic() - begin < AMPLE / 2


def test_a_call_in_flight_is_never_sent_again(client, serve):
    with client(once_closed(serve, answers=False), reconnect=True) as caller:
        with pytest.raises(ConnectionLost):
            caller.call("echo")
        assert caller.call("echo") == 2


# Closing


def test_closing_against_a_server_that_says_nothing(client, serve):
    def behave(peer):
        peer.shake_hands()
        peer.say_nothing()

    caller = client(serve(behave), close_timeout=0.05)
    caller.close()
    caller.close()
    assert not caller.is_open


def test_closing_a_connection_that_was_reset(client, serve):
    def behave(peer):
        peer.shake_hands()
        peer.reset()
        gone.set()

    gone = threading.Event()
    caller = client(serve(behave))
    gone.wait(AMPLE)
    caller.close()
    assert not caller.is_open


def test_closing_says_goodbye(client, serve):
    seen = []

    def behave(peer):
        peer.shake_hands()
        seen.append(peer.read_frame())
        peer.send(closing(4001))

    url = serve(behave)
    caller = client(url)
    caller.close(4001, "enough")
    assert seen[0] == (Opcode.CLOSE, (4001).to_bytes(2, "big") + b"enough")


def test_a_client_knows_that_its_connection_has_ended(client, serve):
    def behave(peer):
        peer.shake_hands()
        peer.read_request()

    caller = client(serve(behave))
    with pytest.raises(ConnectionLost):
        caller.call("echo")
    assert not caller.is_open


def test_a_server_that_says_more_after_our_goodbye(client, serve):
    """A binary message, which is a fault, and then data without end, which is not waited for."""

    def behave(peer):
        peer.shake_hands()
        peer.read_frame()
        peer.send(frame(Opcode.TEXT, b"too late") + frame(Opcode.BINARY, b"and wrong"))
        peer.send(closing(1000))
        peer.say_nothing()

    caller = client(serve(behave))
    caller.close()
    assert not caller.is_open


def test_a_server_that_sends_without_end_after_both_goodbyes(client, serve):
    def behave(peer):
        peer.shake_hands()
        peer.read_frame()
        peer.send(closing(1000))
        while True:
            peer.send(b"x" * 10_000)

    caller = client(serve(behave), close_timeout=TIMEOUT)
    caller.close()
    assert not caller.is_open


def test_a_server_that_reads_slowly(client, serve):
    def behave(peer):
        peer.shake_hands()
        time.sleep(0.2)
        request = peer.read_request()
        peer.send_text(reply_to(request, payload=len(request)))
        peer.wait_for_goodbye()

    caller = client(serve(behave))
    assert caller.call("echo", text="x" * 4_000_000) > 4_000_000


def test_another_call_while_the_server_does_not_read(client, serve):
    def behave(peer):
        peer.shake_hands()
        release.wait(AMPLE)
        with contextlib.suppress(OSError):
            peer.say_nothing()

    release = threading.Event()
    caller = client(serve(behave), timeout=TIMEOUT, close_timeout=TIMEOUT)
    for _ in range(2):
        with pytest.raises((RpcTimeout, ConnectionLost)):
            caller.call("echo", text="x" * 32 * 1024 * 1024)
    release.set()


def test_an_interrupt_while_sending_ends_the_connection(serve, monkeypatch):
    """Nobody knows how many bytes of the frame were sent."""

    def behave(peer):
        peer.shake_hands()
        peer.say_nothing()

    def interrupt(*_):
        raise KeyboardInterrupt

    caller = RpcClient(serve(behave))
    monkeypatch.setattr(blocking_socket.Stream, "send_some", interrupt)
    with pytest.raises(KeyboardInterrupt):
        caller.call("echo")
    assert not caller.is_open


def test_a_server_that_is_no_longer_one(client, serve):
    """A reconnecting client stops asking a server that does not speak WebSocket."""
    count = []

    def behave(peer):
        count.append(peer)
        if len(count) > 1:
            peer.read_head()
            return peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        peer.shake_hands()
        peer.read_request()

    caller = client(serve(behave), reconnect=True)
    with pytest.raises(ConnectionLost):
        caller.call("echo")
    with pytest.raises((ProtocolError, ConnectionRefused)):
        caller.call("echo")

"""A session of pyserver, without a socket and with a clock that the test sets."""

import heapq
import itertools
import json

import pytest

from pyserver import actions, article, jsonrpc
from pyserver.errors import CloseConnection
from pyserver.idempotency import IdempotencyKeys
from pyserver.limits import (
    IDEMPOTENCY_KEY_AGE,
    MAX_HISTORY,
    MAX_IDEMPOTENCY_KEYS,
    MAX_IN_FLIGHT,
    MAX_STORED_ITEMS,
    MAX_STREAMS,
    MAX_SUBSCRIPTIONS,
    RESUME_TIME,
)
from pyserver.log import Log
from pyserver.session import Session
from pyserver.store import Store
from pyserver.streams import Stream, Streams


class Clock:
    """A stand-in for `call_later`: nothing is called until `advance`."""

    def __init__(self):
        self.now = 0.0
        self._timers = []
        self._order = itertools.count()

    def call_later(self, seconds, callback):
        timer = Timer(callback)
        heapq.heappush(self._timers, (self.now + seconds, next(self._order), timer))
        return timer

    def advance(self, seconds):
        end = self.now + seconds
        while self._timers and self._timers[0][0] <= end:
            self.now, _, timer = heapq.heappop(self._timers)
            if not timer.cancelled:
                timer.callback()
        self.now = end

    @property
    def running(self):
        return sum(not timer.cancelled for _, _, timer in self._timers)


class Timer:
    def __init__(self, callback):
        self.callback = callback
        self.cancelled = False

    def cancel(self):
        self.cancelled = True


class Peer:
    """A session, and the texts that it has sent."""

    def __init__(self, store=None, default_dialect=article, clock=None):
        self.clock = clock or Clock()
        self.sent = []
        self.answered = 0
        self.record = Log().record()
        self.session = Session(
            send=self._send,
            send_tick=self._send,
            schedule=self.clock.call_later,
            store=store or Store(lambda: self.clock.now),
            record=self.record,
            default_dialect=default_dialect,
            answered=self._count,
        )

    def _send(self, text):
        self.sent.append(json.loads(text))

    def _count(self):
        self.answered += 1

    def say(self, *values):
        for value in values:
            self.session.receive(value if isinstance(value, str) else json.dumps(value))
        return self.heard()

    def heard(self):
        sent, self.sent = self.sent, []
        return sent


@pytest.fixture
def peer():
    return Peer()


def sleep(milliseconds, **members):
    return {"action": "sleep", "params": {"ms": milliseconds}, **members}


def request(method, call_id, **params):
    return {"jsonrpc": "2.0", "method": method, "params": params, "id": call_id}


def notification(method, **params):
    return {"jsonrpc": "2.0", "method": method, "params": params}


def slept(milliseconds):
    return {"status": "success", "data": "Processed: sleep", "payload": {"slept": milliseconds}}


def test_replies_without_an_id_wait_for_those_before_them(peer):
    assert peer.say(sleep(20), sleep(10), {"action": "echo"}) == []
    peer.clock.advance(0.019)
    assert peer.heard() == []
    peer.clock.advance(0.001)
    assert [reply["data"] for reply in peer.heard()] == ["Processed: sleep"] * 2 + ["Processed: echo"]


def test_a_batch_is_sent_when_its_last_call_is_answered(peer):
    assert peer.say([request("sleep", 1, ms=20), request("sleep", 2, ms=10)]) == []
    peer.clock.advance(0.01)
    assert peer.heard() == []
    peer.clock.advance(0.01)
    assert [[reply["id"] for reply in batch] for batch in peer.heard()] == [[1, 2]]


def test_a_batch_of_sleeping_notifications_is_answered_with_nothing(peer):
    peer.say([notification("sleep", ms=10)])
    peer.clock.advance(1)
    assert peer.heard() == [] and peer.answered == 1


def test_a_cancelled_call_answers_once(peer):
    peer.say(request("sleep", "a", ms=10))
    (reply,) = peer.say(notification("$/cancelRequest", id="a"))
    assert reply["error"] == {"code": -32800, "message": "Cancelled"}
    peer.clock.advance(1)
    assert peer.heard() == [] and peer.clock.running == 0


@pytest.mark.parametrize("call_id", [True, [], {}, None, "1", 1.5])
def test_what_names_no_call_cancels_none(peer, call_id):
    peer.say(request("sleep", 1, ms=10), notification("$/cancelRequest", id=call_id))
    peer.clock.advance(1)
    assert peer.heard() == [{"jsonrpc": "2.0", "id": 1, "result": {"slept": 10}}]


def test_the_limit_counts_a_sleeping_call_in_turn_once(peer):
    peer.say(*[sleep(10)] * MAX_IN_FLIGHT)
    with pytest.raises(CloseConnection, match="too many calls waiting") as closing:
        peer.say(sleep(10))
    assert closing.value.code == 1008


def test_the_limit_counts_calls_with_and_without_an_id_together(peer):
    peer.say(sleep(10), *[{"action": "echo"}] * 31, *[sleep(10, id=n) for n in range(32)])
    (busy,) = peer.say(sleep(10, id="late"))
    assert busy == {"status": "error", "message": "Too many calls in flight", "code": "busy", "id": "late"}
    peer.clock.advance(1)
    assert len(peer.heard()) == MAX_IN_FLIGHT
    assert peer.say(sleep(0, id="late")) == []


def test_an_error_that_would_have_to_wait_counts_too(peer):
    peer.say(sleep(10), *["{"] * (MAX_IN_FLIGHT - 1))
    with pytest.raises(CloseConnection):
        peer.say("{")


def test_what_is_answered_at_once_needs_no_room(peer):
    peer.say([notification("sleep", ms=10)] * MAX_IN_FLIGHT)
    assert len(peer.say({"action": "echo"}, request("echo", 1), "{")) == 3


def test_unparsable_text_has_the_dialect_of_the_subprotocol():
    (reply,) = Peer(default_dialect=jsonrpc).say("{")
    assert reply == {
        "jsonrpc": "2.0",
        "id": None,
        "error": {"code": -32700, "message": "Invalid JSON or server error"},
    }


def test_an_action_that_breaks_is_an_internal_error(peer, monkeypatch, caplog):
    def broken(params, caller):
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setitem(actions.ACTIONS, "getData", broken)
    (reply,) = peer.say({"action": "getData", "id": 1})
    assert reply["code"] == "internal_error" and reply["message"] == "Invalid JSON or server error"
    (reply,) = peer.say(request("getData", 1))
    assert reply["error"]["code"] == -32603
    assert peer.say(notification("getData")) == []
    assert "a mistake of ours" in caplog.text


def test_ticks_count_up_and_end(peer):
    peer.say({"action": "subscribe", "params": {"intervalMs": 10, "count": 2}})
    peer.clock.advance(1)
    payloads = [{"subscription": 1, "sequence": number} for number in (1, 2)]
    assert peer.heard() == [{"event": "tick", "payload": payload} for payload in payloads]
    assert peer.clock.running == 0


def test_a_subscription_begins_when_its_reply_is_sent(peer):
    peer.say(sleep(100), {"action": "subscribe", "params": {"intervalMs": 10, "count": 1}})
    peer.clock.advance(0.1)
    assert len(peer.heard()) == 2
    peer.clock.advance(0.01)
    assert peer.heard() == [{"event": "tick", "payload": {"subscription": 1, "sequence": 1}}]


def test_a_subscription_removed_before_its_reply_never_begins(peer):
    peer.say(sleep(100), {"action": "subscribe"}, request("unsubscribe", 1, subscription=1))
    peer.clock.advance(10)
    assert not any("event" in message for message in peer.heard())
    assert peer.clock.running == 0


def test_an_unsubscribed_one_ticks_no_more(peer):
    replies = peer.say({"action": "subscribe"}, {"action": "unsubscribe", "params": {"subscription": 1}})
    assert [reply["payload"] for reply in replies] == [{"subscription": 1}] * 2
    peer.clock.advance(10)
    assert peer.heard() == []


def test_at_the_end_every_timer_stops(peer):
    peer.say({"action": "subscribe"}, sleep(10, id=1), sleep(10))
    peer.session.end()
    assert peer.clock.running == 0


def test_what_waits_for_an_answer_is_measured(peer):
    waiting = [json.dumps(value) for value in (sleep(10), {"action": "echo"}, [request("sleep", 1, ms=5)])]
    peer.say(*waiting)
    assert peer.session.unanswered == sum(map(len, waiting))
    peer.clock.advance(0.005)
    assert peer.session.unanswered == sum(map(len, waiting[:2]))
    peer.clock.advance(0.005)
    assert peer.session.unanswered == 0 and peer.answered == 3


def test_the_store_keeps_the_newest_and_is_shared():
    store = Store()
    one, other = Peer(store), Peer(store)
    for number in range(MAX_STORED_ITEMS + 1):
        one.say({"action": "saveData", "params": {"item": "x", "value": number}})
    (gone, oldest, newest) = other.say(
        *[{"action": "getData", "params": {"id": number}} for number in (2, 3, MAX_STORED_ITEMS + 2)]
    )
    assert gone["message"] == "No item with id 2"
    assert oldest["payload"] == {"id": 3, "name": "x", "value": 1}
    assert newest["payload"]["value"] == MAX_STORED_ITEMS


def subscribe(peer, **params):
    """The payload of the reply to a subscribe."""
    [reply, *_] = peer.say({"action": "subscribe", "params": {"intervalMs": 10, **params}})
    return reply["payload"]


def sequences(peer):
    return [message["payload"]["sequence"] for message in peer.heard()]


@pytest.fixture
def two():
    """Two peers of one server, by one clock."""
    clock = Clock()
    store = Store(lambda: clock.now)
    return Peer(store, clock=clock), Peer(store, clock=clock)


def test_a_stream_goes_on_where_the_client_left_it(two):
    one, other = two
    place = subscribe(one, resumable=True, count=7)
    assert (place["subscription"], place["offset"]) == (1, 0)
    one.clock.advance(0.0201)
    one.session.end()
    one.clock.advance(0.03)
    assert sequences(one) == [1, 2]
    again = other.say({"action": "subscribe", "id": 1, "params": {"epoch": place["epoch"], "offset": 1}})
    assert again[0]["payload"] == {**place, "offset": 1}
    assert [tick["payload"]["sequence"] for tick in again[1:]] == [2, 3, 4, 5]
    one.clock.advance(1)
    assert sequences(other) == [6, 7] and one.clock.running == 0


def test_what_is_no_longer_kept_is_left_out_and_the_offset_says_so(two):
    one, other = two
    epoch = subscribe(one, resumable=True)["epoch"]
    one.session.end()
    one.clock.advance(0.01 * (MAX_HISTORY + 30.5))
    reply, first, *_ = other.say({"action": "subscribe", "params": {"epoch": epoch, "offset": 5}})
    assert reply["payload"]["offset"] == 30 and first["payload"]["sequence"] == 31


def test_a_stream_that_is_not_kept_begins_anew_with_another_epoch(two):
    one, other = two
    epoch = subscribe(one, resumable=True)["epoch"]
    for wish in ({"epoch": "another"}, {"epoch": epoch, "offset": 1}):
        place = subscribe(other, **wish)
        assert place["offset"] == 0 and place["epoch"] != epoch
    one.say({"action": "unsubscribe", "params": {"subscription": 1}})
    assert subscribe(other, epoch=epoch)["epoch"] != epoch
    last = subscribe(one, resumable=True)["epoch"]
    one.session.end()
    other.session.end()
    one.clock.advance(RESUME_TIME + 0.02)
    assert subscribe(other, epoch=last)["epoch"] != last


def test_a_stream_is_one_subscriptions_of_a_connection_the_newest(two):
    one, _ = two
    epoch = subscribe(one, resumable=True)["epoch"]
    one.clock.advance(0.0101)
    subscribe(one, epoch=epoch, offset=1)
    one.clock.advance(0.02)
    assert sequences(one) == [2, 3]
    [gone] = one.say({"action": "unsubscribe", "params": {"subscription": 1}})
    assert gone["message"] == "No subscription 1"


def test_a_stream_may_be_that_of_two_connections(two):
    one, other = two
    epoch = subscribe(one, resumable=True)["epoch"]
    one.clock.advance(0.0101)
    subscribe(other, epoch=epoch, offset=1)
    one.clock.advance(0.02)
    assert sequences(one) == [1, 2, 3] and sequences(other) == [2, 3]
    other.say({"action": "unsubscribe", "params": {"subscription": 1}})
    one.clock.advance(0.0101)
    assert sequences(one) == [4]  # it goes on where it is, and nobody can come back to it
    assert subscribe(other, epoch=epoch)["epoch"] != epoch


def test_a_stream_that_is_resumed_takes_no_place_of_its_own(two):
    one, _ = two
    epoch = subscribe(one, resumable=True)["epoch"]
    for _ in range(MAX_SUBSCRIPTIONS - 1):
        subscribe(one)
    assert subscribe(one, epoch=epoch)["epoch"] == epoch


def test_a_server_keeps_a_bounded_number_of_streams():
    streams = Streams(lambda: 0)
    kept = [Stream(1, None) for _ in range(MAX_STREAMS)]
    for stream in kept:
        streams.keep(stream)
    streams.used(kept[0])
    streams.keep(Stream(1, None))
    assert len(streams) == MAX_STREAMS
    assert streams.find(kept[0].epoch, 0) is kept[0] and streams.find(kept[1].epoch, 0) is None


def test_a_call_with_an_idempotency_key_is_done_once(two):
    one, other = two
    params = {"item": "a", "value": 1, "idempotencyKey": "k"}
    replies = one.say(*[{"action": "saveData", "params": params}] * 2)
    replies += other.say({"action": "saveData", "params": {**params, "value": 1.0}})
    assert [reply["payload"]["id"] for reply in replies] == [2, 2, 2]
    [refused] = one.say({"action": "saveData", "params": {**params, "item": "b"}})
    assert refused["message"] == "idempotencyKey belongs to a call with other parameters"
    [new] = one.say({"action": "saveData", "params": {**params, "idempotencyKey": "l"}})
    assert new["payload"]["id"] == 3
    one.clock.advance(IDEMPOTENCY_KEY_AGE)
    [late] = one.say({"action": "saveData", "params": params})
    assert late["payload"]["id"] == 4


def test_idempotency_keys_are_bounded_and_a_failure_uses_up_none():
    keys = IdempotencyKeys(lambda: 0.0)
    with pytest.raises(ZeroDivisionError):
        keys.once("0", (), lambda: 1 / 0)
    results = itertools.count()
    for number in range(MAX_IDEMPOTENCY_KEYS + 1):
        keys.once(str(number), (), lambda: next(results))
    assert len(keys) == MAX_IDEMPOTENCY_KEYS
    assert keys.once("1", (), lambda: next(results)) == 1
    assert keys.once("0", (), lambda: next(results)) == MAX_IDEMPOTENCY_KEYS + 1


@pytest.mark.parametrize("wrong, message", [
    ({"resumable": 1, "epoch": ""}, "resumable must be true or false"),
    ({"epoch": "", "offset": -1}, "epoch must be a string of 1 to 256 characters"),
    ({"epoch": None}, "epoch must be a string of 1 to 256 characters"),
    ({"offset": -1}, "offset must be a whole number from 0"),
    ({"offset": None}, "offset must be a whole number from 0"),
])  # fmt: skip
def test_the_parameters_of_a_stream_are_checked_in_their_order(peer, wrong, message):
    [reply] = peer.say({"action": "subscribe", "params": wrong})
    assert reply["message"] == message


def test_the_record_counts_what_is_a_call(peer):
    peer.say(
        {"action": "echo"}, {"action": "nope"}, [request("echo", 1), notification("fail"), 7], "{", {}, 5
    )
    peer.say(notification("$/cancelRequest", id=1), request("$/progress", 1))
    peer.say(request("sleep", 1, ms=10), request("echo", 1))
    assert peer.record.calls == 5
    assert peer.record.names() == ["echo", "nope", "fail", "sleep"]

"""Small pieces alone, for cases that a conversation rarely reaches."""

import asyncio
import ssl
import threading

import pytest

from framebyframe.rpc import (
    AsyncRpcClient,
    Backoff,
    CallFailed,
    Gap,
    IdempotencyKeys,
    MessageRefused,
    Position,
    ProtocolError,
    RemoteError,
    RpcClient,
    RpcTimeout,
    Timeouts,
    looking_up,
)
from framebyframe.rpc.addresses import connect_options
from framebyframe.rpc.async_socket import AsyncSocket
from framebyframe.rpc.blocking_client import SingleThreadFuture
from framebyframe.rpc.blocking_socket import Stream
from framebyframe.rpc.errors import (
    ConnectionLost,
    ConnectionRefused,
    close_reason,
    why_ended,
    why_refused,
)
from framebyframe.rpc.heartbeat import Beat, Heartbeat
from framebyframe.rpc.idempotency import IDEMPOTENCY_KEY_AGE, MAX_IDEMPOTENCY_KEYS
from framebyframe.rpc.looking_up import is_address, look_up
from framebyframe.rpc.messages import ABSENT, Notification
from framebyframe.rpc.notifications import MAX_KEPT, MAX_NOTIFICATIONS, NotificationQueue
from framebyframe.rpc.pending import PendingCalls, batch_outcome
from framebyframe.rpc.resuming import gap_between
from framebyframe.rpc.retrying import asked_wait, may_pass, may_send_again
from framebyframe.rpc.subscriptions import NotificationStream
from framebyframe.rpc.timeouts import Deadline
from framebyframe.wire import ConnectionClosed, HandshakeRefused, Headers


def pending_calls():
    """An empty table, with futures that need no event loop."""
    return PendingCalls(SingleThreadFuture, None)


def test_a_reply_finds_its_future():
    pending = pending_calls()
    futures = [pending.add(call_id) for call_id in (1, "1", 0)]
    pending.receive_text('{"status": "success", "id": 0, "payload": "zero"}')
    pending.receive_text(
        '[{"jsonrpc": "2.0", "id": "1", "result": "text"}, {"jsonrpc": "2.0", "id": 1, "result": 1}]'
    )
    assert [future.result() for future in futures] == [1, "text", "zero"]
    assert len(pending) == 0 and pending.unmatched == 0


def test_a_call_that_failed_raises_its_error():
    pending = pending_calls()
    future = pending.add(1)
    pending.receive_text('{"status": "error", "id": 1, "message": "no", "code": "failed"}')
    with pytest.raises(RemoteError, match="no"):
        future.result()


def test_what_has_not_come_is_told_when_a_message_is_removed():
    pending = pending_calls()
    pending.add_batch([1, 2, 3])
    pending.receive_text('{"jsonrpc": "2.0", "id": 2, "result": 1}')
    assert pending.remove_batch([1, 2, 3]) == [1, 3]
    assert len(pending) == 0 and pending.messages == 0


def test_replies_nobody_waits_for_are_counted():
    pending = pending_calls()
    future = pending.add(1)
    future.set_exception(ConnectionLost("in the meantime"))
    for call_id in ("1", "2", "null"):
        pending.receive_text(f'{{"status": "success", "id": {call_id}}}')
    assert pending.unmatched == 3
    assert not pending.remove(1)


def test_an_error_without_an_id_is_about_the_only_message_in_flight():
    error = '{"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "no"}}'
    pending = pending_calls()
    pending.receive_text(error)
    assert pending.unmatched == 1
    futures = [pending.add(1), *pending.add_batch([2, 3])]
    pending.receive_text(error)
    assert pending.unmatched == 2 and not any(future.done() for future in futures)
    assert pending.remove(1)
    pending.receive_text(error)
    assert pending.unmatched == 3, "it may be late, and about the call that was given up"
    pending.receive_text('{"jsonrpc": "2.0", "id": 1, "result": "late"}')
    pending.receive_text(error)
    assert [future.exception().code for future in futures[1:]] == [-32700, -32700]
    assert isinstance(futures[1].exception(), MessageRefused)


def test_every_pending_call_fails_with_an_error_of_its_own():
    pending = pending_calls()
    futures = [pending.add(1), pending.add(2), pending.add(3)]
    futures[2].set_result("here")
    pending.fail_all(lambda: ConnectionLost("gone"))
    assert futures[0].exception() is not futures[1].exception()
    assert futures[2].result() == "here" and len(pending) == 0


def test_the_outcome_of_a_call_in_a_batch():
    refused = RemoteError("failed", "no")
    assert batch_outcome(5) == 5
    assert batch_outcome(refused) is refused
    for error in (MessageRefused("parse_error", "no"), ProtocolError("broken"), ConnectionLost("gone")):
        with pytest.raises(type(error)):
            batch_outcome(error)


def test_a_heartbeat_pings_after_the_interval():
    heartbeat = Heartbeat(Timeouts(ping_interval=5, ping_timeout=2), now=100)
    assert heartbeat.beat(104.9) is Beat.WAIT
    assert heartbeat.beat(105) is Beat.PING
    heartbeat.pinged = 105
    heartbeat.take_pong(106)
    assert heartbeat.due() == 111 and heartbeat.beat(110) is Beat.WAIT


def test_every_byte_is_a_sign_of_life():
    heartbeat = Heartbeat(Timeouts(ping_interval=5, ping_timeout=2), now=100)
    heartbeat.pinged = 105
    assert heartbeat.beat(106) is Beat.WAIT
    heartbeat.heard = 106.5
    assert heartbeat.beat(107) is Beat.WAIT
    assert heartbeat.beat(108.5) is Beat.DEAD


def test_a_ping_interval_that_equals_the_peers_limit_is_too_long():
    """The pong of the last ping comes a round trip after it, and the interval begins there."""
    limit, round_trip = 30, 0.05
    equal, within = Heartbeat(Timeouts(ping_interval=limit), 0), Heartbeat(Timeouts.within(limit), 0)
    equal.take_pong(round_trip)
    within.take_pong(round_trip)
    assert equal.due() > limit and within.due() < limit / 2
    within.pinged = within.due()
    assert within.due() < limit, "a dead peer is given up before the path ends the connection"


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_a_limit_that_is_no_time(limit):
    with pytest.raises(ValueError, match="above 0"):
        Timeouts.within(limit)


def test_a_heartbeat_that_is_switched_off():
    assert Heartbeat(Timeouts(ping_interval=0), now=100).beat(1e9) is Beat.WAIT
    patient = Heartbeat(Timeouts(ping_timeout=0), now=100)
    patient.pinged = 120
    assert patient.beat(1e9) is Beat.WAIT


def test_how_a_connection_ended():
    assert (
        str(why_ended(ConnectionClosed(1000, "", None, True))) == "the connection ended with close code 1000"
    )
    told = why_ended(ConnectionClosed(1001, "bye", None, True))
    assert (told.code, told.reason, str(told)) == (
        1001,
        "bye",
        "the connection ended with close code 1001: bye",
    )
    lost = why_ended(ConnectionClosed(1006, "", "the stream ended", False))
    assert isinstance(lost, ConnectionLost) and str(lost) == "the connection was lost: the stream ended"
    assert isinstance(why_ended(ConnectionClosed(1002, "x", "x", False)), ProtocolError)


def test_why_there_is_no_connection():
    refused = why_refused(HandshakeRefused(403, "no", Headers()))
    assert isinstance(refused, ConnectionRefused) and refused.status == 403
    for status in (0, 101):
        assert isinstance(why_refused(HandshakeRefused(status, "no", Headers())), ProtocolError)


def test_a_close_reason_fits():
    assert close_reason("é" * 100) == "é" * 61
    assert close_reason("\ud800") == "?"


@pytest.mark.parametrize("error, worth_it", [
    (ConnectionRefused("nothing listens"), True), (ConnectionRefused("starting", 503), True),
    (ConnectionRefused("no token", 401), False), (ConnectionRefused("a page", 200), False),
    (ConnectionLost("gone"), True), (ProtocolError("no server"), False),
])  # fmt: skip
def test_what_is_worth_another_try(error, worth_it):
    assert may_pass(error) is worth_it


@pytest.mark.parametrize("error, if_idempotent, else_", [
    (ConnectionRefused("nobody listens"), True, True),
    (ConnectionLost("the stream ended"), True, False), (ConnectionLost("restart", 1012), True, False),
    (ConnectionLost("too big", 1009), False, False), (ConnectionLost("no", 1008), False, False),
    (RpcTimeout("no answer"), False, False), (RemoteError("busy", "Too many"), False, False),
    (ProtocolError("no server"), False, False),
])  # fmt: skip
def test_what_may_be_sent_again(error, if_idempotent, else_):
    assert may_send_again(error, idempotent=True) is if_idempotent
    assert may_send_again(error, idempotent=False) is else_


@pytest.mark.parametrize("code, wait", [
    (1000, 1), (1001, 1), (1006, 1), (1009, 1), (1011, 1), (3000, 1), (3999, 1),
    (1008, None), (4000, None), (4401, None), (4999, None), (1012, 4), (1013, 1 + 40),
])  # fmt: skip
def test_how_long_to_wait_after_a_close_code(code, wait):
    backoff = Backoff(longest=40, restart=(3, 7))
    assert backoff.wait_after(code, "", 1, lambda: 0.25) == wait


def test_a_server_that_asks_to_come_back_later_says_when():
    backoff = Backoff(longest=40)
    assert backoff.wait_after(1013, "full; Retry-After: 2.5", 1) == 3.5
    assert backoff.wait_after(1013, "Retry-After: 0", 1) == 1
    assert backoff.wait_after(1001, "Retry-After: 2.5", 1) == 1


@pytest.mark.parametrize("reason, seconds", [
    ("Retry-After: 5", 5), ("retry-after:5", 5), ("busy. Retry-After: 0.5 s", 0.5), ("Retry-After: 7.", 7),
    ("", None), ("later", None), ("Retry-After: -1", None), ("Retry-After: 999999999", 3600),
    ("Retry-After: ٣", None), ("Retry-After: 1.2.3", None), ("Retry-After: 9999999999", None),
])  # fmt: skip
def test_the_wait_that_a_reason_asks_for(reason, seconds):
    assert asked_wait(reason) == seconds


@pytest.mark.parametrize("resumed, gap", [
    (("a", 5), None), (("a", 4), None), (("a", 6), (6, 6)), (("a", 9), (6, 9)),
    (("b", 0), (6, None)), (("b", 5), (6, None)),
])  # fmt: skip
def test_what_was_missed_before_a_stream_goes_on(resumed, gap):
    assert gap_between(Position("a", 5), Position(*resumed)) == gap


def test_a_gap_says_from_where_to_where():
    assert str(Gap(6, 9)) == "gap from 6 to 9" and str(Gap(6, None)) == "gap from 6 to ?"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_call_with_a_key_is_done_once():
    clock, done = Clock(), []
    keys = IdempotencyKeys(clock)

    def save(key, request):
        return keys.once(key, request, lambda: done.append(request) or len(done))

    assert [save("a", "x"), save("a", "x"), save("b", "x"), save("a", "x")] == [1, 1, 2, 1]
    with pytest.raises(CallFailed, match="idempotencyKey belongs to a call with other parameters"):
        save("a", "y")
    clock.now = IDEMPOTENCY_KEY_AGE
    assert save("a", "y") == 3 and len(keys) == 1


def test_a_call_that_fails_does_not_use_up_its_key():
    keys = IdempotencyKeys()
    with pytest.raises(ZeroDivisionError):
        keys.once("a", "x", lambda: 1 / 0)
    assert keys.once("a", "y", lambda: 1) == 1


def test_the_keys_that_are_remembered_are_bounded():
    keys = IdempotencyKeys(Clock())
    for number in range(MAX_IDEMPOTENCY_KEYS + 1):
        keys.once(str(number), None, lambda number=number: number)
    assert len(keys) == MAX_IDEMPOTENCY_KEYS
    assert keys.once("1", None, lambda: "again") == 1 and keys.once("0", None, lambda: "again") == "again"


def test_a_stream_of_notifications_keeps_the_newest():
    async def main():
        stream = NotificationStream()
        for number in range(MAX_NOTIFICATIONS + 5):
            stream.put(Notification("tick", number))
        stream.end()
        assert [notification.params async for notification in stream][:2] == [5, 6]
        assert stream.is_over

    asyncio.run(main())


def test_notifications_that_wait_are_bounded_by_their_size():
    queue = NotificationQueue()
    for number in range(9):
        queue.append(Notification("big", number), MAX_KEPT // 4)
    assert [queue.popleft().params for _ in range(len(queue))] == [5, 6, 7, 8]
    queue.append(Notification("small", 1), 1)
    assert queue.take(lambda notification: notification.name == "small") == [(("small", 1), 1)]
    queue.append(Notification("all there is room for", 2), MAX_KEPT)
    assert len(queue) == 1


def test_a_name_is_looked_up_while_a_deadline_passes(monkeypatch):
    answered = threading.Event()
    monkeypatch.setattr(looking_up.socket, "getaddrinfo", lambda *_, **__: answered.wait(10) and [])
    try:
        for allowed in ({"open_timeout": 0.05}, {"timeout": 0.05}):  # what a call may take, connecting may
            with pytest.raises(RpcTimeout, match="no connection to slow"):
                RpcClient("ws://slow.example:1", **allowed)

        async def main():
            with pytest.raises(RpcTimeout, match="no connection to slow"):
                await AsyncRpcClient("ws://slow.example:1", timeouts=Timeouts(open=0.05)).open()

        asyncio.run(main())
    finally:
        answered.set()


def test_a_name_that_is_an_address_needs_no_thread():
    for host in ("127.0.0.1", "::1", "fe80::1%lo"):
        assert is_address(host)
    assert not is_address("localhost")
    assert look_up("127.0.0.1", 80).done()
    assert look_up("localhost", 80).done(), "this machine needs none either"


def test_an_opening_that_nobody_waits_for_any_more():
    async def main():
        socket = AsyncSocket(connect_options("ws://h", "article", {}), Timeouts(), None, None)
        socket.opening.cancel()
        socket.opened(None)
        socket.gone()
        await socket.wait_until_gone()
        socket.close(1000, "")
        assert socket.closed.code == 1006

    asyncio.run(main())


class StubSocket:
    """A socket that follows a script."""

    def __init__(self, *outcomes):
        self._outcomes = list(outcomes)
        self.sent = b""

    def setblocking(self, flag):
        assert flag is False

    def recv(self, size):
        return self._next()

    def send(self, data):
        count = self._next()
        self.sent += bytes(data[:count])
        return count

    def _next(self):
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def always_ready(monkeypatch):
    class Poller:
        def poll(self, milliseconds):
            return [(0, 0)]

    monkeypatch.setattr("framebyframe.rpc.blocking_socket.new_poller", lambda *_, **__: Poller())


def test_half_a_record_is_waited_for(always_ready):
    stream = Stream(StubSocket(ssl.SSLWantReadError(), BlockingIOError(), b"whole", ConnectionResetError()))
    assert stream.receive(Deadline(1)) == b"whole"
    assert stream.receive(Deadline(1)) == b""


def test_a_socket_that_takes_a_little_at_a_time(always_ready):
    socket = StubSocket(2, ssl.SSLWantWriteError(), BlockingIOError(), 1, 3)
    Stream(socket).send(b"abcdef", Deadline(1))
    assert socket.sent == b"abcdef"


def test_absent_says_its_name():
    assert repr(ABSENT) == "ABSENT"

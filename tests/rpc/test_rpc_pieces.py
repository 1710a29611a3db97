"""The small pieces on their own: what no conversation reaches every time."""

import asyncio
import ssl

import pytest

from framebyframe.rpc import Patience, ProtocolError, RemoteError, Reply
from framebyframe.rpc.addresses import make_opening
from framebyframe.rpc.async_socket import AsyncSocket
from framebyframe.rpc.deadline import Deadline
from framebyframe.rpc.endings import close_reason, why_ended, why_refused
from framebyframe.rpc.errors import ConnectionLost, ConnectionRefused
from framebyframe.rpc.feeds import MAX_NOTIFICATIONS, Feed
from framebyframe.rpc.link import _may_pass
from framebyframe.rpc.messages import ABSENT, Notification
from framebyframe.rpc.pending import PendingCalls
from framebyframe.rpc.stream import Stream
from framebyframe.wire import ConnectionClosed, HandshakeRefused, Headers


class Slot:
    def __init__(self, done=False):
        self.reply, self._done = None, done

    def done(self):
        return self._done

    def set_result(self, reply):
        self.reply, self._done = reply, True


def added(pending, slots):
    """Calls in flight, and their slots as a list."""
    for call_id, slot in slots.items():
        pending.add({call_id: slot})
    return list(slots.values())


def test_a_reply_finds_its_slot():
    pending = PendingCalls(None)
    slots = added(pending, {1: Slot(), "1": Slot(), 0: Slot()})
    pending.receive('{"status": "success", "id": 0, "payload": "zero"}')
    pending.receive(
        '[{"jsonrpc": "2.0", "id": "1", "result": "text"}, {"jsonrpc": "2.0", "id": 1, "result": 1}]'
    )
    assert [slot.reply.result for slot in slots] == [1, "text", "zero"]
    assert len(pending) == 0 and pending.unmatched == 0


def test_replies_nobody_waits_for_are_counted():
    pending = PendingCalls(None)
    pending.add({1: Slot(done=True)})
    for call_id in ("1", "2", "null"):
        pending.receive(f'{{"status": "success", "id": {call_id}}}')
    assert pending.unmatched == 3
    assert not pending.remove(1)


def test_an_error_without_an_id_is_about_the_only_call_in_flight():
    error = '{"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "no"}}'
    pending = PendingCalls(None)
    pending.receive(error)
    assert pending.unmatched == 1
    slots = added(pending, {1: Slot(), 2: Slot()})
    pending.receive(error)
    assert pending.unmatched == 2 and not any(slot.done() for slot in slots)
    assert pending.remove(1)
    pending.receive(error)
    assert slots[1].reply.error.code == -32700


def test_every_pending_call_fails_with_an_error_of_its_own():
    pending = PendingCalls(None)
    slots = added(pending, {1: Slot(), 2: Slot(), 3: Slot(done=True)})
    pending.fail_all(lambda: ConnectionLost("gone"))
    assert slots[0].reply.error is not slots[1].reply.error
    assert slots[2].reply is None and len(pending) == 0


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
    assert _may_pass(error) is worth_it


def test_a_feed_keeps_the_newest():
    async def main():
        feed = Feed()
        for number in range(MAX_NOTIFICATIONS + 5):
            feed.put(Notification("tick", number))
        feed.end()
        assert [notification.params async for notification in feed][:2] == [5, 6]
        assert feed.is_over

    asyncio.run(main())


def test_an_opening_that_nobody_waits_for_any_more():
    async def main():
        socket = AsyncSocket(make_opening("ws://h", "article", {}), Patience(), None, None)
        socket.opening.cancel()
        socket.opened(None)
        socket.gone()
        await socket.wait_until_gone()
        socket.close(1000, "")
        assert socket.closed.code == 1006

    asyncio.run(main())


class StubSocket:
    """A socket that does as it is told."""

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

    monkeypatch.setattr("framebyframe.rpc.stream.new_poller", lambda socket, writing: Poller())


def test_half_a_record_is_waited_for(always_ready):
    stream = Stream(StubSocket(ssl.SSLWantReadError(), BlockingIOError(), b"whole", ConnectionResetError()))
    assert stream.receive(Deadline(1)) == b"whole"
    assert stream.receive(Deadline(1)) == b""


def test_a_socket_that_takes_a_little_at_a_time(always_ready):
    socket = StubSocket(2, ssl.SSLWantWriteError(), BlockingIOError(), 1, 3)
    Stream(socket).send(b"abcdef", Deadline(1))
    assert socket.sent == b"abcdef"


def test_replies_are_read_from_their_errors():
    assert Reply(1, error=RemoteError("failed", "no")).outcome().message == "no"
    assert repr(ABSENT) == "ABSENT"

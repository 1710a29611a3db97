"""A session alone: texts in, texts out, no socket."""

import asyncio
import json
import logging
from typing import Annotated

import pytest

from framebyframe.rpc import AllParams, Caller, CallFailed, Then, article, jsonrpc, whole_number
from framebyframe.rpc.actions import Actions
from framebyframe.rpc.messages import FAILED
from framebyframe.rpc.session import MAX_IN_FLIGHT, Session


class Outbox:
    """Keeps the texts that a session sends."""

    def __init__(self):
        self.sent, self.pushed, self.counted, self.failed = [], [], [], None
        self.relieved = 0

    def send(self, text):
        self.sent.append(json.loads(text))

    def push(self, text):
        self.pushed.append(json.loads(text))

    def drained(self):
        self.relieved += 1

    def count(self, action):
        self.counted.append(action)

    def fail(self, code, fault):
        self.failed = (int(code), fault)


class Peer:
    """A session with actions, and the texts that it sends."""

    def __init__(self, default_dialect=article):
        self.outbox = Outbox()
        self.events = []
        self.gates = {}
        self.actions = self._actions()
        self.session = Session(self.actions, self.outbox, default_dialect)

    def _actions(self):
        actions = Actions()

        def echo(params: AllParams):
            return params

        async def wait(name: str):
            self.gates[name] = asyncio.get_running_loop().create_future()
            return await self.gates[name]

        def fail(data: AllParams):
            raise CallFailed(FAILED, "on purpose", data)

        def fail_badly():
            raise CallFailed(FAILED, "on purpose", {1, 2})

        def crash():
            raise ZeroDivisionError("secret")

        def unsendable():
            return object()

        async def crash_later():
            raise ZeroDivisionError("secret")

        async def fail_later():
            raise CallFailed(FAILED, "later")

        async def unsendable_later():
            return object()

        def begin(caller: Caller):
            return Then("begun", lambda: self.events.append(("begun after", len(self.outbox.sent))))

        def tick(caller: Caller, n: Annotated[int, whole_number(1)]):
            caller.notify("tick", n)
            caller.spawn(self.watch())

        for action in (
            echo, wait, fail, fail_badly, crash, unsendable, begin, tick,
            crash_later, fail_later, unsendable_later,
        ):  # fmt: skip
            actions.add(action, action.__name__)
        return actions

    async def watch(self):
        """A coroutine of an action, which runs until the connection ends."""
        try:
            await asyncio.sleep(3600)
        finally:
            self.events.append("unwatched")

    def say(self, message):
        """Receive a message, given as a value; return the replies that are given at once."""
        return self.say_text(json.dumps(message))

    def say_text(self, text):
        before = len(self.outbox.sent)
        self.session.receive(text)
        return self.outbox.sent[before:]

    def call(self, method, call_id, params=None):
        return self.say({"jsonrpc": "2.0", "method": method, "id": call_id, "params": params or {}})

    async def settle(self):
        """The replies that come in the next turns of the event loop."""
        before = len(self.outbox.sent)
        for _ in range(4):
            await asyncio.sleep(0)
        return self.outbox.sent[before:]

    async def open_gate(self, name, result=None):
        self.gates[name].set_result(result)
        return await self.settle()


def success(result, call_id=None, **members):
    return {"jsonrpc": "2.0", "id": call_id, "result": result, **members}


def error(code, message, call_id=None, **data):
    return {"jsonrpc": "2.0", "id": call_id, "error": {"code": code, "message": message, **data}}


def test_an_answer_comes_in_the_same_turn():
    peer = Peer()
    assert peer.say({"action": "echo", "params": [1]}) == [
        {"status": "success", "data": "Processed: echo", "payload": [1]}
    ]
    assert peer.call("echo", 0, {"a": 1}) == [success({"a": 1}, 0)]
    assert peer.outbox.counted == ["echo", "echo"]


def test_what_has_no_shape_is_answered_in_the_dialect_of_the_connection():
    unreadable = "Invalid JSON or server error"
    for text, code, number, why in [
        ("{", "parse_error", -32700, unreadable),
        ("1e400", "parse_error", -32700, unreadable),
        ("42", "invalid_request", -32600, "A request is a JSON object"),
    ]:
        assert Peer().say_text(text) == [{"status": "error", "message": why, "code": code}]
        assert Peer(jsonrpc).say_text(text) == [error(number, why)]


def test_a_failed_check_carries_the_id_where_it_is_legal():
    peer = Peer()
    assert peer.say({"action": 5, "id": 0})[0]["id"] == 0
    assert "id" not in peer.say({"action": "echo", "id": []})[0]
    assert peer.say({"jsonrpc": "2.0", "method": 5, "id": "a"})[0]["id"] == "a"
    assert peer.say({"jsonrpc": "2.0", "method": 5})[0]["id"] is None


def test_errors_of_actions():
    peer = Peer()
    assert peer.call("fail", 1, {"a": 1}) == [error(-32000, "on purpose", 1, data={"a": 1})]
    assert peer.call("nothing", 2) == [error(-32601, "Unknown action: nothing", 2)]
    assert peer.call("tick", 3) == [error(-32602, "n must be a whole number from 1", 3)]


@pytest.mark.parametrize("action", ["crash", "unsendable", "fail_badly"])
def test_a_mistake_of_the_server_is_told_to_its_log_alone(caplog, action):
    with caplog.at_level(logging.ERROR):
        assert Peer().call(action, 1) == [error(-32603, "Invalid JSON or server error", 1)]
    assert caplog.records[0].exc_info is not None


def test_a_notification_is_never_answered():
    peer = Peer()
    for method in ("echo", "fail", "nothing", "crash", "unsendable"):
        assert peer.say({"jsonrpc": "2.0", "method": method}) == []
    assert peer.say({"jsonrpc": "2.0", "method": "$/whatever"}) == []


def test_what_is_to_be_done_after_a_reply_is_done_after_it():
    peer = Peer()
    peer.call("begin", 1)
    assert peer.events == [("begun after", 1)]
    peer.say({"jsonrpc": "2.0", "method": "begin"})
    assert peer.events[1:] == [("begun after", 1)]
    batch = [{"jsonrpc": "2.0", "method": "begin", "id": n} for n in (1, 2)]
    peer.say([*batch, {"jsonrpc": "2.0", "method": "echo", "id": 3}])
    assert peer.events[2:] == [("begun after", 2), ("begun after", 2)]


def test_replies_with_an_id_overtake(run):
    async def main():
        peer = Peer()
        assert peer.call("wait", 1, {"name": "a"}) == []
        assert peer.say({"action": "wait", "id": 1, "params": {"name": "b"}}) == []
        assert peer.call("echo", 2) == [success({}, 2)]
        await peer.settle()
        assert (await peer.open_gate("b", "B"))[0]["payload"] == "B"
        assert await peer.open_gate("a", "A") == [success("A", 1)]
        assert peer.session.held == 0

    run(main)


def test_replies_without_an_id_come_in_their_order(run):
    async def main():
        peer = Peer()
        for name in ("a", "b"):
            assert peer.say({"action": "wait", "params": {"name": name}}) == []
        assert peer.say({"action": "echo"}) == []
        assert peer.say_text("{") == []
        assert peer.session.held > 0
        await peer.settle()
        assert await peer.open_gate("b", "B") == []
        answers = await peer.open_gate("a", "A")
        assert [answer.get("payload") for answer in answers] == ["A", "B", {}, None]
        assert peer.session.held == 0

    run(main)


def test_actions_that_fail_later(run, caplog):
    async def main():
        peer = Peer()
        for number, action in enumerate(["fail_later", "crash_later", "unsendable_later"]):
            peer.call(action, number)
            peer.say({"jsonrpc": "2.0", "method": action})
        answers = await peer.settle()
        assert answers == [
            error(-32000, "later", 0),
            error(-32603, "Invalid JSON or server error", 1),
            error(-32603, "Invalid JSON or server error", 2),
        ]

    run(main)


def cancel(call_id):
    return {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": call_id}}


def test_a_call_is_cancelled_before_and_after_it_has_begun(run):
    async def main():
        peer = Peer()
        peer.call("wait", 0, {"name": "a"})
        peer.say(cancel(0))
        assert await peer.settle() == [error(-32800, "Cancelled", 0)]
        peer.call("wait", "x", {"name": "a"})
        await peer.settle()
        assert peer.call("$/cancelRequest", "c", {"id": "x"}) == [success(None, "c")]
        assert await peer.settle() == [error(-32800, "Cancelled", "x")]

    run(main)


class Odd(BaseException):
    """No Exception, and no reason to end a connection."""


@pytest.mark.parametrize("error", [Odd(), asyncio.CancelledError(), GeneratorExit()], ids=repr)
def test_an_action_that_fails_in_an_odd_way(caplog, error):
    peer = Peer()

    def odd():
        raise error

    peer.actions.add(odd, "odd")
    peer.say({"action": "odd"})
    assert [reply["code"] for reply in peer.outbox.sent] == ["internal_error"]


def test_an_action_that_fails_later_in_an_odd_way(run, caplog):
    async def main():
        peer = Peer()

        async def odd():
            raise Odd

        peer.actions.add(odd, "odd")
        peer.say({"action": "odd"})
        peer.say({"action": "echo"})
        await peer.settle()
        assert [reply.get("code") for reply in peer.outbox.sent] == ["internal_error", None]

    run(main)


def test_a_result_that_fails_later_in_an_odd_way(run, caplog):
    class Odd(dict):
        def items(self):
            raise LookupError

    async def main():
        peer = Peer()

        async def odd():
            return Odd(a=1)

        peer.actions.add(odd, "odd")
        peer.say({"action": "odd"})
        await peer.settle()
        assert [reply["code"] for reply in peer.outbox.sent] == ["internal_error"]

    run(main)


def test_a_failure_has_a_code():
    with pytest.raises(TypeError, match="ErrorCode"):
        CallFailed("failed", "no code at all")


def test_a_mistake_in_what_follows_a_reply(caplog):
    peer = Peer()
    peer.actions.add(lambda: Then(1, lambda: 1 // 0), "begin_badly")
    peer.say({"action": "begin_badly"})
    peer.say({"action": "echo"})
    assert len(peer.outbox.sent) == 2
    assert "ZeroDivisionError" in caplog.text


def test_a_mistake_in_what_follows_one_reply_of_a_batch(caplog):
    peer = Peer(jsonrpc)
    peer.actions.add(lambda: Then(1, lambda: 1 // 0), "begin_badly")
    peer.say([{"jsonrpc": "2.0", "method": name, "id": name} for name in ("begin_badly", "begin")])
    assert peer.events == [("begun after", 1)]
    assert "ZeroDivisionError" in caplog.text


def test_a_batch_ends_with_its_connection(run):
    async def main():
        peer = Peer(jsonrpc)
        peer.outbox.fail = lambda code, fault: peer.session.end()
        waiting = {"jsonrpc": "2.0", "method": "wait", "params": {"name": "a"}}
        peer.say([waiting] * (MAX_IN_FLIGHT + 1) + [{"jsonrpc": "2.0", "method": "echo", "id": 1}])
        assert peer.outbox.sent == [] and "echo" not in peer.outbox.counted
        await peer.settle()

    run(main)


def test_cancelling_what_is_not_in_flight_does_nothing(run):
    async def main():
        peer = Peer()
        peer.call("wait", 1, {"name": "a"})
        peer.say({"action": "wait", "id": 2, "params": {"name": "b"}})
        for call_id in ("1", 2, None, True, [], 5):
            assert peer.say(cancel(call_id)) == []
        assert peer.say({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": [1]}) == []
        assert peer.call("$/other", 9) == [error(-32601, "Unknown action: $/other", 9)]
        assert await peer.settle() == []
        assert len(peer.session.tasks_in_flight()) == 2
        peer.session.end()
        await peer.settle()

    run(main)


def test_an_id_that_is_in_flight(run):
    async def main():
        peer = Peer()
        peer.call("wait", 1, {"name": "a"})
        assert peer.call("echo", 1.0) == [error(-32600, "id is already in flight", 1.0)]
        assert peer.call("echo", "1") == [success({}, "1")]
        for _ in range(2):  # null is no id
            assert peer.say({"jsonrpc": "2.0", "method": "wait", "id": None, "params": {"name": "n"}}) == []
        peer.session.end()
        await peer.settle()

    run(main)


def test_batches(run):
    async def main():
        peer = Peer()
        request = {"jsonrpc": "2.0", "method": "echo", "id": 1}
        assert peer.say([]) == [error(-32600, "A batch is not empty")]
        assert peer.say([request] * 101) == [error(-32600, "A batch has at most 100 items")]
        assert peer.say([{"jsonrpc": "2.0", "method": "echo"}]) == []
        not_requests = [
            error(-32600, "A request is a JSON object"),
            error(-32600, 'jsonrpc must be "2.0"', 5),
        ]
        assert peer.say([1, {"action": "echo", "id": 5}, request]) == [[*not_requests, success({}, 1)]]
        waiting = {"jsonrpc": "2.0", "method": "wait", "params": {"name": "a"}, "id": 2}
        also = {"jsonrpc": "2.0", "method": "wait", "params": {"name": "b"}, "id": 3}
        assert peer.say([waiting, request, also]) == []
        await peer.settle()
        assert await peer.open_gate("b", "B") == []
        assert await peer.open_gate("a", "A") == [[success("A", 2), success({}, 1), success("B", 3)]]

    run(main)


def test_too_many_calls_in_flight(run):
    async def main():
        peer = Peer()
        for number in range(MAX_IN_FLIGHT):
            assert peer.call("wait", number, {"name": str(number)}) == []
        assert peer.call("wait", "more", {"name": "x"}) == [error(-32002, "Too many calls in flight", "more")]
        assert peer.call("echo", "quick") == [success({}, "quick")]
        await peer.settle()
        await peer.open_gate("0")
        assert peer.call("wait", "more", {"name": "x"}) == []
        assert peer.outbox.failed is None
        assert peer.say({"jsonrpc": "2.0", "method": "wait", "params": {"name": "y"}}) == []
        assert peer.outbox.failed == (1008, "too many calls waiting")
        peer.session.end()
        await peer.settle()

    run(main)


def test_too_many_replies_that_wait_for_their_turn(run):
    async def main():
        peer = Peer()
        peer.say({"action": "wait", "params": {"name": "a"}})
        for _ in range(MAX_IN_FLIGHT - 1):
            assert peer.say({"action": "echo"}) == []
        assert peer.outbox.failed is None
        assert peer.say({"action": "echo"}) == []
        assert peer.outbox.failed == (1008, "too many calls waiting")
        peer.session.end()
        await peer.settle()

    run(main)


def test_actions_may_speak_of_their_own_accord_until_the_connection_ends(run):
    async def main():
        peer = Peer()
        peer.call("tick", 1, {"n": 5})
        peer.say({"action": "tick", "params": {"n": 6}})
        assert peer.outbox.pushed == [
            {"jsonrpc": "2.0", "method": "tick", "params": 5},
            {"event": "tick", "payload": 6},
        ]
        await peer.settle()
        peer.session.end()
        await peer.settle()
        assert peer.events == ["unwatched", "unwatched"]
        peer.session.spawn(peer.watch())
        await peer.settle()
        assert peer.events == ["unwatched", "unwatched"]

    run(main)


def test_the_end_cancels_what_is_at_work(run):
    async def main():
        peer = Peer()
        peer.say({"action": "wait", "params": {"name": "a"}})
        await peer.settle()
        peer.session.end()
        await peer.settle()
        assert peer.gates["a"].cancelled()
        assert peer.session.tasks_in_flight() == []

    run(main)

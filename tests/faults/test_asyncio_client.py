"""Faults that only a client with many calls in one event loop can meet."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import threading
import time
import traceback
from functools import partial

import pytest
from left_behind import open_sockets
from misbehaving import closing, frame, reply_to, serving, text_frame
from waiting import until

from framebyframe.rpc import (
    AsyncRpcClient,
    Backoff,
    ConnectionLost,
    ConnectionRefused,
    ProtocolError,
    RpcError,
    RpcTimeout,
    Timeouts,
)
from framebyframe.wire import Opcode

AMPLE = 10.0
SHORT = 0.2
QUICK = Backoff(first=0.005, longest=0.02)


@pytest.fixture
def run():
    """Run `main(url)` against a behaviour; no task, no socket, and no complaint of the event loop is left."""

    def run(behave, main):
        complaints = []

        async def watched(url):
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda _, context: complaints.append(context))
            await asyncio.wait_for(main(url), AMPLE * 3)
            for _ in range(3):
                await asyncio.sleep(0)
            gc.collect()
            return len(asyncio.all_tasks()) - 1

        before = open_sockets()
        with serving() as serve:
            assert asyncio.run(watched(serve(behave))) == 0
        assert open_sockets() <= before
        assert complaints == []

    return run


def answer_all(peer):
    """A good server: it answers each request with its own params."""
    while True:
        request = peer.read_request()
        peer.send_text(reply_to(request, payload=json.loads(request).get("params")))


# Coming back


def test_a_server_that_accepts_and_closes_at_once(run):
    """As a full server does. The event loop goes on, and the waits grow."""
    connections = []

    def behave(peer):
        connections.append(peer)
        if len(connections) == 1:
            return peer.open_and_read()
        peer.shake_hands(then=closing(1013))
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, reconnect=Backoff(first=0.02, longest=AMPLE)) as client:
            with pytest.raises(RpcTimeout):
                await client.call("echo", idempotent=True, timeout=2)

    run(behave, main)
    assert 2 <= len(connections) <= 14


def test_a_server_that_refuses_for_good_keeps_no_callers(run):
    """Each call gets the error, and the error keeps no reference to all the calls that it passed."""
    connections = []

    def behave(peer):
        connections.append(peer)
        if len(connections) == 1:
            return peer.open_and_read()
        peer.read_head()
        peer.send(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")

    async def main(url):
        async with AsyncRpcClient(url, reconnect=QUICK) as client:
            lengths = set()
            for _ in range(5):
                with pytest.raises(ConnectionLost) as caught:
                    await client.call("echo")
                if isinstance(caught.value, ConnectionRefused):
                    lengths.add(len(traceback.extract_tb(caught.value.__traceback__)))
            assert len(lengths) == 1

    run(behave, main)


def test_opening_that_is_cancelled_stays_cancelled(run):
    """Whatever the moment, the client does not reconnect by itself."""

    def behave(peer):
        peer.shake_hands()
        peer.wait_for_goodbye()

    async def main(url):
        for turns in range(12):
            client = AsyncRpcClient(url, reconnect=QUICK, timeouts=Timeouts(close=SHORT))
            opening = asyncio.create_task(client.open())
            for _ in range(turns):
                await asyncio.sleep(0)
            opening.cancel()
            [result] = await asyncio.gather(opening, return_exceptions=True)
            await asyncio.sleep(0.02)
            assert client.is_open is (result is None)
            await client.close()

    run(behave, main)


def test_closing_while_it_opens(run):
    def behave(peer):
        peer.shake_hands()
        peer.wait_for_goodbye()

    async def main(url):
        client = AsyncRpcClient(url)
        opening = asyncio.create_task(client.open())
        await asyncio.sleep(0)
        await client.close()
        with pytest.raises(ConnectionLost, match="has been closed"):
            await opening
        assert not client.is_open

    run(behave, main)


def test_opening_twice_and_again_after_closing(run):
    def behave(peer):
        peer.shake_hands()
        connections.append(peer)
        if len(connections) == 2:
            peer.send_text('{"event": "said"}')
        answer_all(peer)

    connections = []

    async def main(url):
        async with AsyncRpcClient(url) as client:
            with pytest.raises(RuntimeError, match="open already"):
                await client.open()
            assert await client.call("echo", n=1) == {"n": 1}
        await client.open()
        heard = asyncio.create_task(anext(client.notifications))
        assert await client.call("echo", n=2) == {"n": 2}
        assert (await heard).name == "said"
        await client.close()

    run(behave, main)


def test_a_slow_reply_outlives_pings_that_wait_behind_it(run):
    """The server can send no pong before the end of its frame: the bytes of the frame are a sign of life."""

    def behave(peer):
        reply = text_frame(reply_to(peer.open_and_read(), payload="x" * 60))
        for byte in reply:
            peer.send(bytes([byte]))
            time.sleep(0.02)
        peer.wait_for_goodbye()

    async def main(url):
        timeouts = Timeouts(ping_interval=0.1, ping_timeout=1)
        async with AsyncRpcClient(url, timeouts=timeouts) as client:
            assert await client.call("echo") == "x" * 60

    run(behave, main)


def test_a_ping_that_waits_behind_a_long_message_is_no_silence_of_the_peers(run):
    """The server takes it slowly, and has nothing to say until it is whole: yjs/y-websocket#203."""
    size = 24 * 2**20

    def behave(peer):
        peer.stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        peer.shake_hands()
        began, slow = time.monotonic(), b""
        while time.monotonic() - began < 3:
            slow += peer.stream.recv(65536)
            time.sleep(0.02)
        assert len(slow) < size / 2, "the message is too short for this test"
        peer._buffer += slow
        peer.send_text(reply_to(peer.read_request(), payload="taken"))
        peer.wait_for_goodbye()

    async def main(url):
        timeouts = Timeouts(ping_interval=0.2, ping_timeout=2)
        async with AsyncRpcClient(url, timeouts=timeouts, timeout=60) as client:
            assert await client.call("echo", text="x" * size) == "taken"

    run(behave, main)


def test_a_peer_that_takes_nothing_of_a_long_message_is_given_up(run):
    def behave(peer):
        peer.shake_hands()
        peer.read_nothing()

    async def main(url):
        timeouts = Timeouts(ping_interval=0.1, ping_timeout=0.2)
        async with AsyncRpcClient(url, timeouts=timeouts, timeout=60) as client:
            with pytest.raises(ConnectionLost, match="a ping was not answered"):
                await client.call("echo", text="x" * 24 * 2**20)

    run(behave, main)


def test_a_server_that_ends_silent_connections_meets_pings_in_time(run):
    limit = 3.0

    def behave(peer):
        peer.shake_hands()
        peer.stream.settimeout(limit)
        for _ in range(4):
            opcode, payload = peer.read_frame()
            pings.append(opcode)
            peer.send(frame(Opcode.PONG, payload))
        peer.stream.settimeout(None)
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, timeouts=Timeouts.within(limit)) as client:
            await until(lambda: len(pings) == 4)
            assert client.is_open and set(pings) == {Opcode.PING}

    pings = []
    run(behave, main)


def test_opening_twice_at_once(run):
    def behave(peer):
        peer.shake_hands()
        answer_all(peer)

    async def main(url):
        client = AsyncRpcClient(url)
        results = await asyncio.gather(client.open(), client.open(), return_exceptions=True)
        assert [type(result) for result in results] == [type(None), RuntimeError]
        await client.close()

    run(behave, main)


def test_closing_in_the_turn_in_which_the_connection_is_lost(run):
    """Then calls raise at once that it is closed, and it can be opened again."""

    def behave(peer):
        peer.shake_hands()
        answer_all(peer)

    async def main(url):
        client = AsyncRpcClient(url, reconnect=QUICK, timeout=AMPLE)
        for _ in range(2):
            await client.open()
            client._connection._socket.abort("a fault of the test's")
            await client.close()
            with pytest.raises(ConnectionLost):
                await client.call("echo")

    run(behave, main)


def test_closing_that_is_cancelled_closes(run):
    """The server sends no close: the end of its stream must not count as the end of the next connection."""

    def behave(peer):
        peer.shake_hands()
        connections.append(peer)
        answer_all(peer) if len(connections) == 2 else peer.say_nothing()

    connections = []

    async def main(url):
        client = AsyncRpcClient(url, timeouts=Timeouts(close=AMPLE))
        await client.open()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(client.close(), 0.05)
        await client.open()
        assert await client.call("echo", n=1) == {"n": 1}
        await client.close()

    run(behave, main)


# Calls


def test_a_call_that_is_cancelled_as_its_turn_comes(run):
    """It ends as cancelled, and the turn goes on to the next call."""

    def behave(peer):
        peer.shake_hands()
        while True:
            requests.append(json.loads(peer.read_request())["params"]["n"])
            peer.send_text('{"status": "success", "payload": "done"}')

    requests = []

    async def main(url):
        async with AsyncRpcClient(url, ids=False) as client:
            calls = [asyncio.create_task(client.call("save", n=n)) for n in range(3)]
            release = client._turn._lock.release
            client._turn._lock.release = lambda: (release(), calls[1].cancel())
            results = await asyncio.gather(*calls, return_exceptions=True)
            assert [type(result) for result in results] == [str, asyncio.CancelledError, str]
        assert requests == [0, 2]

    run(behave, main)


def test_a_connection_that_is_lost_while_calls_wait_to_be_sent(run):
    def behave(peer):
        peer.shake_hands()
        lost.wait(AMPLE)
        peer.reset()

    async def main(url):
        async with AsyncRpcClient(url) as client:
            calls = [asyncio.create_task(client.call("echo", text="x" * 900_000)) for _ in range(12)]
            await until(lambda: client._connection._socket.congested)
            calls.append(asyncio.create_task(client.call("echo")))
            await asyncio.sleep(0.01)
            lost.set()
            results = await asyncio.gather(*calls, return_exceptions=True)
            assert {type(result) for result in results} == {ConnectionLost}

    lost = threading.Event()
    run(behave, main)


def test_without_ids_waiting_for_ones_turn_has_its_time_out_too(run):
    """The time-out does not end the connection: nothing has been sent."""

    def behave(peer):
        asked.append(peer.open_and_read())
        release.wait(AMPLE)
        peer.send_text('{"status": "success", "payload": "first"}')
        asked.append(peer.read_request())
        peer.send_text('{"status": "success", "payload": "second"}')
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, ids=False, timeout=AMPLE) as client:
            first = asyncio.create_task(client.call("echo"))
            await until(lambda: asked)
            with pytest.raises(RpcTimeout, match="calls before this one"):
                await client.call("echo", timeout=SHORT)
            second = asyncio.create_task(client.call("echo"))
            await asyncio.sleep(0.01)
            release.set()
            assert (await first, await second) == ("first", "second")

    asked, release = [], threading.Event()
    run(behave, main)


def test_a_batch_that_is_refused_as_a_whole(run):
    def behave(peer):
        peer.open_and_read()
        peer.send_text('{"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "cannot read"}}')
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, dialect="jsonrpc", timeout=AMPLE) as client:
            with pytest.raises(RpcError, match="cannot read"):
                await client.batch([("echo", {}), ("echo", {})])
            assert client.in_flight == 0

    run(behave, main)


def test_a_goodbye_that_cannot_be_said(run):
    def behave(peer):
        peer.shake_hands()
        peer.wait_for_goodbye()

    async def main(url):
        client = AsyncRpcClient(url)
        await client.open()
        for code, reason in [(1005, ""), (1000, "x" * 124)]:
            with pytest.raises(ValueError):
                await client.close(code, reason)
        await asyncio.wait_for(client.close(), AMPLE)
        assert not client.is_open

    run(behave, main)


# Subscriptions


@pytest.mark.parametrize("result", [5, None, {}, {"subscription": [1]}], ids=str)
def test_a_subscription_without_a_number(run, result):
    def behave(peer):
        peer.send_text(reply_to(peer.open_and_read(), payload=result))
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, timeout=AMPLE) as client:
            with pytest.raises(ProtocolError, match="no subscription"):
                async with client.subscribe():
                    pass
            assert not client.is_open

    run(behave, main)


def test_a_subscription_and_its_end_in_one_packet(run):
    """The tick can be taken; then the stream of ticks ends with the connection's error."""

    def behave(peer):
        reply = reply_to(peer.open_and_read(), payload={"subscription": 1})
        tick = '{"event": "tick", "payload": {"subscription": 1, "sequence": 1}}'
        peer.send(text_frame(reply) + text_frame(tick) + closing(1001))
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, timeout=AMPLE) as client, client.subscribe() as ticks:
            assert (await anext(ticks)).params["sequence"] == 1
            with pytest.raises(ConnectionLost, match="1001"):
                await asyncio.wait_for(anext(ticks), AMPLE)

    run(behave, main)


def test_a_tick_whose_number_is_a_list(run):
    def behave(peer):
        request = peer.open_and_read()
        peer.send_text('{"event": "tick", "payload": {"subscription": [1]}}')
        peer.send_text(reply_to(request, payload="here"))
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url) as client:
            assert await client.call("echo") == "here"
            assert (await anext(client.notifications)).params == {"subscription": [1]}

    run(behave, main)


@pytest.mark.parametrize("late, before", [(False, False), (False, True), (True, False)])
def test_a_subscription_that_nobody_waits_for_is_ended(run, late, before):
    """The server's reply is there when the subscriber is cancelled, or comes later."""

    def behave(peer):
        request = peer.open_and_read()
        if late:
            cancelled.wait(AMPLE)
        peer.send_text(reply_to(request, payload={"subscription": 7}))
        requests.append(json.loads(request := peer.read_request()))
        peer.send_text(reply_to(request))
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url) as client:

            async def subscribe():
                async with client.subscribe():
                    raise AssertionError("it was cancelled")

            task = asyncio.create_task(subscribe())
            if late:
                await until(lambda: client.in_flight)
                task.cancel()
            else:  # in the same turn as the reply, before it or after it
                register = client._subscriptions._register
                soon = task.cancel if before else partial(asyncio.get_running_loop().call_soon, task.cancel)
                client._subscriptions._register = lambda *arguments: (soon(), register(*arguments))
            await asyncio.wait([task])
            cancelled.set()
            await until(lambda: requests and not client.in_flight)
            assert requests[0]["params"] == {"subscription": 7} and not client._subscriptions

    requests, cancelled = [], threading.Event()
    run(behave, main)


def test_a_subscription_that_cannot_be_asked_for(run):
    """The connection is congested: nothing has been sent, and nothing is left to wait for."""

    def behave(peer):
        peer.shake_hands()
        release.wait(AMPLE)

    async def main(url):
        async with AsyncRpcClient(url, timeout=SHORT, timeouts=Timeouts(close=SHORT)) as client:
            calls = [asyncio.create_task(client.call("echo", text="x" * 900_000)) for _ in range(12)]
            await until(lambda: client._connection._socket.congested)
            with pytest.raises(RpcTimeout, match="has not read"):
                async with client.subscribe():
                    pass
            await asyncio.gather(*calls, return_exceptions=True)
            assert client.in_flight == 0
            release.set()

    release = threading.Event()
    run(behave, main)


@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without"])
def test_a_subscription_that_never_begins(run, ids):
    """It is refused when nobody waits any more; without ids no call is told, and the connection ends."""

    def behave(peer):
        request = peer.open_and_read()
        late.wait(AMPLE)
        peer.send_text(reply_to(request, status="error", message="busy"))
        answer_all(peer)

    async def main(url):
        async with AsyncRpcClient(url, ids=ids, timeout=SHORT) as client:
            with pytest.raises(RpcTimeout):
                async with client.subscribe():
                    pass
            late.set()
            if ids:
                await until(lambda: not client.in_flight)
                assert await client.call("echo", timeout=AMPLE) is None
            assert client.is_open is ids

    late = threading.Event()
    run(behave, main)


def test_leaving_an_old_subscription_does_not_end_the_new_one_of_the_same_number(run):
    connections = []

    def behave(peer):
        connections.append(peer)
        peer.send_text(reply_to(peer.open_and_read(), payload={"subscription": 1}))
        if len(connections) == 1:
            return
        left.wait(AMPLE)
        peer.send_text('{"event": "tick", "payload": {"subscription": 1, "sequence": 1}}')
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, reconnect=QUICK) as client:
            old = client.subscribe()
            await old.__aenter__()
            await until(lambda: old.is_over)
            new = client.subscribe(count=1)
            await new.__aenter__()
            await old.__aexit__(None, None, None)
            left.set()
            assert [tick.params["sequence"] async for tick in new] == [1]
            await new.__aexit__(None, None, None)

    left = threading.Event()
    run(behave, main)


def test_what_is_wrong_and_a_goodbye_in_the_same_packet(run):
    """The client reconnects: the fault ended one connection, not the client."""
    connections = []

    def behave(peer):
        connections.append(peer)
        request = peer.open_and_read()
        if len(connections) == 1:
            peer.send(frame(Opcode.BINARY, b"{}") + closing(1000))
            return peer.say_nothing()
        peer.send(text_frame(reply_to(request, payload="back")))
        peer.wait_for_goodbye()

    async def main(url):
        async with AsyncRpcClient(url, reconnect=QUICK) as client:
            with pytest.raises(ProtocolError):
                await client.call("echo")
            assert await client.call("echo") == "back"

    run(behave, main)

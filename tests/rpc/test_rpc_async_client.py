"""The asyncio client against our own server; tests/faults has the servers that misbehave."""

import asyncio
import ssl

import pytest
from ports import free_port
from rpc_server import make_server
from waiting import until

from framebyframe.rpc import (
    AsyncRpcClient,
    Backoff,
    ConnectionLost,
    ConnectionRefused,
    NotEncodable,
    RemoteError,
    RpcTimeout,
    Timeouts,
)
from framebyframe.wire import CloseCode

QUICK = Backoff(first=0.001, longest=0.01)


def with_server(run, main, server=None, **options):
    """Run `main(server)` while the server listens."""

    async def wrapped():
        async with (server or make_server()).listening(**options) as listening:
            await main(listening)

    run(wrapped)


@pytest.fixture(params=["article", "jsonrpc"])
def dialect(request):
    return request.param


def test_many_calls_at_once(run, dialect):
    async def main(server):
        async with AsyncRpcClient(server.url, dialect=dialect) as client:
            assert repr(client) == "<AsyncRpcClient open>"
            calls = [client.call("add", a=n, b=n) for n in range(64)]
            assert await asyncio.gather(*calls) == [2 * n for n in range(64)]
            assert client.in_flight == 0
        assert repr(client) == "<AsyncRpcClient closed>"

    with_server(run, main)


def test_replies_out_of_order(run, dialect):
    """The last call is answered first: each waits for the reply of the one that was made after it."""
    server, order = make_server(), []

    @server.action
    async def reply_after(number):
        await until(lambda: len(order) == number)
        return number

    async def main(server):
        async with AsyncRpcClient(server.url, dialect=dialect) as client:

            async def call(number):
                order.append(await client.call("reply_after", number=number))

            await asyncio.gather(call(2), call(1), call(0))
            assert order == [0, 1, 2]

    with_server(run, main, server)


def test_errors(run, dialect):
    async def main(server):
        async with AsyncRpcClient(server.url, dialect=dialect) as client:
            with pytest.raises(RemoteError, match="on purpose"):
                await client.call("fail")
            with pytest.raises(RemoteError, match="Invalid JSON or server error"):
                await client.call("broken")
            with pytest.raises(NotEncodable):
                await client.call("add", a=b"")
            assert await client.call("add", {"a": 1}) == 2

    with_server(run, main)


def test_time_outs_of_different_lengths(run, dialect):
    async def main(server):
        async with AsyncRpcClient(server.url, dialect=dialect, timeout=30) as client:
            late = [client.call("sleep", ms=60_000, timeout=timeout) for timeout in (0.15, 0.05, 0.1)]
            outcomes = await asyncio.gather(client.call("sleep", ms=200), *late, return_exceptions=True)
            assert outcomes[0] == 200
            assert [type(outcome) for outcome in outcomes[1:]] == [RpcTimeout] * 3
            assert str(outcomes[2]) == "no answer from the server within 0.05 s"
            assert client.in_flight == 0

    with_server(run, main)


def test_a_time_out_or_a_cancellation_stops_the_call_on_the_server(run):
    async def main(server):
        async with AsyncRpcClient(server.url, dialect="jsonrpc") as client:
            [connection] = server._connections
            with pytest.raises(RpcTimeout):
                await client.call("sleep", ms=60_000, timeout=0.05)
            await until(lambda: not connection.tasks_in_flight())
            task = asyncio.create_task(client.call("sleep", ms=60_000))
            await until(lambda: connection.tasks_in_flight())
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await until(lambda: not connection.tasks_in_flight())
            assert client.in_flight == 0
            await until(lambda: client.unmatched == 2)

    with_server(run, main)


def test_a_call_may_be_cancelled_by_hand_with_its_error(run):
    async def main(server):
        async with AsyncRpcClient(server.url, dialect="jsonrpc") as client:
            task = asyncio.create_task(client.call("sleep", ms=60_000))
            await until(lambda: client.in_flight)
            await client.notify("$/cancelRequest", id=1)
            with pytest.raises(RemoteError) as caught:
                await task
            assert caught.value.code == -32800

    with_server(run, main)


def test_batches(run):
    async def main(server):
        async with AsyncRpcClient(server.url, dialect="jsonrpc") as client:
            one, two, three = await client.batch([("sleep", {"ms": 20}), ("nothing", {}), ("add", {"a": 1})])
            assert (one, three) == (20, 2)
            assert isinstance(two, RemoteError)
            assert await client.batch([]) == []
            with pytest.raises(RpcTimeout):
                await client.batch([("sleep", {"ms": 60_000}), ("add", {"a": 1})], timeout=0.05)
            assert client.in_flight == 0
            with pytest.raises(ValueError, match="at most 100"):
                await client.batch([("add", {"a": 1})] * 101)

    with_server(run, main)


def test_what_only_json_rpc_has(run):
    async def main(server):
        async with AsyncRpcClient(server.url) as client:
            with pytest.raises(ValueError, match="only JSON-RPC has batches"):
                await client.batch([("add", {})])
            with pytest.raises(ValueError, match="only JSON-RPC has notifications"):
                await client.notify("add")

    with_server(run, main)


def test_without_ids_calls_take_turns(run):
    async def main(server):
        async with AsyncRpcClient(server.url, ids=False) as client:
            calls = [client.call("sleep", ms=20), client.call("add", a=1), client.call("sleep", ms=1)]
            assert await asyncio.gather(*calls) == [20, 2, 1]
            with pytest.raises(RpcTimeout):
                await client.call("sleep", ms=60_000, timeout=0.05)
            with pytest.raises(ConnectionLost, match="could not be told from the next"):
                await client.call("add", a=1)

    with_server(run, main)


def test_a_subscription(run, dialect):
    async def main(server):
        async with AsyncRpcClient(server.url, dialect=dialect) as client:
            async with client.subscribe(count=3) as ticks:
                # the reply and all ticks are one packet: none of them may be lost
                assert [tick.params["sequence"] async for tick in ticks] == [1, 2, 3]
            async with client.subscribe({"count": 2}) as ticks:
                assert (await anext(ticks)).params["sequence"] == 1
            with pytest.raises(RemoteError):
                async with client.subscribe(count="many"):
                    pass

    with_server(run, main)


def test_a_subscription_ends_with_the_connection(run):
    async def main(server):
        client = AsyncRpcClient(server.url)
        await client.open()
        async with client.subscribe() as ticks:
            await anext(ticks)
            await server.stop()
            with pytest.raises(ConnectionLost, match="1001"):
                async for _ in ticks:
                    pass
        with pytest.raises(ConnectionLost, match="1001"):
            await anext(client.notifications)
        await client.close()

    with_server(run, main)


def test_leaving_a_subscription_that_runs(run):
    async def main(server):
        asked = []
        server.action(name="unsubscribe")(lambda subscription: asked.append(subscription))
        async with AsyncRpcClient(server.url) as client:
            async with client.subscribe(count=1):
                pass
            assert asked == []
            async with client.subscribe():
                pass
            assert asked == [1]

    with_server(run, main)


def test_notifications_end_with_the_client(run):
    async def main(server):
        async with AsyncRpcClient(server.url) as client:
            assert await client.call("subscribe", count=2)
            assert (await anext(client.notifications)).name == "tick"

            async def count():
                return len([notification async for notification in client.notifications])

            counting = asyncio.create_task(count())
            await asyncio.sleep(0.01)
        assert await counting == 1

    with_server(run, main)


def test_closing_ends_calls_in_flight_at_once(run):
    async def main(server):
        client = AsyncRpcClient(server.url)
        await client.open()
        call = asyncio.create_task(client.call("sleep", ms=60_000))
        await until(lambda: client.in_flight)
        await client.close(4000, "enough")
        with pytest.raises(ConnectionLost, match="the client has been closed"):
            await call
        with pytest.raises(ConnectionLost, match="4000"):
            await client.call("add", a=1)
        await client.close()

    with_server(run, main)


def test_a_call_while_closing(run):
    async def main(server):
        client = AsyncRpcClient(server.url)
        await client.open()
        closing = asyncio.create_task(client.close())
        await asyncio.sleep(0)
        with pytest.raises(ConnectionLost, match="the client is closing"):
            await client.call("add", a=1)
        await closing

    with_server(run, main)


def test_a_client_that_was_not_opened(run):
    async def main():
        client = AsyncRpcClient("ws://127.0.0.1:1")
        with pytest.raises(ConnectionLost, match="async with"):
            await client.call("add", a=1)
        assert client.subprotocol is None
        await client.close()

    run(main)


def test_pings_keep_it_open(run):
    async def main(server):
        timeouts = Timeouts(ping_interval=0.02, ping_timeout=60)
        async with AsyncRpcClient(server.url, timeouts=timeouts) as client:
            assert await client.call("sleep", ms=200) == 200

    with_server(run, main)


def test_a_server_that_answers_no_ping_is_given_up(run):
    async def main(server):
        [connection] = [None]
        timeouts = Timeouts(ping_interval=0.02, ping_timeout=0.05)
        async with AsyncRpcClient(server.url, timeouts=timeouts) as client:
            [connection] = server._connections
            connection._transport.pause_reading()
            with pytest.raises(ConnectionLost, match=r"a ping was not answered within 0\.05 s"):
                await client.call("sleep", ms=60_000)
            connection._transport.resume_reading()

    with_server(run, main)


# Reconnecting


def test_a_lost_connection_comes_back(run):
    async def main(server):
        async with AsyncRpcClient(server.url, reconnect=QUICK) as client:
            assert await client.call("add", a=1) == 2
            call = asyncio.create_task(client.call("sleep", ms=60_000))
            again = asyncio.create_task(client.call("sleep", ms=100, idempotent=True))
            await until(lambda: client.in_flight == 2)
            [connection] = server._connections
            connection.abort("a fault of the test's")
            with pytest.raises(ConnectionLost):
                await call
            assert await client.call("add", a=2) == 3
            assert await again == 100

    with_server(run, main)


def test_a_server_that_starts_again(run):
    async def main():
        server, port = make_server(), free_port()
        await server.start(port=port)
        async with AsyncRpcClient(server.url, reconnect=QUICK) as client:
            await server.stop()
            waiting = asyncio.create_task(client.call("add", a=1))
            await asyncio.sleep(0.1)
            assert not waiting.done() and not client.is_open
            with pytest.raises(RpcTimeout, match="no connection to the server within"):
                await client.call("add", a=1, timeout=0.05)
            again = make_server()
            async with again.listening(port=port):
                assert await waiting == 2

    run(main)


def test_a_server_that_says_no_is_not_asked_for_ever(run):
    async def main():
        server, port = make_server(token="old"), free_port()
        await server.start(port=port)
        async with AsyncRpcClient(server.url, token="old", reconnect=QUICK) as client:
            await server.stop()
            async with make_server(token="new").listening(port=port):
                for _ in range(2):
                    with pytest.raises(ConnectionRefused) as caught:
                        await client.call("add", a=1, idempotent=True)
                    assert caught.value.status == 401
            with pytest.raises(ConnectionRefused):
                await anext(client.notifications)

    run(main)


@pytest.mark.parametrize("code", [CloseCode.POLICY_VIOLATION, 4401])
def test_after_some_close_codes_it_does_not_come_back(run, code):
    async def main(server):
        async with AsyncRpcClient(server.url, reconnect=QUICK) as client:
            call = asyncio.create_task(client.call("sleep", ms=60_000, idempotent=True))
            await until(lambda: client.in_flight == 1)
            [connection] = server._connections
            connection.close(code, "go away")
            for waiting in (call, client.call("add", a=1, idempotent=True), anext(client.notifications)):
                with pytest.raises(ConnectionLost, match="go away") as caught:
                    await waiting
                assert caught.value.code == code
            assert not client.is_open

    with_server(run, main)


@pytest.mark.parametrize("code, reason", [(1012, ""), (1013, "Retry-After: 0.05")])
def test_after_other_close_codes_it_takes_its_time(run, code, reason):
    backoff = Backoff(first=0.001, longest=60, restart=(0.01, 0.05))

    async def main(server):
        async with AsyncRpcClient(server.url, reconnect=backoff) as client:
            [connection] = server._connections
            connection.close(code, reason)
            await until(lambda: not client.is_open)
            assert await client.call("add", a=1) == 2

    with_server(run, main)


def test_a_message_that_was_refused_is_not_sent_again(run):
    """Sent again, it would end every connection: yjs/y-websocket#189."""

    async def main(server):
        async with AsyncRpcClient(server.url, reconnect=QUICK) as client:
            with pytest.raises(ConnectionLost) as caught:
                await client.call("echo", text="x" * 2**20, idempotent=True)
            assert caught.value.code == CloseCode.MESSAGE_TOO_BIG
            assert await client.call("add", a=1) == 2

    with_server(run, main)


def test_closing_while_it_comes_back(run):
    async def main():
        server = make_server()
        await server.start()
        client = AsyncRpcClient(server.url, reconnect=True)
        await client.open()
        await server.stop()
        assert not client.is_open
        waiting = asyncio.create_task(client.call("add", a=1))
        await asyncio.sleep(0.01)
        await client.close()
        with pytest.raises(ConnectionLost):
            await waiting

    run(main)


def test_no_wait_is_above_the_longest_so_the_first_is_not() -> None:
    with pytest.raises(ValueError, match="give longest="):
        Backoff(first=30)
    assert next(Backoff(first=30, longest=30).delays(lambda: 1.0)) == 30


def test_the_waits_grow_and_are_never_the_same():
    ceilings = Backoff(first=1, factor=2, longest=5).delays(lambda: 1.0)
    assert [next(ceilings) for _ in range(5)] == [1, 2, 4, 5, 5]
    shares = Backoff(first=1, factor=2, longest=5).delays(iter([0.5, 0.0, 0.25]).__next__)
    assert [next(shares) for _ in range(3)] == [0.5, 0, 1]
    first = {next(Backoff().delays()) for _ in range(20)}
    assert len(first) == 20 and all(0 <= delay <= Backoff().first for delay in first)


# Ways to a server


def test_a_unix_socket(run, tmp_path):
    path = str(tmp_path / "socket")

    async def main(server):
        async with AsyncRpcClient("ws://localhost", unix_socket=server.url) as client:
            assert await client.call("add", a=1) == 2

    with_server(run, main, unix_socket=path)


def test_encryption(run, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=certificate)

    async def main(server):
        url = server.url.replace("127.0.0.1", "localhost")
        async with AsyncRpcClient(url, context=trusting) as client:
            calls = [client.call("add", a=n) for n in range(20)]
            assert await asyncio.gather(*calls) == [n + 1 for n in range(20)]
            with pytest.raises(RemoteError) as caught:
                await client.call("fail", message="x" * 500_000)
            assert len(caught.value.message) == 500_000
        with pytest.raises(ConnectionRefused, match="certificate"):
            await AsyncRpcClient(url).open()

    with_server(run, main, context=context)


def test_nothing_listens_on_a_unix_socket(run, tmp_path):
    async def main():
        with pytest.raises(ConnectionRefused, match="nowhere"):
            await AsyncRpcClient("ws://h", unix_socket=str(tmp_path / "nowhere")).open()

    run(main)

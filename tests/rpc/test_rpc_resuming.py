"""Subscriptions that go on after a lost connection, against the contract's own server."""

import asyncio

import pytest
from waiting import until

from framebyframe.contract_server.actions import offer_contract
from framebyframe.contract_server.streams import Streams
from framebyframe.rpc import (
    AsyncRpcClient,
    Backoff,
    Caller,
    ConnectionLost,
    ProtocolError,
    RpcServer,
    Then,
    Timeouts,
)
from framebyframe.rpc.notifications import MAX_NOTIFICATIONS

QUICK = Backoff(first=0.001, longest=0.01)


def contract_server(**options):
    server = RpcServer(timeouts=Timeouts(ping_interval=0), **options)
    offer_contract(server)
    return server


def scripted_server(*scripts):
    """A server whose n-th subscribe answers the n-th result, and sends ticks of these sequences.

    After each but the last the connection is lost.
    """
    server = RpcServer(timeouts=Timeouts(ping_interval=0))
    server.asked, script = [], iter(scripts)

    @server.action
    def subscribe(
        caller: Caller, resumable: bool = False, epoch: str = "", offset: int = 0, count: int = 0
    ) -> dict:
        result, sequences = next(script)
        server.asked.append((epoch, offset))

        def tick():
            for sequence in sequences:
                caller.notify("tick", {"subscription": result["subscription"], "sequence": sequence})
            if len(server.asked) < len(scripts):
                lose(server)

        return Then(result, tick)

    @server.action
    def unsubscribe(subscription: int) -> dict:
        server.asked.append(("unsubscribe", subscription))
        return {"subscription": subscription}

    return server


def lose(server):
    """Lose every connection, once what was sent is written."""
    for connection in list(server._connections):
        asyncio.get_running_loop().call_later(0, connection._transport.close)


def resuming(run, server, main, **options):
    """Run `main(client)` with a client that reconnects."""

    async def wrapped():
        async with (
            server.listening(),
            AsyncRpcClient(server.url, **{"reconnect": QUICK, **options}) as client,
        ):
            await main(client)

    run(wrapped)


def told(notification):
    """A notification in short: the sequence of a tick, or what a gap says."""
    params = notification.params
    return params["sequence"] if notification.name == "tick" else (params["first"], params["last"])


@pytest.mark.parametrize("options", [{}, {"dialect": "jsonrpc"}, {"ids": False}], ids=str)
def test_ticks_go_on_without_a_gap(run, options):
    server = contract_server()

    async def main(client):
        async with client.subscribe(intervalMs=10, count=20, resumable=True) as ticks:
            came = []
            async for tick in ticks:
                came.append(told(tick))
                if came[-1] in (3, 9, 10):
                    for connection in list(server._connections):
                        connection.abort("a fault of the test's")
            assert came == list(range(1, 21))

    resuming(run, server, main, **options)


def test_a_subscription_that_is_not_resumable_ends_as_ever(run):
    server = contract_server()

    async def main(client):
        async with client.subscribe(intervalMs=10) as ticks:
            assert await anext(ticks) == ("tick", {"subscription": 1, "sequence": 1})
            lose(server)
            with pytest.raises(ConnectionLost):
                async for _ in ticks:
                    pass

    resuming(run, server, main)


def test_without_reconnecting_a_resumable_one_ends_too(run):
    server = contract_server()

    async def main(client):
        async with client.subscribe(intervalMs=10, resumable=True) as ticks:
            await anext(ticks)
            lose(server)
            with pytest.raises(ConnectionLost):
                async for _ in ticks:
                    pass

    resuming(run, server, main, reconnect=False)


@pytest.mark.parametrize("second, expected", [
    (({"subscription": 1, "epoch": "a", "offset": 2}, [3, 4]), [1, 2, 3, 4]),
    (({"subscription": 7, "epoch": "a", "offset": 5}, [6, 7]), [1, 2, (3, 5), 6, 7]),
    (({"subscription": 1, "epoch": "b", "offset": 0}, [1, 2]), [1, 2, (3, None), 1, 2]),
    (({"subscription": 1, "epoch": "a", "offset": 0}, [1, 2, 3, 4]), [1, 2, 3, 4]),
    (({"subscription": 1, "epoch": "a", "offset": 2}, [3, 6]), [1, 2, 3, (4, 5), 6]),
], ids=["goes on", "forgot some", "restarted", "sends some twice", "drops some"])  # fmt: skip
def test_what_was_missed_is_said_in_its_place(run, second, expected):
    server = scripted_server(({"subscription": 1, "epoch": "a", "offset": 0}, [1, 2]), second)

    async def main(client):
        async with client.subscribe(resumable=True) as ticks:
            assert [told(await anext(ticks)) for _ in expected] == expected
        assert server.asked[:2] == [("", 0), ("a", 2)]

    resuming(run, server, main)


def test_a_gap_says_in_which_stream_it_is(run):
    server = scripted_server(
        ({"subscription": 1, "epoch": "a", "offset": 0}, [1]),
        ({"subscription": 1, "epoch": "b", "offset": 0}, [1]),
    )

    async def main(client):
        async with client.subscribe(resumable=True) as ticks:
            came = [await anext(ticks) for _ in range(3)]
        assert [notification.params for notification in came] == [
            {"subscription": 1, "sequence": 1, "epoch": "a"},
            {"first": 2, "last": None, "epoch": "a"},
            {"subscription": 1, "sequence": 1, "epoch": "b"},
        ]

    resuming(run, server, main)


def test_ticks_that_the_client_had_no_room_for_are_a_gap(run):
    many = MAX_NOTIFICATIONS + 5
    server = scripted_server(({"subscription": 1, "epoch": "a", "offset": 0}, range(1, many + 1)))

    async def main(client):
        async with client.subscribe(resumable=True, count=many) as ticks:
            await until(lambda: ticks.is_over)
            assert [told(await anext(ticks)) for _ in range(2)] == [(1, 5), 6]

    resuming(run, server, main)


def test_a_real_server_that_has_forgotten_says_so(run, monkeypatch):
    server = contract_server()

    async def main(client):
        # of so few ticks a server leaves none out, however late it is
        async with client.subscribe(intervalMs=10, count=100, resumable=True) as ticks:
            assert told(await anext(ticks)) == 1
            monkeypatch.setattr(Streams, "find", lambda self, epoch, offset: None)  # as after RESUME_TIME
            lose(server)
            came = [await anext(ticks)]
            while came[-1].name != "gap":
                came.append(await anext(ticks))
            assert told(came[-1])[1] is None and told(await anext(ticks)) == 1

    resuming(run, server, main)


def test_a_server_that_no_longer_knows_streams(run):
    server = scripted_server(({"subscription": 1, "epoch": "a", "offset": 0}, [1]), ({"subscription": 1}, []))

    async def main(client):
        async with client.subscribe(resumable=True) as ticks:
            assert told(await anext(ticks)) == 1
            with pytest.raises(ProtocolError, match="has no epoch"):
                await anext(ticks)

    resuming(run, server, main)


def test_a_tick_without_a_sequence_ends_the_connection(run):
    server = scripted_server(({"subscription": 1, "epoch": "a", "offset": 0}, ["one"]))

    async def main(client):
        with pytest.raises(ProtocolError, match="a tick has no sequence"):
            async with client.subscribe(resumable=True) as ticks:
                await anext(ticks)

    resuming(run, server, main, reconnect=False)


def test_leaving_while_it_is_being_resumed(run):
    """The server begins it all the same, and is told to end it."""
    server = scripted_server(
        ({"subscription": 1, "epoch": "a", "offset": 0}, [1]),
        ({"subscription": 4, "epoch": "a", "offset": 1}, [2]),
    )

    async def main(client):
        async with client.subscribe(resumable=True) as ticks:
            await until(lambda: ticks.resuming is not None)
        await until(lambda: ("unsubscribe", 4) in server.asked)

    resuming(run, server, main)


def test_closing_the_client_while_it_is_being_resumed(run):
    server = contract_server()

    async def main(client):
        async with client.subscribe(intervalMs=10, resumable=True) as ticks:
            await anext(ticks)
            lose(server)
            await until(lambda: ticks.resuming is not None)
            await client.close()
            with pytest.raises(ConnectionLost):
                async for _ in ticks:
                    pass

    resuming(run, server, main, reconnect=Backoff(first=60, longest=60))


def test_a_server_that_is_silent_is_asked_again(run):
    server = RpcServer(timeouts=Timeouts(ping_interval=0))
    asked = []

    @server.action
    async def subscribe(caller: Caller, resumable: bool = False, epoch: str = "", offset: int = 0) -> dict:
        asked.append(offset)
        if len(asked) == 2:
            await asyncio.sleep(60)
        caller.notify("tick", {"subscription": 1, "sequence": offset + 1})
        return {"subscription": 1, "epoch": "a", "offset": offset}

    @server.action
    def unsubscribe(subscription: int) -> int:
        return subscription

    async def main(client):
        async with client.subscribe(resumable=True) as ticks:
            assert told(await anext(ticks)) == 1
            lose(server)
            assert told(await anext(ticks)) == 2
        assert asked[:2] == [0, 1] and set(asked[2:]) == {1}

    resuming(run, server, main, timeout=1)

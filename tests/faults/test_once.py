"""A connection that is lost at the worst moment: what is done once, and what is missed. All three servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from running_servers import SERVERS, launch
from waiting import until

from framebyframe.peers import Server
from framebyframe.rpc import AsyncRpcClient, Backoff

QUICK = Backoff(first=0.001, longest=0.01)


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with launch(request.param) as started:
        yield started


class Relay:
    """Carries bytes between clients and a server.

    Attributes:
        keeps_replies: whether what the server sends is thrown away.
        kept: the bytes that were thrown away.
    """

    def __init__(self, port: int) -> None:
        self.keeps_replies = False
        self.kept = 0
        self.url = ""
        self._port = port
        self._writers: list[asyncio.StreamWriter] = []

    def cut(self) -> None:
        """Lose all connections, without a close frame."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection, until both ends are through."""
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers += [writer, to_server]
        await asyncio.gather(
            self._carry(reader, to_server, lambda: False),
            self._carry(from_server, writer, lambda: self.keeps_replies),
        )

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, keeps: Callable[[], bool]
    ) -> None:
        try:
            while data := await reader.read(65536):
                if keeps():
                    self.kept += len(data)
                else:
                    writer.write(data)
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def relayed(server: Server) -> AsyncIterator[Relay]:
    port = urlsplit(server.url).port
    assert port is not None
    relay = Relay(port)
    listener = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.url = f"ws://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield relay
    finally:
        relay.cut()
        listener.close()


def relaying(
    run: Callable[..., None], server: Server, main: Callable[[Relay, AsyncRpcClient], Awaitable[None]]
) -> None:
    """Run `main(relay, client)` with a client behind a relay."""

    async def wrapped() -> None:
        async with relayed(server) as relay, AsyncRpcClient(relay.url, reconnect=QUICK) as client:
            await main(relay, client)

    run(wrapped)


async def save_through_a_loss(relay: Relay, client: AsyncRpcClient, params: dict[str, Any]) -> int:
    """Save an item: the first time it is done, and the reply is lost. Returns the id in the second reply."""
    relay.keeps_replies, relay.kept = True, 0
    saving = asyncio.create_task(client.call("saveData", params, idempotent=True))
    await until(lambda: relay.kept)
    relay.keeps_replies = False
    relay.cut()
    item = await saving
    assert (item["name"], item["value"]) == (params["item"], params["value"])
    return int(item["id"])


async def save(client: AsyncRpcClient) -> int:
    return int((await client.call("saveData", item="another", value=0))["id"])


@pytest.mark.parametrize(
    "key, times", [({"idempotencyKey": "of this test"}, 1), ({}, 2)], ids=["key", "none"]
)
def test_an_item_that_is_saved_again(
    run: Callable[..., None], server: Server, key: dict[str, str], times: int
) -> None:
    """Without a key it is there twice: the client asks again, and the server cannot know."""

    async def main(relay: Relay, client: AsyncRpcClient) -> None:
        before = await save(client)
        params = {"item": "of this test", "value": 42, **key}
        assert await save_through_a_loss(relay, client, params) == before + times
        assert await save(client) == before + times + 1

    relaying(run, server, main)


def test_ticks_that_were_lost_on_the_way_come_again(run: Callable[..., None], server: Server) -> None:
    """The stream has no end of its own, so that a tick is still to come whenever this client is slow."""

    async def main(relay: Relay, client: AsyncRpcClient) -> None:
        came: list[Any] = []
        async with client.subscribe(intervalMs=50, resumable=True) as ticks:
            async for tick in ticks:
                came.append((tick.name, tick.params.get("sequence")))
                if len(came) in (3, 9):
                    relay.keeps_replies, relay.kept = True, 0
                    await until(lambda: relay.kept)
                    relay.keeps_replies = False
                    relay.cut()
                if len(came) == 15:
                    break
        assert came == [("tick", sequence) for sequence in range(1, 16)]

    relaying(run, server, main)

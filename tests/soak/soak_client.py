"""The client of the soak: `python soak_client.py URL SECONDS ROUNDS`; it ends when it has done both.

It makes calls of every kind, round after round, on connections that last for the whole time and on new ones.
Each must end as it should: the first that does not ends the program. After each round it prints one JSON
object: how often each kind was done, and what the program holds.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit

from framebyframe.rpc import (
    AsyncRpcClient,
    Backoff,
    ConnectionLost,
    RemoteError,
    RpcClient,
    RpcError,
    RpcTimeout,
)

AMPLE = 30.0
"""Seconds for a call that has to succeed."""
SHORT = 0.02
"""Seconds for a call that has to time out."""
LONG_MS = 5000
"""Milliseconds of a call that nobody waits for: longer than a busy machine can delay the time-out of it."""
PAUSE = 0.1
"""Seconds between rounds: a soak takes long, it need not be busy."""
MANY = 64
NEW_CLIENTS = 10
TOO_MUCH = 1024 * 1024
"""Bytes of text in a message beyond the server's limit: it closes with 1009."""
BACKOFF = Backoff(first=0.01, longest=0.1)


@contextmanager
def expecting(kind: type[RpcError]) -> Iterator[None]:
    """Check that the block ends with this error."""
    try:
        yield
    except kind:
        return
    raise AssertionError(f"{kind.__name__} was expected")


# What an asyncio client does


async def many_at_once(client: AsyncRpcClient) -> None:
    results = await asyncio.gather(*[client.call("echo", n=n) for n in range(MANY)])
    assert results == [{"n": n} for n in range(MANY)]


async def save_and_get(client: AsyncRpcClient) -> None:
    saved = await client.call("saveData", item="Ärger", value=4.5)
    assert await client.call("getData", id=saved["id"]) == saved


async def large_message(client: AsyncRpcClient) -> None:
    text = "äöü€" * 20_000
    assert await client.call("echo", text=text) == {"text": text}


async def remote_error(client: AsyncRpcClient) -> None:
    with expecting(RemoteError):
        await client.call("fail", message="on purpose")


async def time_out(client: AsyncRpcClient) -> None:
    with expecting(RpcTimeout):
        await client.call("sleep", ms=LONG_MS, timeout=SHORT)


async def cancel(client: AsyncRpcClient) -> None:
    call = asyncio.create_task(client.call("sleep", ms=LONG_MS))
    await asyncio.sleep(SHORT)
    call.cancel()
    await asyncio.wait([call])
    assert call.cancelled()


async def batch(client: AsyncRpcClient) -> None:
    slept, failed, echoed = await client.batch([("sleep", {"ms": 1}), ("fail", {}), ("echo", {"n": 1})])
    assert (slept, echoed) == ({"slept": 1}, {"n": 1}) and isinstance(failed, RemoteError)


async def notify(client: AsyncRpcClient) -> None:
    await client.notify("saveData", item="nobody hears of it", value=1)


async def ticks(client: AsyncRpcClient) -> None:
    async with client.subscribe(intervalMs=10, count=3) as subscription:
        assert [tick.params["sequence"] async for tick in subscription] == [1, 2, 3]


async def lost_and_back(client: AsyncRpcClient) -> None:
    """The server ends the connection; the next call opens another one."""
    with expecting(ConnectionLost):
        await client.call("echo", text="x" * TOO_MUCH)
    await save_and_get(client)


async def dropped_and_back(client: AsyncRpcClient) -> None:
    """Without ids a time-out ends the connection; the next call opens another one."""
    await time_out(client)
    await save_and_get(client)


Kind = Callable[[AsyncRpcClient], Awaitable[None]]
ANY_DIALECT: list[Kind] = [many_at_once, save_and_get, large_message, remote_error, time_out, cancel, ticks]
JSONRPC: list[Kind] = [*ANY_DIALECT, batch, notify]
RECONNECTING: list[Kind] = [save_and_get, lost_and_back, time_out, lost_and_back]
WITHOUT_IDS: list[Kind] = [save_and_get, remote_error, dropped_and_back]


# What a blocking client does


def blocking_calls(client: RpcClient) -> None:
    saved = client.call("saveData", item="Item", value=1)
    assert client.call("getData", id=saved["id"]) == saved
    with expecting(RemoteError):
        client.call("fail")
    with expecting(RpcTimeout):
        client.call("sleep", ms=LONG_MS, timeout=SHORT)
    assert client.call("echo", n=1) == {"n": 1}


def visit(url: str) -> None:
    """A client that connects and closes, and one that resets its connection."""
    with RpcClient(url, dialect="jsonrpc") as client:
        blocking_calls(client)
    address = urlsplit(url)
    socket.create_connection((address.hostname, address.port)).close()


# All of it


@asynccontextmanager
async def lasting_clients(url: str) -> AsyncIterator[list[tuple[AsyncRpcClient, list[Kind]]]]:
    """Clients that stay connected, each with the kinds of calls that it makes."""
    async with (
        AsyncRpcClient(url, timeout=AMPLE) as article,
        AsyncRpcClient(url, timeout=AMPLE, dialect="jsonrpc") as jsonrpc,
        AsyncRpcClient(url, timeout=AMPLE, reconnect=BACKOFF) as reconnecting,
        AsyncRpcClient(url, timeout=AMPLE, reconnect=BACKOFF, ids=False) as without_ids,
    ):
        yield [
            (article, ANY_DIALECT),
            (jsonrpc, JSONRPC),
            (reconnecting, RECONNECTING),
            (without_ids, WITHOUT_IDS),
        ]


async def work(client: AsyncRpcClient, kinds: list[Kind], done: Counter[str]) -> None:
    for kind in kinds:
        await kind(client)
        done[kind.__name__] += 1


async def come_and_go(url: str, done: Counter[str]) -> None:
    async with AsyncRpcClient(url, timeout=AMPLE) as client:
        await many_at_once(client)
    done["come_and_go"] += 1


async def one_round(url: str, lasting: list[tuple[AsyncRpcClient, list[Kind]]], done: Counter[str]) -> None:
    new = [come_and_go(url, done) for _ in range(NEW_CLIENTS)]
    await asyncio.gather(*[work(client, kinds, done) for client, kinds in lasting], *new)


def held(done: Counter[str]) -> dict[str, object]:
    """The numbers of calls made so far, and the memory, sockets and tasks that the program holds."""
    return {
        "done": done,
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "descriptors": len(os.listdir("/proc/self/fd")),
    }


async def soak(url: str, seconds: float, rounds: int) -> None:
    done: Counter[str] = Counter()
    end = time.monotonic() + seconds
    async with lasting_clients(url) as lasting:
        with RpcClient(url, timeout=AMPLE) as blocking:
            while time.monotonic() < end or done["blocking"] < rounds:
                await one_round(url, lasting, done)
                blocking_calls(blocking)
                visit(url)
                done["blocking"] += 1
                await asyncio.sleep(PAUSE)
                print(json.dumps(held(done)), flush=True)
    await asyncio.sleep(PAUSE)
    print(json.dumps(held(done)), flush=True)


if __name__ == "__main__":
    asyncio.run(soak(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))

"""asyncio clients with many calls in flight, for bench_rpc.py.

Each makes calls of echo by `call(number)`. All but `rpc` are what somebody writes on that library in
twenty lines: a future for each id, and one reader. They have no time-outs.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import process_time_ns
from typing import Any

from websockets.asyncio.client import connect

from framebyframe.rpc import AsyncRpcClient

with contextlib.suppress(ImportError):
    import aiohttp
with contextlib.suppress(ImportError):
    import picows

Call = Callable[[int], Awaitable[Any]]
"""One call of echo with this number; gives the result."""

IN_FLIGHT = 64


class Futures:
    """The futures of the calls in flight, by their ids."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._by_id: dict[int, asyncio.Future[Any]] = {}

    def new(self, number: int) -> tuple[str, asyncio.Future[Any]]:
        """The text of a request, and the future of its result."""
        call_id = next(self._ids)
        future = self._by_id[call_id] = asyncio.get_running_loop().create_future()
        return json.dumps({"action": "echo", "params": {"n": number}, "id": call_id}), future

    def settle(self, text: str | bytes) -> None:
        """Set the result of the call that this reply answers."""
        reply = json.loads(text)
        self._by_id.pop(reply["id"]).set_result(reply["payload"])


class Rpc:
    name = "rpc"

    @asynccontextmanager
    async def connected(self, url: str) -> AsyncIterator[Call]:
        async with AsyncRpcClient(url) as client:
            yield lambda number: client.call("echo", n=number)


class Websockets:
    name = "websockets"

    @asynccontextmanager
    async def connected(self, url: str) -> AsyncIterator[Call]:
        futures = Futures()

        async def call(number: int) -> Any:
            text, future = futures.new(number)
            await connection.send(text)
            return await future

        async def read() -> None:
            async for text in connection:
                futures.settle(text)

        async with connect(url, compression=None) as connection:
            reader = asyncio.create_task(read())
            yield call
        await reader


class Aiohttp:
    name = "aiohttp"

    @asynccontextmanager
    async def connected(self, url: str) -> AsyncIterator[Call]:
        futures = Futures()

        async def call(number: int) -> Any:
            text, future = futures.new(number)
            await connection.send_str(text)
            return await future

        async def read() -> None:
            async for message in connection:
                futures.settle(message.data)

        async with aiohttp.ClientSession() as session, session.ws_connect(url) as connection:
            reader = asyncio.create_task(read())
            yield call
            reader.cancel()
            await asyncio.wait([reader])


class Picows:
    name = "picows"

    @asynccontextmanager
    async def connected(self, url: str) -> AsyncIterator[Call]:
        futures = Futures()

        class Listener(picows.WSListener):
            def on_ws_frame(self, transport: Any, frame: Any) -> None:
                if frame.msg_type == picows.WSMsgType.TEXT:
                    futures.settle(frame.get_payload_as_bytes())

        async def call(number: int) -> Any:
            text, future = futures.new(number)
            transport.send(picows.WSMsgType.TEXT, text.encode())
            return await future

        transport, _ = await picows.ws_connect(Listener, url)
        yield call
        transport.disconnect()
        await transport.wait_disconnected()


def clients() -> list[Any]:
    """The clients whose library is installed; the one the others are compared with comes first."""
    optional = [("aiohttp", Aiohttp), ("picows", Picows)]
    return [Websockets(), *(client() for name, client in optional if name in globals()), Rpc()]


async def cpu_per_call(client: Any, url: str, calls_each: int) -> float:
    """Nanoseconds of our CPU for one call, IN_FLIGHT at a time."""
    async with client.connected(url) as call:
        await _in_parallel(call, calls_each // 10)
        begin = process_time_ns()
        await _in_parallel(call, calls_each)
        return (process_time_ns() - begin) / (calls_each * IN_FLIGHT)


async def _in_parallel(call: Call, calls_each: int) -> None:
    async def make_calls(worker: int) -> None:
        for number in range(worker, worker + calls_each):
            assert await call(number) == {"n": number}

    await asyncio.gather(*[make_calls(worker) for worker in range(IN_FLIGHT)])

"""Clients that make one call after the other, for bench_rpc.py.

Each gives a function that makes a number of calls of getData and returns how long each took, in nanoseconds.
All but `rpc` and `a fixed frame` are what somebody writes on that library in ten lines: they trust the reply,
and have no time-out.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter_ns
from typing import Any

from bench_rpc_load import KEY, READ_SIZE, open_connection
from websockets.sync.client import connect

from framebyframe.rpc import RpcClient
from framebyframe.wire import Frame, Opcode, encode_frame

with contextlib.suppress(ImportError):
    import websocket
with contextlib.suppress(ImportError):
    import picows
    import uvloop

Calls = Callable[[int], list[int]]
"""Makes this number of calls; gives the nanoseconds that each took."""

JSON_BEGINS = b'{"'


def request(number: int) -> str:
    return json.dumps({"action": "getData", "params": {"userId": 123}, "id": number})


def timed(call: Callable[[int], Any]) -> Calls:
    """A function that repeats `call`."""

    def make_calls(count: int) -> list[int]:
        times = []
        for number in range(count):
            begin = perf_counter_ns()
            item = call(number)
            times.append(perf_counter_ns() - begin)
            assert item["name"] == "Example Item"
        return times

    return make_calls


class RawTcp:
    """A client that writes a line of JSON and reads one."""

    name = "raw TCP"

    @contextmanager
    def connected(self, host: str, port: int) -> Iterator[Calls]:
        with socket.create_connection((host, port)) as stream:
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

            def call(number: int) -> Any:
                stream.sendall(request(number).encode() + b"\n")
                line = stream.recv(READ_SIZE)
                while not line.endswith(b"\n"):
                    line += stream.recv(READ_SIZE)
                return json.loads(line)["payload"]

            yield timed(call)


class FixedFrame:
    """A client that frames nothing and checks nothing: the least that a call costs on WebSocket."""

    name = "a fixed frame"

    @contextmanager
    def connected(self, host: str, port: int) -> Iterator[Calls]:
        with open_connection(f"ws://{host}:{port}") as stream:
            frame = encode_frame(Frame(Opcode.TEXT, request(1).encode(), masking_key=KEY))

            def call(number: int) -> Any:
                assert request(number)
                stream.sendall(frame)
                reply = stream.recv(READ_SIZE)
                return json.loads(reply[reply.index(JSON_BEGINS) :])["payload"]

            yield timed(call)


class Rpc:
    name = "rpc"

    @contextmanager
    def connected(self, host: str, port: int) -> Iterator[Calls]:
        with RpcClient(f"ws://{host}:{port}") as client:
            yield timed(lambda number: client.call("getData", userId=123))


class Websockets:
    name = "websockets.sync"

    @contextmanager
    def connected(self, host: str, port: int) -> Iterator[Calls]:
        with connect(f"ws://{host}:{port}", compression=None) as connection:

            def call(number: int) -> Any:
                connection.send(request(number))
                return json.loads(connection.recv())["payload"]

            yield timed(call)


class WebsocketClient:
    name = "websocket-client"

    @contextmanager
    def connected(self, host: str, port: int) -> Iterator[Calls]:
        with contextlib.closing(websocket.create_connection(f"ws://{host}:{port}")) as connection:

            def call(number: int) -> Any:
                connection.send(request(number))
                return json.loads(connection.recv())["payload"]

            yield timed(call)


class Picows:
    name = "picows, uvloop"

    @contextmanager
    def connected(self, host: str, port: int) -> Iterator[Calls]:
        loop = uvloop.new_event_loop()
        client = loop.run_until_complete(PicowsClient.connect(host, port))
        try:
            yield lambda count: loop.run_until_complete(client.make_calls(count))
        finally:
            loop.run_until_complete(client.close())
            loop.close()


class PicowsClient:
    """One connection of picows."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    @staticmethod
    async def connect(host: str, port: int) -> PicowsClient:
        class Listener(picows.WSListener):
            def on_ws_frame(self, transport: Any, frame: Any) -> None:
                client._answer.set_result(frame.get_payload_as_bytes())

        transport, _ = await picows.ws_connect(Listener, f"ws://{host}:{port}")
        client = PicowsClient(transport)
        return client

    async def make_calls(self, count: int) -> list[int]:
        loop = asyncio.get_running_loop()
        times = []
        for number in range(count):
            begin = perf_counter_ns()
            self._answer = loop.create_future()
            self._transport.send(picows.WSMsgType.TEXT, request(number).encode())
            item = json.loads(await self._answer)["payload"]
            times.append(perf_counter_ns() - begin)
            assert item["name"] == "Example Item"
        return times

    async def close(self) -> None:
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.disconnect()
        await self._transport.wait_disconnected()


def clients() -> list[Any]:
    """The clients whose library is installed; the one the others are compared with comes first."""
    optional = [("websocket", WebsocketClient), ("picows", Picows)]
    installed = [client() for name, client in optional if name in globals()]
    return [RawTcp(), FixedFrame(), Websockets(), *installed, Rpc()]

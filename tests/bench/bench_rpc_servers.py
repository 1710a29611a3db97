"""Echo RPC servers for bench_rpc.py: `python bench_rpc_servers.py NAME [--uvloop]`.

All but `asyncio` and `json` answer `{"action": "echo", "params": ..., "id": ...}` in the article dialect.
Each prints where it listens, and ends when its standard input does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from bench_rpc_load import KEY, REQUEST

from framebyframe.rpc import AllParams, RpcServer
from framebyframe.wire import Frame, Opcode, ServerHandshake, encode_frame

HOST = "127.0.0.1"


def answer(text: str | bytes) -> str:
    """The reply of a small program."""
    message = json.loads(text)
    if message["action"] != "echo":
        raise ValueError(message["action"])
    result = message["params"]
    return json.dumps(
        {"status": "success", "data": "Processed: echo", "payload": result, "id": message["id"]}
    )


async def serve_websockets() -> int:
    from websockets.asyncio.server import ServerConnection, serve

    async def handle(connection: ServerConnection) -> None:
        async for text in connection:
            await connection.send(answer(text))

    server = await serve(handle, HOST, 0, compression=None)
    return port_of(server.sockets)


async def serve_aiohttp() -> int:
    from aiohttp import web

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        async for message in socket:
            await socket.send_str(answer(message.data))
        return socket

    application = web.Application()
    application.router.add_get("/", handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    return runner.addresses[0][1]


async def serve_picows() -> int:
    import picows

    class Listener(picows.WSListener):
        def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
            if frame.msg_type == picows.WSMsgType.TEXT:
                transport.send(picows.WSMsgType.TEXT, answer(frame.get_payload_as_bytes()).encode())
            elif frame.msg_type == picows.WSMsgType.CLOSE:
                transport.disconnect()

    server = await picows.ws_create_server(lambda request: Listener(), HOST, 0)
    return port_of(server.sockets)


class FixedAnswer(asyncio.BufferedProtocol):
    """A connection that reads nothing and writes a fixed reply: it shows the cost of asyncio itself."""

    buffer = memoryview(bytearray(65536))
    request_size = len(encode_frame(Frame(Opcode.TEXT, REQUEST, masking_key=KEY)))
    reply = encode_frame(Frame(Opcode.TEXT, answer(REQUEST).encode()))

    def __init__(self) -> None:
        self._opened = False
        self._unanswered = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._handshake = ServerHandshake()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self.buffer

    def buffer_updated(self, count: int) -> None:
        if self._opened:
            calls, self._unanswered = divmod(self._unanswered + count, self.request_size)
            for _ in range(calls):
                self.work()
            return self._transport.write(self.reply * calls)
        self._opened = True
        self._handshake.receive_data(bytes(self.buffer[:count]))
        self._transport.write(self._handshake.data_to_send())

    def work(self) -> None:
        """The work for each call: none."""


class FixedAnswerAndJson(FixedAnswer):
    """The same, with the JSON of a call: the rest of a server's cost is its own."""

    def work(self) -> None:
        answer(REQUEST)


async def serve_nothing(protocol: type[FixedAnswer] = FixedAnswer) -> int:
    server = await asyncio.get_running_loop().create_server(protocol, HOST, 0)
    return port_of(server.sockets)


async def serve_rpc() -> int:
    server = RpcServer()

    @server.action
    def echo(params: AllParams) -> Any:
        return params

    await server.start(HOST, 0)
    return int(server.url.rsplit(":", 1)[1])


SERVERS: dict[str, Callable[[], Coroutine[Any, Any, int]]] = {
    "websockets": serve_websockets,
    "aiohttp": serve_aiohttp,
    "picows": serve_picows,
    "asyncio": serve_nothing,
    "json": partial(serve_nothing, FixedAnswerAndJson),
    "rpc": serve_rpc,
}


def port_of(sockets: Any) -> int:
    port: int = next(iter(sockets)).getsockname()[1]
    return port


async def run(name: str) -> None:
    port = await SERVERS[name]()
    print(json.dumps({"listening": f"ws://{HOST}:{port}"}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=SERVERS)
    parser.add_argument("--uvloop", action="store_true")
    options = parser.parse_args()
    if options.uvloop:
        import uvloop

        uvloop.install()
    asyncio.run(run(options.name))


if __name__ == "__main__":
    main()

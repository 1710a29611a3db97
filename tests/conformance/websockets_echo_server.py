"""An echo server on `websockets`, without compression, whose departures are known. It prints its URL."""

from __future__ import annotations

import asyncio
import contextlib

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed


async def echo(connection: ServerConnection) -> None:
    with contextlib.suppress(ConnectionClosed):  # the verdict tells
        async for message in connection:
            await connection.send(message)


async def main() -> None:
    async with serve(echo, "127.0.0.1", 0, compression=None, max_size=None) as server:
        host, port = server.sockets[0].getsockname()
        print(f"ws://{host}:{port}", flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

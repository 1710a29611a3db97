"""Finds peers that are gone without a word: a ping that is not answered.

`websockets` can do this itself, but it waits without end to send a ping behind megabytes that the peer does
not read, and it would take a peer for dead that we do not read.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed


async def keep_alive(
    websocket: ServerConnection, interval: float | None, timeout: float | None, is_held: Callable[[], bool]
) -> None:
    """Ping a peer until its connection ends, and end it when a pong is missing.

    Args:
        websocket: open.
        interval: seconds between a pong and the next ping; None is no ping at all.
        timeout: seconds to wait for a pong; None is for ever.
        is_held: whether the peer cannot answer, for it is not read.
    """
    with contextlib.suppress(ConnectionClosed):
        while interval is not None:
            await asyncio.sleep(interval)
            try:
                await asyncio.wait_for(_ping(websocket), timeout)
            except TimeoutError:
                if not is_held():
                    websocket.transport.abort()


async def _ping(websocket: ServerConnection) -> None:
    pong = await websocket.ping()
    await pong

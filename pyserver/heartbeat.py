"""Finds peers that are gone without a close: nothing comes after a ping, no pong and no other byte.

`websockets` can do this itself, but it waits without end to send a ping behind megabytes that the peer does
not read, and it would take a peer for dead that we do not read, or whose pong is late: behind a long message
that is still on its way, and whose bytes are as good a sign of life. The ping too may wait, behind a long
message of ours: then that the peer goes on taking it is a sign of life.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from websockets.exceptions import ConnectionClosed

from .outspoken import OutspokenConnection


async def keep_alive(
    websocket: OutspokenConnection,
    interval: float | None,
    timeout: float | None,
    is_held: Callable[[], bool],
) -> None:
    """Ping a peer until its connection ends, and end it when nothing comes after a ping.

    Args:
        websocket: open.
        interval: seconds between a sign of life and the next ping; None is no ping at all.
        timeout: seconds to wait for a sign of life; None is for ever.
        is_held: whether the peer cannot answer, for it is not read.
    """
    with contextlib.suppress(ConnectionClosed):
        while interval is not None:
            await asyncio.sleep(interval)
            waiting = websocket.transport.get_write_buffer_size()
            try:
                await asyncio.wait_for(_ping(websocket), timeout)
            except TimeoutError:
                is_taking = websocket.transport.get_write_buffer_size() < waiting
                if not is_taking and not is_held():
                    websocket.transport.abort()


async def _ping(websocket: OutspokenConnection) -> None:
    websocket.heard.clear()
    await websocket.ping()
    await websocket.heard.wait()

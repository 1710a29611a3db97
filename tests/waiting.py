"""Waiting for what no event tells."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

SOON = 10.0
"""Seconds until it has not happened."""
PAUSE = 0.005


async def until(condition: Callable[[], object]) -> None:
    """Let the event loop go on until this is so."""
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(PAUSE)


def wait_until(condition: Callable[[], object]) -> None:
    """Let threads and other processes go on until this is so."""
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(PAUSE)

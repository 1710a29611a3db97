"""Waits for conditions that no event announces."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

SOON = 10.0
"""Seconds after which the test fails."""
PAUSE = 0.005


async def until(condition: Callable[[], object]) -> None:
    """Run the event loop until this is true."""
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(PAUSE)


def wait_until(condition: Callable[[], object]) -> None:
    """Let threads and other processes run until this is true."""
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(PAUSE)

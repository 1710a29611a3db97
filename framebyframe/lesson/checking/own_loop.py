"""Runs a coroutine to its end on a loop of its own, also where a loop is running already."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


def run_on_own_loop(awaitable: Awaitable[Any]) -> Any:
    """What it returns. In a notebook's kernel its own loop is set aside meanwhile."""

    async def finish() -> Any:
        return await awaitable

    aside = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(finish())
    finally:
        asyncio._set_running_loop(aside)

"""The exchanges in a page of Chromium, through its own WebSocket: `chromium_client.py PROGRAM FLAGS`.

The calls are made by by_hand.js, as those of ws are. That runs in the page.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright
from stepping import take_all

OPEN = """async ([url, dialect]) => {
    const { Driver, subprotocols } = await import("/by_hand.js");
    return new Driver(new WebSocket(url, subprotocols(dialect)), dialect).opened();
}"""
TAKE = "(driver, [kind, step]) => driver[kind](step)"


class Driver:
    """A driver of one connection, which lives in the page."""

    def __init__(self, in_page: Any) -> None:
        self._in_page = in_page

    def __getattr__(self, kind: str) -> Callable[..., Awaitable[Any]]:
        async def take(**step: Any) -> Any:
            return await self._in_page.evaluate(TAKE, [kind, step])

        return take


class QuietFiles(SimpleHTTPRequestHandler):
    """Serves files, and logs nothing."""

    def log_message(self, format: str, *values: object) -> None:
        """Nothing: standard error is for what goes wrong."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of these files.

    A page on loopback may open connections to loopback; Chromium refuses it to a page that came from nowhere.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietFiles, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


async def main(program: str, *flags: str) -> None:
    """Start Chromium, take the steps, end it."""
    with served(Path(__file__).parent) as address:
        async with async_playwright() as running:
            browser = await running.chromium.launch(executable_path=program, args=flags)
            page = await browser.new_page()
            await page.goto(address)

            async def open_driver(url: str, dialect: str, ids: bool) -> Driver:
                return Driver(await page.evaluate_handle(OPEN, [url, dialect]))

            await take_all(open_driver)
            await browser.close()


asyncio.run(main(*sys.argv[1:]))

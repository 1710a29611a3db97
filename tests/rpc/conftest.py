"""Fixtures for rpc: a server in a thread, and a certificate."""

import asyncio
import threading
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOON = 10.0
"""Seconds after which a test fails."""


@pytest.fixture
def serving():
    """A function that runs a server in a thread of its own, for blocking clients; gives its URL."""
    stops = []

    def start(server, **options):
        started = threading.Event()
        loop, stop = asyncio.new_event_loop(), asyncio.Event()

        async def serve():
            async with server.listening(**options):
                started.set()
                await stop.wait()

        thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
        thread.start()
        assert started.wait(SOON)
        stops.append((loop, stop, thread))
        return server.url

    yield start
    for loop, stop, thread in stops:
        loop.call_soon_threadsafe(stop.set)
        thread.join(SOON)
        assert not thread.is_alive()
        loop.close()


@pytest.fixture
def certificate():
    """The certificate of the server "localhost", which is its own authority, with its key."""
    return HERE / "localhost.pem"

"""What the tests of rpc share: a server in a thread, and a way to run coroutines that leaves nothing."""

import asyncio
import gc
import threading
import warnings
from pathlib import Path

import pytest
from left_behind import open_sockets

HERE = Path(__file__).parent
SOON = 10.0
"""Seconds until a test says that something has not happened."""


@pytest.fixture
def run():
    """Run a coroutine function to its end; no task, no socket and no warning is left after it."""

    def run(main, debug=True):
        async def guarded():
            asyncio.get_running_loop().set_debug(debug)
            await asyncio.wait_for(main(), SOON * 3)
            for _ in range(3):  # what has been cancelled needs a turn to end
                await asyncio.sleep(0)
            return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]

        before = open_sockets()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            left = asyncio.run(guarded())
            gc.collect()
        assert left == []
        assert open_sockets() == before

    return run


@pytest.fixture
def serving():
    """Run a server in a thread of its own, for blocking clients: its URL."""
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

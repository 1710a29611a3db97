"""Fixtures for faults: both clients, and servers that misbehave."""

import asyncio
import threading

import pytest
from misbehaving import serving

from framebyframe.rpc import AsyncRpcClient, RpcClient, Timeouts


@pytest.fixture
def serve():
    """A function that runs a behaviour for each connection, in a thread, and gives its URL."""
    with serving() as start:
        yield start


AMPLE = 10.0
"""Seconds, far more than any of these tests takes: this time-out ends none of them."""


class InLoop:
    """The asyncio client behind the methods of the blocking one, so that both meet the same servers."""

    def __init__(self, loop, url, *, open_timeout, close_timeout=AMPLE, **options):
        timeouts = Timeouts(open=open_timeout, close=close_timeout)
        self._loop = loop
        self._client = AsyncRpcClient(url, timeouts=timeouts, **options)
        self._do(self._client.open())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def unmatched(self):
        return self._client.unmatched

    @property
    def is_open(self):
        return self._client.is_open

    def call(self, *arguments, **named):
        return self._do(self._client.call(*arguments, **named))

    def next_notification(self):
        return self._do(anext(self._client.notifications))

    def close(self, *arguments):
        self._do(self._client.close(*arguments))

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(AMPLE * 3)


@pytest.fixture
def loop():
    """An event loop in a thread of its own; no task is left in it when the test has ended."""
    loop = asyncio.new_event_loop()
    loop.set_debug(True)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    left = asyncio.run_coroutine_threadsafe(others(), loop).result(AMPLE)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(AMPLE)
    loop.close()
    assert left == []


async def others():
    """The tasks that are left over."""
    return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


@pytest.fixture(params=["blocking", "asyncio"])
def client(request):
    """A function that makes a client, blocking or asyncio; all are closed when the test has ended."""
    made = []

    def make(url, **options):
        options = {"timeout": AMPLE, "open_timeout": AMPLE, **options}
        if request.param == "blocking":
            made.append(RpcClient(url, **options))
        else:
            made.append(InLoop(request.getfixturevalue("loop"), url, **options))
        return made[-1]

    if request.param == "asyncio":
        request.getfixturevalue("loop")  # before this one, so that it ends after it
    yield make
    for each in made:
        each.close()

"""A server with a few actions of every kind, for the tests of both clients."""

import asyncio

from framebyframe.rpc import Caller, CallFailed, RpcServer, Then, Timeouts
from framebyframe.rpc.messages import FAILED


def make_server(**options):
    """A server with a few actions of every kind."""
    server = RpcServer(**{"timeouts": Timeouts(ping_interval=0), **options})

    @server.action
    def add(a: float, b: float = 1) -> float:
        return a + b

    @server.action
    async def sleep(ms: int) -> int:
        await asyncio.sleep(ms / 1000)
        return ms

    @server.action
    def fail(message: str = "on purpose"):
        raise CallFailed(FAILED, message, {"more": True})

    @server.action
    def broken():
        raise RuntimeError("a mistake of the server's")

    @server.action
    def unsendable():
        return {1, 2, 3}

    @server.action(name="subscribe")
    def subscribe(caller: Caller, count: int = 3, resumable: bool = False):
        def tick():
            for sequence in range(1, count + 1):
                caller.notify("tick", {"subscription": 1, "sequence": sequence})

        place = {"epoch": "the only one", "offset": 0} if resumable else {}
        return Then({"subscription": 1, **place}, tick)

    return server

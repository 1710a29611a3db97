"""A server that does not look who reads, a client that reads nothing, and a server that is careful."""

from __future__ import annotations

import asyncio
import sys

import pytest

from framebyframe import peers
from framebyframe.rpc import AsyncRpcClient, RpcServer

CALLS, SIZE = 400, 65_536
ENOUGH = 15_000_000
"""Bytes: more than the buffers of two sockets take, less than all of the replies."""


def test_it_sends_what_the_function_makes_of_a_text() -> None:
    async def main() -> None:
        server = await peers.careless(lambda text: '{"status": "success", "data": "' + str(len(text)) + '"}')
        assert repr(server) == "<a careless server>"
        async with AsyncRpcClient(server.url, ids=False) as client:
            assert await client.call("echo") == str(len('{"action":"echo"}'))
        server.stop()
        server.stop()
        with pytest.raises(OSError):
            await peers.never_reads(server.url)

    asyncio.run(main())


def test_it_keeps_the_replies_that_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["framebyframe.peers.careless"], "PATIENCE", 10.0)  # all of them are taken

    async def main() -> None:
        server = await peers.careless(str)
        deaf = await peers.never_reads(server.url, CALLS, SIZE)
        assert deaf.got_rid_of_all and server.waiting > ENOUGH
        assert repr(deaf) == "<a client that does not read, all of its calls sent>"
        deaf.hang_up()
        async with asyncio.timeout(10):
            while server.waiting:
                await asyncio.sleep(0.01)
        server.stop()

    asyncio.run(main())


def test_a_server_of_ours_reads_no_more_and_serves_the_others() -> None:
    async def main() -> None:
        server = RpcServer()

        @server.action
        def echo(text: str) -> str:
            return text

        async with server.listening():
            deaf = await peers.never_reads(server.url, 2000, SIZE)
            assert not deaf.got_rid_of_all and [client.is_read for client in server.clients] == [False]
            assert repr(deaf) == "<a client that does not read, not all of its calls sent>"
            async with AsyncRpcClient(server.url) as client:
                assert await client.call("echo", text="still here") == "still here"
            deaf.hang_up()

    asyncio.run(main())


def test_a_client_that_does_not_read_is_for_servers_of_this_machine() -> None:
    with pytest.raises(ValueError, match="another machine"):
        asyncio.run(peers.never_reads("ws://192.0.2.1:8080"))


def test_a_refused_handshake_is_said() -> None:
    async def main() -> None:
        async with RpcServer(token="s3cret").listening() as server:
            with pytest.raises(peers.PeerFailed, match="refused"):
                await peers.never_reads(server.url)

    asyncio.run(main())

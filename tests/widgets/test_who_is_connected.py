"""Who is connected, without a page: the rows follow the server, and the static form is the same table."""

from __future__ import annotations

import asyncio
import json

import pytest

from framebyframe import figures
from framebyframe.rpc import AsyncRpcClient, Client, RpcServer
from framebyframe.widgets import WhoIsConnected


async def eventually(widget: WhoIsConnected, rows: int) -> None:
    async with asyncio.timeout(10):
        while len(widget._rows) != rows:
            await asyncio.sleep(0.01)


def test_the_rows_follow_by_themselves() -> None:
    async def main() -> None:
        async with RpcServer().listening() as server:
            widget = WhoIsConnected(server)
            assert widget._rows == [] and widget._url == server.url and widget._is_listening
            assert widget.static_text().startswith("Nobody is connected.")
            assert "<table" not in widget.static_html()  # a header without a row says nothing
            async with AsyncRpcClient(server.url):
                await eventually(widget, 1)
                assert widget._rows == [["#1", "python", "no page", "none", "0", "0", "yes"]]
                assert len(widget._heads) == len(widget._rows[0])
                json.dumps(widget.get_state(["_rows", "_heads", "_words"]))
                assert figures.clients(server.clients).text in widget.static_text()
            await eventually(widget, 0)
        async with asyncio.timeout(10):
            await widget._watching
        assert not widget._is_listening

    asyncio.run(main())


def test_a_client_that_goes_after_the_stop_is_seen_to_go() -> None:
    class Stopping:
        """A server between its stop and the goodbye of its last client."""

        url, is_listening = "ws://127.0.0.1:1", False

        def __init__(self, clients: list[Client]) -> None:
            self.clients = clients

    async def main() -> None:
        async with RpcServer().listening() as server, AsyncRpcClient(server.url):
            stopping = Stopping(server.clients)
            widget = WhoIsConnected(stopping)
            assert len(widget._rows) == 1 and not widget._is_listening
            await asyncio.sleep(0)  # the watching begins
            stopping.clients = []
            await eventually(widget, 0)

    asyncio.run(main())


def test_without_a_page_it_is_a_table_and_how_to_get_more() -> None:
    async def main() -> None:
        async with RpcServer().listening() as server:
            widget = WhoIsConnected(server)
            assert "Nobody is connected." in widget.static_text()
            assert "Run this cell" in widget.static_html()
            assert repr(widget) == "<WhoIsConnected: 0>"
            assert server.url not in widget.static_html() + widget.static_text()

    asyncio.run(main())


def test_what_a_client_says_of_itself_is_text() -> None:
    async def main() -> None:
        page = "http://<b>bold</b>"
        server = RpcServer(origins=[page])
        async with server.listening(), AsyncRpcClient(server.url, origin=page):
            assert "<b>bold" not in WhoIsConnected(server).static_html()
            assert page in WhoIsConnected(server).static_text()

    asyncio.run(main())


def test_the_page_connects_to_this_machine_alone() -> None:
    async def main() -> None:
        async with RpcServer().listening() as server:
            assert WhoIsConnected(server, "ws://localhost:1")._url == "ws://localhost:1"
            with pytest.raises(ValueError, match="another machine"):
                WhoIsConnected(server, "ws://192.0.2.1:8080")

    asyncio.run(main())

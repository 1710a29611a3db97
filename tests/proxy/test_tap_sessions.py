"""A tap in front of the real servers: what clients do through it is done, and is in the record."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

import pytest
from running_servers import StartServer
from waiting import SOON, wait_until

from framebyframe import peers
from framebyframe.proxy import Record, Tap
from framebyframe.rpc import AsyncRpcClient, ConnectionLost, RemoteError, RpcClient, RpcTimeout
from framebyframe.wire import Deflate, Opcode


def actions(record: Record) -> list[tuple[str, str]]:
    return [(call.action, call.state) for call in record.calls()]


def sent_and_read(record: Record) -> None:
    """Every byte is accounted for, nothing is wrong with any of it, and it can be saved and loaded."""
    assert record.other_bytes() == [] and record.unmatched() == []
    assert [fault for frame in record.frames() for fault in frame.faults] == []
    for connection in record.connections:
        assert connection.request is not None and connection.request.fault == ""
        assert connection.response is not None and connection.response.fault == ""
        assert connection.not_followed == ""


@pytest.mark.parametrize("dialect", ["article", "jsonrpc"])
def test_calls_of_the_blocking_client(server: peers.Server, dialect: str, tmp_path: Path) -> None:
    with Tap(server) as tap:
        with RpcClient(tap.url, dialect=dialect) as client:
            assert client.call("echo", a=1) == {"a": 1}
            with pytest.raises(RemoteError):
                client.call("nowhere")
        record = tap.record
    record = tap.record
    assert actions(record) == [("echo", "answered"), ("nowhere", "failed")]
    assert all(call.latency is not None and 0 < call.latency < 10 for call in record.calls())
    assert {call.dialect for call in record.calls()} == {dialect}
    sent_and_read(record)
    assert record.frames()[-1].opcode is Opcode.CLOSE
    texts = {message.number: json.loads(message.text or "") for message in record.messages()}
    assert texts[record.calls()[0].request]["params"] == {"a": 1}
    record.save(tmp_path / "session.jsonl")
    assert Record.load(tmp_path / "session.jsonl") == record


def test_calls_without_ids_are_paired_in_order(server: peers.Server) -> None:
    with Tap(server) as tap, RpcClient(tap.url, ids=False) as client:
        for number in range(3):
            client.call("echo", n=number)
        assert [(call.state, call.paired) for call in tap.record.calls()] == [("answered", "order")] * 3


def test_many_calls_in_flight_a_batch_and_a_subscription(server: peers.Server) -> None:
    async def main(url: str) -> None:
        async with AsyncRpcClient(url, dialect="jsonrpc") as client:
            await asyncio.gather(*(client.call("echo", n=number) for number in range(50)))
            await client.batch([("echo", {"a": 1}), ("echo", {"a": 2})])
            await client.call("subscribe", intervalMs=10, count=2)
            for _ in range(2):
                await anext(client.notifications)

    with Tap(server) as tap:
        asyncio.run(main(tap.url))
        record = tap.record
    assert actions(record).count(("echo", "answered")) == 52
    assert actions(record).count(("tick", "notification")) == 2
    assert record.in_flight() == []
    sent_and_read(record)


def test_a_call_that_was_given_up_is_answered_late(server: peers.Server) -> None:
    with Tap(server) as tap, RpcClient(tap.url, dialect="jsonrpc") as client:
        with pytest.raises(RpcTimeout):
            client.call("sleep", ms=20_000, timeout=0.1)
        given_up = tap.record.calls()[0]
        wait_until(lambda: given_up.reply)
        assert given_up.cancelled is not None and "32800" in given_up.error and given_up.is_late


def test_what_is_in_flight_when_the_server_dies_is_lost(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name)
    failed = threading.Event()

    def call(client: RpcClient) -> None:
        with pytest.raises(ConnectionLost):
            client.call("sleep", ms=20_000)
        failed.set()

    with Tap(server) as tap, RpcClient(tap.url) as client:
        calling = threading.Thread(target=call, args=(client,))
        calling.start()
        wait_until(lambda: tap.record.in_flight())
        server.kill()
        calling.join(SOON)
        assert failed.is_set()
        wait_until(lambda: [call.state for call in tap.record.calls()] == ["lost"])


def test_compression_is_agreed_and_seen(start_server: StartServer, server_name: str) -> None:
    with Tap(start_server(server_name, "--deflate")) as tap:
        with RpcClient(tap.url, deflate=Deflate()) as client:
            client.call("echo", text="hello " * 1000)
        record = tap.record
    assert record.connections[0].deflate
    assert any(message.compressed for message in record.messages())
    assert actions(record) == [("echo", "answered")]
    sent_and_read(record)


def test_php_beside_python(server: peers.Server) -> None:
    try:
        peers.find_php()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    with Tap(server) as tap:
        done = peers.php("bin/call.php", "--url", tap.url, "echo", '{"a": 1}')
        assert done.exit_status == 0, done.stderr
        with RpcClient(tap.url) as client:
            client.call("echo", a=1)
        record = tap.record
    one, other = (record.calls(connection.number)[0] for connection in record.connections)
    assert (one.action, one.state) == (other.action, other.state) == ("echo", "answered")
    sent_and_read(record)


def test_the_naive_client_is_seen_as_it_is(server: peers.Server) -> None:
    try:
        peers.find_php()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    with Tap(server) as tap:
        peers.php("naive.php", "--url", tap.url)
        record = tap.record
    (connection,) = record.connections[:1]
    assert connection.request is None
    asked = b"".join(found.data for found in record.other_bytes(1) if found.sender == "client")
    assert asked.startswith(b"\x81") and b"getData" in asked
    assert connection.response is not None and b" 400 " in connection.response.data


def test_a_token_opens_the_door_and_is_not_in_the_record(start_server: StartServer, server_name: str) -> None:
    token = "let-me-in-please"
    server = start_server(server_name, FRAMEBYFRAME_TOKEN=token)
    with Tap(server) as tap:
        with RpcClient(tap.url, token=token) as client:
            assert client.call("echo", a=1) == {"a": 1}
        with RpcClient(f"{tap.url}/?token={token}") as client:
            assert client.call("echo", a=1) == {"a": 1}
        record = tap.record
    assert token not in repr((record.connections, record.items))
    heads = [connection.request for connection in record.connections]
    assert [head is not None and b"REDACTED" in head.data for head in heads] == [True, True]

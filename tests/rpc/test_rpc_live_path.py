"""Every function that learners write is on the live path: with any of them broken, nothing works any more."""

import asyncio
import gc
import sys
from functools import reduce
from importlib import import_module

import pytest
from rpc_server import make_server

from framebyframe.lesson.declaring.table import functions
from framebyframe.rpc import (
    AsyncRpcClient,
    Backoff,
    RemoteError,
    RpcClient,
    RpcTimeout,
    Timeouts,
    actions,
    article,
    async_client,
    blocking_client,
    blocking_socket,
    envelopes,
    json_text,
    jsonrpc,
    messages,
    parameters,
    pending,
    protocol,
    reconnecting,
    server_connection,
    session,
    subscriptions,
)
from framebyframe.wire import ClientHandshake, PingReceived, TextMessage

EXERCISES = {
    chapter: [target for target in targets if target.startswith("framebyframe.rpc.")]
    for chapter, targets in functions().items()
}


def find(target):
    """The owner of a function, a module or a class, and its name there."""
    module, _, path = target.partition(":")
    *outer, name = path.split(".")
    return reduce(getattr, outer, import_module(module)), name


PARTS = [
    (json_text, "encode_json"),
    (json_text, "decode_json"),
    (json_text, "read_all"),
    (json_text, "decode_strictly"),
    (json_text, "check_depth"),
    (messages, "check_id"),
    (article, "encode_notification"),
    (jsonrpc, "encode_request"),
    (jsonrpc, "encode_cancel"),
    (jsonrpc, "decode_reply"),
    *((dialect, name) for dialect in (article, jsonrpc) for name in ("encode_success", "encode_failure")),
    (jsonrpc, "decode_request"),
    (envelopes, "choose_params"),
    (envelopes, "decode_replies"),
    (envelopes, "dialect_of"),
    (blocking_socket.Stream, "receive"),
    (blocking_socket.Stream, "send"),
    (blocking_socket.BlockingSocket, "send"),
    (blocking_client.RpcClient, "_get_ready"),
    (blocking_client.RpcClient, "_cancel"),
    (pending.PendingCalls, "remove"),
    (pending.Expiry, "watch"),
    (pending.Expiry, "_ring"),
    (protocol.WebSocketProtocol, "_uncork_soon"),
    (protocol.WebSocketProtocol, "_uncork"),
    (async_client.AsyncRpcClient, "call"),
    (async_client.AsyncRpcClient, "_cancel"),
    (subscriptions.NotificationStream, "put"),
    (subscriptions.NotificationStream, "__anext__"),
    (subscriptions.Subscriptions, "begin"),
    (parameters, "read_parameters"),
    (parameters, "rule_of"),
    (parameters.Parameter, "take"),
    (actions.Actions, "find"),
    (actions.Action, "bind"),
    (session, "gather_replies"),
    (session, "encode_outcome"),
    (session.Session, "receive"),
    (session.Session, "_run"),
    (session.Session, "_start"),
    (session.Session, "_settle"),
    (session.Session, "_deliver"),
    (session.Session, "_send_turns"),
    (server_connection.ServerConnection, "text_received"),
    (reconnecting.ReconnectingConnection, "_reconnect"),
    (reconnecting.ReconnectingConnection, "_try_to_open"),
]
"""Other functions without which nothing works."""
FUNCTIONS = [*(find(target) for targets in EXERCISES.values() for target in targets), *PARTS]
PATIENCE = (0.3, 3)
"""Seconds for a call with a function broken: more, where a busy machine has not come to that function."""


@pytest.fixture(autouse=True)
def swept():
    """Connections that a broken client left open end here, so that the next test does not count them."""
    yield
    gc.collect()


def timeouts(timeout):
    """Time-outs of connections whose calls have this one."""
    ample = max(2, timeout)
    return Timeouts(open=ample, close=0.2, ping_interval=0.02, ping_timeout=ample)


async def everything(timeout):
    """A little of every feature of clients and server."""
    server = make_server(token="s3cret", origins=["https://a.example"], timeouts=timeouts(timeout))
    await server.start()
    try:
        await asyncio.to_thread(blocking_calls, server.url, timeout)
        for dialect in ("article", "jsonrpc"):
            await calls_at_once(server, dialect, timeout)
    finally:
        await server.stop(grace=0)


def blocking_calls(url, timeout):
    for dialect in ("article", "jsonrpc"):
        with RpcClient(url, dialect=dialect, timeout=timeout, close_timeout=0.2, token="s3cret") as client:
            assert client.call("add", a=1) == 2
            assert client.call("sleep", ms=1) == 1
            with pytest.raises(RemoteError):
                client.call("fail")
            with pytest.raises(RpcTimeout):
                client.call("sleep", {"ms": 60_000}, timeout=0.02)
            assert client.unmatched == 0 and client.call("add", a=1) == 2


async def calls_at_once(server, dialect, timeout):
    options = {"dialect": dialect, "timeout": timeout, "timeouts": timeouts(timeout), "token": "s3cret"}
    backoff = Backoff(first=0.001, longest=0.01)
    client = AsyncRpcClient(server.url, reconnect=backoff, origin="https://a.example", **options)
    await client.open()
    try:
        assert await asyncio.gather(*[client.call("add", a=n) for n in range(3)]) == [1, 2, 3]
        with pytest.raises(RpcTimeout):
            await client.call("sleep", ms=60_000, timeout=0.05)
        async with client.subscribe(count=2, resumable=True) as ticks:
            assert len([tick async for tick in ticks]) == 2
        if dialect == "jsonrpc":
            assert await client.batch([("add", {"a": 1}), ("sleep", {"ms": 1})]) == [2, 1]
            [connection] = server._connections
            assert not connection.tasks_in_flight(), "the call that timed out was not cancelled"
        else:
            assert await without_ids(server.url, timeout) == [60, 2]
        lost = asyncio.create_task(client.call("sleep", ms=10, idempotent=True))
        await asyncio.sleep(0.001)
        for connection in server._connections:
            connection.abort("a fault of the test's")
        assert await lost == 10
        assert await client.call("add", a=1) == 2
    finally:
        await client.close()


async def without_ids(url, timeout):
    """Two calls in one write, whose replies have no id; and a ping."""
    reader, writer = await asyncio.open_connection(*url.removeprefix("ws://").split(":"))
    handshake = ClientHandshake("localhost", headers=[("Authorization", "Bearer s3cret")])
    writer.write(handshake.data_to_send())
    connection = handshake.receive_data(await reader.readuntil(b"\r\n\r\n")).connection
    connection.send_text('{"action": "sleep", "params": {"ms": 60}}')
    connection.send_text('{"action": "add", "params": {"a": 1}}')
    writer.write(connection.data_to_send())
    payloads, pings = [], 0
    while len(payloads) < 2 or not pings:
        data = await asyncio.wait_for(reader.read(65536), timeout)
        assert data, "the server has ended the connection"
        events = connection.receive_data(data)
        pings += sum(isinstance(event, PingReceived) for event in events)
        texts = [event.text for event in events if isinstance(event, TextMessage)]
        payloads += [json_text.decode_json(text)["payload"] for text in texts]
    writer.close()
    return payloads


def sabotage(monkeypatch, owner, name):
    """Make this function raise, wherever it has been imported to; a list that grows when it is called."""
    calls = []

    def raise_it(*_, **__):
        calls.append(name)
        raise NotImplementedError(f"{name} is not written yet")

    original = getattr(owner, name)
    monkeypatch.setattr(owner, name, raise_it)
    for module in [module for key, module in sys.modules.items() if key.startswith("framebyframe.rpc")]:
        if module.__dict__.get(name) is original:
            monkeypatch.setattr(module, name, raise_it)
    return calls


def test_as_it_is_all_works():
    asyncio.run(everything(timeout=30))


@pytest.mark.parametrize("owner, name", FUNCTIONS, ids=lambda part: getattr(part, "__name__", part))
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_with_one_function_broken_it_does_not(monkeypatch, owner, name):
    calls = sabotage(monkeypatch, owner, name)
    for timeout in PATIENCE:
        with pytest.raises(Exception):  # noqa: B017
            asyncio.run(asyncio.wait_for(everything(timeout), 5 + 10 * timeout))
        if calls:
            break
    assert calls, "it is not on the live path"

"""The blocking client against our own server; tests/faults has the servers that misbehave."""

import asyncio
import select
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from rpc_server import make_server
from waiting import SOON

from framebyframe.rpc import (
    ConnectionLost,
    ConnectionRefused,
    NotEncodable,
    Notification,
    RemoteError,
    RpcClient,
    RpcTimeout,
    blocking_socket,
)
from framebyframe.wire import Deflate


@pytest.fixture
def url(serving):
    return serving(make_server())


@pytest.fixture(params=["article", "jsonrpc"])
def client(request, url):
    with RpcClient(url, dialect=request.param) as client:
        yield client


def test_calls(client):
    assert client.call("add", a=1) == 2
    assert client.call("add", {"a": 1, "b": 2}) == 3
    with pytest.raises(RemoteError, match="a must be a number"):
        client.call("add")
    with pytest.raises(RemoteError) as caught:
        client.call("fail")
    assert caught.value.code in ("failed", -32000)
    assert client.is_open and repr(client) == "<RpcClient open>"


def test_a_call_that_takes_too_long_leaves_the_client_whole(client):
    with pytest.raises(RpcTimeout, match=r"no answer from the server within 0\.05 s"):
        client.call("sleep", {"ms": 60_000}, timeout=0.05)
    assert client.call("add", a=1) == 2


def test_notifications_are_kept_until_they_are_asked_for(client):
    assert client.call("subscribe", count=2) == {"subscription": 1}
    ticks = [client.next_notification(), client.next_notification()]
    assert ticks == [Notification("tick", {"subscription": 1, "sequence": n}) for n in (1, 2)]
    with pytest.raises(RpcTimeout, match="no notification"):
        client.next_notification(timeout=0.01)


def test_only_json_rpc_has_batches_and_notifications(url):
    with RpcClient(url, dialect="jsonrpc") as client:
        assert client.subprotocol == "jsonrpc"
        results = client.batch([("add", {"a": 1}), ("nothing", {}), ("sleep", {"ms": 1})])
        assert results[0] == 2 and results[2] == 1
        assert isinstance(results[1], RemoteError) and results[1].code == -32601
        assert client.batch([]) == []
        client.notify("add", a=1)
        client.notify("broken")
        assert client.call("add", a=1) == 2
    with RpcClient(url) as client:
        assert client.subprotocol is None
        for forbidden in (lambda: client.batch([("add", {})]), lambda: client.notify("add")):
            with pytest.raises(ValueError, match="make the client with dialect='jsonrpc'"):
                forbidden()


def test_without_ids(url):
    with RpcClient(url, ids=False) as client:
        assert client.call("add", a=1) == 2
        with pytest.raises(RpcTimeout):
            client.call("sleep", ms=60_000, timeout=0.05)
        assert not client.is_open
        with pytest.raises(ConnectionLost):
            client.call("add", a=1)


def test_wrong_arguments_are_seen_before_anything_is_sent(url):
    with RpcClient(url) as client:
        with pytest.raises(NotEncodable):
            client.call("add", a=object())
        with pytest.raises(TypeError):
            client.call("add", {"a": 1}, b=2)
        assert client.call("add", a=1) == 2
    for options in ({"dialect": "xml"}, {"dialect": "jsonrpc", "ids": False}):
        with pytest.raises(ValueError):
            RpcClient(url, **options)
    with pytest.raises(TypeError):
        RpcClient(url, tokken="x")


def test_after_its_end_a_client_says_so(url):
    client = RpcClient(url)
    client.close(4000, "enough")
    client.close()
    assert repr(client) == "<RpcClient closed>"
    with pytest.raises(ConnectionLost, match="close code 4000"):
        client.call("add", a=1)


def test_reconnecting_to_a_server_that_is_gone(serving, url):
    client = RpcClient(url, reconnect=True)
    client.close()
    assert client.call("add", a=1) == 2
    client.close()


def test_a_token(serving):
    url = serving(make_server(token="s3cret"))
    with RpcClient(url, token="s3cret") as client:
        assert client.call("add", a=1) == 2
    with RpcClient(url + "/?token=s3cret") as client:
        assert client.call("add", a=1) == 2
    with pytest.raises(ConnectionRefused) as caught:
        RpcClient(url, token="guess")
    assert caught.value.status == 401


def test_an_origin(serving):
    url = serving(make_server(origins=["https://a.example"]))
    for origin in ("https://a.example", "http://localhost:8888"):
        RpcClient(url, origin=origin).close()
    with pytest.raises(ConnectionRefused) as caught:
        RpcClient(url, origin="https://b.example")
    assert caught.value.status == 403


def test_compression(serving):
    url = serving(make_server(deflate=Deflate()))
    with RpcClient(url, deflate=Deflate()) as client:
        with pytest.raises(RemoteError) as caught:
            client.call("fail", message="x" * 200_000)
        assert caught.value.message == "x" * 200_000


def test_a_large_message_both_ways(url):
    with RpcClient(url) as client:
        text = "é" * 400_000
        with pytest.raises(RemoteError) as caught:
            client.call("fail", message=text)
        assert caught.value.message == text


def test_a_unix_socket(serving, tmp_path):
    path = str(tmp_path / "socket")
    assert serving(make_server(), unix_socket=path) == path
    with RpcClient("ws://localhost", unix_socket=path) as client:
        assert client.call("add", a=1) == 2
    with pytest.raises(ConnectionRefused, match="nowhere"):
        RpcClient("ws://localhost", unix_socket=str(tmp_path / "nowhere"))


def test_ipv6(serving):
    url = serving(make_server(), host="::1")
    assert url.startswith("ws://[::1]:")
    with RpcClient(url) as client:
        assert client.call("add", a=1) == 2


def test_a_second_thread_is_told_which_client_takes_many_calls(serving):
    server, begun, let_go = make_server(), threading.Event(), threading.Event()

    @server.action
    async def wait() -> bool:
        begun.set()
        return await asyncio.to_thread(let_go.wait, SOON)

    with RpcClient(serving(server)) as client, ThreadPoolExecutor() as others:
        first = others.submit(client.call, "wait")
        assert begun.wait(SOON)
        time.sleep(0.1)  # from sending the call to waiting for its reply
        with pytest.raises(RuntimeError, match=r"for one thread\. .* one AsyncRpcClient"):
            client.call("add", a=1)
        let_go.set()
        assert first.result() is True
        assert client.call("add", a=1) == 2


def server_context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_encryption(serving, certificate):
    url = serving(make_server(), context=server_context(certificate))
    assert url.startswith("wss://127.0.0.1:")
    trusting = ssl.create_default_context(cafile=certificate)
    with RpcClient(url, context=trusting) as client:
        assert client.call("add", a=1) == 2
        with pytest.raises(RemoteError) as caught:
            client.call("fail", message="x" * 500_000)
        assert len(caught.value.message) == 500_000
        with pytest.raises(RpcTimeout):
            client.call("sleep", ms=60_000, timeout=0.05)
    with pytest.raises(ConnectionRefused, match="certificate"):
        RpcClient(url)


def test_encryption_with_a_server_that_has_none(url):
    with pytest.raises(ConnectionRefused, match="does the server speak TLS"):
        RpcClient(url.replace("ws:", "wss:"))


def test_waiting_where_the_system_has_no_poll(url, monkeypatch):
    monkeypatch.delattr(select, "poll", raising=False)
    with RpcClient(url) as client:
        assert isinstance(client._socket._stream._readable, blocking_socket._SelectPoller)
        assert client.call("add", a=1) == 2
        with pytest.raises(RpcTimeout):
            client.call("sleep", ms=60_000, timeout=0.05)
        text = "x" * 900_000
        with pytest.raises(RemoteError):
            client.call("fail", message=text)

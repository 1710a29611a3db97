"""Faults that only a blocking client can meet: interrupts, full sockets, and data that waits to be read."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
from misbehaving import Peer, closing, frame, reply_to, text_frame
from ports import deaf_port
from waiting import wait_until

from framebyframe.rpc import ConnectionLost, ConnectionRefused, RemoteError, RpcClient, RpcTimeout
from framebyframe.rpc.blocking_socket import Stream
from framebyframe.wire import Opcode

AMPLE = 10.0
SHORT = 0.2
CERTIFICATE = Path(__file__).parents[1] / "rpc" / "localhost.pem"


def answer_all(peer):
    while True:
        peer.send_text(reply_to(peer.read_request(), payload="here"))


# Interrupts


def interrupt_once(monkeypatch, method):
    """Interrupt the next call of this method of a stream, once it has done its work."""
    original = getattr(Stream, method)

    def interrupted(*arguments):
        monkeypatch.setattr(Stream, method, original)
        original(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(Stream, method, interrupted)


def test_an_interrupt_while_waiting_changes_nothing(serve, monkeypatch):
    def behave(peer):
        peer.shake_hands()
        answer_all(peer)

    with RpcClient(serve(behave)) as client:
        client.call("echo")
        interrupt_once(monkeypatch, "wait")
        with pytest.raises(KeyboardInterrupt):
            client.call("echo")
        assert client.call("echo") == "here"


def test_an_interrupt_while_receiving_ends_the_connection(serve, monkeypatch):
    """The data that was received is lost, and with it the places where frames begin."""

    def behave(peer):
        peer.send(text_frame(reply_to(peer.open_and_read(), payload="x" * 300))[:100])
        peer.wait_for_goodbye()

    with RpcClient(serve(behave)) as client:
        interrupt_once(monkeypatch, "receive_some")
        with pytest.raises(KeyboardInterrupt):
            client.call("echo")
        assert not client.is_open
        with pytest.raises(ConnectionLost):
            client.call("echo")


def test_an_interrupt_while_closing_closes(serve, monkeypatch):
    def behave(peer):
        peer.shake_hands()
        peer.say_nothing()

    client = RpcClient(serve(behave), reconnect=True, close_timeout=SHORT)
    interrupt_once(monkeypatch, "wait")
    with pytest.raises(KeyboardInterrupt):
        client.close()
    assert not client.is_open


# Opening


def test_a_unix_socket_on_which_nobody_accepts(tmp_path):
    path = str(tmp_path / "socket")
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket(socket.AF_UNIX))
        listener.bind(path)
        listener.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket(socket.AF_UNIX))
            waiting.setblocking(False)
            with contextlib.suppress(OSError):
                waiting.connect(path)
        with pytest.raises((RpcTimeout, ConnectionRefused)):
            RpcClient("ws://localhost", unix_socket=path, open_timeout=SHORT)


def test_a_name_with_several_addresses(serve, monkeypatch):
    """The first address that answers is taken; those that do not share one time-out."""

    def behave(peer):
        peer.shake_hands()
        answer_all(peer)

    port = int(serve(behave).rsplit(":", 1)[1])
    with deaf_port() as closed:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", each)) for each in (closed, port)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        with RpcClient("ws://two.example") as client:
            assert client.call("echo") == "here"
        del found[1]
        with pytest.raises(ConnectionRefused, match=r"cannot connect to two\.example"):
            RpcClient("ws://two.example")


@pytest.mark.parametrize("extra", [frame(Opcode.PING, b"?"), closing(1001)], ids=["a ping", "a close"])
def test_what_comes_with_the_handshake_is_answered(serve, extra):
    answers = []

    def behave(peer):
        peer.shake_hands(then=extra)
        answers.append(peer.read_frame()[0])
        peer.say_nothing()

    client = RpcClient(serve(behave), close_timeout=SHORT)
    wait_until(lambda: answers)
    assert answers in ([Opcode.PONG], [Opcode.CLOSE])
    client.close()


# Between calls


def test_all_that_waits_is_read_before_a_call(serve, trusted):
    """Also over TLS, where one read gives one record: here a ping, and behind it the close."""
    server, client_context = trusted
    connections, sent = [], threading.Event()

    def behave(peer):
        connections.append(peer)
        peer = Peer(server.wrap_socket(peer.stream, server_side=True), peer.over)
        request = peer.open_and_read()
        peer.send_text(reply_to(request, payload=len(connections)))
        if len(connections) == 1:
            peer.send(frame(Opcode.PING))
            time.sleep(0.05)
            peer.send(closing(1001))
            sent.set()
        with contextlib.suppress(OSError):
            peer.wait_for_goodbye()
        peer.stream.close()

    url = serve(behave).replace("ws://127.0.0.1", "wss://localhost")
    with RpcClient(url, reconnect=True, context=client_context, close_timeout=SHORT) as client:
        assert client.call("echo") == 1
        assert sent.wait(AMPLE)
        time.sleep(0.05)  # and it is here
        assert client.call("echo") == 2


@pytest.fixture
def trusted():
    """TLS contexts for a server, and for a client that trusts it."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(CERTIFICATE)
    return server, ssl.create_default_context(cafile=CERTIFICATE)


def test_notifications_of_before_the_end_are_given_out_first(serve):
    def behave(peer):
        ticks = [text_frame(f'{{"event": "tick", "payload": {n}}}') for n in range(3)]
        peer.shake_hands(then=b"".join(ticks) + closing(1001))
        peer.say_nothing()

    client = RpcClient(serve(behave), close_timeout=SHORT)
    time.sleep(0.05)
    assert [client.next_notification().params for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ConnectionLost, match="1001"):
        client.next_notification()
    client.close()


def test_half_a_record_is_waited_for(serve, monkeypatch):
    """Half a TLS record: the socket can be read from, and there is not enough to decrypt anything."""

    def behave(peer):
        peer.shake_hands()
        answer_all(peer)

    def half(stream):
        monkeypatch.setattr(Stream, "receive_some", receive_some)

    with RpcClient(serve(behave)) as client:
        receive_some = Stream.receive_some
        monkeypatch.setattr(Stream, "receive_some", half)
        assert client.call("echo") == "here"


def test_pongs_that_the_socket_does_not_take_are_no_reason_to_give_up(serve):
    """A server may be busy for a while. It gets the newest pongs, and the call, when it reads again."""
    pongs = []

    def behave(peer):
        peer.shake_hands()
        peer.stream.setblocking(False)
        rest = b""  # of a ping that the socket took in part
        while not full.is_set():
            rest = rest or PING
            with contextlib.suppress(BlockingIOError):
                rest = rest[peer.stream.send(rest) :]
        peer.stream.setblocking(True)
        peer.stream.sendall(rest)
        while True:
            opcode, payload = peer.read_frame()
            pongs.append(opcode)
            if opcode == Opcode.TEXT:
                peer.send(text_frame(reply_to(payload, payload="here")))

    full = threading.Event()
    with RpcClient(serve(behave, receive_buffer=2048), close_timeout=SHORT) as client:
        client._socket._stream._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
        deadline = time.monotonic() + AMPLE
        while not client._socket._unsent and time.monotonic() < deadline:
            with pytest.raises(RpcTimeout):
                client.next_notification(timeout=0.01)
        assert client._socket._unsent and client.is_open
        full.set()
        assert client.call("echo") == "here"
    assert pongs.count(Opcode.PONG) > 10


PING = frame(Opcode.PING, b"x" * 125)


def test_closing_keeps_nothing_of_what_still_comes(serve):
    def behave(peer):
        peer.shake_hands()
        peer.read_frame()
        while True:
            peer.send(text_frame("x" * 100_000) * 10)

    client = RpcClient(serve(behave), close_timeout=SHORT)
    client.close()
    assert not client._socket._texts


# Calls


@pytest.mark.parametrize("timeout", [1e9, float("inf"), 3e6])
def test_time_outs_without_end(serve, timeout):
    def behave(peer):
        peer.shake_hands()
        answer_all(peer)

    client = RpcClient(serve(behave), open_timeout=timeout, close_timeout=timeout)
    assert client.call("echo", timeout=timeout) == "here"
    client.close()


def test_a_batch_that_is_refused_as_a_whole(serve):
    """The error has no id: it is for the whole batch, and nothing more is waited for."""

    def behave(peer):
        peer.open_and_read()
        error = {"code": -32700, "message": "cannot read"}
        peer.send_text(json.dumps({"jsonrpc": "2.0", "id": None, "error": error}))
        requests = json.loads(peer.read_request())
        replies = [{"jsonrpc": "2.0", "id": requests[0]["id"], "error": error}]
        replies += [{"jsonrpc": "2.0", "id": request["id"], "result": 1} for request in requests[1:]]
        peer.send_text(json.dumps(replies))
        peer.wait_for_goodbye()

    with RpcClient(serve(behave), dialect="jsonrpc", timeout=AMPLE) as client:
        with pytest.raises(RemoteError, match="cannot read"):
            client.batch([("echo", {}), ("echo", {})])
        failed, done = client.batch([("echo", {}), ("echo", {})])
        assert isinstance(failed, RemoteError) and done == 1


def test_true_is_no_id(serve):
    """To Python True equals 1, and the first call has the id 1."""

    def behave(peer):
        request = peer.open_and_read()
        peer.send_text('{"status": "success", "id": true, "payload": "not yours"}')
        peer.send_text(reply_to(request, payload="yours"))
        peer.wait_for_goodbye()

    with RpcClient(serve(behave)) as client:
        assert client.call("echo") == "yours"
        assert client.unmatched == 1

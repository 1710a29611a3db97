"""The server, over real sockets; tests/faults has the peers that misbehave."""

import asyncio
import contextlib
import io
import json
import logging
import socket
import ssl

import pytest
from rpc_server import make_server
from waiting import until

from framebyframe.rpc import (
    AccessLog,
    AsyncRpcClient,
    ConnectionLost,
    ConnectionRefused,
    RemoteError,
    RpcServer,
    RpcTimeout,
    Timeouts,
    server_connection,
)
from framebyframe.wire import (
    ClientHandshake,
    ConnectionClosed,
    Frame,
    HandshakeAccepted,
    Opcode,
    PingReceived,
    TextMessage,
    encode_frame,
)

MIB = 2**20


class RawPeer:
    """A client that may send any bytes."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.connection = None
        self.events = []

    @classmethod
    async def connect(cls, server, **streams):
        host, port = server.url.removeprefix("ws://").rsplit(":", 1)
        return cls(*await asyncio.open_connection(host, int(port), **streams))

    async def shake_hands(self, **options):
        handshake = ClientHandshake("localhost", **options)
        self.writer.write(handshake.data_to_send())
        outcome = None
        while outcome is None:
            outcome = handshake.receive_data(await self.reader.read(65536))
        assert isinstance(outcome, HandshakeAccepted), outcome
        self.connection = outcome.connection
        self.events.extend(outcome.events)
        return self

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def send_json(self, *values):
        for value in values:
            self.connection.send_text(json.dumps(value))
        await self.send(self.connection.data_to_send())

    async def next_event(self):
        while not self.events:
            data = await asyncio.wait_for(self.reader.read(65536), 10)
            self.events += self.connection.receive_data(data) if data else self.connection.receive_eof()
            self.writer.write(self.connection.data_to_send())  # pongs, and the answer to a close
        return self.events.pop(0)

    async def next_json(self):
        while isinstance(event := await self.next_event(), PingReceived):
            pass
        assert isinstance(event, TextMessage), event
        return json.loads(event.text)

    async def end(self):
        """Wait until the server ends the connection and then the stream; return how."""
        while not isinstance(event := await self.next_event(), ConnectionClosed):
            pass
        while await asyncio.wait_for(self.reader.read(65536), 10):
            pass
        return event

    async def close(self):
        self.writer.close()
        with contextlib.suppress(ConnectionError):  # the server may have reset the connection
            await self.writer.wait_closed()


@pytest.fixture
def with_server(run):
    """Run a coroutine function with a server and a way to connect to it; all is closed after it."""

    def start(main, server=None, **options):
        async def wrapped():
            peers = []

            async def connect(**streams):
                peers.append(await RawPeer.connect(listening, **streams))
                return peers[-1]

            async with (server or make_server(**options)).listening() as listening:
                await main(listening, connect)
                for peer in peers:
                    await peer.close()

        run(wrapped)

    return start


def test_an_action_by_its_own_name_or_another():
    server = RpcServer()

    @server.action
    def one():
        return 1

    @server.action(name="zwei")
    def two():
        return 2

    assert (one(), two()) == (1, 2)
    assert [server.actions.find(name).function for name in ("one", "zwei")] == [one, two]


def test_its_address(run):
    async def main():
        server = make_server()
        with pytest.raises(AssertionError, match="not been started"):
            _ = server.url
        await server.stop()
        async with server.listening():
            assert server.url.startswith("ws://127.0.0.1:") and server.connection_count == 0

    run(main)


def test_a_byte_at_a_time(with_server):
    async def main(server, connect):
        peer = await connect()
        handshake = ClientHandshake("localhost")
        request = Frame(Opcode.TEXT, b'{"action": "add", "params": {"a": 1}}', masking_key=b"abcd")
        for byte in handshake.data_to_send() + encode_frame(request):
            await peer.send(bytes([byte]))
            await asyncio.sleep(0)
        outcome = handshake.receive_data(await peer.reader.readuntil(b"\r\n\r\n"))
        peer.connection = outcome.connection
        assert (await peer.next_json())["payload"] == 2

    with_server(main)


def test_a_request_in_the_same_packet_as_the_handshake(with_server):
    async def main(server, connect):
        peer = await connect()
        handshake = ClientHandshake("localhost")
        request = Frame(Opcode.TEXT, b'{"action": "add", "params": {"a": 1}}', masking_key=b"abcd")
        await peer.send(handshake.data_to_send() + encode_frame(request) * 3)
        outcome = handshake.receive_data(await peer.reader.readuntil(b"\r\n\r\n"))
        peer.connection = outcome.connection
        assert [(await peer.next_json())["payload"] for _ in range(3)] == [2, 2, 2]

    with_server(main)


def test_all_replies_of_a_turn_are_one_write(with_server):
    async def main(server, connect):
        peer = await (await connect()).shake_hands()
        [connection] = server._connections
        writes = []
        write = connection._transport.write
        connection._transport.write = lambda data: (writes.append(data), write(data))
        await peer.send_json(*[{"action": "add", "params": {"a": n}} for n in range(50)])
        assert [(await peer.next_json())["payload"] for _ in range(50)] == list(range(1, 51))
        assert len(writes) == 1

    with_server(main)


def test_a_plain_get(with_server):
    async def main(server, connect):
        peer = await connect()
        await peer.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = await peer.reader.read()
        assert answer.startswith(b"HTTP/1.1 426 ") and b"WebSocket" in answer
        await peer.send(b"and what is said after that is not read")
        await peer.close()
        await until(lambda: server.connection_count == 0)

    with_server(main)


def test_a_binary_message(with_server):
    async def main(server, connect):
        peer = await (await connect()).shake_hands()
        peer.connection.send_bytes(b"{}")
        await peer.send(peer.connection.data_to_send())
        assert (await peer.end()).code == 1003

    with_server(main)


def test_an_illegal_frame(with_server):
    async def main(server, connect):
        peer = await (await connect()).shake_hands()
        await peer.send(b"\x81\x00")
        assert (await peer.end()).code == 1002

    with_server(main)


def test_the_close_frame_reaches_a_client_that_is_still_sending(with_server):
    async def main(server, connect):
        peer = await (await connect()).shake_hands()
        await peer.send(encode_frame(Frame(Opcode.TEXT, b"x" * 3 * MIB, masking_key=b"abcd")))
        assert (await peer.end()).code == 1009

    with_server(main)


def test_half_a_handshake(with_server):
    async def main(server, connect):
        peer = await connect()
        await peer.send(b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(ConnectionResetError):  # on a busy machine it ends before it has read this
            assert await peer.reader.read() == b""

    with_server(main, timeouts=Timeouts(open=0.05))


def test_a_connection_that_opens_in_time_stays(with_server):
    async def main(server, connect):
        peer = await (await connect()).shake_hands()
        await asyncio.sleep(1.1)
        await peer.send_json({"action": "add", "params": {"a": 1}})
        assert (await peer.next_json())["payload"] == 2

    with_server(main, timeouts=Timeouts(open=1, ping_interval=0))


def test_a_client_that_answers_no_ping(with_server):
    async def main(server, connect):
        peer = await (await connect()).shake_hands()
        await until(lambda: server.connection_count == 0)
        assert (await peer.reader.read())[:2] == b"\x89\x00"

    with_server(main, timeouts=Timeouts(ping_interval=0.02, ping_timeout=0.05))


def test_a_client_that_does_not_answer_a_close(with_server):
    async def main(server, connect):
        await (await connect()).shake_hands()
        [connection] = server._connections
        connection.close(4000, "enough")
        connection.close(4001, "twice")
        await until(lambda: server.connection_count == 0)
        assert connection.closed.code == 1006

    with_server(main, timeouts=Timeouts(close=0.05, ping_interval=0))


def test_a_client_that_does_not_read(with_server):
    """Reading stops when a megabyte waits to be sent, ticks are dropped; all goes on when it reads."""

    async def main(server, connect):
        peer = await (await connect(limit=1024)).shake_hands()
        peer.writer.transport.pause_reading()
        [connection] = server._connections
        request = json.dumps({"action": "fail", "params": {"message": "x" * 100_000}})
        peer.connection.send_text(request)
        one = peer.connection.data_to_send()
        for _ in range(200):
            peer.writer.write(one)
        await until(lambda: connection.congested)
        # less than a hundred of the two hundred replies are in memory: the others have not been asked for
        assert connection._transport.get_write_buffer_size() < 4 * MIB
        connection.push("dropped")
        peer.writer.transport.resume_reading()
        for _ in range(200):
            assert (await peer.next_json())["message"] == "x" * 100_000
        assert not connection.congested

    with_server(main)


def test_large_answers_to_small_requests(with_server):
    """Hundreds of requests come in one read, and their answers would be a hundred megabytes."""

    async def main(server, connect):
        @server.action
        def large(n: int):
            calls.append(n)
            return [n, "x" * 300_000]

        calls = []
        peer = await (await connect(limit=1024)).shake_hands()
        peer.writer.transport.pause_reading()
        [connection] = server._connections
        await peer.send_json(*[{"action": "large", "params": {"n": n}} for n in range(400)])
        await until(lambda: connection.congested)
        await asyncio.sleep(0.1)
        assert connection._transport.get_write_buffer_size() < 4 * MIB
        assert len(calls) < 100, "the sockets of both sides take some"
        peer.writer.transport.resume_reading()
        assert [(await peer.next_json())["payload"][0] for _ in range(400)] == list(range(400))
        assert calls == list(range(400)) and not connection._waiting and not connection._paused

    with_server(main)


def test_what_waits_is_taken_as_there_is_room(with_server, monkeypatch):
    monkeypatch.setattr(server_connection, "MAX_SEND_BUFFER", 1000)

    async def main(server, connect):
        @server.action
        async def wait():
            calls.append(asyncio.get_running_loop().create_future())
            return await calls[-1]

        calls = []
        peer = await (await connect()).shake_hands()
        [connection] = server._connections
        await peer.send_json(*[{"action": "wait", "id": n, "pad": "x" * 200} for n in range(20)])
        await until(lambda: connection._paused and calls)
        room = len(calls)
        assert 3 <= room <= 6
        for n in range(20):
            assert len(calls) == min(20, room + n)
            calls[n].set_result(n)
            assert (await peer.next_json())["payload"] == n
        assert not connection._paused

    with_server(main)


def test_large_answers_to_requests_that_a_goodbye_follows(with_server):
    """All in one packet: requests whose replies exceed a megabyte, and after them the client's close."""

    async def main(server, connect):
        server.action(name="large")(lambda: "x" * 100_000)
        peer = await (await connect()).shake_hands()
        for _ in range(100):
            peer.connection.send_text('{"action": "large"}')
        peer.connection.send_close(1000)
        await peer.send(peer.connection.data_to_send())
        answers = 0
        while not isinstance(event := await peer.next_event(), ConnectionClosed):
            answers += isinstance(event, TextMessage)
        assert (answers, event.code) == (100, 1000)

    with_server(main)


def test_what_waits_is_done_for_a_client_that_says_goodbye(with_server):
    async def main(server, connect):
        gate, saved = asyncio.Event(), []
        server.action(name="wait")(gate.wait)
        server.action(name="save")(lambda n: saved.append(n))
        peer = await (await connect()).shake_hands()
        for _ in range(2):
            peer.connection.send_text(json.dumps({"action": "wait", "id": 1, "pad": "x" * 600_000}))
        for n in range(3):
            peer.connection.send_text(json.dumps({"action": "save", "params": {"n": n}}))
        peer.connection.send_close(1000)
        await peer.send(peer.connection.data_to_send())
        await until(lambda: server.connection_count == 0 or len(saved) == 3)
        assert saved == [0, 1, 2]
        await peer.close()

    with_server(main)


def test_what_waits_is_not_done_for_a_client_that_has_gone(with_server):
    async def main(server, connect):
        @server.action
        def large():
            calls.append(1)
            return "x" * 300_000

        calls = []
        peer = await (await connect(limit=1024)).shake_hands()
        peer.writer.transport.pause_reading()
        [connection] = server._connections
        await peer.send_json(*[{"action": "large"}] * 400)
        await until(lambda: connection._waiting)
        peer.writer.transport.abort()
        await until(lambda: server.connection_count == 0)
        assert len(calls) < 100 and not connection._waiting

    with_server(main, timeouts=Timeouts(ping_interval=0.05, ping_timeout=2))


def test_a_client_whose_requests_must_be_kept(with_server):
    """Replies without an id wait for those before them, and hold up reading when they are too much."""

    async def main(server, connect):
        gate = asyncio.Event()
        server.action(name="wait")(gate.wait)
        peer = await (await connect()).shake_hands()
        [connection] = server._connections
        await peer.send_json({"action": "wait"})
        request = {"action": "add", "params": {"a": 1, "more": "x" * 300_000}}
        sending = asyncio.create_task(peer.send_json(*[request] * 10))
        first = asyncio.create_task(peer.next_json())  # it answers pings too
        await until(lambda: connection._paused)
        assert MIB < connection._session.held < 2 * MIB
        await asyncio.sleep(1.3)  # longer than a pong may take
        gate.set()
        assert (await first)["payload"] is True
        assert [(await peer.next_json())["payload"] for _ in range(10)] == [2] * 10
        await sending
        assert connection._session.held == 0 and not connection._paused

    # a pong that we have not read is no fault of the client's
    with_server(main, timeouts=Timeouts(ping_interval=0.02, ping_timeout=1))


def test_notifications_that_must_be_kept(with_server):
    """Notifications get no reply; reading goes on once they have been done."""

    async def main(server, connect):
        gate = asyncio.Event()
        server.action(name="wait")(gate.wait)
        peer = await (await connect()).shake_hands()
        [connection] = server._connections
        notification = {"jsonrpc": "2.0", "method": "wait", "params": {}, "more": "x" * 600_000}
        sending = asyncio.create_task(
            peer.send_json(*[notification] * 4, {"action": "add", "params": {"a": 1}})
        )
        await until(lambda: connection._paused)
        gate.set()
        assert (await peer.next_json())["payload"] == 2
        await sending
        assert connection._session.held == 0 and not connection._paused

    with_server(main)


def test_what_is_wrong_and_a_goodbye_in_the_same_packet(with_server):
    """Nothing is left of the connection: its calls are cancelled, and its end is logged."""

    async def main(server, connect):
        begun, gone = asyncio.Event(), asyncio.Event()

        @server.action
        async def work():
            begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                gone.set()

        peer = await (await connect()).shake_hands()
        await peer.send_json({"action": "work", "id": 1})
        await asyncio.wait_for(begun.wait(), 10)
        peer.connection.send_bytes(b"wrong")
        peer.connection.send_close(1000)
        await peer.send(peer.connection.data_to_send())
        await asyncio.wait_for(gone.wait(), 10)
        assert (await peer.end()).code == 1000
        await peer.close()
        await until(lambda: server.connection_count == 0)

    with_server(main)


def test_who_connects_while_the_server_stops(run, certificate):
    """Over TLS that takes a while: its socket is there before, and the connection after."""
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    theirs = ssl.create_default_context(cafile=certificate)

    def finish(connected):
        with (
            contextlib.suppress(OSError),
            theirs.wrap_socket(connected, server_hostname="localhost") as client,
        ):
            client.sendall(ClientHandshake("localhost").data_to_send())
            return client.recv(65536)

    async def main():
        server = make_server()
        await server.start(context=ours)
        host, port = server.url.removeprefix("wss://").rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=5) as connected:
            await asyncio.sleep(0.05)
            await server.stop()
            assert not await asyncio.to_thread(finish, connected)
        assert server.connection_count == 0

    run(main)


def test_a_log_that_nobody_reads(run):
    class Broken(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    async def main():
        async with make_server(log=AccessLog(stream=Broken())).listening() as server:
            client = AsyncRpcClient(server.url)
            await client.open()
            [connection] = server._connections
            await client.close()
            assert connection.closed.code == 1000

    run(main)


def test_stopping_lets_calls_finish_and_says_goodbye(run):
    async def main():
        server = make_server()
        await server.start()
        async with AsyncRpcClient(server.url) as client:
            call = asyncio.create_task(client.call("sleep", ms=200))
            await until(lambda: [c for c in server._connections if c.tasks_in_flight()])
            await server.stop()
            assert await call == 200
            with pytest.raises(ConnectionLost, match="close code 1001: the server is stopping"):
                await client.call("add", a=1)

    run(main)


def test_stopping_does_not_wait_longer_than_its_grace(run):
    async def main():
        server = make_server()
        await server.start()
        async with AsyncRpcClient(server.url) as client:
            call = asyncio.create_task(client.call("sleep", ms=60_000))
            await until(lambda: [c for c in server._connections if c.tasks_in_flight()])
            await server.stop(grace=0.05)
            with pytest.raises(ConnectionLost, match="1001"):
                await call

    run(main)


def test_stopping_does_not_wait_for_clients_that_say_nothing(run):
    async def main():
        server = make_server()
        await server.start()
        mute = await (await RawPeer.connect(server)).shake_hands()
        half = await RawPeer.connect(server)
        await half.send(b"GET / HTTP/1.1\r\n")
        await until(lambda: server.connection_count == 2)
        await server.stop(grace=0)
        assert server.connection_count == 0
        await mute.close()
        await half.close()

    run(main)


def test_what_comes_after_the_server_has_begun_to_stop(run):
    async def main():
        server = make_server()
        await server.start()
        async with AsyncRpcClient(server.url) as client:
            call = asyncio.create_task(client.call("sleep", ms=300))
            await until(lambda: [c for c in server._connections if c.tasks_in_flight()])
            stopping = asyncio.create_task(server.stop())
            await asyncio.sleep(0.05)
            late = asyncio.create_task(client.call("add", a=1))
            assert await call == 300
            with pytest.raises(ConnectionLost, match="1001"):
                await late
            await stopping

    run(main)


def test_stopping_does_not_wait_for_calls_of_a_client_that_has_left(run):
    async def main():
        server = make_server()
        await server.start()
        async with AsyncRpcClient(server.url, ids=False) as client:
            with pytest.raises(RpcTimeout):
                await client.call("sleep", ms=60_000, timeout=0.05)
        await asyncio.wait_for(server.stop(grace=60), 30)

    run(main)


def test_a_mistake_in_an_action_is_not_the_end(run, caplog):
    async def main():
        async with make_server().listening() as server, AsyncRpcClient(server.url) as client:
            with caplog.at_level(logging.ERROR), pytest.raises(RemoteError, match="server error"):
                await client.call("broken")
            assert await client.call("add", a=1) == 2

    run(main)


# The log


def log_of(run, as_json, main):
    stream = io.StringIO()

    async def wrapped():
        words = {401: "no token"}
        log = AccessLog(as_json, stream, lambda refused: words.get(refused.status, refused.reason))
        async with make_server(log=log, token="s3cret").listening() as server:
            await main(server)

    run(wrapped)
    return stream.getvalue().splitlines()


async def a_day(server):
    async with AsyncRpcClient(server.url, dialect="jsonrpc", token="s3cret") as client:
        for n in range(10):
            with pytest.raises(RemoteError):
                await client.call(f"m{n}")
        await client.call("add", a=1)
    raw = await RawPeer.connect(server)
    raw = await raw.shake_hands(target="/?a=b&tok%65n=s3cret", headers=[("User-Agent", "é x")])
    await raw.send(b"\x81\x00")
    await raw.end()
    await raw.close()
    for head in (b"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Mozilla/5.0\r\n\r\n", b"\x00\r\n\r\n"):
        raw = await RawPeer.connect(server)
        await raw.send(head)
        await raw.reader.read()
        await raw.close()
    raw = await RawPeer.connect(server)
    await raw.send(ClientHandshake("h", headers=[("Authorization", "Bearer \xe9")]).data_to_send())
    await raw.reader.read()
    await raw.close()
    raw = await (await RawPeer.connect(server)).shake_hands(target="/?token=s3cret")
    await raw.close()
    await until(lambda: server.connection_count == 0)


def test_the_log_as_text(run):
    lines = log_of(run, False, a_day)
    assert lines[0] == "#1 python: 11 calls (m0, m1, m2, m3, m4, m5, m6, m7, ...), closed 1000"
    assert lines[1].startswith("#2 ?: 0 calls, closed 1002: ") and "masked" in lines[1]
    assert lines[2].startswith("#3 Mozilla: refused 426 Upgrade Required: ")
    assert lines[3].startswith("#4 -: refused 400 Bad Request: ")
    assert lines[4] == "#5 -: refused 401 Unauthorized: no token"
    assert lines[5] == "#6 -: 0 calls, closed 1006"
    assert "s3cret" not in "".join(lines) and "".join(lines).isascii()


def test_the_log_as_json(run):
    lines = [json.loads(line) for line in log_of(run, True, a_day)]
    assert [line["connection"] for line in lines] == [1, 2, 3, 4, 5, 6]
    first = lines[0]
    assert (first["agent"], first["subprotocol"], first["calls"], first["code"]) == (
        "python",
        "jsonrpc",
        11,
        1000,
    )
    assert first["actions"] == [*(f"m{n}" for n in range(8)), "..."]
    assert (first["reason"], first["fault"], first["origin"]) == ("", None, None)
    assert lines[1]["target"] == "/?a=b&tok%65n=REDACTED" and lines[1]["code"] == 1002
    assert [line.get("refused") for line in lines] == [None, None, 426, 400, 401, None]
    assert lines[5]["code"] == 1006 and lines[5]["fault"] is None


# Who is connected


def test_it_says_who_is_connected_and_for_how_long(run):
    async def main():
        server = make_server()
        assert not server.is_listening
        async with server.listening():
            assert server.is_listening and server.clients == []
            one = AsyncRpcClient(server.url)
            two = AsyncRpcClient(server.url, dialect="jsonrpc", origin="http://localhost:8888")
            await one.open()
            await two.open()
            await one.call("add", a=1)
            waiting = asyncio.create_task(two.call("sleep", ms=60_000))
            await until(lambda: [client.in_flight for client in server.clients] == [0, 1])
            first, second = server.clients
            assert (first.agent, first.origin, first.calls, first.in_flight) == ("python", None, 1, 0)
            assert (second.agent, second.origin) == ("python", "http://localhost:8888")
            assert (second.subprotocol, second.in_flight) == ("jsonrpc", 1)
            assert first.number < second.number and first.is_read and second.is_read
            await one.close()
            await until(lambda: [client.number for client in server.clients] == [second.number])
            waiting.cancel()
            await two.close()
            await until(lambda: server.clients == [])
        assert not server.is_listening

    run(main)


def test_a_client_that_is_refused_has_a_number_and_is_not_connected(run):
    async def main():
        async with make_server(token="s3cret").listening() as server:
            with pytest.raises(ConnectionRefused):
                await AsyncRpcClient(server.url).open()
            async with AsyncRpcClient(server.url, token="s3cret"):
                assert [client.number for client in server.clients] == [2]

    run(main)

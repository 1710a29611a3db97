"""Servers that misbehave, each a function that is given the socket of one connection."""

import asyncio
import contextlib
import socket
import threading

import pytest

from framebyframe.rpc import AsyncRpcClient, Patience, RpcClient
from framebyframe.wire import Frame, Opcode, accept_key, encode_frame


class Peer:
    """The server's end of one connection: bytes in, bytes out, nothing checked."""

    def __init__(self, stream):
        self.stream = stream
        self._buffer = b""

    def read_head(self):
        """The client's opening handshake, as bytes."""
        while b"\r\n\r\n" not in self._buffer:
            data = self.stream.recv(65536)
            if not data:
                raise ConnectionError("no handshake came")
            self._buffer += data
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head

    def shake_hands(self, then=b"", extra=b""):
        """Answer the opening handshake as a good server does; `then` goes out in the same packet."""
        self.send(self.good_answer(extra) + then)

    def good_answer(self, extra=b""):
        key = next(
            line[19:] for line in self.read_head().split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key: ")
        )
        lines = [
            b"HTTP/1.1 101 Switching Protocols",
            b"Upgrade: websocket",
            b"Connection: Upgrade",
            b"Sec-WebSocket-Accept: " + accept_key(key.decode()).encode(),
        ]
        return b"\r\n".join([*lines, b"\r\n"]).replace(b"\r\n\r\n", extra + b"\r\n\r\n")

    def send(self, data):
        self.stream.sendall(data)

    def send_text(self, text):
        self.send(text_frame(text))

    def read(self, count):
        while len(self._buffer) < count:
            data = self.stream.recv(65536)
            if not data:
                raise ConnectionError("the client has gone")
            self._buffer += data
        data, self._buffer = self._buffer[:count], self._buffer[count:]
        return data

    def read_frame(self):
        """Opcode and payload of the client's next frame, unmasked."""
        first, second = self.read(2)
        length = second & 127
        if length > 125:
            length = int.from_bytes(self.read(2 if length == 126 else 8), "big")
        key = self.read(4)
        payload = self.read(length)
        return first & 15, bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))

    def read_request(self):
        """The text of the client's next message; its goodbye is answered, and ends the behaviour."""
        while True:
            opcode, payload = self.read_frame()
            if opcode == Opcode.TEXT:
                return payload.decode()
            if opcode == Opcode.CLOSE:
                self.send(encode_frame(Frame(Opcode.CLOSE, payload)))
                raise ConnectionError("the client has said goodbye")

    def wait_for_goodbye(self):
        """Until the client closes, which is answered, or goes."""
        while True:
            self.read_request()

    def say_nothing(self):
        """Until the client ends the stream."""
        while self.stream.recv(65536):
            pass

    def reset(self):
        """End the stream the hard way: the client's system is told that there was nobody."""
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.stream.close()


def text_frame(text):
    return encode_frame(Frame(Opcode.TEXT, text.encode()))


@pytest.fixture
def serve():
    """Run a behaviour for each connection, in a thread; its URL. All have ended when the test has."""
    listeners, threads, streams, failures = [], [], [], []

    def run(behaviour, stream):
        with stream, contextlib.suppress(ConnectionError):
            try:
                behaviour(Peer(stream))
            except OSError:
                pass
            except Exception as error:
                failures.append(error)

    def accept(listener, behaviour):
        with contextlib.suppress(OSError):
            while True:
                stream, _ = listener.accept()
                streams.append(stream)
                threads.append(threading.Thread(target=run, args=(behaviour, stream), daemon=True))
                threads[-1].start()

    def start(behaviour):
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threads.append(threading.Thread(target=accept, args=(listener, behaviour), daemon=True))
        threads[-1].start()
        return f"ws://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for end in [*listeners, *streams]:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
    for thread in threads:
        thread.join(10)
    assert not failures
    assert not any(thread.is_alive() for thread in threads)


AMPLE = 10.0
"""Seconds, far more than any of these tests takes: what ends it is not this time-out."""


class InLoop:
    """The asyncio client behind the methods of the blocking one, so that both meet the same servers."""

    def __init__(self, loop, url, *, open_timeout, close_timeout=AMPLE, **options):
        patience = Patience(open=open_timeout, close=close_timeout)
        self._loop = loop
        self._client = AsyncRpcClient(url, patience=patience, **options)
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
    """An event loop in a thread of its own, which has nothing left to do when the test has ended."""
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
    """Make a client, blocking or asyncio; all are closed when the test has ended."""
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

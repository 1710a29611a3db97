"""The servers against peers that misbehave: they stay up, free their memory, and serve the others."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from raw_client import TIMEOUT, UPGRADE, RawClient, Received
from running_servers import SERVERS, StartServer, launch, server_command, server_folder
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from framebyframe.peers import Server
from framebyframe.peers.environment import for_peer

MIB = 2**20
PAGES_OF_THEIR_OWN = {"node_server", "pyserver"}
"""Servers whose page says which server it is; our own has that of `wire`, which knows no address."""
GET_DATA = '{"action": "getData"}'
SUBSCRIBE = '{"jsonrpc": "2.0", "method": "subscribe", "params": {"intervalMs": 10}, "id": "ticks"}'
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture(autouse=True)
def _serves_others(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test another client is served by the shared server."""
    yield
    if "server" in request.fixturenames:
        assert_serves(request.getfixturevalue("server").url)


def client_of(url: str, **options: Any) -> ClientConnection:
    return connect(url, proxy=None, open_timeout=TIMEOUT, **options)


def assert_serves(url: str) -> None:
    with client_of(url) as client:
        client.send(GET_DATA)
        assert json.loads(client.recv(TIMEOUT))["payload"]["name"] == "Example Item"


def close_code(client: ClientConnection) -> int:
    """The code of the server's close frame; all before it is skipped."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            client.recv(TIMEOUT)
    assert closed.value.rcvd is not None, "no close frame came"
    return int(closed.value.rcvd.code)


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Wait for the state of another process, which no event tells."""
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


# Bytes that are no WebSocket


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x81\x85\x00\x00\x00\x00Hello",
        b"\x81\x05Hello",
        b"GET\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
    ],
    ids=["TLS", "a frame", "a frame without a mask", "half a line", "line feeds alone"],
)
def test_garbage_where_a_handshake_should_be(server: Server, garbage: bytes) -> None:
    with RawClient(server.url) as client:
        client.send(garbage)
        answer = client.read_to_end()
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_garbage_has_its_line_in_the_log(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name)
    with RawClient(server.url) as client:
        client.send(b"\x16\x03\x01")
        assert client.read_head().startswith("HTTP/1.1 400 ")
        assert re.match(r"#1 -: refused 400 Bad Request: not an HTTP request", server.log_lines(1)[0], re.I)


@pytest.mark.parametrize(
    "announced",
    [
        ["Content-Length: {length}"],
        ["Transfer-Encoding: chunked"],
        ["Content-Length: {length}", "Transfer-Encoding: chunked"],
        ["Content-Length: {length}", "Content-Length: {length}"],
        ["Content-Length: abc"],
    ],
    ids=", ".join,
)
def test_a_body_is_not_run_as_a_call(
    start_server: StartServer, server_name: str, announced: list[str]
) -> None:
    server = start_server(server_name)
    call = Frame(Opcode.TEXT, GET_DATA.encode()).serialize(mask=True)
    with RawClient(server.url) as client:
        headers = [header.format(length=len(call)) for header in announced]
        lines = ["GET / HTTP/1.1", *UPGRADE, *headers, "", ""]
        client.send("\r\n".join(lines).encode() + call)
        assert client.read_to_end().startswith(b"HTTP/1.1 400 ")
    assert server.log_lines(1)[0].startswith("#1 -: refused 400 ")
    assert_serves(server.url)


def test_a_plain_get_meets_a_page(server: Server) -> None:
    with RawClient(server.url) as client:
        head = client.request("GET / HTTP/1.1", "Host: 127.0.0.1")
        page = client.read_to_end().decode()
    status, *headers = head.lower().split("\r\n")
    assert status == "http/1.1 426 upgrade required"
    assert {"upgrade: websocket", "connection: upgrade, close", "content-type: text/html; charset=utf-8"} <= {
        *headers
    }
    assert f"content-length: {len(page.encode())}" in headers
    assert "WebSocket server" in page
    if server.name in PAGES_OF_THEIR_OWN:
        assert server.name in page and server.url in page


def test_the_page_is_not_logged_as_a_call(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name)
    with RawClient(server.url) as client:
        client.request("GET / HTTP/1.1", "Host: 127.0.0.1", "User-Agent: browser/1.0")
    assert server.log_lines(1) == ["#1 browser: refused 426 Upgrade Required: No WebSocket upgrade asked for"]


def test_half_a_handshake(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name, "--open-timeout", "1")
    with RawClient(server.url) as half, RawClient(server.url) as silent:
        half.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: web")
        assert_serves(server.url)
        assert b" 101 " not in half.read_to_end()
        assert b" 101 " not in silent.read_to_end()
    assert server.log_lines(1) == ["#1 Python: 1 call (getData), closed 1000"], "nobody was refused"


def test_a_handshake_byte_by_byte(server: Server) -> None:
    with RawClient(server.url) as client:
        for byte in b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n":
            client.send(bytes([byte]))
        head = client.request("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13")
    assert head.startswith("HTTP/1.1 101 ")


# Frames that no client may send


@pytest.mark.parametrize(
    "frame, code",
    [
        (b"\x81\x05Hello", 1002),
        (b"\xf1\x80\0\0\0\0", 1002),
        (b"\x83\x80\0\0\0\0", 1002),
        (b"\x80\x80\0\0\0\0", 1002),
        (b"\x09\x80\0\0\0\0", 1002),
        (b"\x88\x81\0\0\0\0\x03", 1002),
        (b"\x81\x81\0\0\0\0\xff", 1007),
        (b"\x88\x83\0\0\0\0\x03\xe8\xff", 1007),
        (b"\x81\xff\x00\x00\x00\x00\x00\x10\x00\x01\0\0\0\0", 1009),
    ],
    ids=[
        "no mask",
        "RSV",
        "opcode 3",
        "continues nothing",
        "split ping",
        "short close",
        "UTF-8",
        "reason",
        "too big",
    ],
)
def test_an_illegal_frame(start_server: StartServer, server_name: str, frame: bytes, code: int) -> None:
    server = start_server(server_name)
    with RawClient(server.url) as client:
        client.upgrade("User-Agent: hostile/1.0")
        client.send(frame)
        assert client.read_close() == code
    assert re.fullmatch(rf"#1 hostile: 0 calls, closed {code}: .+", server.log_lines(1)[0])
    assert_serves(server.url)


def test_a_message_of_exactly_the_limit(server: Server) -> None:
    with client_of(server.url, max_size=None) as client:
        client.send(
            json.dumps({"action": "getData", "extra": ""}).replace('""', '"' + "x" * (MIB - 35) + '"')
        )
        assert json.loads(client.recv(TIMEOUT))["status"] == "success"


def test_fragments_that_are_too_big_together(server: Server) -> None:
    with RawClient(server.url) as client:
        client.upgrade()
        client.send_frame(Opcode.TEXT, b"x" * MIB, fin=False)
        client.send_frame(Opcode.CONT, b"x", fin=False)
        assert client.read_close() == 1009


def test_limits_from_the_command_line(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name, "--max-message", "100", "--max-fragments", "3")
    with RawClient(server.url) as client:
        client.upgrade()
        client.send_text("x" * 101)
        assert client.read_close() == 1009
    with RawClient(server.url) as client:
        client.upgrade()
        client.send_frame(Opcode.TEXT, b'{"action":', fin=False)
        client.send_frame(Opcode.CONT, b"", fin=False)
        client.send_frame(Opcode.CONT, b'"getData"}')
        assert b"Example Item" in client.read_frame().payload
        for opcode in (Opcode.TEXT, Opcode.CONT, Opcode.CONT, Opcode.CONT):
            client.send_frame(opcode, b"", fin=False)
        assert client.read_close() in (1008, 1009)


def test_empty_fragments_without_end(server: Server) -> None:
    with RawClient(server.url) as client:
        client.upgrade()
        client.send_frame(Opcode.TEXT, b"", fin=False)
        with contextlib.suppress(ConnectionError):
            client.send(b"\x00\x80\0\0\0\0" * 2000)
        assert client.read_close() in (1008, 1009)


def test_a_small_frame_that_inflates_beyond_the_limit(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name, "--deflate")
    with client_of(server.url, compression="deflate") as client:
        assert "permessage-deflate" in client.response.headers["Sec-WebSocket-Extensions"]
        call(client)
        client.send("x" * 2 * MIB)
        assert close_code(client) == 1009
    assert_serves(server.url)


def test_an_answer_fits_where_the_question_did(server: Server) -> None:
    """The limit of a message is for clients too: no character may come back longer than it was sent."""
    request = json.dumps(
        {"action": "echo", "params": {"text": "\u00e9\u20ac\U0001f600" * 100_000}}, ensure_ascii=False
    )
    with client_of(server.url, max_size=len(request.encode()) + 100) as client:
        client.send(request)
        assert json.loads(client.recv(TIMEOUT))["payload"] == json.loads(request)["params"]


# Peers that come and go


@ON_LINUX
def test_500_connections_opened_and_dropped(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name, "--ping-interval", "0")
    with client_of(server.url) as bystander:
        drop_connections(server, bystander, 100)
        before = resident_memory(server)
        drop_connections(server, bystander, 500)
        drop_connections(server, bystander, 500)
        assert resident_memory(server) - before < 48 * MIB


def drop_connections(server: Server, bystander: ClientConnection, count: int) -> None:
    """Open `count` connections, in every state of a handshake, and drop them while one client is served."""
    beginnings: list[Callable[[RawClient], object]] = [
        lambda client: None,
        lambda client: client.send(b"GET / HTTP/1.1\r\n"),
        lambda client: client.upgrade(),
        lambda client: (client.upgrade(), client.send_text('{"action": "sleep", "params": {"ms": 30000}}')),
        lambda client: (client.upgrade(), client.send_text('{"action": "subscribe"}'), client.read_frame()),
        lambda client: (client.upgrade(), client.send(b"\x81\xfe\xff\xff")),
    ]
    descriptors = open_files(server)
    clients = []
    for number, begin in zip(range(count), itertools.cycle(beginnings), strict=False):
        clients.append(RawClient(server.url))
        begin(clients[-1])
        if number % 50 == 0:
            call(bystander)
    for number, client in enumerate(clients):
        client.reset() if number % 2 else client.socket.close()
    call(bystander)
    eventually(lambda: open_files(server) <= descriptors, "the server keeps sockets of peers that went")


def call(client: ClientConnection) -> None:
    client.send('{"action": "getData", "id": 1}')
    assert json.loads(client.recv(TIMEOUT))["id"] == 1


def open_files(server: Server) -> int:
    return len(list(Path(f"/proc/{server.pid}/fd").iterdir()))


def resident_memory(server: Server) -> int:
    """Bytes of the server's process that are in memory."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


@ON_LINUX
def test_a_peer_that_does_not_read(start_server: StartServer, server_name: str) -> None:
    """The server stops reading: it accepts little, keeps little, and in the end sends every reply."""
    server = start_server(server_name, "--ping-interval", "0")
    with RawClient(server.url, receive_buffer=65_536) as client:
        client.upgrade()
        client.send_text(SUBSCRIBE)
        client.read_frame()
        before = resident_memory(server)
        flood = Flood(client, json.dumps({"action": "echo", "params": {"text": "x" * 100_000}}))
        while not flood.is_blocked:
            flood.send_until_blocked()
            assert flood.begun < 256, "the server reads on, though nobody reads what it sends"
            wait_for_ticks(server.url)  # by then, a server that was only slow has read on
        assert resident_memory(server) - before < 64 * MIB
        assert_serves(server.url)
        with flood.finishing():
            sequences = read_replies(client, flood.begun)
    assert sequences == sorted(set(sequences)), "ticks come in their order"
    assert len(sequences) < sequences[-1], "some were dropped, and their numbers are missing"


class Flood:
    """A client that sends the same message again and again, as fast as the server reads."""

    def __init__(self, client: RawClient, message: str) -> None:
        self._socket = client.socket
        self._frame = Frame(Opcode.TEXT, message.encode()).serialize(mask=True)
        self._left = b""
        self.begun = 0
        """Messages sent, the last of them perhaps in part."""

    @property
    def is_blocked(self) -> bool:
        """Whether the connection takes nothing now: the server has not read what fills it."""
        return not select.select([], [self._socket], [], 0)[1]

    def send_until_blocked(self) -> None:
        """Send until the server takes nothing for a second, or has taken 1,000 messages."""
        while select.select([], [self._socket], [], 1.0)[1] and self.begun < 1000:
            if not self._left:
                self._left = self._frame
                self.begun += 1
            self._left = self._left[self._socket.send(self._left, socket.MSG_DONTWAIT) :]

    def send_until_cut(self) -> None:
        """Send until the server ends the connection."""
        with contextlib.suppress(ConnectionError):
            while True:
                self._socket.sendall(self._frame)

    @contextlib.contextmanager
    def finishing(self) -> Iterator[None]:
        """While the block reads, send the rest of the last message."""
        thread = threading.Thread(target=self._socket.sendall, args=(self._left,))
        thread.start()
        yield
        thread.join()


def wait_for_ticks(url: str) -> None:
    """Wait until the server has made more ticks than it keeps for one client: another client counts them."""
    with RawClient(url) as other:
        other.upgrade()
        other.send_text(SUBSCRIBE)
        for _ in range(20):
            other.read_frame()


def read_replies(client: RawClient, count: int) -> list[int]:
    """Read `count` replies; return the numbers of the ticks among them, and of one after them."""
    sequences: list[int] = []
    replies = 0
    while replies < count or not sequences:
        message = json.loads(client.read_frame().payload)
        if message.get("method") == "tick":
            sequences.append(message["params"]["sequence"])
        else:
            replies += 1
    return sequences


@ON_LINUX
def test_a_peer_that_has_much_remembered(start_server: StartServer, server_name: str) -> None:
    """Requests that wait behind a sleeping one are limited by their bytes, not only by their number."""
    server = start_server(server_name, "--ping-interval", "0")
    with RawClient(server.url) as client:
        client.upgrade()
        before = resident_memory(server)
        client.send_text('{"action": "sleep", "params": {"ms": 30000}}')
        flood = Flood(client, json.dumps({"action": "echo", "params": {"text": "x" * 900_000}}))
        flood.send_until_blocked()
        assert flood.begun < 32
        assert resident_memory(server) - before < 64 * MIB
        assert_serves(server.url)


def test_a_peer_that_answers_no_ping(start_server: StartServer, server_name: str) -> None:
    server = start_server(
        server_name, "--ping-interval", "0.1", "--ping-timeout", "2", "--close-timeout", "0.1"
    )
    with RawClient(server.url) as silent, client_of(server.url) as alive:
        silent.upgrade()
        assert silent.read_frame().opcode == Opcode.PING
        silent.read_to_end()
        call(alive)
    assert server.wait_for_log("#2 -") == "#2 -: 0 calls, closed 1006"


def test_a_peer_whose_long_message_is_still_coming(start_server: StartServer, server_name: str) -> None:
    """Its pong waits behind the message: the bytes of the message are a sign of life, also with pauses."""
    server = start_server(server_name, "--ping-interval", "0.1", "--ping-timeout", "1")
    request = json.dumps({"action": "getData", "padding": "x" * 100})
    message = Frame(Opcode.TEXT, request.encode()).serialize(mask=True)
    with RawClient(server.url) as client:
        client.upgrade()
        for byte in message:
            client.send(bytes([byte]))
            time.sleep(0.01)
        frames = iter(client.read_frame, None)
        assert any(b"Example Item" in frame.payload for frame in frames)


def test_a_peer_that_reads_no_more(start_server: StartServer, server_name: str) -> None:
    """The ping waits behind megabytes that the peer does not read: the peer counts as gone."""
    server = start_server(server_name, "--ping-interval", "0.2", "--ping-timeout", "0.5")
    with RawClient(server.url, receive_buffer=65_536) as client:
        client.upgrade()
        Flood(client, json.dumps({"action": "echo", "params": {"text": "x" * 100_000}})).send_until_cut()
    assert re.fullmatch(r"#1 -: \d+ calls \(echo\), closed 1006", server.log_lines(1, TIMEOUT)[0])


def test_a_peer_that_waits_for_its_turn_is_not_gone(start_server: StartServer, server_name: str) -> None:
    """It sends pongs, but is not read while too many of its bytes wait; that ends with the sleeping call."""
    server = start_server(server_name, "--ping-interval", "0.2", "--ping-timeout", "2")
    with client_of(server.url, max_size=None) as client:
        client.send('{"action": "sleep", "params": {"ms": 2500}}')
        for _ in range(8):
            client.send(json.dumps({"action": "echo", "params": {"text": "x" * 900_000}}))
        assert json.loads(client.recv(TIMEOUT))["payload"] == {"slept": 2500}
        for _ in range(8):
            assert len(client.recv(TIMEOUT)) > 900_000
        call(client)


def test_a_peer_that_does_not_answer_a_close(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name, "--close-timeout", "0.2")
    with RawClient(server.url) as client:
        client.upgrade()
        client.send_frame(Opcode.BINARY, b"")
        assert client.read_frame() == Received(Opcode.CLOSE, b"\x03\xeba request is a text message")
        client.read_to_end()
        assert server.log_lines(1) == ["#1 -: 0 calls, closed 1003: a request is a text message"]


# Who may connect


def test_the_origin(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name, "--origin", "https://example.org/", "--origin", "http://b.example:81")
    for origin, status in [
        ("https://example.org", 101),
        ("http://b.example:81", 101),
        ("http://localhost:9999", 101),
        ("http://example.org", 403),
        ("http://b.example", 403),
    ]:
        with RawClient(server.url) as client:
            assert client.upgrade(f"Origin: {origin}").startswith(f"HTTP/1.1 {status} "), origin


@pytest.mark.parametrize("log", ["text", "json"])
def test_the_token(start_server: StartServer, server_name: str, log: str) -> None:
    server = start_server(server_name, "--log", log, FRAMEBYFRAME_TOKEN="sesame")
    attempts = [
        ("/?token=sesame", "Accept: */*", 101),
        ("/", "Authorization: Bearer sesame", 101),
        ("/?tok%65n=sesame&a=b", "Accept: */*", 101),
        ("/", "Accept: */*", 401),
        ("/?token=sesame1", "Accept: */*", 401),
        ("/?token=", "Authorization: Basic sesame", 401),
    ]
    for target, header, status in attempts:
        with RawClient(server.url) as client:
            head = client.upgrade(header, target=target)
            assert head.startswith(f"HTTP/1.1 {status} ")
            assert ("WWW-Authenticate: Bearer" in head) == (status == 401)
    server.log_lines(len(attempts))
    assert "sesame" not in server.log
    assert server.log.count("Token missing or wrong" if log == "text" else '"refused"') == 3


def test_a_token_with_a_byte_that_is_a_blank_in_latin_1(start_server: StartServer, server_name: str) -> None:
    server = start_server(server_name, FRAMEBYFRAME_TOKEN="\u00e0-la-carte")
    with RawClient(server.url) as client:
        as_it_is_sent = "\u00e0-la-carte".encode().decode("latin-1")
        assert client.upgrade(f"Authorization: Bearer {as_it_is_sent}").startswith("HTTP/1.1 101 ")


ADVICE = {
    "https://evil.example": "This Origin is not allowed; --origin URL would allow it",
    "chrome-extension://abcdefgh": "This Origin is not allowed; --origin URL would allow it",
    "http://[::2]:8080": "This Origin is not allowed; --origin URL would allow it",
    "null": "This page has no Origin, as a file has none; open it from http://localhost",
    "http://localhost@evil.example": "This is no Origin that a browser sends",
    "http://a.example:99999": "This is no Origin that a browser sends",
}
"""The log's advice for each Origin."""


@pytest.mark.parametrize("origin", ADVICE)
def test_advice_about_an_origin_can_be_followed(
    start_server: StartServer, server_name: str, origin: str
) -> None:
    server = start_server(server_name)
    with RawClient(server.url) as client:
        assert client.upgrade(f"Origin: {origin}").startswith("HTTP/1.1 403 ")
    [line] = server.log_lines(1)
    assert line == f"#1 -: refused 403 Forbidden: {ADVICE[origin]}"
    follow = ["--origin", origin] if "--origin URL" in line else []
    allowed = origin if follow else "http://localhost" if "http://localhost" in line else None
    if allowed is not None:
        advised = start_server(server_name, *follow)
        with RawClient(advised.url) as client:
            assert client.upgrade(f"Origin: {allowed}").startswith("HTTP/1.1 101 ")


def test_frames_in_the_packet_of_the_handshake(server: Server) -> None:
    call = Frame(Opcode.TEXT, GET_DATA.encode()).serialize(mask=True)
    request = "\r\n".join(["GET / HTTP/1.1", *UPGRADE, "", ""]).encode()
    with RawClient(server.url) as client:
        client.send(request + call)
        assert client.read_head().startswith("HTTP/1.1 101 ")
        assert b"Example Item" in client.read_frame().payload
    with RawClient(server.url) as client:
        client.send(request + b"\x81\x05Hello")
        assert client.read_head().startswith("HTTP/1.1 101 ")
        assert client.read_close() == 1002


def test_the_token_of_a_file(start_server: StartServer, server_name: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from the file\n", encoding="utf-8")
    server = start_server(server_name, "--token-file", str(file), FRAMEBYFRAME_TOKEN="other")
    with RawClient(server.url) as client:
        assert client.upgrade(target="/?token=from+the+file").startswith("HTTP/1.1 101 ")
    with RawClient(server.url) as client:
        assert client.upgrade(target="/?token=other").startswith("HTTP/1.1 401 ")


# How a server ends


@pytest.mark.parametrize("way", ["SIGTERM", "SIGINT", "end of stdin"])
def test_the_end(start_server: StartServer, server_name: str, way: str) -> None:
    server = start_server(server_name)
    with client_of(server.url) as client, client_of(server.url) as busy:
        busy.send('{"action": "sleep", "params": {"ms": 30000}}')
        call(client)
        end(server, way)
        assert close_code(client) == 1001
        assert close_code(busy) == 1001
    eventually(lambda: not server.running, "the server runs on")
    assert server.exit_status == 0
    assert sorted(server.log_lines(2)) == [
        "#1 Python: 1 call (getData), closed 1001",
        "#2 Python: 1 call (sleep), closed 1001",
    ]


def end(server: Server, way: str) -> None:
    if way == "end of stdin":
        server.stop()
    else:
        os.kill(server.pid, getattr(signal, way))


def test_the_end_does_not_wait_for_peers_that_say_nothing(
    start_server: StartServer, server_name: str
) -> None:
    server = start_server(server_name, "--open-timeout", "60", "--close-timeout", "60")
    with RawClient(server.url) as mute, RawClient(server.url) as half, RawClient(server.url) as waiting:
        mute.upgrade()
        half.send(b"GET / HTTP/1.1\r\n")
        waiting.upgrade()
        for _ in range(3):
            waiting.send_text(
                json.dumps({"action": "sleep", "params": {"ms": 30_000}, "extra": "x" * 600_000})
            )
        assert_serves(server.url)
        os.kill(server.pid, signal.SIGTERM)
        assert mute.read_close() == 1001
        mute.read_to_end()
        eventually(lambda: not server.running, "the server runs on")
    assert server.exit_status == 0
    eventually(lambda: "#1 -: 0 calls, closed 1006" in server.log, "the log lacks the first connection")


def run_to_end(name: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a server that ends by itself."""
    return subprocess.run(
        [*server_command(name), *arguments],
        cwd=server_folder(name),
        env=for_peer(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )


def assert_one_line(ended: subprocess.CompletedProcess[str], name: str) -> None:
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1 and ended.stderr.startswith(f"{name}: ")


def test_a_port_in_use(server: Server) -> None:
    port = server.url.rpartition(":")[2]
    ended = run_to_end(server.name, "--port", port)
    assert_one_line(ended, server.name)
    advice = (
        f"Port {port} is in use: stop what listens there, or choose another with --port N (0 = any free one)."
    )
    assert ended.stderr == f"{server.name}: {advice} See --help.\n"
    assert run_to_end(server.name, "--help").returncode == 0
    with launch(server.name, "--port", "0") as advised:
        assert_serves(advised.url)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "http"],
        ["--max-message", "-1"],
        ["--log", "xml"],
        ["--unknown"],
        ["argument"],
        ["--token", "x"],
        ["--origin", "x"],
        ["--ping-interval", "soon"],
        ["--token-file", "/does/not/exist"],
        ["--port"],
    ],
    ids=" ".join,
)
def test_a_bad_option(server_name: str, arguments: list[str]) -> None:
    assert_one_line(run_to_end(server_name, *arguments), server_name)


def test_a_bad_port_of_the_environment(server_name: str) -> None:
    assert_one_line(run_to_end(server_name, PORT="http"), server_name)


def test_help_names_the_same_options() -> None:
    shown = [run_to_end(name, "--help") for name in SERVERS]
    options = {frozenset(re.findall(r"--[a-z-]+", ended.stdout)) for ended in shown}
    assert len(options) == 1 and len(*options) == 13
    assert {ended.returncode for ended in shown} == {0}


def test_without_the_option_the_end_of_stdin_means_nothing(server_name: str) -> None:
    with running(server_name, "--port", "0") as process:
        url = json.loads(process.stdout.readline())["listening"]
        process.stdin.close()
        assert_serves(url)
        process.terminate()
        assert process.wait(TIMEOUT) == 0
        assert process.stdout.read() == "", "nothing but the address is printed"


def test_nobody_reads_the_log(server_name: str) -> None:
    with running(server_name, "--port", "0") as process:
        url = json.loads(process.stdout.readline())["listening"]
        process.stderr.close()
        for _ in range(2):
            with RawClient(url) as client:
                assert client.upgrade("Origin: https://evil.example").startswith("HTTP/1.1 403 ")
            assert_serves(url)


@contextlib.contextmanager
def running(name: str, *arguments: str, **variables: str) -> Iterator[Any]:
    """A server whose pipes the test can use."""
    process = subprocess.Popen(
        [*server_command(name), *arguments],
        cwd=server_folder(name),
        env=for_peer(**variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with process:
            yield process
            process.stdin.close()
            process.terminate()
    finally:
        process.kill()


# What they say of it


def test_all_logs_are_the_same_text(start_server: StartServer) -> None:
    first, *others = [log_of_a_day(start_server(name, "--origin", "https://example.org")) for name in SERVERS]
    assert all(log == first for log in others)
    assert len(first) == 9


def log_of_a_day(server: Server) -> list[str]:
    """The log of a server after peers of every kind, without the words of its library."""
    for number, peer in enumerate([caller, silent, goer, talker, liar, stranger, browser, binary, closer]):
        with RawClient(server.url) as client:
            peer(client)
        server.log_lines(number + 1)
    return [re.sub("(?<=400 Bad Request: ).*", "...", line) for line in server.log_lines(9)]


def caller(client: RawClient) -> None:
    client.upgrade("User-Agent: php/8.4 (x)")
    for text in [
        GET_DATA,
        '{"action": "sa\\u0007\\u00e9"}',
        "{",
        '[{"jsonrpc": "2.0", "method": "echo"}]',
        GET_DATA,
    ]:
        client.send_text(text)
    client.send_frame(Opcode.CLOSE, b"\x03\xe8bye")
    assert client.read_close() == 1000


def silent(client: RawClient) -> None:
    client.upgrade()
    client.send_frame(Opcode.CLOSE, b"")
    client.read_to_end()


def goer(client: RawClient) -> None:
    client.upgrade("User-Agent: goer")


def talker(client: RawClient) -> None:
    client.upgrade("User-Agent: a\xe9very-long-name-" + "x" * 100)
    for number in range(12):
        client.send_text(json.dumps({"jsonrpc": "2.0", "method": f"m{number}"}))
    client.send_frame(Opcode.CLOSE, b"\x0f\xa0")
    assert client.read_close() == 4000


def liar(client: RawClient) -> None:
    client.upgrade("User-Agent: liar/1", "Origin: https://evil.example")


def stranger(client: RawClient) -> None:
    client.request("GET / HTTP/1.1", "User-Agent: stranger", *UPGRADE[1:])


def browser(client: RawClient) -> None:
    client.request("GET / HTTP/1.1", "Host: a", "User-Agent: Mozilla/5.0")


def binary(client: RawClient) -> None:
    client.upgrade()
    client.send_frame(Opcode.BINARY, b"x")
    assert client.read_close() == 1003


def closer(client: RawClient) -> None:
    client.upgrade()
    client.send_frame(Opcode.CLOSE, b"\x03\xe9")
    assert client.read_close() == 1001


def test_the_json_log_has_the_same_members(start_server: StartServer) -> None:
    first, *others = [json_log_of(start_server(name, "--log", "json")) for name in SERVERS]
    assert all(lines == first for lines in others)
    assert first[0]["actions"] == ["getData"] and first[1]["refused"] == 403


def json_log_of(server: Server) -> list[dict[str, Any]]:
    with client_of(server.url + "/a?token=x", subprotocols=["jsonrpc"]) as client:
        call(client)
        client.close(4001, "enough")
    server.log_lines(1)
    with RawClient(server.url) as refused:
        refused.upgrade("Origin: https://evil.example")
    lines = [json.loads(line) for line in server.log_lines(2)]
    for line in lines:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z", line.pop("time"))
        assert line.pop("seconds", 0) < TIMEOUT
    return lines

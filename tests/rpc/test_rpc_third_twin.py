"""`python -m framebyframe.rpc` is the third twin: the contract's vectors, and the answers of pyserver."""

import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from framebyframe import __version__, peers
from framebyframe.rpc import ConnectionLost, RemoteError, RpcClient
from framebyframe.rpc.addresses import make_opening
from framebyframe.rpc.blocking_socket import open_socket
from framebyframe.rpc.deadline import Deadline

ROOT = Path(__file__).parents[2]
TIMEOUT = 15.0
"""Seconds until a test says that nothing came."""
COMMAND = [sys.executable, "-m", "framebyframe.rpc"]
OF_NO_TEST = {"PORT", "FRAMEBYFRAME_TOKEN"}


def module_of_another_test(path):
    """A module in another folder of tests: the runner of the vectors, the maker of random messages."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "tests" / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


rpc_exchange = module_of_another_test("contract/rpc_exchange.py")
messages_at_random = module_of_another_test("interop/messages_at_random.py")
test_twins = module_of_another_test("interop/test_twins.py")

RPC = json.loads((ROOT / "contract" / "rpc.json").read_text("utf-8"))
HANDSHAKES = json.loads((ROOT / "contract" / "handshake.json").read_text("utf-8"))["requests"]


def launch(*arguments, **variables):
    environment = {name: value for name, value in os.environ.items() if name not in OF_NO_TEST}
    command = [*COMMAND, "--port", "0", "--exit-with-parent", *arguments]
    return peers.Server("framebyframe.rpc", command, environment={**environment, **variables})


@pytest.fixture(scope="module")
def server():
    with launch("--ping-interval", "0") as running:
        yield running


def named(vectors):
    return pytest.mark.parametrize("vector", vectors, ids=[vector["name"] for vector in vectors])


class Raw:
    """A connection that sends any message, made by our own client's socket."""

    def __init__(self, url, subprotocol):
        subprotocols = [] if subprotocol is None else [subprotocol]
        opening = make_opening(url, "article", {"subprotocols": subprotocols})
        self._socket = open_socket(opening, Deadline(TIMEOUT))
        assert self._socket.subprotocol == subprotocol

    def send_text(self, text):
        self._socket.send(text, Deadline(TIMEOUT))

    def send_binary(self, data):
        self._socket._connection.send_bytes(data)
        self._socket._flush(Deadline(TIMEOUT))

    def receive(self):
        text = self._socket.receive(Deadline(TIMEOUT))
        assert text is not None, "nothing came"
        return text

    def receive_close(self):
        with pytest.raises(ConnectionLost) as caught:
            text = self.receive()
            raise AssertionError(f"no close, but {text!r}")
        return caught.value.code

    def close(self):
        self._socket.close(1000, "", Deadline(TIMEOUT))


@named(RPC)
def test_an_exchange(server, vector):
    raw = Raw(server.url, vector.get("subprotocol"))
    try:
        exchange = rpc_exchange.Exchange(raw.send_text, raw.send_binary, raw.receive, raw.receive_close)
        exchange.run(vector["steps"])
    finally:
        raw.close()


@named(HANDSHAKES)
def test_an_opening_handshake(server, vector):
    lines = [rpc_exchange.assembled(line) for line in vector["request"]]
    status, headers = exchange_http(server.url, "".join(f"{line}\r\n" for line in [*lines, ""]).encode())
    assert status == vector["status"]
    for name, value in vector.get("headers", {}).items():
        assert headers.get(name.lower()) == value, name


def exchange_http(url, request):
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=TIMEOUT) as client:
        client.sendall(request)
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(65_536)
    status_line, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return int(status_line.split()[1]), {name.lower(): value for name, value in headers.items()}


def test_the_same_answers_as_pyserver():
    messages = messages_at_random.Messages(Random(5))
    with launch("--ping-interval", "0") as ours, peers.python() as theirs:
        for turn in range(25):
            together, subprotocol = messages.at_least(40), "jsonrpc" if turn % 3 else None
            answers = [test_twins.answers(server, together, subprotocol) for server in (ours, theirs)]
            assert answers[0] == answers[1], test_twins.first_difference(
                (theirs, ours), together, subprotocol
            )


def test_what_it_says_of_itself(server):
    with RpcClient(server.url) as client:
        info = client.call("serverInfo")
    assert info["server"] == "framebyframe.rpc" and info["library"] == f"framebyframe {__version__}"


def test_subscriptions(server):
    with RpcClient(server.url) as client:
        assert client.call("subscribe", intervalMs=10) == {"subscription": 1}
        assert client.next_notification().params == {"subscription": 1, "sequence": 1}
        assert client.call("unsubscribe", subscription=1) == {"subscription": 1}
    with RpcClient(server.url) as client:
        assert client.call("subscribe", intervalMs=10, count=2) == {"subscription": 1}
        assert [client.next_notification().params["sequence"] for _ in range(2)] == [1, 2]
        with pytest.raises(RemoteError, match="No subscription 1"):
            client.call("unsubscribe", subscription=1)


@pytest.mark.parametrize("way", ["SIGTERM", "SIGINT", "end of stdin"])
def test_the_end(way):
    with launch() as server, RpcClient(server.url, ids=False) as client:
        assert client.call("echo") == {}
        if way == "end of stdin":
            server._process.stdin.close()
        else:
            os.kill(server.pid, getattr(signal, way))
        with pytest.raises(ConnectionLost, match="1001"):
            client.next_notification()
        assert server.wait_for_log("closed") == "#1 python: 1 call (echo), closed 1001"
        server.stop()
    assert server.exit_status == 0


def test_the_token_comes_from_the_environment_or_a_file(tmp_path):
    file = tmp_path / "token"
    file.write_text("fröm a file\n", "utf-8")
    with launch(FRAMEBYFRAME_TOKEN="s3cret") as server, RpcClient(server.url, token="s3cret") as client:
        assert client.call("echo") == {}
    with launch("--token-file", str(file)) as server:
        url = f"{server.url}/?token=fr%C3%B6m+a+file"
        with RpcClient(url) as client:
            assert client.call("echo") == {}
        status, _ = exchange_http(server.url, b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                                  b"Connection: upgrade\r\n\r\n")  # fmt: skip
        assert status == 401
        assert server.wait_for_log("refused") == "#2 -: refused 401 Unauthorized: Token missing or wrong"


def run_to_end(*arguments, **variables):
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, env={**os.environ, **variables}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("arguments, why", [
    (["--port", "65536"], "must be a whole number from 0 to 65535, not '65536'"),
    (["--port", "1_0"], "must be a whole number"),
    (["--max-message", "0"], "must be a whole number from 1"),
    (["--ping-interval", "-1"], "must be seconds"),
    (["--ping-interval", "1e3"], "must be seconds"),
    (["--origin", "example.org"], "must be like https://example.org"),
    (["--origin", "http://[::1"], "must be like https://example.org"),
    (["--log", "xml"], "invalid choice"),
    (["--nonsense"], "nrecognized arguments"),
    (["--token-file", "/no/such/file"], "cannot be read"),
])  # fmt: skip
def test_a_bad_option_is_one_clear_line(arguments, why):
    ended = run_to_end(*arguments)
    assert ended.returncode == 2 and ended.stdout == ""
    assert ended.stderr.count("\n") == 1 and ended.stderr.startswith("framebyframe.rpc: ")
    assert why in ended.stderr


def test_bad_surroundings_are_one_clear_line(tmp_path):
    empty = tmp_path / "empty"
    empty.touch()
    for ended, why in [
        (run_to_end("--token-file", str(empty)), "is empty"),
        (run_to_end(PORT="many"), "nvironment variable PORT must be a whole number"),
    ]:
        assert ended.returncode == 2 and ended.stderr.count("\n") == 1 and why in ended.stderr


def test_a_port_in_use(server):
    port = str(urlsplit(server.url).port)
    ended = run_to_end("--port", port)
    assert ended.returncode == 2
    assert ended.stderr == (
        f"framebyframe.rpc: Port {port} is in use: stop what listens there, "
        "or choose another with --port N (0 = any free one). See --help.\n"
    )


def test_the_same_options_as_pyserver():
    ours, theirs = (
        set(re.findall(r"--[a-z-]+", subprocess.run(
            [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout))
        for module in ("framebyframe.rpc", "pyserver")
    )  # fmt: skip
    assert ours == theirs

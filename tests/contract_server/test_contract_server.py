"""The program `python -m framebyframe.contract_server`, run in this process."""

import ast
import asyncio
import errno
import json
import os
import runpy
import signal
import sys
from pathlib import Path

import pytest

from framebyframe.contract_server import actions, program
from framebyframe.contract_server.options import parse_options
from framebyframe.contract_server.streams import MAX_HISTORY, MAX_STREAMS, RESUME_TIME, Stream, Streams
from framebyframe.rpc import AsyncRpcClient, RemoteError

FOLDER = Path(program.__file__).parent


def test_it_stands_on_rpc_and_wire():
    for path in FOLDER.glob("*.py"):
        relative = [
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)
        ]
        beyond = {(node.module or node.names[0].name).split(".")[0] for node in relative if node.level > 1}
        assert beyond <= {"rpc", "wire", "__version__"}, path.name


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("FRAMEBYFRAME_TOKEN", raising=False)


def options(*arguments):
    return parse_options(list(arguments))


def test_options(tmp_path, monkeypatch):
    assert options().port == 8080 and options().token is None
    monkeypatch.setenv("PORT", "1234")
    monkeypatch.setenv("FRAMEBYFRAME_TOKEN", "s3cret")
    assert options().port == 1234 and options("--port", "5").port == 5
    assert options().token == "s3cret"
    file = tmp_path / "token"
    file.write_text(" ä\n", "utf-8")
    assert options("--token-file", str(file)).token == "ä"
    assert options("--ping-interval", "0.25").ping_interval == 0.25
    origins = ["https://a.example:443/path", "HTTP://B.example:8080", "http://[::1]:80"]
    given = [part for origin in origins for part in ("--origin", origin)]
    assert options(*given).origins == ["https://a.example", "http://b.example:8080", "http://[::1]"]


@pytest.mark.parametrize("arguments", [
    ["--port", "-1"], ["--max-fragments", "x"], ["--open-timeout", "1e2"], ["--open-timeout", "9999999"],
    ["--origin", "file:///a"],
    ["--origin", "http://a:b"], ["--token-file", "/no/such/file"],
])  # fmt: skip
def test_bad_options(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        options(*arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("framebyframe.contract_server: ")


def test_bad_surroundings(tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.touch()
    with pytest.raises(SystemExit):
        options("--token-file", str(empty))
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(SystemExit):
        options()


def test_every_action(run):
    async def main():
        server = program.make_server(options("--deflate", "--log", "json"))
        async with server.listening(), AsyncRpcClient(server.url, dialect="jsonrpc") as client:
            await every_action(client)

    run(main)


async def every_action(client):
    assert (await client.call("getData"))["name"] == "Example Item"
    saved = await client.call("saveData", item="x", value=1.5)
    assert saved == {"id": 2, "name": "x", "value": 1.5}
    assert await client.call("getData", id=2) == saved
    assert await client.call("echo", [1]) == [1]
    assert await client.call("sleep", ms=1) == {"slept": 1}
    assert (await client.call("serverInfo"))["contract"] == 1
    with pytest.raises(RemoteError, match="No item with id 7"):
        await client.call("getData", id=7)
    with pytest.raises(RemoteError) as caught:
        await client.call("fail", data=[1])
    assert caught.value.data == [1]
    async with client.subscribe(intervalMs=10, count=2) as ticks:
        assert len([tick async for tick in ticks]) == 2
    async with client.subscribe(intervalMs=10) as ticks:
        await anext(ticks)
    await asyncio.sleep(0.05)  # its last tick is due, and does not come


def test_the_store_forgets_the_oldest():
    store = actions.Store()
    for number in range(actions.MAX_STORED_ITEMS + 1):
        store.save(str(number), number)
    assert store.get(3)["value"] == 1
    with pytest.raises(actions.CallFailed):
        store.get(2)


def test_sixteen_subscriptions_at_once():
    subscriptions = actions.Subscriptions()
    numbers = [subscriptions.add(Stream(1, None)).number for _ in range(actions.MAX_SUBSCRIPTIONS)]
    assert numbers == list(range(1, 17))
    with pytest.raises(actions.CallFailed, match="Too many subscriptions"):
        subscriptions.add(Stream(1, None))
    subscriptions.remove(3)
    assert subscriptions.add(Stream(1, None)).number == 17
    with pytest.raises(actions.CallFailed, match="No subscription 3"):
        subscriptions.remove(3)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_stream_goes_on_where_the_client_left_it():
    clock = Clock()
    streams, stream = Streams(clock), Stream(0.5, 7)
    streams.keep(stream)
    assert streams.find(stream.epoch, 0) is stream and stream.newest(clock()) == 0
    stream.begin(clock())
    clock.now = 2.1
    assert stream.newest(clock()) == 4 and stream.after(1, clock()) == 2 and stream.due(2) == 1
    assert streams.find(stream.epoch, 4) is stream and streams.find(stream.epoch, 5) is None
    clock.now = 50
    assert stream.newest(clock()) == 7
    clock.now = 0.5 + RESUME_TIME
    assert streams.find(stream.epoch, 4) is None


def test_what_a_stream_no_longer_keeps_is_left_out():
    stream = Stream(1, None)
    stream.begin(0)
    assert stream.after(5, MAX_HISTORY + 5) == 6
    assert stream.after(5, MAX_HISTORY + 30) == 31


def test_a_server_keeps_a_bounded_number_of_streams():
    streams = Streams(Clock())
    kept = [Stream(1, None) for _ in range(MAX_STREAMS)]
    for stream in kept:
        streams.keep(stream)
    streams.used(kept[0])
    streams.keep(Stream(1, None))
    assert len(streams) == MAX_STREAMS
    assert streams.find(kept[0].epoch, 0) is kept[0] and streams.find(kept[1].epoch, 0) is None
    streams.forget(kept[0])
    streams.used(kept[0])
    assert streams.find(kept[0].epoch, 0) is None


async def when_ready(capsys, then):
    """Call `then` with the program's output, once there is some."""
    for _ in range(2000):
        if printed := capsys.readouterr().out:
            return then(json.loads(printed)["listening"])
        await asyncio.sleep(0.005)
    raise AssertionError("it does not listen")


def test_it_ends_with_a_signal(run, capsys):
    async def main():
        ending = asyncio.create_task(when_ready(capsys, lambda url: os.kill(os.getpid(), signal.SIGTERM)))
        await program.run(options("--port", "0"))
        await ending

    run(main)


def test_it_ends_with_its_input(run, capsys, monkeypatch):
    reading, writing = os.pipe()
    monkeypatch.setattr(sys, "stdin", os.fdopen(reading))

    def end(url):
        os.write(writing, b"what is said there does not matter")
        os.close(writing)

    async def main():
        ending = asyncio.create_task(when_ready(capsys, end))
        await program.run(options("--port", "0", "--exit-with-parent"))
        await ending

    run(main)
    sys.stdin.close()


def test_signals_where_the_loop_cannot_take_them(run, capsys, monkeypatch):
    handlers = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)

    async def main():
        def not_here(*_):
            raise NotImplementedError

        monkeypatch.setattr(asyncio.get_running_loop(), "add_signal_handler", not_here)
        ending = asyncio.create_task(when_ready(capsys, lambda url: handlers[signal.SIGINT]()))
        await program.run(options("--port", "0"))
        await ending

    run(main)
    assert set(handlers) == {signal.SIGTERM, signal.SIGINT}


@pytest.mark.parametrize("number, why", [(errno.EADDRINUSE, "is in use"), (errno.EACCES, "is not allowed")])
def test_a_port_that_cannot_be_had(run, monkeypatch, capsys, number, why):
    async def main():
        async def start(self, **options):
            raise OSError(number, "no")

        monkeypatch.setattr(program.RpcServer, "start", start)
        with pytest.raises(SystemExit) as caught:
            await program.run(options("--port", "1"))
        assert caught.value.code == 2

    run(main)
    assert f"Port 1 {why}" in capsys.readouterr().err


def test_another_fault_of_the_system_is_not_hidden(run, monkeypatch):
    async def main():
        async def start(self, **options):
            raise OSError(errno.EMFILE, "too many files")

        monkeypatch.setattr(program.RpcServer, "start", start)
        with pytest.raises(OSError, match="too many files"):
            await program.run(options("--port", "1"))

    run(main)


def test_the_module_runs_the_program(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["framebyframe.contract_server", "--port", "x"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("framebyframe.contract_server", run_name="__main__")
    assert caught.value.code == 2
    runpy.run_module("framebyframe.contract_server.__main__", run_name="imported")

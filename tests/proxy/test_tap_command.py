"""`kit.py tap` in a terminal: a line for each thing that passes, in colour or not; saved at the end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from commands import started
from tapped import REQUEST, RESPONSE, Said, follow, from_client, from_server, talk, text

from framebyframe import peers
from framebyframe.figures.text import reader
from framebyframe.peers.places import ROOT
from framebyframe.proxy import Record, TapLimits
from framebyframe.proxy.tap import __main__ as command_line
from framebyframe.proxy.tap.__main__ import main, wants_colour
from framebyframe.proxy.tap.items import CallState
from framebyframe.proxy.tap.rows import Rows, duration, in_colour
from framebyframe.proxy.tap.text import FOLDER
from framebyframe.rpc import RpcClient
from framebyframe.wire import Frame, Opcode

SOON = 20.0
COLOUR = re.compile("\x1b\\[[0-9;]*m")


def told(*said: Said, **options: object) -> list[str]:
    """The lines about what was said, without time and number of the connection, as they come."""
    rows, lines = Rows(), list[str]()
    record = Record(limits=options.pop("limits", None))  # type: ignore[arg-type]
    record.listen(lambda seen: lines.extend(rows.lines(seen)))
    follow(said, record=record, **options)  # type: ignore[arg-type]
    return [line.split("#1", 1)[1].strip() for line in lines]


OPENED: list[Said] = [("client", REQUEST), ("server", RESPONSE)]


def test_a_call_from_its_handshake_to_its_reply() -> None:
    lines = told(
        *OPENED,
        from_client('{"action": "a", "id": 1}'),
        from_server('{"status": "success", "data": 1, "id": 1}'),
    )
    assert lines == [
        "connected to 127.0.0.1:8080",
        "→  GET / HTTP/1.1",
        "←  HTTP/1.1 101 Switching Protocols",
        '→  FIN 1  text          MASK 37 fa 21 3d  length 24     “{"action": "a", "id": 1}”',
        '←  FIN 1  text          MASK 0            length 41     “{"status": "success", "data": 1, "id": 1…”',
        "→  a   id 1   answered in 1.00 s",
        "→  sends nothing more",
        "←  sends nothing more",
    ]


def test_calls_that_end_otherwise() -> None:
    lines = told(
        *OPENED,
        from_client('{"action": "a"}'),
        from_server('{"status": "error", "message": "no", "code": "failed"}'),
        from_client("rubbish"),
        from_server('{"status": "error", "message": "no", "code": "parse_error"}'),
        from_server('{"event": "tick", "payload": 1}'),
        from_server('{"status": "success", "data": 1, "id": 7}'),
        from_server('{"status": "success", "data": 1}'),
        from_client('{"jsonrpc": "2.0", "method": "b", "id": "x"}'),
        from_client('{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "x"}}'),
        from_server('{"jsonrpc": "2.0", "result": 1, "id": "x"}'),
        from_server('{"jsonrpc": "2.0", "result": 1, "id": "x"}'),
        from_client('{"action": "c", "id": 2}'),
    )
    calls = [line for line in lines if not re.search("FIN|HTTP|connected|nothing more", line)]
    assert calls == [
        "→  a   failed in 1.00 s: no (failed)",
        "→  a request that cannot be read   failed in 1.00 s: no (parse_error)",
        "←  tick   notification",
        "←  a reply to no call, id 7",
        "←  a reply to no call, without an id",
        "→  $/cancelRequest   notification",
        "→  b   id x   answered in 2.00 s, after it was given up",
        "←  a second reply, id x",
        "→  c   id 2   lost: the connection ended before its reply",
    ]


def test_faults_other_bytes_and_what_is_not_kept() -> None:
    lines = told(
        ("client", REQUEST.replace(b"13", b"12")),
        ("server", RESPONSE),
        ("client", b"\x81\x02hi"),
        from_server(text("x" * 51)),
        from_server(Frame(Opcode.CLOSE, b"\x03\xe8bye")),
        ("server", b"\xff\xff\xff"),
        limits=TapLimits(max_payload=50),
    )
    assert any("Sec-WebSocket-Version" in line and "✗" in line for line in lines)
    assert (
        "→  FIN 1  text          MASK 0            length 2      “hi”  ✗ a frame from a client must be masked"
        in lines
    )
    assert any("length 51" in line and "not kept" in line for line in lines)
    assert any("close" in line and "1000" in line and "bye" in line for line in lines)
    assert any("3 bytes, no frame" in line for line in lines)


def test_what_a_peer_says_does_not_command_the_terminal() -> None:
    nasty = "\x1b]0;mine\x07\r\n\u202e"
    lines = told(
        ("client", REQUEST.replace(b"GET / ", b"GET /\xc2\x9b ")),
        ("server", RESPONSE),
        from_client(nasty),
        from_client('{"action": "\\u001b[2J", "id": "\\u001b[2J"}'),
        from_server('{"status": "error", "message": "\\u001b[2J", "code": "\\u001b", "id": "\\u001b[2J"}'),
        from_server('{"status": "success", "data": 1, "id": "\\u001b[2J"}'),
    )
    assert not any(character in "".join(lines) for character in "\x1b\x07\r\n\u202e\x9b")


def test_colours_are_those_of_the_figures_and_change_nothing_else() -> None:
    record = talk(from_client("hi"))
    coloured = [line for item in record.items for line in Rows(in_colour).lines(item)]
    plain = [line for item in record.items for line in Rows().lines(item)]
    assert [COLOUR.sub("", line) for line in coloured] == plain
    assert all(COLOUR.search(line) for line in coloured)


def test_a_call_in_flight_has_words_and_no_line_yet() -> None:
    [call] = talk(from_client('{"action": "getData", "id": 1}'), ends=()).calls()
    assert Rows().words(call) == "getData   id 1   in flight" and Rows().lines(call) == []


def test_every_text_is_said_somewhere() -> None:
    texts = reader.read(FOLDER / "en" / "tap.ini")
    said = set(
        re.findall(r'"([a-z_]+)"', "".join(path.read_text("utf-8") for path in FOLDER.parent.glob("*.py")))
    )
    said |= {state.replace(" ", "_") for state in get_args(CallState)}
    assert [key for section in texts for key in texts[section] if key not in said] == []


def test_durations() -> None:
    assert [duration(seconds) for seconds in (0.000412, 0.0031, 2.5)] == ["412 µs", "3.1 ms", "2.50 s"]


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert wants_colour(Terminal())  # type: ignore[arg-type]
    assert not wants_colour(sys.stdout)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(Terminal())  # type: ignore[arg-type]


@pytest.fixture
def command(server: peers.Server, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`kit.py tap` in front of a server, ended after the test at the latest."""
    options = ["--save", str(tmp_path / "record.jsonl"), "--pcapng", str(tmp_path / "record.pcapng")]
    with started("tap", "--port", "0", server.url, *options) as process:
        yield process


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process there")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_shows_and_saves(
    command: subprocess.Popen[str], ending: signal.Signals, tmp_path: Path
) -> None:
    assert command.stdout is not None
    begins = command.stdout.readline()
    url = begins.split()[2].rstrip(",")
    with RpcClient(url) as client:
        client.call("echo", a=1)
    lines = []
    deadline = time.monotonic() + SOON
    while not any("answered in" in line for line in lines):
        assert time.monotonic() < deadline
        lines.append(command.stdout.readline())
    command.send_signal(ending)
    rest, _ = command.communicate(timeout=SOON)
    assert command.returncode == 0, rest
    assert "1 connection, 4 frames, 1 call, 0 of them in flight" in rest
    assert f"record: {tmp_path / 'record.jsonl'}" in rest
    assert f"packets: {tmp_path / 'record.pcapng'}" in rest
    assert "\x1b" not in "".join(lines) + rest
    record = Record.load(tmp_path / "record.jsonl")
    assert [call.action for call in record.calls()] == ["echo"]
    assert (tmp_path / "record.pcapng").read_bytes()[:4] == bytes.fromhex("0a0d0d0a")


def test_who_calls_as_soon_as_the_address_is_there_is_shown(
    server: peers.Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(line: str) -> None:
        if "ws://" in line:
            with RpcClient(line.split()[2].rstrip(",")) as client:
                client.call("echo", a=1)

    monkeypatch.setattr(command_line, "print_line", call)
    monkeypatch.setattr(command_line, "wait_until_interrupted", lambda: None)
    assert main([server.url]) == 0
    assert "answered in" in capsys.readouterr().out


def test_the_commands_own_help() -> None:
    done = subprocess.run(
        [sys.executable, "kit.py", "tap", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0 and "--pcapng FILE" in done.stdout


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ws://192.0.2.1", "another machine"),
        ("http://127.0.0.1", "begins with ws://"),
        ("wss://[::1]", "encrypted"),
    ],
)
def test_an_address_that_cannot_be_tapped_is_told(
    url: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([url]) == 1
    assert words in capsys.readouterr().err

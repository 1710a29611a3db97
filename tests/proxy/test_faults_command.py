"""`kit.py proxy` in a terminal, and the words for what a fault proxy did."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import get_args

import pytest
from commands import started

from framebyframe import peers
from framebyframe.figures.text import reader
from framebyframe.peers.places import ROOT
from framebyframe.proxy.faults.__main__ import main
from framebyframe.proxy.faults.deeds import Deed, What
from framebyframe.proxy.faults.plan import AMOUNTS, Plan
from framebyframe.proxy.faults.rows import Rows, deeds_table, words
from framebyframe.proxy.faults.text import FOLDER
from framebyframe.proxy.tap.rows import in_colour
from framebyframe.rpc import RpcClient

SOON = 20.0
COLOUR = re.compile("\x1b\\[[0-9;]*m")


def test_every_deed_has_words_and_every_text_is_said() -> None:
    told = {what: words(Deed(0.0, 1, None, what, 3, words="x")) for what in get_args(What)}
    assert len(set(told.values())) == len(told)
    texts = reader.read(FOLDER / "en" / "faults.ini")
    source = "".join(path.read_text("utf-8") for path in FOLDER.parent.glob("*.py"))
    said = set(re.findall(r'"([a-z_ -]+)"', source))
    said = {word.replace(" ", "_").replace("-", "_") for word in said}
    assert [key for section in texts for key in texts[section] if key not in said] == []


def test_a_deed_is_a_line_and_a_row() -> None:
    deed = Deed(1.25, 3, "to client", "passed", 129, 0.051, 19)
    assert Rows().lines(deed) == ["   1.250000  #3   ←  129 bytes passed, 51.0 ms later, in 19 writes"]
    assert "129 bytes passed, 51.0 ms later, in 19 writes" in deeds_table([deed], 1).text
    assert COLOUR.sub("", Rows(in_colour).lines(deed)[0]) == Rows().lines(deed)[0]
    assert "It has done nothing yet." in deeds_table([], 0).text


def test_a_reason_does_not_command_the_terminal() -> None:
    assert "\x1b" not in Rows().lines(Deed(0.0, 1, None, "unreachable", words="\x1b[2J"))[0]


@pytest.fixture
def command(server: peers.Server) -> Iterator[subprocess.Popen[str]]:
    """`kit.py proxy` in front of a server, ended after the test at the latest."""
    with started("proxy", server.url, "--faults", "latency 5ms; split 7B") as process:
        yield process


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process there")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_shows_what_it_does(command: subprocess.Popen[str], ending: signal.Signals) -> None:
    assert command.stdout is not None
    begins = command.stdout.readline()
    with RpcClient(begins.split()[3].rstrip(",")) as client:
        assert client.call("echo", a=1) == {"a": 1}
    lines: list[str] = []
    deadline = time.monotonic() + SOON
    while not any("passed" in line for line in lines):
        assert time.monotonic() < deadline
        lines.append(command.stdout.readline())
    command.send_signal(ending)
    rest, _ = command.communicate(timeout=SOON)
    assert command.returncode == 0, rest
    assert any("the plan is now: latency 5ms; split 7B" in line for line in lines)
    assert any(re.search(r"→ .* bytes passed, .* m?s later, in \d+ writes", line) for line in lines)
    assert "Traceback" not in rest


def test_the_commands_own_help_has_every_fault() -> None:
    done = subprocess.run(
        [sys.executable, "kit.py", "proxy", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert [kind for kind in AMOUNTS if f"\n{kind} " not in done.stdout] == []


def test_a_seed_alone_draws_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[str] = []
    show = "framebyframe.proxy.faults.__main__._show_until_interrupted"
    monkeypatch.setattr(show, lambda proxy: plans.append(str(proxy.plan)))
    for options in (["--seed", "7"], ["--seed", "7", "--faults", "jitter 1ms"], []):
        assert main(["ws://127.0.0.1:1", *options]) == 0
    assert plans == [str(Plan.drawn(7)), "jitter 1ms", ""]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ws://192.0.2.1"], "another machine"),
        (["http://127.0.0.1"], "begins with ws://"),
        (["ws://127.0.0.1", "--faults", "lag 1ms"], "there is no fault 'lag'"),
    ],
)
def test_what_cannot_begin_is_told(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert told in capsys.readouterr().err

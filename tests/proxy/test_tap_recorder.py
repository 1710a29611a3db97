"""The thread that understands is never waited for: bytes pass while it is stuck; what it misses is told."""

from __future__ import annotations

import io
import socket
import threading

import pytest
from tapped import OPENING, follow, from_client
from waiting import SOON, wait_until

from framebyframe.proxy import Record, Tap, TapLimits
from framebyframe.proxy.listening import Listener
from framebyframe.proxy.tap import screen
from framebyframe.proxy.tap.following import Follower
from framebyframe.proxy.tap.recorder import TOO_SLOW, Recorder
from framebyframe.proxy.tap.rows import Rows


def echo(client: socket.socket) -> None:
    while data := client.recv(65536):
        client.sendall(data)


def through(tap: Tap, data: bytes) -> bytes:
    """What comes back, after the end."""
    with socket.create_connection(tap.address, SOON) as client:
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        back = b""
        while part := client.recv(65536):
            back += part
        return back


@pytest.fixture
def server():
    running = Listener(echo)
    yield "ws://{}:{}".format(*running.address)
    running.close()


def test_bytes_pass_while_it_is_stuck_and_what_it_has_no_room_for_is_counted(server: str) -> None:
    stuck = threading.Event()
    with Tap(server, limits=TapLimits(max_waiting=1000)) as tap:
        tap._recorder.do(stuck.wait)
        assert through(tap, b"\x80" + bytes(400)) == b"\x80" + bytes(400)  # 802 bytes wait
        assert through(tap, bytes(5000)) == bytes(5000)
        assert not tap.catch_up(0.05)
        stuck.set()
        record = tap.record
    few, many = record.connections
    assert few.not_followed == "" and many.not_followed == TOO_SLOW
    assert record.dropped.bytes == 10_000
    assert sum(len(found.data) for found in record.other_bytes()) == 802


def test_there_is_room_again_once_it_has_caught_up(server: str) -> None:
    with Tap(server, limits=TapLimits(max_waiting=1000)) as tap:
        for _ in range(5):
            through(tap, b"\x80" + bytes(399))
            assert tap.catch_up()
        assert [connection.not_followed for connection in tap.record.connections] == [""] * 5
        assert tap.record.dropped.bytes == 0


def test_a_fault_of_our_own_is_told_and_ends_nothing(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with Tap(server) as tap:
        with monkeypatch.context() as patch:
            patch.setattr(Follower, "take", fail)
            assert through(tap, b"\x80one") == b"\x80one"
            assert "a bug" in tap.record.connections[0].not_followed
        assert through(tap, b"\x80two") == b"\x80two"
        wait_until(lambda: len(tap.record.other_bytes()) == 2)
        assert tap.record.connections[1].not_followed == ""


def test_caught_up_asked_by_itself_or_after_its_end_it_does_not_wait_for_itself() -> None:
    recorder = Recorder(Record())
    answers: list[bool] = []
    recorder.do(lambda: answers.append(recorder.catch_up(SOON)))
    assert recorder.catch_up(SOON)
    recorder.close(SOON)
    recorder.close(SOON)
    assert answers == [True] and recorder.catch_up(SOON)


def test_a_listener_may_ask_for_the_record(server: str) -> None:
    seen: list[int] = []
    with Tap(server) as tap:
        tap.record.listen(lambda _: seen.append(len(tap.record.items)))
        through(tap, b"\x80")
        wait_until(lambda: seen and seen[-1] >= 4)


# The terminal


def test_a_screen_writes_all_and_a_call_as_it_was_when_it_changed() -> None:
    stream, record = io.StringIO(), Record()
    shown = screen.Screen(Rows(), stream)
    record.listen(shown.show)
    follow([*OPENING, from_client('{"action": "a", "id": 1}')], record=record)
    shown.close()
    assert stream.getvalue().count("lost") == 1
    assert stream.getvalue().count("connected") == 1


def test_a_screen_that_is_too_slow_says_how_much_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "MOST_WAITING", 3)
    monkeypatch.setattr(screen, "PAUSE", SOON)
    stream, record = io.StringIO(), Record()
    shown = screen.Screen(Rows(), stream)
    record.listen(shown.show)
    follow([*OPENING, *[from_client(str(number)) for number in range(5)]], record=record)
    shown.close()
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("… 13 lines left out")
    assert "sends nothing more" in lines[1]

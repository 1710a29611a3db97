"""What each fault does to one client that makes two calls."""

from __future__ import annotations

import pytest

from framebyframe.proxy.faults.plan import Plan
from framebyframe.simulation.events import Message
from framebyframe.simulation.running import Run, run
from framebyframe.simulation.scenario import Call, ClientPart, Restart, Scenario

FIRST, SECOND = Call("1.1", "echo", 1.0, 2.0), Call("1.2", "echo", 2.0, 2.0)


def ran(plan: str, *restarts: Restart) -> Run:
    client = ClientPart(1, "article", True, 0.1, (FIRST, SECOND))
    done = run(Scenario(1, (client,), restarts, Plan.parse(plan)))
    assert done.broken == ()
    return done


def sent(done: Run, words: str) -> Message:
    """The first message of these words."""
    return next(message for message in done.messages if message.what == words)


def outcomes(done: Run) -> list[str]:
    return [event.more for event in done.events if event.kind == "ended"]


def connections(done: Run) -> int:
    return sum(event.kind == "connects" for event in done.events)


def seconds(message: Message) -> float:
    assert message.arrived is not None
    return message.arrived - message.sent


def test_nothing_goes_wrong() -> None:
    done = ran("")
    assert outcomes(done) == ["result"] * 3 and connections(done) == 1
    assert seconds(sent(done, "echo 1.1")) < 0.03


@pytest.mark.parametrize("plan", ["latency 100ms", "jitter 200ms; latency 100ms", "bandwidth 1KiB/s"])
def test_a_slow_network_is_slow(plan: str) -> None:
    done = ran(plan)
    assert outcomes(done) == ["result"] * 3
    assert seconds(sent(done, "echo 1.1")) > 0.06


def test_one_direction_is_slow() -> None:
    done = ran("latency 100ms to client")
    assert seconds(sent(done, "echo 1.1")) < 0.03 < 0.1 < seconds(sent(done, "reply 1.1"))


def test_a_black_hole_gives_back_what_waits_in_it() -> None:
    done = ran("black-hole to client after 900ms for 500ms")
    reply = sent(done, "reply 1.1")
    assert reply.sent < 1.1 and reply.arrived is not None and 1.4 < reply.arrived < 1.5
    assert outcomes(done)[0] == "result"


def test_a_black_hole_that_lasts_ends_the_connection() -> None:
    done = ran("black-hole after 900ms for 5s")
    assert outcomes(done)[:2] == ["timeout", "timeout"] and connections(done) > 1
    assert sent(done, "echo 1.1").arrived is None and sent(done, "echo 1.1").lost is not None


@pytest.mark.parametrize("plan", ["reset after 1500ms", "close 1011 to client after 1500ms"])
def test_a_connection_that_ends_is_opened_again(plan: str) -> None:
    done = ran(plan)
    assert outcomes(done) == ["result"] * 3 and connections(done) == 2


@pytest.mark.parametrize("way", ["to client", "to server"])
def test_a_half_close_ends_the_connection(way: str) -> None:
    assert connections(ran(f"half-close {way} after 1500ms")) == 2


def test_a_close_frame_sends_a_client_away() -> None:
    done = ran("close 1008 to client after 1500ms")
    assert sent(done, "close 1008").to_server is False
    assert outcomes(done) == ["result", "lost", "lost"] and connections(done) == 1


def test_a_close_frame_comes_after_so_many_bytes() -> None:
    done = ran("close 1011 to client after 150B")
    assert sent(done, "close 1011").sent < 1.1
    assert connections(done) == 3  # each has its own count


def test_writes_are_cut_and_joined_and_nothing_is_lost() -> None:
    for plan in ("split 1B", "split 3B; join 30ms", "join 200ms to client"):
        assert outcomes(ran(plan)) == ["result"] * 3


def test_a_duplicate_connection_does_each_call_twice_and_answers_once() -> None:
    done = ran("duplicate")
    assert outcomes(done) == ["result"] * 3
    assert [message.what for message in done.messages].count("reply 1.1") == 1


@pytest.mark.parametrize("crashes", [True, False])
def test_a_server_that_restarts_is_found_again(crashes: bool) -> None:
    done = ran("", Restart(1.5, 0.2, crashes))
    assert outcomes(done) == ["result"] * 3 and connections(done) >= 2
    kinds = [event.kind for event in done.events]
    assert kinds.count("starts") == 2 and ("crashes" in kinds) is crashes

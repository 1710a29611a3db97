"""Calls against time: what is counted, what is said of each, and where its bar is."""

from __future__ import annotations

import re

import pytest
from gallery import Call
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.figures import in_flight
from framebyframe.figures.in_flight import LEFT_OF_NAMED, MOST_CALLS, MOST_NAMED, RIGHT

IN_TURN = [Call("echo", number, number / 10, (number + 1) / 10) for number in range(4)]
AT_ONCE = [Call("sleep", number, 0.0, 0.5 - number / 10) for number in range(4)]


def bars(svg: str) -> list[tuple[float, float]]:
    """The left edge and the width of each call's bar."""
    found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="19"', svg)
    return [(float(x), float(width)) for x, width in found]


def test_calls_one_after_the_other_are_never_two_at_once() -> None:
    text = figures.calls_in_flight(IN_TURN).text
    assert text.startswith("4 calls, at most 1 in flight at a time: 4 answered.")


def test_replies_are_counted_in_the_order_in_which_they_came() -> None:
    assert figures.calls_in_flight(AT_ONCE).text.splitlines() == [
        "4 calls, at most 4 in flight at a time: 4 answered.",
        "  sleep 0                   answered, reply 4",
        "  sleep 1                   answered, reply 3",
        "  sleep 2                   answered, reply 2",
        "  sleep 3                   answered, reply 1",
    ]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (Call("fail", 1, 0, 1, "failed"), "answered by an error, reply 1"),
        (Call("sleep", 1, 0, 1, "failed", 0.5), "answered by an error, reply 1, after it was cancelled"),
        (Call("sleep", 1, 0, 1, "lost"), "lost with the connection"),
        (Call("sleep", 1, 0, None, "in flight"), "still in flight"),
        (Call("sleep", 1, 0, None, "in flight", 0.5), "still in flight, after it was cancelled"),
    ],
)
def test_every_end_has_words(call: Call, words: str) -> None:
    figure = figures.calls_in_flight([call])
    assert figure.text.splitlines()[1].endswith(f"  {words}")
    assert f"{call.action} 1: {words}." in figure.alt and words in figure.table


def test_a_notification_waits_for_nothing_and_is_left_out() -> None:
    sent = Call("saveData", None, 0.0, None, "notification")
    assert figures.calls_in_flight([*IN_TURN, sent]) == figures.calls_in_flight(IN_TURN)


def test_a_bar_reaches_from_the_request_to_the_end() -> None:
    first, *_, last = bars(figures.calls_in_flight(IN_TURN).svg)
    assert first[0] == LEFT_OF_NAMED
    assert last[0] == pytest.approx(LEFT_OF_NAMED + 3 * first[1], abs=0.1)
    assert sum(last) == pytest.approx(LEFT_OF_NAMED + (RIGHT - LEFT_OF_NAMED) / 1.02, abs=0.1)


def test_a_call_that_has_not_ended_reaches_to_the_edge() -> None:
    waits = Call("sleep", 5, 0.1, None, "in flight")
    assert sum(bars(figures.calls_in_flight([*IN_TURN, waits]).svg)[-1]) == RIGHT


def test_many_calls_have_no_names_and_more_are_not_drawn() -> None:
    many = [Call("echo", number, 0, 1) for number in range(MOST_CALLS + 5)]
    figure = figures.calls_in_flight(many)
    assert figure.text == "133 calls, at most 133 in flight at a time: 133 answered."
    assert "5 more" in figure.svg and ">echo 1<" not in figure.svg and figure.table == ""
    assert ">echo 1<" in figures.calls_in_flight(many[:MOST_NAMED]).svg


def test_what_is_said_is_the_same_however_long_it_took() -> None:
    slower = [Call(call.action, call.id, 3 * call.time, 3 * (call.ended or 0)) for call in AT_ONCE]
    one, other = figures.calls_in_flight(AT_ONCE), figures.calls_in_flight(slower)
    assert (one.alt, one.text, one.table) == (other.alt, other.text, other.table)
    assert one.alt.startswith("A measurement, ") and one.svg != other.svg


@pytest.mark.parametrize(("seconds", "step"), [(0.0012, 0.0002), (0.5, 0.1), (1.4, 0.5), (40.0, 10.0)])
def test_the_axis_has_round_numbers(seconds: float, step: float) -> None:
    scale = in_flight._Scale(0, seconds)
    assert scale.step == pytest.approx(step)
    assert 2 < len(scale.ticks()) <= in_flight.TICKS + 1


def test_it_survives_a_sanitiser() -> None:
    assert sanitise(figures.calls_in_flight(AT_ONCE).html).stripped == []

"""Plans of faults: as text, as JSON, by chance, and what is on at a moment."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framebyframe.proxy.faults.plan import AMOUNTS, MOST_FAULTS, Direction, Fault, Kind, Plan, as_plan

SIZES: dict[Direction, int] = {"both": 0, "to server": 0, "to client": 0}


def test_a_line_of_text_is_a_plan() -> None:
    plan = Plan.parse("latency 50ms; black-hole to client after 2s for 3s; close 1013 'x'".replace("'", '"'))
    assert plan == Plan(
        (
            Fault("latency", 0.05),
            Fault("black-hole", direction="to client", begins=2.0, lasts=3.0),
            Fault("close", 1013, reason="x"),
        )
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("latency 1.5s", Fault("latency", 1.5)),
        ("jitter 20ms to server", Fault("jitter", 0.02, "to server")),
        ("bandwidth 10KiB/s", Fault("bandwidth", 10240)),
        ("split 7B", Fault("split", 7)),
        ("join 20ms after 1min", Fault("join", 0.02, begins=60)),
        ("black-hole after 4KiB for 10B", Fault("black-hole", begins=4096, lasts=10, unit="bytes")),
        ("black-hole for 10B", Fault("black-hole", lasts=10, unit="bytes")),
        ("black-hole after 0B", Fault("black-hole", unit="bytes")),
        ("duplicate after 2s", Fault("duplicate", begins=2)),
        ("half-close to client after 1s", Fault("half-close", direction="to client", begins=1)),
        ("reset after 1MiB", Fault("reset", begins=1024**2, unit="bytes")),
        ('close 1013 "a; b" for 2s', Fault("close", 1013, lasts=2, reason="a; b")),
    ],
)
def test_each_kind_is_read_and_written_as_it_was_read(text: str, fault: Fault) -> None:
    assert Plan.parse(text) == Plan((fault,))
    assert Plan.parse(str(fault)) == Plan((fault,))


def test_an_empty_line_is_a_plan_without_faults() -> None:
    assert [len(Plan.parse(text)) for text in ("", "  ", ";", "; ;")] == [0, 0, 0, 0]
    assert str(Plan()) == "" and Plan().to_json() == "[]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lag 50ms", "there is no fault 'lag'; there are: latency"),
        ("latency", "latency needs an amount, as in `latency 50ms`, not ''"),
        ("latency 50", "not '50'"),
        ("latency -50ms", "not '-50ms'"),
        ("latency nan", "not 'nan'"),
        ("latency 2min for 1h", "write `for 2s`"),
        ("latency 2000min", "latency is from 0ms to 3600s"),
        ("bandwidth 10KiB", "bandwidth 10KiB/s"),
        ("bandwidth 0B/s", "from 1B/s"),
        ("split 0B", "from 1B"),
        ("close 999", "close is from 1000 to 4999"),
        ("close 1006", "1006 stands in no close frame"),
        ("close 1000.5", "stands in no close frame"),
        ('close 1000 "' + "a" * 124 + '"', "at most 123 bytes"),
        ('close 1000 "a', "a quotation mark has no partner"),
        ('reset "why"', "a reason belongs to a close frame"),
        ("reset 5", "is not understood after reset: write `reset to client after 2s for 3s`"),
        ("half-close", "half-close is to server or to client, not both"),
        ("reset to moon", "not 'to moon'"),
        ("reset after", "write `after 2s`"),
        ("reset after 1s after 2s", "`after` stands twice"),
        ("black-hole after 1s for 4KiB", "both in seconds or both in bytes"),
        ("duplicate to client", "duplicate is both, not to client"),
        ("duplicate after 4KiB", "give `duplicate` seconds"),
        ("; ".join(["reset"] * (MOST_FAULTS + 1)), "at most 100 faults"),
    ],
)
def test_what_is_wrong_with_a_text_is_told(text: str, words: str) -> None:
    with pytest.raises(ValueError) as raised:
        Plan.parse(text)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[" * 100_000,
        "[1]",
        '[{"amount": 1}]',
        '[{"kind": "lag"}]',
        '[{"kind": []}]',
        '[{"kind": "latency", "amount": "1"}]',
        '[{"kind": "latency", "amount": true}]',
        '[{"kind": "latency", "amount": NaN}]',
        '[{"kind": "latency", "amount": 1, "begins": null}]',
        '[{"kind": "latency", "amount": 1, "begins": Infinity}]',
        '[{"kind": "reset", "amount": 1}]',
        '[{"kind": "reset", "moon": 1}]',
        '[{"kind": "reset", "unit": "hours"}]',
        '[{"kind": "close", "amount": 1000, "reason": 1}]',
        '[{"kind": "reset", "direction": []}]',
        '[{"kind": "close", "amount": 1000, "reason": "a\\"b"}]',
        '[{"kind": "reset", "reason": "a"}]',
    ],
)
def test_what_is_no_plan_in_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        Plan.from_json(text)


def test_json_holds_what_is_not_as_by_default() -> None:
    plan = Plan.parse("latency 50ms; half-close to client after 4KiB")
    assert plan.to_json() == (
        '[{"kind": "latency", "amount": 0.05}, '
        '{"kind": "half-close", "direction": "to client", "begins": 4096.0, "unit": "bytes"}]'
    )


@given(st.integers())
def test_a_drawn_plan_survives_text_and_json(seed: int) -> None:
    plan = Plan.drawn(seed, most=8)
    assert 1 <= len(plan) <= 8
    assert Plan.parse(str(plan)) == plan == Plan.from_json(plan.to_json())


def test_every_kind_and_direction_is_drawn() -> None:
    drawn = [fault for seed in range(300) for fault in Plan.drawn(seed)]
    assert {fault.kind for fault in drawn} == set(AMOUNTS) == set(get_args(Kind))
    assert {fault.direction for fault in drawn} == set(get_args(Direction))


def test_a_seed_draws_the_same_in_another_process() -> None:
    program = "from framebyframe.proxy.faults import Plan; print([str(Plan.drawn(n)) for n in range(100)])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str([str(Plan.drawn(seed)) for seed in range(100)])


def test_a_seed_draws_what_it_has_always_drawn() -> None:
    assert str(Plan.drawn(2)).split("; ") == [
        "close 4000 after 849ms",
        "half-close to client after 3081ms",
        "duplicate after 5812ms for 793ms",
        "join 286ms to server after 7230ms for 4975ms",
    ]


def test_by_seconds_a_fault_begins_lasts_and_ends() -> None:
    fault = Fault("black-hole", begins=2, lasts=3)
    assert [fault.is_on(seconds, 0) for seconds in (0, 1.99, 2, 4.99, 5, 99)] == [0, 0, 1, 1, 0, 0]
    assert Fault("black-hole").is_on(1e9, 0)


def test_by_bytes_a_fault_begins_lasts_and_ends_on_the_byte() -> None:
    fault = Fault("black-hole", begins=100, lasts=10, unit="bytes")
    assert [fault.is_on(999, size) for size in (0, 99, 100, 109, 110)] == [0, 0, 1, 1, 0]
    assert [fault.bytes_until_change(size) for size in (0, 99, 100, 109)] == [100, 1, 10, 1]
    assert fault.bytes_until_change(110) == math.inf
    assert Fault("black-hole", begins=2).bytes_until_change(0) == math.inf


def test_what_is_on_is_asked_for_a_direction() -> None:
    plan = Plan.parse("latency 1s; split 1B to server after 10B; reset; black-hole to client after 2s")
    later = {**SIZES, "to server": 10}
    assert [fault.kind for fault in plan.on("to server", 0, SIZES)] == ["latency"]
    assert [fault.kind for fault in plan.on("to server", 9, later)] == ["latency", "split"]
    assert [fault.kind for fault in plan.on("to client", 9, later)] == ["latency", "black-hole"]
    assert plan.bytes_until_change("to server", {**SIZES, "to server": 4}) == 6
    assert plan.bytes_until_change("to client", {**SIZES, "to server": 4}) == math.inf


def test_a_plan_or_its_text_is_taken() -> None:
    assert as_plan("latency 1s") == as_plan(Plan((Fault("latency", 1),)))

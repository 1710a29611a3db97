"""The fast cases of the Autobahn TestSuite in both roles, and its verdicts on a server with known faults."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import autobahn_cases
import pytest
from autobahn_cases import PROGRAMS, Outcome, check, run_cases

from framebyframe.exam.cases import FAST, NUMBER_OF_FAST
from framebyframe.exam.run_cases import TOO_LATE, verdict

BY_WEBSOCKETS = [sys.executable, str(Path(__file__).with_name("websockets_echo_server.py"))]


@pytest.mark.parametrize("role", PROGRAMS)
def test_the_fast_cases(role: str) -> None:
    check(run_cases(role, FAST, PROGRAMS[role]), NUMBER_OF_FAST)


def test_other_verdicts_are_given_where_they_are_due() -> None:
    """`websockets` is known to find bad UTF-8 late, to fail 7.1.5, and here to have no compression."""
    outcome = run_cases("server", ["6.4.*", "7.1.5", "12.1.1"], BY_WEBSOCKETS)
    late, failed, missing = map(outcome.with_verdict, ("NON-STRICT", "FAILED", "UNIMPLEMENTED"))
    assert late == {"6.4.1", "6.4.2", "6.4.3", "6.4.4"}
    assert failed == {"7.1.5"}
    assert missing == {"12.1.1"}


class TimedOut:
    """A case whose echo did not come in time, as kosoku tells it."""

    behavior = SimpleNamespace(value="FAILED")
    behavior_close = SimpleNamespace(value="OK")

    def __init__(self, result: str) -> None:
        self.result = result


@pytest.mark.parametrize(
    "result", ["Case did not finish within 60 seconds.", "Did not receive message within 10 seconds."]
)
def test_a_case_that_took_too_long_is_told_from_one_that_failed(result: str) -> None:
    assert verdict(TimedOut(result)) == TOO_LATE
    assert verdict(TimedOut("Expected text message with payload, but got binary.")) == "FAILED"


def test_what_came_too_late_beside_others_runs_again_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, and by its own program; what failed stays failed."""
    ran: list[list[str]] = []

    def run(role: str, cases: Sequence[str], command: Sequence[str]) -> Outcome:
        ran.append(list(cases))
        if cases == ["9.2.1"]:
            return Outcome({"9.2.1": "OK"}, 1.0)
        late = {"9.2.1": TOO_LATE, "1.1.1": "FAILED"} if "9.*" in cases else {}
        return Outcome(late, 1.0)

    monkeypatch.setattr(autobahn_cases, "run_cases", run)
    assert autobahn_cases.run_all("server").verdicts == {"9.2.1": "OK", "1.1.1": "FAILED"}
    assert ran.count(["9.2.1"]) == 1 and len(ran) == len(autobahn_cases.RUNS["server"]) + 1

"""The fast cases of the Autobahn TestSuite in both roles, and its verdicts on a server with known faults."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from autobahn_cases import PROGRAMS, check, run_cases

from framebyframe.exam.cases import FAST, NUMBER_OF_FAST

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

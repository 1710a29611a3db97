"""The cases of the Autobahn TestSuite against the echo programs.

`python tests/conformance/autobahn_cases.py` runs all of them and writes the table in docs/conformance.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from framebyframe.exam.cases import FAST, INFORMATIONAL
from framebyframe.exam.run_cases import TOO_LATE

sys.path.append(str(Path(__file__).resolve().parents[1] / "bench"))

from documented import table, write_part

HERE = Path(__file__).resolve().parent
FORGETFUL = [f"13.{group}.*" for group in (2, 5, 6)]
"""Cases in which a server asks the client to forget its window: kosoku asks only a client that offers it."""
PARTS = [
    [*FAST, "9.*", "12.4.*", "12.5.*"],
    ["12.1.*", "12.2.*", "12.3.*"],
    [f"13.{group}.*" for group in (1, 3, 4, 7)],
]
"""The other cases, in parts that run side by side: in most a message waits for the echo of the last one."""
NUMBER_OF_ALL = 517
SERVER = [sys.executable, "-m", "framebyframe.exam.echo_server"]
CLIENT = [sys.executable, str(HERE / "echo_client.py"), "{url}"]
PROGRAMS = {"server": SERVER, "client": CLIENT}
RUNS = {
    "server": [(SERVER, part) for part in (*PARTS, FORGETFUL)],
    "client": [*((CLIENT, part) for part in PARTS), ([*CLIENT, "--no-context-takeover"], FORGETFUL)],
}
"""All cases of each role, and the programs that they are run against."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of a program's run.

    Attributes:
        verdicts: by the number of the case, such as "7.1.6".
        seconds: of the whole run.
    """

    verdicts: dict[str, str]
    seconds: float

    def with_verdict(self, verdict: str) -> set[str]:
        """The cases that have this verdict."""
        return {case for case, each in self.verdicts.items() if each == verdict}

    def counts(self) -> str:
        """The number of cases with each verdict, the most frequent first."""
        return ", ".join(
            f"{number} {verdict}" for verdict, number in Counter(self.verdicts.values()).most_common()
        )


def run_cases(role: str, cases: Sequence[str], command: Sequence[str]) -> Outcome:
    """Run these cases against the program that this command starts.

    Raises:
        AssertionError: they could not be run to their end.
    """
    runner = [sys.executable, "-m", "framebyframe.exam.run_cases", role, *cases, "--", *command]
    done = subprocess.run(runner, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return Outcome(**json.loads(done.stdout))


def run_all(role: str) -> Outcome:
    """All cases of this role, and the seconds from the first to the last.

    The suite gives a case 10 seconds or more. One that took longer beside all the others runs again alone.
    """
    begun = time.monotonic()
    with ThreadPoolExecutor() as pool:
        outcomes = list(pool.map(lambda run: run_cases(role, run[1], run[0]), RUNS[role]))
    verdicts: dict[str, str] = {}
    for outcome in outcomes:
        verdicts |= outcome.verdicts
    for outcome, (command, _) in zip(outcomes, RUNS[role], strict=True):
        for case in sorted(outcome.with_verdict(TOO_LATE)):
            verdicts |= run_cases(role, [case], command).verdicts
    return Outcome(verdicts, time.monotonic() - begun)


def check(outcome: Outcome, number: int) -> None:
    """Check that `number` cases ran, and that each is OK or informational."""
    assert len(outcome.verdicts) == number
    assert outcome.with_verdict("INFORMATIONAL") == INFORMATIONAL
    others = outcome.verdicts.keys() - outcome.with_verdict("OK") - INFORMATIONAL
    assert {case: outcome.verdicts[case] for case in others} == {}


def row(role: str) -> tuple[str, ...]:
    """The line of the table for this role."""
    outcome = run_all(role)
    made = f"{date.today()}, kosoku {version('kosoku')}, {outcome.seconds:,.0f} s"
    return role, str(len(outcome.verdicts)), outcome.counts(), made


if __name__ == "__main__":
    write_part("conformance.md", "autobahn", table([("role", "cases", "result", "made"), *map(row, RUNS)]))

"""The Autobahn TestSuite against our echo programs, both roles: nothing fails, nothing is non-strict.

The runners are not part of the course: AUTOBAHN_HOME names their folder. They need a Python 2.7.
The full 517 cases take minutes; docs/conformance.md keeps their result and the command.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
BESIDE_THE_CHECKOUT = HERE.parents[2] / "shared" / "conformance"
AUTOBAHN_HOME = Path(os.environ.get("AUTOBAHN_HOME", BESIDE_THE_CHECKOUT))
NO_PYTHON2 = 77
"""The installer's exit status where there is no Python 2.7."""

PLAIN, COMPRESSED = "1-7,9,10", "12.1-5.1-4,13.1-7.1-4"
CASES = {PLAIN: 301, COMPRESSED: 48}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(AUTOBAHN_HOME / script), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture(scope="module")
def autobahn() -> None:
    if not (AUTOBAHN_HOME / "autobahn_install.py").exists():
        pytest.skip("AUTOBAHN_HOME names no folder with the Autobahn runners")
    installed = run("autobahn_install.py")
    if installed.returncode == NO_PYTHON2:
        pytest.skip("the Autobahn TestSuite needs a Python 2.7: there is none here")
    assert installed.returncode == 0, installed.stdout


def server_arguments(cases: str) -> list[str]:
    echo = [sys.executable, str(HERE / "echo_server.py"), "--port", "{port}"]
    return ["autobahn_server.py", "--cases", cases, "ws://127.0.0.1:{port}", "--", *echo]


def client_arguments(cases: str) -> list[str]:
    return ["autobahn_client.py", "--cases", cases, "--", sys.executable, str(HERE / "echo_client.py")]


@pytest.mark.parametrize("cases", CASES)
@pytest.mark.parametrize("arguments", [server_arguments, client_arguments], ids=["server", "client"])
def test_autobahn(autobahn, arguments, cases, tmp_path):
    script, *options = arguments(cases)
    result = run(script, "--outdir", str(tmp_path), *options)
    counts = {name: int(n) for name, n in re.findall(r"([A-Z-]+) (\d+)", result.stdout.splitlines()[-1])}
    assert result.returncode == 0, result.stdout
    assert counts["FAILED"] == counts["UNIMPLEMENTED"] == counts["NON-STRICT"] == 0, result.stdout
    assert sum(counts.values()) == CASES[cases], result.stdout

"""The code is linted, formatted and typed, as CONTRIBUTING.md promises."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CHECKS = {
    "lint": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--strict", "framebyframe", "pyserver"],
}
EACH = ["lint", "format", pytest.param("types", marks=pytest.mark.slow)]
"""Without its cache mypy takes a minute, on a busy machine several."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("check", EACH)
def test_style(check):
    done = subprocess.run([sys.executable, "-m", *CHECKS[check]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

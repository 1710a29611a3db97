"""Node's own runner: the unit, contract and fault tests of node_server, as one test here."""

import contextlib
import os
import re
import signal
import subprocess

import pytest

from framebyframe import peers
from framebyframe.peers.places import NODE_SERVER

TIMEOUT = 100
"""Seconds; a quiet machine needs a tenth of it."""
AT_ONCE = 4
"""Files of tests at a time; most of them wait for time-outs."""
FIRST_WITH_AT_ONCE = (20, 10)
"""The Node.js that knows `--test-concurrency`; an older one takes one file fewer than there are cores."""


@contextlib.contextmanager
def run_to_its_end(command, environment):
    """Exit status and output. Node's runner has children: those that are left of its session are ended."""
    process = subprocess.Popen(
        command, cwd=NODE_SERVER, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        output, _ = process.communicate(timeout=TIMEOUT)
        yield process.returncode, output
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def at_once(version):
    numbers = tuple(map(int, version.split(".")[:2]))
    return [f"--test-concurrency={AT_ONCE}"] if numbers >= FIRST_WITH_AT_ONCE else []


def test_node_server():
    try:
        peers.find_ws()
        node = peers.find_node()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    environment = {
        key: value for key, value in os.environ.items() if key not in {"PORT", "FRAMEBYFRAME_TOKEN"}
    }
    command = [str(node.path), "--test", "--test-reporter=tap", *at_once(node.version)]
    with run_to_its_end(command, environment) as (status, output):
        counts = {name: int(count) for name, count in re.findall(r"^# (\w+) (\d+)$", output, re.M)}
        assert status == 0, "\n".join(re.findall(r"^not ok .*(?:\n  .*)*", output, re.M)) or output[-2000:]
    assert counts["pass"] > 0
    assert counts["fail"] == counts["skipped"] == 0

"""The PHP client's own tests, with the contract's vectors, against both servers."""

import re

import pytest

from framebyframe import peers

TIMEOUT = 100
"""Seconds; the tests take about 15."""


@pytest.fixture(scope="module", autouse=True)
def php():
    try:
        return peers.find_php()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))


def run(*arguments):
    """Run php_client/tests/run.php, and check that nothing failed or was skipped."""
    result = peers.php("tests/run.php", *arguments, timeout=TIMEOUT)
    summary = result.stdout.splitlines()[-1:]
    assert result.exit_status == 0, result.stdout + result.stderr
    assert summary and re.fullmatch(r"[1-9]\d* passed, 0 failed", summary[0]), result.stdout


def test_all_and_node_server():
    try:
        server = peers.node()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    with server:
        run("--url", server.url)


def test_pyserver():
    with peers.python() as server:
        run("--url", server.url, "--only", "contract", "--only", "rpc_client", "--only", "programs")

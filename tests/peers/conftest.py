"""Fixtures for peers: fake servers, and a search for processes that were left behind."""

import os
import sys
import uuid
from pathlib import Path

import pytest

from framebyframe.peers import Server, forget

HERE = Path(__file__).parent


@pytest.fixture
def fake():
    """A function that starts fake_server.py with a behaviour; all its servers are stopped."""
    started = []

    def start(behaviour, **options):
        command = [sys.executable, str(HERE / "fake_server.py"), behaviour]
        started.append(Server("fake", command, **options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def living(monkeypatch):
    """A function: the numbers of all processes that this test started, and that are alive.

    They are recognised by a token in their environment, which whoever starts one hands on.
    """
    token = f"peers-{uuid.uuid4()}"
    monkeypatch.setenv("FRAMEBYFRAME_TEST_RUN", token)
    return lambda: [
        process for process in map(int, filter(str.isdigit, os.listdir("/proc"))) if _has(process, token)
    ]


def _has(process, token):
    try:
        environment = Path(f"/proc/{process}/environ").read_bytes()
    except OSError:
        return False
    return process != os.getpid() and token.encode() in environment


@pytest.fixture(autouse=True)
def _look_again():
    """Forget the programs that an earlier test found."""
    forget()
    yield
    forget()

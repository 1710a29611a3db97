"""Peers end with the process that started them, however it ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ALL = 5
"""Processes: the owner, its two servers, a leash, and the script that the leash runs."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture
def owner(living):
    """Start owner.py; it has started everything once it has printed the numbers of its servers."""
    started = []

    def start(what, behaviour):
        command = [sys.executable, str(HERE / "owner.py"), what, behaviour]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        started.append(process)
        return process, {int(number) for number in process.stdout.readline().split()}

    yield start
    for process in started:
        process.kill()
        process.communicate()


def comes_true(condition, timeout=30.0):
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_kill_9(owner, living):
    process, servers = owner("wait", "listens")
    assert comes_true(lambda: len(living()) == ALL)
    assert servers < set(living())
    process.kill()
    process.wait()
    assert comes_true(lambda: living() == [])


def test_an_interrupt_ends_the_peers_with_their_owner(owner, living):
    process, _ = owner("wait", "stays")
    assert comes_true(lambda: len(living()) == ALL)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) != 0
    assert comes_true(lambda: living() == [])


def test_a_server_that_ignores_its_end_goes_when_its_owner_exits(owner, living):
    process, _ = owner("end", "stays")
    assert process.wait(30) == 0
    assert comes_true(lambda: living() == [])


def test_an_interrupt_of_the_whole_group_does_not_reach_the_peers(owner, living):
    """Ctrl-C in a terminal goes to every process of the group; ours are in sessions of their own."""
    _, servers = owner("wait", "listens")
    sessions = {Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[3] for number in servers}
    assert sessions == {str(number) for number in servers}

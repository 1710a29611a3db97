"""Nothing is left running: not when the kernel ends, nor when it is killed, nor in the middle of a check."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.declaring import table
from framebyframe.lesson.workers.process import Checker

PATIENCE = 30.0
HEAD = "def encode_length(length, masked):\n"

OWNER = textwrap.dedent("""
    import sys, threading
    from framebyframe.lesson.declaring import table
    from framebyframe.lesson.workers.process import Checker
    from framebyframe.lesson.checking.submission import Submission
    checker = Checker()
    checker.warm()
    target = table.named("encode_length")[0].id
    checker.check(Submission(target, "def encode_length(length, masked):\\n    pass\\n"))
    source = sys.argv[1]
    if source:
        threading.Thread(target=checker.check, args=(Submission(target, source),), daemon=True).start()
    print(checker._worker._process.pid, flush=True)
    sys.stdin.read()
""")


def ends(process: int) -> bool:
    """Whether the process is gone within a generous time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def start_owner(source: str) -> tuple[subprocess.Popen[str], int]:
    """A program with a worker, standing for a kernel; and the worker's process id."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout
    return owner, int(owner.stdout.readline())


BUSY = {
    "idle": "",
    "in a loop": HEAD + "    while True: pass\n",
    "asleep": HEAD + "    import time\n    time.sleep(3600)\n",
}


@pytest.mark.parametrize("source", BUSY.values(), ids=BUSY)
@pytest.mark.parametrize("how", ["end", "kill"])
def test_the_worker_ends_with_its_kernel(source: str, how: str) -> None:
    owner, worker = start_owner(source)
    assert psutil.pid_exists(worker)
    if how == "kill":
        owner.kill()
    owner.communicate("", timeout=PATIENCE)
    assert ends(worker)


@pytest.mark.slow
def test_a_worker_in_a_loop_of_c_code_is_ended_by_its_own_limit() -> None:
    """With its kernel gone and no thread of its own able to run, the processor time limit is what is left."""
    if not hasattr(signal, "SIGXCPU"):
        pytest.skip("this system has no limit on processor time")
    owner, worker = start_owner(HEAD + "    return sum(iter(int, 1))\n")
    owner.kill()
    owner.communicate(timeout=PATIENCE)
    assert ends(worker)


def test_a_worker_that_died_while_idle_is_replaced() -> None:
    checker = Checker()
    try:
        checker.warm()
        submission = Submission(table.named("encode_length")[0].id, HEAD + "    pass\n")
        assert checker.check(submission).fault.value == "returns_none"
        assert checker._worker
        os.kill(checker._worker._process.pid, signal.SIGTERM)
        assert ends(checker._worker._process.pid)
        assert checker.check(submission).fault.value == "returns_none"
    finally:
        checker.close()


def test_what_an_answer_starts_ends_with_the_worker() -> None:
    if not hasattr(os, "killpg"):
        pytest.skip("this system has no process groups")
    checker = Checker()
    start = "import subprocess, sys\n    waits = [sys.executable, '-c', 'import time; time.sleep(600)']"
    try:
        source = f"{HEAD}    {start}\n    raise ValueError(subprocess.Popen(waits).pid)\n"
        verdict = checker.check(Submission(table.named("encode_length")[0].id, source))
        child = int(verdict.detail["message"])
    finally:
        checker.close()
    assert ends(child)

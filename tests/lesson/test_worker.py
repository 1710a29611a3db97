"""No worker is left running when the kernel ends, is killed, or is in the middle of a check."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from left_behind import ends

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.checking.verdict import Fault
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.versions import models_of
from framebyframe.lesson.diagnosing import models
from framebyframe.lesson.diagnosing.judge import judge, mistakes_in_advance
from framebyframe.lesson.workers import process
from framebyframe.lesson.workers.process import Checker

from . import kinds
from .kinds import chapter

__all__ = ["chapter"]

TIMEOUT = 30.0
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


def start_owner(source: str) -> tuple[subprocess.Popen[str], int]:
    """Start a program with a worker, which stands for a kernel; return it and the worker's process id."""
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
    owner.communicate("", timeout=TIMEOUT)
    assert ends(worker)


@pytest.mark.slow
def test_a_worker_in_a_loop_of_c_code_is_ended_by_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its kernel gone and no thread of its own able to run, the processor time limit is what is left.

    It is of processor time, so a busy machine takes longer. It leaves room for a search for causes.
    """
    monkeypatch.setenv("FRAMEBYFRAME_SECONDS_OF_REPAIRS", "0.6")
    if not hasattr(signal, "SIGXCPU"):
        pytest.skip("this system has no limit on processor time")
    owner, worker = start_owner(HEAD + "    return sum(iter(int, 1))\n")
    owner.kill()
    owner.communicate(timeout=TIMEOUT)
    assert ends(worker, 4 * TIMEOUT)


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


def processor_time(checker: Checker) -> float:
    """The seconds that the worker has taken."""
    assert checker._worker
    times = psutil.Process(checker._worker._process.pid).cpu_times()
    return float(times.user + times.system)


def test_the_mistakes_of_an_exercise_run_before_an_answer_comes() -> None:
    """A worker that expects an answer works without being asked; then it rests, and checks as ever."""
    checker = Checker()
    target = table.named("regulate")[0]
    try:
        checker.check(Submission(table.named("encode_length")[0].id, HEAD + "    pass\n"))
        before = processor_time(checker)
        checker.expect(target.id)
        end = time.monotonic() + TIMEOUT
        while processor_time(checker) < before + 0.1:
            assert time.monotonic() < end, "nothing ran in advance"
            time.sleep(0.05)
        assert checker.check(submission_of(target, reference.source(target))).right
    finally:
        checker.close()


def test_what_runs_in_advance_is_what_a_search_asks_for() -> None:
    target = table.named("encode_length")[0]
    models._in_python.cache_clear()
    for run in mistakes_in_advance(target):
        run()
    ran = models._in_python.cache_info().misses
    assert judge(target, Submission(target.id, HEAD + "    return bytes([length])\n")).findings
    alone = models._in_python.cache_info()
    assert ran > len(models_of(target)) and alone.hits >= ran
    for model in models_of(target):
        models.outcomes(target, (model,))
    assert models._in_python.cache_info().misses == alone.misses


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


# --- the tests' own chapter, in a worker -----------------------------------------------------------

BOOT = """\
import sys
sys.path[:] = sys.argv[1:]
from pathlib import Path
from lesson import kinds
kinds.install(Path(sys.path[0]))
from framebyframe.lesson.workers.worker import main
main()
"""


@pytest.fixture
def worker(chapter: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checker]:
    """A worker that knows the tests' own chapter."""
    monkeypatch.setattr(process, "BOOT", BOOT.replace("sys.path[0]", repr(str(tmp_path / "words"))))
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    checker = Checker()
    yield checker
    checker.close()


def test_every_kind_is_checked_in_a_worker(worker: Checker) -> None:
    for exercise in (kinds.PING, kinds.FIRST_OF, kinds.CALL, kinds.CALL_ASYNC, kinds.RECEIVE):
        found = worker.check(submission_of(exercise, reference.source(exercise)))
        assert found.right, (exercise.id, found)
    hangs = "async def first_of(calls):\n    import asyncio\n    await asyncio.Event().wait()\n"
    assert worker.check(Submission(kinds.FIRST_OF.id, hangs)).fault is Fault.NEVER_ARRIVES
    assert worker.check(Submission(kinds.MASK.id, reference.source(kinds.MASK), 2)).right


@pytest.mark.usefixtures("worker")
def test_php_ends_with_the_worker_that_started_it() -> None:
    """Nobody ends the worker here: it notices the end of its standard input, as when the kernel is gone."""
    started = process._start()
    assert started.stdin and started.stdout
    sleeps = "function mask(string $payload, string $maskingKey): string { sleep(600); return ''; }\n"
    started.stdin.write(json.dumps(Submission(kinds.MASK.id, sleeps, 2).to_json()).encode() + b"\n")
    started.stdin.flush()
    children = psutil.Process(started.pid).children
    while not started.stdout.readline().startswith(b'{"at": 0'):
        assert started.poll() is None
    [php] = [child.pid for child in children() if child.name().startswith("php")]
    started.stdin.close()
    assert ends(php)
    started.wait()
    started.stdout.close()


@pytest.mark.parametrize(
    "line",
    ['logger.log(logging.DEBUG, "it failed", exc_info=error)', "logging.DEBUG = None"],
    ids=["a change of it assigns to a module", "it assigns to a module"],
)
def test_what_an_answer_changes_in_a_module_is_as_before_for_the_next_one(
    checker: Checker, line: str
) -> None:
    exercise = table.by_id("11.failure_of")
    source = f"def failure_of(error):\n    {line}\n    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)\n"
    known = submission_of(exercise, source)
    checker.check(replace(known, preamble=(*known.preamble, "import logging\n")))
    nothing = submission_of(exercise, "def failure_of(error):\n    pass\n")
    assert not checker.check(nothing).right
    assert checker.check(submission_of(exercise, reference.source(exercise))).right


def test_what_an_answer_logs_by_the_root_is_no_flood_of_a_later_one(checker: Checker) -> None:
    source = """def failure_of(error):
    logging.error("x" * 199_000)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
"""
    known = submission_of(table.by_id("11.failure_of"), source)
    assert not checker.check(replace(known, preamble=(*known.preamble, "import logging\n"))).right
    dispatch = table.by_id("11.dispatch")
    assert checker.check(submission_of(dispatch, reference.source(dispatch))).right

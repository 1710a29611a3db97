"""Runs checks beside the kernel: one warm worker process, watched, ended at the deadline and replaced."""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from ..checking.catching import Calls, Caught
from ..checking.submission import Submission
from ..checking.verdict import Fault, Verdict
from ..declaring import table

DEADLINE = 4.0
"""Seconds for one check, all examples together."""

DIAGNOSIS_DEADLINE = 20.0
"""Seconds to look for mistakes once there is a verdict. The search has a limit of processor time besides."""

START_DEADLINE = 30.0
"""Seconds for a worker to be ready: a busy machine takes its time to start Python."""

MEMORY = 1024 * 1024 * 1024
"""Bytes a worker may hold where it cannot cap itself."""

LOOK = 0.05
"""Seconds between two checks of a silent worker."""

BOOT = "import sys; sys.path[:] = sys.argv[1:]; from framebyframe.lesson.workers.worker import main; main()"

Message = dict[str, Any]

Job = Submission | Calls
"""The work that a worker is given."""


class NoWorker(Exception):
    """No process can be started here: checks have to run in the kernel."""


class DiedIdle(NoWorker):
    """The worker ended before it began with the answer: another one can take it."""


class Worker:
    """One process that checks answers, and the thread that listens to it."""

    def __init__(self) -> None:
        self._process = _start()
        self._said: SimpleQueue[Message | None] = SimpleQueue()
        self._ready = False
        self._example: int | None = None
        self._so_far: Message | None = None
        self.spent = False
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def fresh(self) -> bool:
        """Whether it can take another answer."""
        return not self.spent and self._process.poll() is None

    def do(self, job: Job) -> Message:
        """The message about the job: "verdict" or "caught"; a verdict too if a guard rail ended the worker.

        Raises:
            NoWorker: the process did not start.
            DiedIdle: the process ended before it began with this job.
        """
        self.spent = True  # until it is done; an interrupted check leaves it so
        self._wait_until_ready()
        self._say(job.to_json())
        if self._next() is None:
            raise DiedIdle
        done, self.spent = self._hear(deadline_of(job))
        return done

    def expect(self, exercise: str) -> None:
        """Have the mistakes of an exercise run before an answer to it comes.

        Raises:
            DiedIdle: the process has ended.
        """
        self._say({"exercise": exercise, "soon": True})

    def end(self) -> None:
        """End the process and what it started."""
        if hasattr(os, "killpg"):
            _kill_group(self._process.pid)
        self._process.kill()
        self._process.wait()
        assert self._process.stdin
        with suppress(OSError):  # the rest that it did not read
            self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as pipe:
            for line in pipe:
                if line.endswith(b"\n"):  # a process that is ended may leave half a line
                    self._said.put(json.loads(line))
        self._said.put(None)

    def _wait_until_ready(self) -> None:
        self._ready = self._ready or self._next() is not None
        if not self._ready:
            raise NoWorker

    def _next(self) -> Message | None:
        """The next message of the worker while it has no job; None if there is none."""
        try:
            return self._said.get(timeout=START_DEADLINE)
        except Empty:
            return None

    def _say(self, message: Message) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise DiedIdle from None

    def _hear(self, deadline: float) -> tuple[Message, bool]:
        """The message about the job, and whether the worker cannot be used after it."""
        end, self._so_far = time.monotonic() + deadline, None
        while time.monotonic() < end:
            try:
                said = self._said.get(timeout=LOOK)
            except Empty:
                if _memory_of(self._process.pid) > MEMORY:
                    return self._stopped(Fault.MEMORY), True
                continue
            if said is None:
                return self._stopped(self._cause_of_death()), True
            if "so far" in said:
                end = end if self._so_far else time.monotonic() + DIAGNOSIS_DEADLINE
                self._so_far = said["so far"]
            elif "at" not in said:
                return said, said["spent"] or said.get("verdict", {}).get("fault") == Fault.MEMORY
            else:
                self._example = said["at"]
        return self._stopped(Fault.ENDLESS_LOOP), True

    def _stopped(self, fault: Fault) -> Message:
        """The verdict with this fault; or the one so far, if the answer was stopped during the diagnosis."""
        return {"verdict": self._so_far or Verdict(fault, self._example).to_json()}

    def _cause_of_death(self) -> Fault:
        """The fault of a worker that ended: out of memory if the system killed it."""
        killed = -getattr(signal, "SIGKILL", 0)
        return Fault.MEMORY if killed and self._process.wait() == killed else Fault.CRASHED


class Checker:
    """Checks answers in a worker; the next worker warms up while a verdict is read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._closed = False
        atexit.register(self.close)

    def warm(self) -> None:
        """Have a worker ready.

        Raises:
            NoWorker: no process can be started.
        """
        with self._lock:
            self._fresh_worker()

    def expect(self, exercise: str) -> None:
        """Have a worker get ready for an answer to this exercise.

        Raises:
            NoWorker: no process can be started.
        """
        with self._lock:
            self._fresh_worker().expect(exercise)

    def check(self, submission: Submission) -> Verdict:
        """The verdict on an answer.

        Raises:
            NoWorker: no process can be started.
        """
        return Verdict.from_json(self._do(submission)["verdict"])

    def catch(self, calls: Calls) -> Caught | Verdict:
        """The outcome of a learner's calls; a verdict if they ran into a guard rail.

        Raises:
            NoWorker: no process can be started.
        """
        done = self._do(calls)
        return Caught.from_json(done["caught"]) if "caught" in done else Verdict.from_json(done["verdict"])

    def _do(self, job: Job) -> Message:
        with self._lock:
            try:
                return self._fresh_worker().do(job)
            except DiedIdle:
                return self._fresh_worker().do(job)
            finally:
                self._replace_spent()

    def close(self) -> None:
        """End the worker at once, even during a check. No other worker starts."""
        self._closed = True
        if self._worker:
            self._worker.end()

    def _fresh_worker(self) -> Worker:
        if self._closed:
            raise NoWorker
        if self._worker is None or not self._worker.fresh:
            self._drop()
            self._worker = Worker()
        return self._worker

    def _replace_spent(self) -> None:
        if self._worker and self._worker.spent:
            self._drop()
            with suppress(NoWorker):  # raised again when the next answer comes
                self._fresh_worker()

    def _drop(self) -> None:
        if self._worker:
            self._worker.end()
        self._worker = None


def deadline_of(job: Job) -> float:
    """Seconds for this job."""
    return table.by_id(job.exercise).deadline or DEADLINE


def _start() -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(
            [sys.executable, "-c", BOOT, *sys.path],
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": "0"},  # a set of texts has the same order in every check
            start_new_session=True,  # Ctrl-C is for the kernel; and what an answer starts ends with it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError, TypeError) as error:
        raise NoWorker from error


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it has ended already
        os.killpg(leader, signal.SIGKILL)


def _memory_of(process: int) -> int:
    """The bytes that the process holds, if psutil can tell (ipykernel brings psutil); else 0."""
    try:
        psutil = importlib.import_module("psutil")
        return int(psutil.Process(process).memory_info().rss)
    except Exception:  # not installed, not allowed, or the process is gone: its own cap has to do
        return 0

"""The process beside the kernel in which answers are checked.

It reads a job a line from standard input, a submission or calls, and writes what came of it a line. Between
two jobs it runs the mistakes of the exercise that was asked for last. When standard input ends, or the
process that started it is gone, it ends.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from ..checking.catching import Calls, catch
from ..checking.submission import Submission
from ..checking.verdict import Verdict
from ..declaring import table
from ..declaring.exercise import Exercise
from ..diagnosing.judge import judge, mistakes_in_advance
from ..diagnosing.repairing import trying

CPU_SECONDS = 6
"""Processor time for one check, on top of its own deadline and of two searches for causes. The kernel has
deadlines that come first; this is for a kernel that is gone."""

QUIET = 1.0
"""Seconds without a job before mistakes run in advance: a notebook run as a whole needs none of them."""

MEMORY = 512 * 1024 * 1024
"""Bytes that an answer may take on top of what Python itself holds."""

PARENT_LOOK = 1.0
"""Seconds between two checks whether the parent process is alive."""

Speak = Callable[[dict[str, Any]], None]

STATM = Path("/proc/self/statm")


def main() -> None:
    """Do what comes in until nothing comes in any more."""
    speak = _take_over_output()
    cap_memory()
    table.all_exercises()
    _set_aside()
    incoming = _messages()
    speak({"ready": True})
    message = incoming.get()
    while True:
        exercise = table.by_id(message["exercise"])
        if "soon" not in message:
            _cap_processor_time(CPU_SECONDS + 2 * trying.SECONDS + exercise.deadline)
            speak({"at": None})
            done = _done(message, speak)
            speak({**done, "spent": threading.active_count() > THREADS})
        message = _next(incoming, exercise)


def _next(incoming: SimpleQueue[dict[str, Any]], exercise: Exercise) -> dict[str, Any]:
    """The next message. Until it comes the mistakes of the exercise run: a search for a cause needs them."""
    wait = QUIET
    for run in mistakes_in_advance(exercise):
        try:
            return incoming.get(timeout=wait)
        except Empty:
            wait = 0
            _cap_processor_time(CPU_SECONDS)
            run()
    _set_aside()
    return incoming.get()


def _set_aside() -> None:
    """Free what nothing uses, and set aside what stays: it is not looked through while an answer is checked.

    What is imported stays, and what the mistakes of the catalogue gave.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _done(job: dict[str, Any], speak: Speak) -> dict[str, Any]:
    def progress(number: int) -> None:
        speak({"at": number})

    def so_far(verdict: Verdict) -> None:
        speak({"so far": verdict.to_json()})

    exercise = table.by_id(job["exercise"])
    if "pickled" in job:
        return {"caught": catch(exercise, Calls(**job), progress).to_json()}
    return {"verdict": judge(exercise, Submission.from_json(job), progress, so_far=so_far).to_json()}


THREADS = 3
"""Threads of a worker at rest; more mean that an answer left one behind."""


def _take_over_output() -> Speak:
    """Keep standard output for messages to the kernel; what an answer prints there is dropped."""
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)

    def speak(message: dict[str, Any]) -> None:
        pipe.write(json.dumps(message) + "\n")
        pipe.flush()

    return speak


def _messages() -> SimpleQueue[dict[str, Any]]:
    """The messages from the kernel, as they come; threads listen, and watch whether the kernel is alive."""
    incoming: SimpleQueue[dict[str, Any]] = SimpleQueue()
    pipe = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def listen() -> None:
        for line in pipe:
            incoming.put(json.loads(line))
        _end()

    threading.Thread(target=listen, daemon=True).start()
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    return incoming


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_LOOK)
    _end()


def _end() -> None:
    """End this process and those that an answer started: PHP does not notice that its parent ended."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def cap_memory() -> None:
    """Cap the memory on Linux; elsewhere the kernel's watchdog measures it from outside."""
    if not STATM.exists():
        return
    import resource

    held = int(STATM.read_text().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, held + MEMORY)
    _limit(resource.RLIMIT_CORE, 0)


def _cap_processor_time(seconds: float) -> None:
    if os.name != "posix":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds))


def _limit(kind: int, most: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

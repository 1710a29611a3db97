"""The processes that run seeds. They end with the block that starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Self

WORKER = "framebyframe.simulation.worker"
LONGEST_END = 5.0
"""Seconds that a process has to end in before it is killed."""

Object = dict[str, Any]


class WorkerLost(Exception):
    """A process that runs seeds ended without an answer; the message is what it said last."""


@dataclass(frozen=True)
class Package:
    """The programs that are run: a package with a client and a server.

    Attributes:
        name: as it is imported.
        folder: that the package lies in.
    """

    name: str
    folder: Path

    @classmethod
    def of(cls, programs: object) -> Self:
        """The package that is meant: None for the kit's own, a module, or what `use` returns.

        Raises:
            TypeError: it is none.
        """
        module = getattr(programs, "module", programs)
        if module is None:
            import framebyframe as module
        if not isinstance(module, ModuleType) or not module.__file__:
            raise TypeError(f'programs are a package, such as `use("mine")`, not {programs!r:.80}')
        return cls(module.__name__, Path(module.__file__).parent.parent)


class Worker:
    """One process.

    Args:
        package: the programs that it runs.
    """

    def __init__(self, package: Package) -> None:
        paths = [str(package.folder), *filter(None, sys.path)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", WORKER, package.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            text=True,
            encoding="utf-8",
        )

    def ask(self, order: Object) -> Iterator[Object]:
        """The answers to an order, up to the last one.

        Raises:
            WorkerLost: the process has ended before.
        """
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(f"{json.dumps(order)}\n")
            self._process.stdin.flush()
        except OSError:
            raise WorkerLost(self._last_words()) from None
        for line in self._process.stdout:
            told = json.loads(line)
            yield told
            if "done" in told or "scenario" in told or "stuck" in told:
                return
        raise WorkerLost(self._last_words())

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait(LONGEST_END)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _last_words(self) -> str:
        assert self._process.stderr
        return "\n".join(self._process.stderr.read().strip().splitlines()[-3:])


@contextmanager
def worker(package: Package) -> Iterator[Worker]:
    """A process for the length of the block."""
    one = Worker(package)
    try:
        yield one
    finally:
        one.stop()


def run_seeds(package: Package, seeds: range, processes: int, take: Callable[[Object], bool]) -> None:
    """Run seeds on several processes at once.

    Args:
        package: the programs.
        seeds: which.
        processes: how many.
        take: is given each failure, one at a time; says whether more are wanted.

    Raises:
        WorkerLost: a process has ended.
    """
    share = _Share(take)
    threads = [
        threading.Thread(target=share.work, args=(package, seeds[place::processes]))
        for place in range(processes)
    ]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    finally:  # an interrupt too
        share.stop()
    if share.error is not None:
        raise share.error


class _Share:
    """What the threads share: each asks one process."""

    def __init__(self, take: Callable[[Object], bool]) -> None:
        self.error: Exception | None = None
        self._take = take
        self._lock = threading.Lock()
        self._workers: list[Worker] = []
        self._is_over = False

    def work(self, package: Package, seeds: range) -> None:
        """Run these seeds; where one does not end, go on behind it in another process."""
        try:
            while seeds and not self._is_over:
                seeds = self._ask(package, seeds)
        except Exception as error:
            with self._lock:
                if not self._is_over:  # else it was our end that it met
                    self.error = error
            self.stop()

    def stop(self) -> None:
        """End all processes."""
        with self._lock:
            self._is_over = True
            workers, self._workers = self._workers, []
        for one in workers:
            one.stop()

    def _ask(self, package: Package, seeds: range) -> range:
        """Run the seeds in one process; returns those that are left because a run did not end."""
        with self._lock:
            if self._is_over:
                return range(0)
            one = Worker(package)
            self._workers.append(one)
        for told in one.ask({"seeds": [seeds.start, seeds.stop, seeds.step]}):
            if "seed" in told and not self._tell(told):
                return range(0)
            if "stuck" in told:
                return range(told["seed"] + seeds.step, seeds.stop, seeds.step)
        return range(0)

    def _tell(self, told: Object) -> bool:
        with self._lock:
            if self._is_over:
                return False
            goes_on = self._take(told)
        if not goes_on:
            self.stop()
        return goes_on

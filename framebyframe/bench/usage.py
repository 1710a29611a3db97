"""What a process uses: seconds of a processor, and memory. Linux tells in /proc; other systems do not."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
USER_TIME, SYSTEM_TIME = 11, 12
"""Fields of /proc/PID/stat behind the name, counted from 0 (proc_pid_stat(5): 14 and 15)."""
KIB = 1024
TICK = 0.01
"""Seconds: what less than that a process has used is not told (Linux counts a hundred ticks a second)."""


def processor_seconds(pid: int | None) -> float | None:
    """Seconds of a processor that a process and its children have used; of ours where `pid` is None.

    None where this system does not tell.
    """
    if pid is None:
        return time.process_time()
    return _sum(pid, _seconds)


def resident_bytes(pid: int) -> float | None:
    """Bytes of memory that a process and its children hold; None where this system does not tell."""
    return _sum(pid, _resident)


def _sum(pid: int, of: Callable[[int], float]) -> float | None:
    if not (PROC / str(pid) / "stat").exists():
        return None
    return sum(of(one) for one in [pid, *_children(pid)])


def _children(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    found: list[int] = []
    for listed in (PROC / str(pid) / "task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended meanwhile
            for child in map(int, listed.read_text().split()):
                found += [child, *_children(child)]
    return found


def _seconds(pid: int) -> float:
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[USER_TIME]) + int(fields[SYSTEM_TIME])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * KIB
    return 0

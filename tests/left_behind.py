"""Finds the sockets and the processes that a test leaves behind."""

from __future__ import annotations

import os
import sys
import time

import psutil

DESCRIPTORS = "/proc/self/fd"
END_TIMEOUT = 30.0
"""Seconds: generous, for a process to end."""


def open_sockets() -> frozenset[str]:
    """The open sockets of this process, by the system's names; none where the system does not tell.

    Names, not a number: a socket of an earlier test may close at any time, and hide one that is left.
    """
    if not sys.platform.startswith("linux"):
        return frozenset()
    links = map(_link, os.listdir(DESCRIPTORS))
    return frozenset(link for link in links if link.startswith("socket:"))


def ends(number: int, seconds: float = END_TIMEOUT) -> bool:
    """Whether the process of this number ends in time; one that nobody asked how it ended has ended, too."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def _link(descriptor: str) -> str:
    try:
        return os.readlink(f"{DESCRIPTORS}/{descriptor}")
    except OSError:  # closed in the meantime
        return ""

"""Counts the sockets that a test leaves open."""

from __future__ import annotations

import os
import sys

DESCRIPTORS = "/proc/self/fd"


def open_sockets() -> int:
    """The number of open sockets of this process; 0 where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return 0
    return sum("socket:" in _link(descriptor) for descriptor in os.listdir(DESCRIPTORS))


def _link(descriptor: str) -> str:
    try:
        return os.readlink(f"{DESCRIPTORS}/{descriptor}")
    except OSError:  # closed in the meantime
        return ""

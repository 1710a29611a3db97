"""Finds the sockets that a test leaves open."""

from __future__ import annotations

import os
import sys

DESCRIPTORS = "/proc/self/fd"


def open_sockets() -> frozenset[str]:
    """The open sockets of this process, by the system's names; none where the system does not tell.

    Names, not a number: a socket of an earlier test may close at any time, and hide one that is left.
    """
    if not sys.platform.startswith("linux"):
        return frozenset()
    links = map(_link, os.listdir(DESCRIPTORS))
    return frozenset(link for link in links if link.startswith("socket:"))


def _link(descriptor: str) -> str:
    try:
        return os.readlink(f"{DESCRIPTORS}/{descriptor}")
    except OSError:  # closed in the meantime
        return ""

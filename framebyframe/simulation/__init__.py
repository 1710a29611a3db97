"""The client and the server on a clock that is virtual and a network in memory, which breaks as a seed says.

    failures = simulate(seeds=10_000)
    failures[0]

One idea a module, in reading order:

===================  ==================================================================
`loop`               an event loop without a socket, a thread or a wait
`scenario`           what happens in one run, before it happens: drawn from a seed
`events`             what happened: events and messages
`overhearing`        what the frames on their way say
`network`            connections in memory that break as a plan says
`surroundings`       what is replaced in Python, and which programs run
`actors`             the clients that call, and the server that restarts
`oracles`            the rules that every run keeps
`running`            one run
`shrinking`          the least that breaks the same rule
`worker`             a process that runs seeds; `workers`: those processes
`failures`           many seeds, and those that failed
`kept`               a run as a test for pytest
`replaying`          a run that was kept, run again
`variants`           the same programs, but for one function
===================  ==================================================================
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Failure": "failures",
    "Failures": "failures",
    "simulate": "failures",
    "replay": "replaying",
    "variant": "variants",
}

__all__ = ["Failure", "Failures", "replay", "simulate", "variant"]


def __getattr__(name: str) -> Any:
    """Import what is asked for: the loop of the checks needs none of it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

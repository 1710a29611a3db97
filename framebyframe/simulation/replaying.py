"""A run that was kept, run again: in a process of its own where a loop is running here."""

from __future__ import annotations

import asyncio
import importlib

from .failures import ask_for_run
from .running import Run, run
from .scenario import Scenario
from .surroundings import Programs
from .workers import Package


def replay(text: str, package: str = "framebyframe") -> Run:
    """Run a scenario that was kept: what `Failure.as_test` calls.

    A run replaces the event loop, the clock and the chance of its process. Where a loop is running here, as
    in a notebook, it is run in a process of its own.

    Args:
        text: of the scenario, as JSON.
        package: the name of the programs: "my_websocket" for your own.

    Raises:
        ValueError: it is no scenario.
        WorkerLost: the process that runs it has ended.
    """
    scenario = Scenario.from_json(text)
    if asyncio._get_running_loop() is None:
        return run(scenario, Programs(package))
    return ask_for_run("play", scenario, Package.of(importlib.import_module(package)))

"""Runs seeds in a process of its own, where time and chance may be replaced.

One order comes as a line of JSON, and lines of JSON answer it: a line for each seed that fails, then a last
one. An order is {"seeds": [first, last, step]}, {"shrink": scenario} or {"play": scenario}. The process ends
with its input.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from .oracles import Broken
from .running import Run, run
from .scenario import Scenario
from .shrinking import shrunk
from .surroundings import Programs
from .text import say

LONGEST = float(os.environ.get("FRAMEBYFRAME_LONGEST_RUN", "20"))
"""Seconds of a run after which the program in it is said to be endless; tests set another number."""
LOOK = 0.25
"""Seconds between two looks at that, and at the end of the input."""
COLLECT = 50
"""Runs after which what they left is collected: more often takes longer, less often takes memory."""

Object = dict[str, Any]


class Watch:
    """Ends the process when a run does not end, or when nobody gives orders any more."""

    def __init__(self) -> None:
        self.orders: queue.Queue[Object] = queue.Queue()
        self._clock = time.perf_counter
        self._seed: int | None = None
        self._since = 0.0
        for work in (self._read, self._look):
            threading.Thread(target=work, daemon=True).start()

    def begin(self, seed: int) -> None:
        """A run of this seed begins."""
        self._since, self._seed = self._clock(), seed

    def end(self) -> None:
        """The run has ended."""
        self._seed = None

    def _read(self) -> None:
        for line in sys.stdin:
            self.orders.put(json.loads(line))
        os._exit(0)

    def _look(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(LOOK)
            seed = self._seed
            if seed is not None and self._clock() - self._since > LONGEST:
                why = say("stalled", "endless", seconds=LONGEST)
                endless = Broken("no_call_hangs", say("broken", "never_ends", why=why))
                answer({"seed": seed, "broken": [[endless.rule, endless.words]], "stuck": True})
                os._exit(3)


ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
"""The output, for answers alone: what a program prints goes nowhere, or it would stand between them."""


def answer(told: Object) -> None:
    """Write one line."""
    ANSWERS.write(f"{json.dumps(told)}\n")
    ANSWERS.flush()


def obey(order: Object, programs: Programs, watch: Watch) -> None:
    """Carry out one order."""

    def play(scenario: Scenario) -> Run:
        watch.begin(scenario.seed)
        try:
            return run(scenario, programs)
        finally:
            watch.end()

    if "play" in order:
        return answer(as_object(play(Scenario.from_json(order["play"]))))
    if "shrink" in order:
        found = play(Scenario.from_json(order["shrink"]))
        least = shrunk(found, play) if found.broken else found
        return answer(as_object(least))
    first, last, step = order["seeds"]
    for count, seed in enumerate(range(first, last, step), 1):
        _run_one(seed, play)
        if count % COLLECT == 0:
            gc.collect()
    answer({"done": True})


def _run_one(seed: int, play: Callable[[Scenario], Run]) -> None:
    broken = play(Scenario.drawn(seed)).broken
    if broken:
        answer({"seed": seed, "broken": [[one.rule, one.words] for one in broken]})


def as_object(found: Run) -> Object:
    """A run as JSON has it; `failures.as_run` reads it."""
    return {
        "scenario": found.scenario.to_json(),
        "events": found.events,
        "messages": [vars(message) for message in found.messages],
        "broken": [[broken.rule, broken.words] for broken in found.broken],
    }


def main() -> None:
    """Obey until the input ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    watch = Watch()
    programs = Programs(sys.argv[1] if len(sys.argv) > 1 else "framebyframe")
    gc.freeze()
    gc.disable()
    while True:
        obey(watch.orders.get(), programs, watch)


if __name__ == "__main__":
    main()

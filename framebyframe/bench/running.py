"""Compares pipes: all of them in every round, taking turns, with the same calls."""

from __future__ import annotations

import math
import os
import platform
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import Any, TypeVar

from framebyframe import timing
from framebyframe.figures import Figure, pipe_race
from framebyframe.timing import Spread

from .pipes import PIPES, Pipe
from .pipes.pipe import IN_FLIGHT, CallsLost, Client, Connect, Fair, Served
from .pipes.table import BASE
from .text import say
from .usage import processor_seconds, resident_bytes
from .words import name_of, ratio_words
from .work import GET_DATA, SIZES

T = TypeVar("T")

ROUNDS = 5
MODES = (1, IN_FLIGHT)
"""Calls that are in flight at once."""
SECONDS_OF_A_TURN = 0.1
"""What the calls of a turn take together, about."""
WARM_SECONDS, STEADY, LONGEST_WARM = 0.03, 0.8, 0.3
"""Twice as many warm calls again, until they take so long together, and each hardly less than before.

The first call of a program in Node takes long, and the next ones get faster for some hundred calls. Where
calls are long, the longest time ends it.
"""
MOST_CALLS, FEWEST_CALLS = 500, 3
"""Calls of a turn."""
OPENING = 0.24
"""Seconds that a turn takes beside its calls, about."""
LONGER = {("1 MiB", IN_FLIGHT): 0.9}
"""Seconds that a turn takes longer, because it has IN_FLIGHT calls at least, twice."""


@dataclass(frozen=True)
class Turn:
    """What one pipe did in one round.

    Attributes:
        seconds: of each call.
        wall: seconds that all of them took together.
        client, server: seconds of a processor on each side; None where the system does not tell.
        memory: bytes that the server holds; None likewise.
    """

    seconds: Sequence[float]
    wall: float
    client: float | None
    server: float | None
    memory: float | None

    @property
    def each(self) -> float:
        """Seconds for a call, where several overlap."""
        return self.wall / len(self.seconds)


@dataclass
class Row:
    """One pipe with calls of one size, alone or many in flight.

    Attributes:
        pipe: its name.
        size: of the calls (`framebyframe.bench.work.SIZES`).
        in_flight: how many at once.
        turns: one a round.
        lost: why calls were never answered; empty where all were.
        fair: the functions that measure and compare.
    """

    pipe: str
    size: str
    in_flight: int
    turns: list[Turn] = field(default_factory=list)
    lost: str = ""
    fair: Fair = timing

    def percentile(self, percent: float) -> float:
        """Of the seconds of all calls, all rounds together."""
        return self.fair.percentile([one for turn in self.turns for one in turn.seconds], percent)

    @property
    def times(self) -> list[float]:
        """What rounds are compared by: the median of the calls; where many overlap, the seconds for each."""
        if self.in_flight > 1:
            return [turn.each for turn in self.turns]
        return [self.fair.percentile(turn.seconds, 50) for turn in self.turns]

    @property
    def name(self) -> str:
        """What the pipe is called."""
        return name_of(self.pipe)

    @property
    def middle(self) -> float:
        """The median of what rounds are compared by, in which each of them weighs the same."""
        return median(self.times)

    @property
    def tail(self) -> float:
        """p99 of all calls; where many overlap, the most of the rounds' seconds for each."""
        return self.percentile(99) if self.in_flight == 1 else max(self.times)

    @property
    def calls(self) -> int:
        """How many were counted."""
        return sum(len(turn.seconds) for turn in self.turns)

    @property
    def client(self) -> float | None:
        """Seconds of a processor for a call, on the client's side."""
        return self._for_a_call([turn.client for turn in self.turns])

    @property
    def server(self) -> float | None:
        """The same on the server's side."""
        return self._for_a_call([turn.server for turn in self.turns])

    @property
    def memory(self) -> float | None:
        """The most bytes that the server held."""
        return max((turn.memory for turn in self.turns if turn.memory is not None), default=None)

    def _for_a_call(self, used: Sequence[float | None]) -> float | None:
        known = [seconds for seconds in used if seconds is not None]
        return sum(known) / self.calls if len(known) == len(used) else None


@dataclass(frozen=True)
class Comparison:
    """What a benchmark has found.

    Attributes:
        rows: one for each pipe, size and number in flight.
        skipped: the pipes that were not measured, and why.
        rounds: how many there were.
        cores: of this machine.
        system: it and its Python, in words.
    """

    rows: Sequence[Row]
    skipped: dict[str, str]
    rounds: int
    cores: int | None = field(default_factory=os.cpu_count)
    system: str = field(default_factory=lambda: f"{platform.system()}, Python {platform.python_version()}")

    @property
    def skipped_words(self) -> list[str]:
        """What was skipped, and why: a sentence for each pipe, without its full stop."""
        return [say("skipped", "line", pipe=name_of(pipe), why=why) for pipe, why in self.skipped.items()]

    @cached_property
    def _by_name(self) -> dict[tuple[str, str, int], Row]:
        return {(row.pipe, row.size, row.in_flight): row for row in self.rows}

    def ratio(self, row: Row) -> Spread | None:
        """How many times as long as the base it takes, round by round; None where one was not measured."""
        base = self._by_name.get((self.base, row.size, row.in_flight))
        return None if base is None or row.lost or base.lost else row.fair.ratios(row.times, base.times)

    @property
    def base(self) -> str:
        """The pipe that the others are compared with: BASE, or the first where that was not measured."""
        pipes = [row.pipe for row in self.rows]
        return BASE if BASE in pipes or not pipes else pipes[0]

    def groups(self) -> Iterator[tuple[str, int, list[Row]]]:
        """The rows of each size and number in flight, in the order of the table of pipes."""
        for size, in_flight in dict.fromkeys((row.size, row.in_flight) for row in self.rows):
            yield size, in_flight, [r for r in self.rows if (r.size, r.in_flight) == (size, in_flight)]

    def plot(self) -> Figure:
        """Its rows as a figure: of one size, alone or many in flight.

        Raises:
            ValueError: there are several of these, or none.
        """
        groups = list(self.groups())
        if not groups:
            raise ValueError("; ".join(["there is nothing to plot", *self.skipped_words]))
        if len(groups) != 1:
            raise ValueError(
                "a plot has one size, and one number in flight: compare with sizes=[...], in_flight=[...]"
            )
        [(size, in_flight, rows)] = groups
        calls = say("plot", "alone" if in_flight == 1 else "together", size=size, in_flight=in_flight)
        shown = [row for row in rows if not row.lost]
        words = [ratio_words(self.ratio(row), row.pipe == self.base) for row in shown]
        left_out = [f"{told}." for told in self.skipped_words]
        return pipe_race(shown, name_of(self.base), calls, words, together=in_flight > 1, left_out=left_out)

    def as_json(self) -> dict[str, Any]:
        """All that was measured."""
        return {
            "system": self.system,
            "cores": self.cores,
            "rounds": self.rounds,
            "skipped": self.skipped,
            "rows": [
                {
                    **{"pipe": row.pipe, "size": row.size, "in_flight": row.in_flight, "lost": row.lost},
                    "turns": [{**turn.__dict__, "seconds": list(turn.seconds)} for turn in row.turns],
                }
                for row in self.rows
            ],
        }


Task = tuple[Pipe, str, int]
"""A pipe, a size, how many are in flight."""


def compare(
    pipes: Sequence[str] = (),
    sizes: Sequence[str] = (),
    in_flight: Sequence[int] = MODES,
    rounds: int = ROUNDS,
    tell: Callable[[int], None] = lambda number: None,
    fair: Fair = timing,
) -> Comparison:
    """Send the same calls through several pipes.

    Args:
        pipes: their names (`framebyframe.bench.PIPES`); all if none is given.
        sizes: of the calls; all if none is given.
        in_flight: 1, IN_FLIGHT, or both.
        rounds: every pipe is measured once in each.
        tell: is given the number of each round that begins, from 1 on.
        fair: the functions that measure and compare: `use("mine").timing` has a learner's own.

    Raises:
        ValueError: there is no such pipe, size or number in flight; or no round.
    """
    chosen, skipped = _choose(pipes)
    modes = _known(in_flight, MODES, "number in flight")
    tasks = list(_tasks(chosen, _known(sizes, SIZES, "size"), modes))
    idle = [pipe.name for pipe in chosen if not any(_connect(pipe, number) for number in modes)]
    skipped |= dict.fromkeys(idle, say("skipped", "one_call" if 1 in modes else "many_calls"))
    if rounds < 1:
        raise ValueError("one round at least is needed")
    if not tasks:
        return Comparison([], skipped, rounds)
    rows = {_name(task): Row(task[0].name, *task[1:], fair=fair) for task in tasks}
    by_name = {_name(task): task for task in tasks}
    with ExitStack() as stack:
        starts = dict.fromkeys(pipe.serve for pipe in chosen)
        served = {serve: stack.enter_context(serve()) for serve in starts}
        for number, names in enumerate(fair.take_turns(list(by_name), rounds), 1):
            tell(number)
            for name in names:
                _take_turn(rows[name], by_name[name][0], served)
    return Comparison(list(rows.values()), skipped, rounds)


def first_calls(pipe: str, calls: int) -> list[float]:
    """The seconds of the first calls to a server that has just started, none of them warm.

    Raises:
        ValueError: there is no such pipe, or it cannot be had here.
    """
    chosen, skipped = _choose([pipe])
    if skipped:
        raise ValueError(skipped[pipe])
    [one] = chosen
    assert one.alone is not None
    with one.serve() as served, one.alone(served.address, GET_DATA) as client:
        return client.timed(calls, 0)


def seconds_for(pipes: Sequence[str], sizes: Sequence[str], in_flight: Sequence[int], rounds: int) -> float:
    """About how long such a comparison takes."""
    tasks = _tasks(_choose(pipes)[0], sizes or list(SIZES), in_flight)
    return rounds * sum(SECONDS_OF_A_TURN + OPENING + LONGER.get(task[1:], 0) for task in tasks)


def _choose(names: Sequence[str]) -> tuple[list[Pipe], dict[str, str]]:
    """The pipes of these names that can be had here, and why the others cannot."""
    all_names = [pipe.name for pipe in PIPES]
    wanted = [PIPES[all_names.index(name)] for name in _known(names, all_names, "pipe")]
    missing = {pipe.name: pipe.needs() for pipe in wanted}
    return [pipe for pipe in wanted if not missing[pipe.name]], {k: why for k, why in missing.items() if why}


def _known(wanted: Sequence[T], known: Collection[T], what: str) -> list[T]:
    for one in wanted:
        if one not in known:
            raise ValueError(f"there is no {what} {one!r}; there are {', '.join(map(str, known))}")
    return list(wanted or known)


def _tasks(pipes: Sequence[Pipe], sizes: Sequence[str], in_flight: Sequence[int]) -> Iterator[Task]:
    for size in sizes:
        for number in in_flight:
            yield from ((pipe, size, number) for pipe in pipes if _connect(pipe, number) is not None)


def _name(task: Task) -> str:
    pipe, size, in_flight = task
    return f"{pipe.name} {size} {in_flight}"


def _connect(pipe: Pipe, in_flight: int) -> Connect | None:
    return pipe.alone if in_flight == 1 else pipe.together


def _take_turn(row: Row, pipe: Pipe, served: dict[Any, Served]) -> None:
    """Add a turn to a row. One that has lost calls is not tried again: they would be waited for anew."""
    if row.lost:
        return
    try:
        row.turns.append(_turn(row, pipe, served[pipe.serve]))
    except CallsLost as lost:
        row.lost = str(lost)


def _turn(row: Row, pipe: Pipe, served: Served) -> Turn:
    connect = _connect(pipe, row.in_flight)
    assert connect is not None
    with connect(served.address, row.size) as client:
        calls = _calls(client, row.in_flight)
        before = processor_seconds(client.pid), processor_seconds(served.pid)
        begun = time.perf_counter()
        seconds = client.timed(calls, 0, row.fair)
        wall = time.perf_counter() - begun
        after = processor_seconds(client.pid), processor_seconds(served.pid)
        client_used, server_used = map(_difference, before, after)
        return Turn(seconds, wall, client_used, server_used, resident_bytes(served.pid))


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _calls(client: Client, in_flight: int) -> int:
    """Make the warm calls, and see by them how many fill a turn: about SECONDS_OF_A_TURN."""
    number, took, before, each = in_flight, 0.0, math.inf, 0.0
    while took < WARM_SECONDS or (each < STEADY * before and took < LONGEST_WARM):
        begun, before = time.perf_counter(), each or math.inf
        number = len(client.timed(2 * number if took else number, 0))
        took = time.perf_counter() - begun
        each = took / number
    return max(FEWEST_CALLS, in_flight, min(MOST_CALLS, int(SECONDS_OF_A_TURN / each)))

"""Ten thousand seeds on one client and one server: `failures = simulate(seeds=10_000)`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from framebyframe.figures import Figure
from framebyframe.figures.space_time import Mark, Passage, space_time
from framebyframe.figures.tables import Row, html_table, text_table

from .events import Event, Message
from .kept import as_test
from .oracles import Broken
from .running import Run
from .scenario import Scenario
from .text import say
from .workers import Package, run_seeds, worker

MOST_FAILURES = 100
"""Failures after which no more are looked for."""
MOST_PROCESSES = 8
NOT_DRAWN = ("ping", "pong")
"""Messages that say nothing of a call."""


class Failure:
    """A seed that broke a rule. At the end of a cell it is drawn: as small as it becomes.

    Args:
        seed: which.
        broken: the rules.
        package: the programs.
    """

    def __init__(self, seed: int, broken: tuple[Broken, ...], package: Package) -> None:
        self.seed = seed
        self.broken = broken
        self._package = package
        self._run: Run | None = None

    @property
    def run(self) -> Run:
        """The smallest run that breaks the same rule; it is looked for once.

        Raises:
            WorkerLost: the process that looks for it has ended.
        """
        if self._run is None:
            self._run = shrink(Scenario.drawn(self.seed), self._package)
        return self._run

    @property
    def figure(self) -> Figure:
        """The run as a space-time diagram."""
        run = self.run
        words = (run.broken or self.broken)[0].words
        several = len(run.scenario.clients) > 1
        return space_time(
            [_passage(message, several) for message in run.messages if not _is_small_talk(message)],
            [mark for event in run.events if (mark := _mark(event, several)) is not None],
            wrong=words,
            caption=say("failure", "caption", seed=self.seed, words=_rule_words(self.broken[0])),
        )

    def as_test(self) -> str:
        """The run as a test for pytest: it fails as long as the rule is broken."""
        run = self.run
        words = say("failure", "docstring", seed=self.seed, words=_rule_words(self.broken[0]))
        return as_test(f"test_seed_{self.seed}", words, run.scenario, self._package.name)

    def _repr_html_(self) -> str:
        return self.figure.html

    def __repr__(self) -> str:
        return repr(self.figure)


@dataclass(frozen=True, repr=False)
class Failures(Sequence[Failure]):
    """The seeds that failed, in their order. At the end of a cell: how many broke which rule.

    Attributes:
        seeds: how many were run.
        failures: those that failed.
        is_stopped: whether there were so many that no more were looked for.
    """

    seeds: int
    failures: tuple[Failure, ...] = ()
    is_stopped: bool = False

    def __len__(self) -> int:
        return len(self.failures)

    @overload
    def __getitem__(self, place: int) -> Failure: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Failure]: ...

    def __getitem__(self, place: int | slice) -> Any:
        return self.failures[place]

    @property
    def _words(self) -> str:
        of = say("failures", "of_one" if self.seeds == 1 else "of_many", seeds=self.seeds)
        key = {0: "none", 1: "one"}.get(len(self), "some")
        words = say("failures", key, of=of, failed=len(self))
        return f"{words} {say('failures', 'stopped', failed=len(self))}" if self.is_stopped else words

    @property
    def _rows(self) -> list[Row]:
        number = Counter(failure.broken[0].rule for failure in self.failures)
        first = {failure.broken[0].rule: failure.seed for failure in reversed(self.failures)}
        return [[say("rule", rule), str(times), str(first[rule])] for rule, times in number.most_common()]

    def _repr_html_(self) -> str:
        table = html_table(_header(), self._rows) if self.failures else ""
        return f"<p>{self._words}</p>{table}"

    def __repr__(self) -> str:
        return "\n".join([self._words, *([text_table(_header(), self._rows)] if self.failures else [])])


@dataclass
class _Found:
    """The failures as they come in."""

    package: Package
    failures: list[Failure] = field(default_factory=list)

    def take(self, told: dict[str, Any]) -> bool:
        broken = tuple(Broken(*one) for one in told["broken"])
        self.failures.append(Failure(told["seed"], broken, self.package))
        return len(self.failures) < MOST_FAILURES


def simulate(
    programs: object = None, *, seeds: int = 10_000, first: int = 0, processes: int | None = None
) -> Failures:
    """Run a client and a server on a network that breaks, once for each seed.

    Args:
        programs: a package, such as `use("mine")`; by default the kit's own.
        seeds: how many; about a hundred take a second on each core.
        first: the first of them.
        processes: how many run at once; by default one for each core.

    Returns:
        the seeds that broke a rule; none where all is well.

    Raises:
        ValueError: a number is too small.
        WorkerLost: a process that runs them has ended.
    """
    processes = processes or min(os.cpu_count() or 1, MOST_PROCESSES)
    if seeds < 1 or first < 0 or processes < 1:
        raise ValueError("there is at least one seed and one process, and the first seed is 0 or more")
    found = _Found(Package.of(programs))
    run_seeds(found.package, range(first, first + seeds), min(processes, seeds), found.take)
    in_turn = tuple(sorted(found.failures, key=lambda failure: failure.seed))
    return Failures(seeds, in_turn, len(in_turn) >= MOST_FAILURES)


def shrink(scenario: Scenario, package: Package) -> Run:
    """The smallest run that breaks the same rule; the scenario's own, where it breaks none.

    Raises:
        WorkerLost: the process that looks for it has ended.
    """
    return ask_for_run("shrink", scenario, package)


def ask_for_run(order: str, scenario: Scenario, package: Package) -> Run:
    """The run that a process answers an order with.

    Args:
        order: "play" or "shrink".
        scenario: of the run.
        package: the programs.

    Raises:
        WorkerLost: the process has ended.
    """
    with worker(package) as one:
        for told in one.ask({order: scenario.to_json()}):
            if "scenario" in told:
                return as_run(told)
            broken = tuple(Broken(*pair) for pair in told["broken"])
            return Run(scenario, (), (), broken)
    raise AssertionError("a process answers, or is lost")


def as_run(told: dict[str, Any]) -> Run:
    """The run that a process has told of."""
    return Run(
        Scenario.from_json(told["scenario"]),
        tuple(Event(*event) for event in told["events"]),
        tuple(Message(**message) for message in told["messages"]),
        tuple(Broken(*one) for one in told["broken"]),
    )


def _header() -> list[str]:
    return [say("failures", name) for name in ("rule", "number", "first")]


def _rule_words(broken: Broken) -> str:
    return say("rule", broken.rule)


def _is_small_talk(message: Message) -> bool:
    return all(word in NOT_DRAWN for word in message.what.split(", "))


def _passage(message: Message, several: bool) -> Passage:
    words = _numbered(str(message.client), message.what) if several else message.what
    return Passage(words, message.to_server, message.sent, message.arrived, message.lost)


def _numbered(number: str, words: str) -> str:
    """The words with the number of the client, where there are several: they share one line."""
    return say("failure", "numbered", number=number, words=words)


def _mark(event: Event, several: bool) -> Mark | None:
    """The event beside the lines; None for one that a message shows."""
    who = "client" if event.who.startswith("client") else event.who
    key = f"ended.{event.more}" if event.kind == "ended" else event.kind
    try:
        words = say("event", key, what=event.what, more=event.more)
    except KeyError:
        if event.kind != "ended":
            return None
        words = say("event", "ended", what=event.what, more=event.more)
    if several and who == "client":
        words = _numbered(event.who.removeprefix("client "), words)
    return Mark(event.time, who, words)

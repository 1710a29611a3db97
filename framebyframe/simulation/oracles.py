"""The rules that every run keeps, whatever breaks; and where one did not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from .actors import ClientActor, Heard, Outcome, ServerActor, World, params_of
from .scenario import Call

SOON = 1e-6
"""Seconds within which two moments are the same one."""
MOST_ATTEMPTS = 12
"""Attempts to connect that one client makes within a second; more are a storm."""
EXACT = 9
"""Decimals of a second: two waits that are as equal as that are not drawn by chance."""


@dataclass(frozen=True)
class Broken:
    """A rule that a run has broken.

    Attributes:
        rule: its name.
        words: what happened.
    """

    rule: str
    words: str


@dataclass
class Ending:
    """What is there when a run is over.

    Attributes:
        world: what all have seen.
        clients: their actors.
        server: its actor.
        stalled: why the run has not come to its end; empty where it has.
        tasks: that still run.
        timers: that still wait.
        unheard: errors that nobody has handled.
    """

    world: World
    clients: list[ClientActor]
    server: ServerActor
    stalled: str = ""
    tasks: tuple[str, ...] = ()
    timers: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()


Rule = Callable[[Ending], Iterator[str]]


def broken_rules(ending: Ending) -> tuple[Broken, ...]:
    """The rules that were broken, each with what happened first."""
    found = ((name, next(rule(ending), None)) for name, rule in RULES.items())
    return tuple(Broken(name, words) for name, words in found if words is not None)


def no_reply_is_lost(ending: Ending) -> Iterator[str]:
    """A reply that arrives while its call waits, ends it."""
    for outcome in _ended(ending, "timeout", "lost", "hung"):
        arrived = ending.world.network.replied.get(outcome.call.token)
        if arrived is not None and outcome.began <= arrived < outcome.ended - SOON:
            yield f"{_name(outcome)}: its reply arrived at {arrived:.3f} s, and the call ended {outcome.how}"


def no_reply_goes_astray(ending: Ending) -> Iterator[str]:
    """A call gets its own reply, and no other's."""
    for outcome in _ended(ending, "result", "error"):
        if (outcome.how == "error") != (outcome.call.action == "fail") or not _is_its_own(outcome):
            yield f"{_name(outcome)} got {outcome.value!r:.80}"


def no_call_hangs(ending: Ending) -> Iterator[str]:
    """A call ends by its time-out, and the run comes to its end."""
    for outcome in ending.world.outcomes:
        late = outcome.ended - outcome.began - outcome.call.timeout
        if outcome.how == "hung" or late > SOON:
            yield f"{_name(outcome)} still waited {max(late, 0):.3f} s after its time-out"
    if ending.stalled:
        yield ending.stalled


def no_call_outlives_its_connection(ending: Ending) -> Iterator[str]:
    """A call that cannot be made again ends as soon as its connection does."""
    network = ending.world.network
    for outcome in ending.world.outcomes:
        gone = network.gone.get(network.sent_on.get(outcome.call.token, 0))
        if gone is not None and not outcome.call.is_idempotent and outcome.ended > gone + SOON:
            yield f"{_name(outcome)} waited {outcome.ended - gone:.3f} s longer than its connection was there"


def at_most_once(ending: Ending) -> Iterator[str]:
    """What must not be done twice is sent once, and what is sent once is not done twice."""
    network, disk = ending.world.network, ending.world.disk
    for outcome in ending.world.outcomes:
        token, sent = outcome.call.token, network.requests[outcome.call.token]
        if not outcome.call.is_idempotent and sent > 1:
            yield f"{_name(outcome)} is not idempotent, and was sent {sent} times"
        if disk.begun[token] > network.delivered[token]:
            yield f"{_name(outcome)} was done more often than it was asked for"


def what_was_acknowledged_is_there(ending: Ending) -> Iterator[str]:
    """What a client was told is done has been done, and is there after a restart."""
    stored = ending.world.disk.stored
    for outcome in _ended(ending, "result"):
        if outcome.call.action not in ("echo", "fail") and outcome.call.token not in stored:
            yield f"{_name(outcome)} was acknowledged, and is not there"


def no_gap_is_silent(ending: Ending) -> Iterator[str]:
    """A subscription brings every tick in turn, or says that it does not."""
    for heard in ending.world.heard:
        if heard.ticks != list(range(1, len(heard.ticks) + 1)):
            yield f"client {heard.client} got the ticks {heard.ticks}"
        if heard.how == "over" and len(heard.ticks) != heard.part.count:
            yield f"client {heard.client} got {_of_all(heard)} ticks, and no error"
        if heard.how == "hung":
            yield f"client {heard.client} still waits after {_of_all(heard)} ticks"


def memory_is_bounded(ending: Ending) -> Iterator[str]:
    """What a client keeps of calls that have ended is nothing."""
    for actor in ending.clients:
        for what, number in actor.kept.items():
            if number:
                yield f"{actor.name} keeps {number} {what} when all its calls have ended"


def nothing_is_left(ending: Ending) -> Iterator[str]:
    """When all is closed no connection is left, no task and no timer."""
    yield from ending.server.left
    for task in ending.tasks:
        yield f"a task still runs: {task}"
    for timer in ending.timers:
        yield f"a timer still waits: {timer}"


def no_error_goes_unheard(ending: Ending) -> Iterator[str]:
    """Every error is handled, and is one that the client tells of."""
    yield from ending.unheard
    for outcome in ending.world.outcomes:
        if outcome.how not in ("result", "error", "timeout", "lost", "cancelled", "hung", "ProtocolError"):
            yield f"{_name(outcome)} ended with {outcome.how}: {outcome.value}"


def it_recovers(ending: Ending) -> Iterator[str]:
    """When the network is whole again and the server is up, a call succeeds."""
    for outcome in ending.world.outcomes:
        number, _, place = outcome.call.token.partition(".")
        is_away = int(number) in ending.world.network.sent_away
        if place == "last" and outcome.how not in ("result", "hung") and not is_away:
            yield f"the last call of client {number} ended {outcome.how}: {outcome.value}"


def it_stays_away(ending: Ending) -> Iterator[str]:
    """A client that is asked not to come back does not."""
    network = ending.world.network
    for client, (moment, code) in network.sent_away.items():
        for began, _ in network.attempts[client]:
            if began is not None and began > moment:
                yield f"client {client} got the close code {code}, and came back after {began - moment:.3f} s"


def no_storm(ending: Ending) -> Iterator[str]:
    """A client waits between attempts to connect, each time longer, and not as long as the others do."""
    seen: dict[float, str] = {}
    for actor in ending.clients:
        attempts = ending.world.network.attempts.get(actor.part.number, [])
        yield from _too_many(actor.name, [attempt[0] or 0.0 for attempt in attempts])
        later = attempts[actor.own_attempts - 1 :]
        for (_, refused), (began, _) in pairwise(later):
            wait = None if refused is None or began is None else round(began - refused, EXACT)
            if wait in seen:
                yield f"{actor.name} waited {wait:g} s, which is exactly what {seen[wait]} waited"
            if wait is not None:
                seen[wait] = actor.name


def _too_many(name: str, times: list[float]) -> Iterator[str]:
    for first, last in zip(times, times[MOST_ATTEMPTS:], strict=False):
        if last - first < 1.0:
            yield f"{name} tried to connect {MOST_ATTEMPTS + 1} times in {last - first:.3f} s"


RULES: dict[str, Rule] = {
    "no reply is lost": no_reply_is_lost,
    "no reply goes astray": no_reply_goes_astray,
    "no call hangs": no_call_hangs,
    "no call outlives its connection": no_call_outlives_its_connection,
    "at most once": at_most_once,
    "what was acknowledged is there": what_was_acknowledged_is_there,
    "no gap is silent": no_gap_is_silent,
    "memory is bounded": memory_is_bounded,
    "nothing is left": nothing_is_left,
    "no error goes unheard": no_error_goes_unheard,
    "it recovers": it_recovers,
    "it stays away": it_stays_away,
    "no storm": no_storm,
}
"""The rules, by name."""


def _ended(ending: Ending, *how: str) -> Iterator[Outcome]:
    return (outcome for outcome in ending.world.outcomes if outcome.how in how)


def _is_its_own(outcome: Outcome) -> bool:
    if outcome.call.action == "fail":
        return outcome.call.token in str(outcome.value).split()
    expected = params_of(outcome.call) if outcome.call.action == "echo" else {"token": outcome.call.token}
    return bool(outcome.value == expected)


def _name(outcome: Outcome) -> str:
    return _call_name(outcome.call)


def _call_name(call: Call) -> str:
    return f"{call.action} {call.token}"


def _of_all(heard: Heard) -> str:
    return f"{len(heard.ticks)} of {heard.part.count}"

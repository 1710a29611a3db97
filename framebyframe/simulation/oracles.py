"""The rules that every run keeps, whatever breaks; and where one did not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .actors import ClientActor, Outcome, ServerActor, World, params_of
from .scenario import Call
from .text import say

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
        rule: its name, as in `RULES`.
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
            yield say("broken", "reply_lost", call=_name(outcome), arrived=arrived, ended=outcome.ended)


def no_reply_goes_astray(ending: Ending) -> Iterator[str]:
    """A call gets its own reply, and no other's."""
    for outcome in _ended(ending, "result", "error"):
        if (outcome.how == "error") != (outcome.call.action == "fail") or not _is_its_own(outcome):
            yield say("broken", "astray", call=_name(outcome), value=f"{outcome.value!r:.80}")


def no_call_hangs(ending: Ending) -> Iterator[str]:
    """A call ends by its time-out, and the run comes to its end."""
    for outcome in ending.world.outcomes:
        late = outcome.ended - outcome.began - outcome.call.timeout
        if outcome.how == "hung" or late > SOON:
            yield say("broken", "hangs", call=_name(outcome), late=max(late, 0.0))
    if ending.stalled:
        yield say("broken", "never_ends", why=ending.stalled)


def no_call_outlives_its_connection(ending: Ending) -> Iterator[str]:
    """A call that cannot be made again ends as soon as its connection does."""
    network = ending.world.network
    for outcome in ending.world.outcomes:
        gone = network.gone.get(network.sent_on.get(outcome.call.token, 0))
        if gone is not None and not outcome.call.is_idempotent and outcome.ended > gone + SOON:
            yield say("broken", "outlives", call=_name(outcome), late=outcome.ended - gone)


def at_most_once(ending: Ending) -> Iterator[str]:
    """What must not be done twice is sent once, and what is sent once is not done twice."""
    network, disk = ending.world.network, ending.world.disk
    for outcome in ending.world.outcomes:
        token, sent = outcome.call.token, network.requests[outcome.call.token]
        if not outcome.call.is_idempotent and sent > 1:
            yield say("broken", "sent_twice", call=_name(outcome), times=sent)
        if disk.begun[token] > network.delivered[token]:
            asked, done = network.delivered[token], disk.begun[token]
            yield say("broken", "done_twice", call=_name(outcome), asked=asked, done=done)
    for (_, token), times in disk.bought.items():
        if times > 1:
            yield say("broken", "key_twice", call=f"buy {token}", times=times)


def what_was_acknowledged_is_there(ending: Ending) -> Iterator[str]:
    """What a client was told is done has been done, and is there after a restart."""
    stored = ending.world.disk.stored
    for outcome in _ended(ending, "result"):
        if outcome.call.action not in ("echo", "fail") and outcome.call.token not in stored:
            yield say("broken", "not_there", call=_name(outcome))


def no_gap_is_silent(ending: Ending) -> Iterator[str]:
    """A subscription brings every tick in turn, or says that it does not."""
    for heard in ending.world.heard:
        who = f"client {heard.client}"
        wrong = _out_of_turn(heard.got)
        if wrong is not None:
            yield say("broken", "ticks", client=who, ticks=", ".join(map(_tick_words, heard.got[:wrong])))
        last = heard.got[-1][-1] if heard.got else 0
        if heard.how == "over" and last != heard.part.count:
            yield say("broken", "too_few", client=who, last=last, all=heard.part.count)
        if heard.how == "hung":
            yield say("broken", "still_listens", client=who, last=last, all=heard.part.count)


def memory_is_bounded(ending: Ending) -> Iterator[str]:
    """What a client keeps of calls that have ended is nothing."""
    for actor in ending.clients:
        for what, number in actor.kept.items():
            if number:
                yield say("broken", "keeps", client=actor.name, number=number, what=say("kept", what))


def nothing_is_left(ending: Ending) -> Iterator[str]:
    """When all is closed no connection is left, no task and no timer."""
    yield from ending.server.left
    for task in ending.tasks:
        yield say("broken", "task", name=task)
    for timer in ending.timers:
        yield say("broken", "timer", name=timer)


def no_error_goes_unheard(ending: Ending) -> Iterator[str]:
    """Every error is handled, and is one that the client tells of."""
    for error in ending.unheard:
        yield say("broken", "unheard", error=error)
    for outcome in ending.world.outcomes:
        if outcome.how not in ("result", "error", "timeout", "lost", "cancelled", "hung", "ProtocolError"):
            yield say("broken", "unknown_error", call=_name(outcome), error=f"{outcome.how}: {outcome.value}")


def it_recovers(ending: Ending) -> Iterator[str]:
    """When the network is whole again and the server is up, a call succeeds."""
    for outcome in ending.world.outcomes:
        number, _, place = outcome.call.token.partition(".")
        is_away = int(number) in ending.world.network.sent_away
        if place == "last" and outcome.how not in ("result", "hung") and not is_away:
            error = f"{outcome.how}: {outcome.value}"
            yield say("broken", "last_call", client=f"client {number}", error=error)


def it_stays_away(ending: Ending) -> Iterator[str]:
    """A client that is asked not to come back does not."""
    network = ending.world.network
    for client, (moment, code) in network.sent_away.items():
        for began, _ in network.attempts[client]:
            if began is not None and began > moment:
                who, wait = f"client {client}", began - moment
                yield say("broken", "came_back", client=who, code=code, wait=wait)


def no_storm(ending: Ending) -> Iterator[str]:
    """A client waits between attempts to connect: by chance, up to a ceiling that is higher each time."""
    seen: dict[float, str] = {}
    for actor in ending.clients:
        attempts = ending.world.network.attempts.get(actor.part.number, [])
        yield from _too_many(actor.name, [attempt[0] or 0.0 for attempt in attempts])
        later = attempts[actor.own_attempts - 1 :]
        for (_, refused), (began, _) in pairwise(later):
            wait = None if refused is None or began is None else round(began - refused, EXACT)
            if wait in seen:
                yield _same_wait(actor.name, seen[wait], wait)
            if wait is not None:
                seen[wait] = actor.name


def _same_wait(client: str, other: str, wait: float) -> str:
    key = "same_wait_twice" if client == other else "same_wait"
    return say("broken", key, client=client, other=other, wait=wait)


def _too_many(name: str, times: list[float]) -> Iterator[str]:
    for first, last in zip(times, times[MOST_ATTEMPTS:], strict=False):
        if last - first < 1.0:
            yield say("broken", "storm", client=name, times=MOST_ATTEMPTS + 1, seconds=last - first)


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        no_reply_is_lost,
        no_reply_goes_astray,
        no_call_hangs,
        no_call_outlives_its_connection,
        at_most_once,
        what_was_acknowledged_is_there,
        no_gap_is_silent,
        memory_is_bounded,
        nothing_is_left,
        no_error_goes_unheard,
        it_recovers,
        it_stays_away,
        no_storm,
    )
}
"""The rules, by name."""


def _out_of_turn(got: list[tuple[Any, ...]]) -> int | None:
    """How many were got up to the first that does not follow on the one before; None where all do."""
    epoch, offset, is_open = None, 0, True
    for number, one in enumerate(got, 1):
        is_gap = len(one) == 3
        follows = one[1] == offset + 1 and (epoch is None or one[0] == epoch)
        if not (follows or (is_open and not is_gap and number > 1)):
            return number
        epoch, offset, is_open = one[0], one[-1] or 0, one[-1] is None
    return None


def _tick_words(one: tuple[Any, ...]) -> str:
    return str(one[1]) if len(one) == 2 else say("broken", "gap", first=one[1], last=one[2] or "?")


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

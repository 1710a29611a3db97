"""A heartbeat at work: its pings and pongs, the moment in which the network goes away, and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from framebyframe.rpc.timeouts import Timeouts

from .figure import Figure
from .space_time import CLIENT, NETWORK, Mark, Passage, space_time
from .text.catalogue import say

TRAVEL = 0.05
"""Seconds for one way."""
MOST_PINGS = 12


class Heartbeat(Protocol):
    """A heartbeat as `rpc.heartbeat` has it."""

    pinged: Any
    heard: Any

    def due(self) -> float: ...
    def take_pong(self, now: float) -> None: ...


def heartbeats(heartbeat: Callable[[Timeouts, float], Heartbeat], *, gone: float) -> Figure:
    """What a heartbeat does when the network goes away, with the default time-outs, as a space-time diagram.

    Args:
        heartbeat: makes one, of the time-outs and the time: the kit's class, or a learner's.
        gone: seconds after the opening; from then on nothing passes.

    Raises:
        ValueError: it never gives up, or a time it names lies in the past.
    """
    beating, now = heartbeat(Timeouts(), 0.0), 0.0
    passages: list[Passage] = []
    for _ in range(MOST_PINGS):
        now = _later(beating.due(), now)
        beating.pinged = now
        there, back = now + TRAVEL, now + 2 * TRAVEL
        if there > gone:
            passages.append(Passage("ping", True, now, lost=there))
            return _drawn(passages, gone, _later(beating.due(), now))
        passages.append(Passage("ping", True, now, there))
        if back > gone:
            passages.append(Passage("pong", False, there, lost=back))
            return _drawn(passages, gone, _later(beating.due(), now))
        passages.append(Passage("pong", False, there, back))
        beating.heard = back
        beating.take_pong(back)
    raise ValueError(_say("too_late", most=MOST_PINGS))


def _later(due: float, now: float) -> float:
    if not now <= due < float("inf"):
        raise ValueError(_say("no_time", due=due, now=f"{now:g}"))
    return due


def _drawn(passages: list[Passage], gone: float, dead: float) -> Figure:
    marks = [Mark(gone, NETWORK, _say("gone")), Mark(dead, CLIENT, _say("dead"))]
    return space_time(passages, marks, caption=_say("caption", waited=f"{dead - gone:.1f}"))


def _say(key: str, **values: object) -> str:
    return say("drawing", "heartbeats", key, **values)

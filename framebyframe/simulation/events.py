"""What happened in one run: events in their order. The same scenario gives the same ones, to the byte."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        time: in seconds from the beginning.
        kind: a word: "call", "ended", "tick", "connects", "refused", "sent", "arrived", "lost", "fault", ...
        who: a client's name, "server", or "network".
        connection: its number, from 1; 0 where it concerns none.
        what: of which call, message or fault.
        more: how it came out, or another detail.
    """

    time: float
    kind: str
    who: str
    connection: int = 0
    what: str = ""
    more: str = ""


@dataclass
class Message:
    """What one write carries, from one end of a connection to the other.

    Attributes:
        connection: its number, from 1.
        client: the number of the client.
        to_server: its direction.
        what: the frames in it, in words.
        sent: in seconds.
        arrived: when all of it had come; None where it never did.
        lost: when, and at which end, it was given up: None where it was not.
    """

    connection: int
    client: int
    to_server: bool
    what: str
    sent: float
    arrived: float | None = None
    lost: float | None = None


@dataclass
class Record:
    """Keeps the events of one run.

    Attributes:
        events: in their order.
        messages: in the order in which they were sent.
    """

    events: list[Event] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    now: Any = None

    def add(self, kind: str, who: str, connection: int = 0, what: str = "", more: str = "") -> None:
        """Add an event of this moment."""
        self.events.append(Event(self.now(), kind, who, connection, what, more))

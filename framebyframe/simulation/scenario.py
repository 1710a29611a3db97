"""What happens in one run, before it happens: clients and their calls, restarts of the server, faults.

A scenario is drawn from a seed, or read from text. Run twice, it gives the same events.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

from framebyframe.proxy.faults.plan import Plan, drawn_from

SPAN = 5.0
"""Seconds within which calls, restarts and faults begin."""
HEALED = 7.5
"""The second from which the network is whole again, whatever the plan says."""
MOST_FAULTS = 4
CLIENTS = (1, 1, 2, 3)
MOST_CALLS = 6
SHORTEST_TIMEOUT, LONGEST_TIMEOUT = 0.3, 2.5
"""Seconds of a call's time-out."""
RESUMES = 0.6
"""How likely it is that a subscription can be resumed."""
LONGEST_WORK = 0.6
"""Seconds that an action takes at most."""
GIVES_UP, SUBSCRIBES, LEAVES, RESTARTS = 0.1, 0.5, 0.2, 0.5
"""How likely a call is cancelled, a client subscribes, a client leaves early, and the server restarts."""

NO_FAULTS = Plan()

Action = Literal["echo", "store", "order", "pay", "buy", "fail"]
ACTIONS: tuple[Action, ...] = ("echo", "echo", "store", "store", "order", "pay", "buy", "fail")
IDEMPOTENT: tuple[Action, ...] = ("echo", "store", "buy", "fail")
"""The actions that a client may ask for twice: `buy` because it has an idempotency key."""
SLOW: tuple[Action, ...] = ("store", "pay")
"""The actions that take time."""
Dialect = Literal["article", "jsonrpc"]


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        token: its parameter, and the name by which the run tells it from all others.
        action: what is asked for.
        at: the second in which it begins.
        timeout: seconds.
        work: seconds that the action takes.
        gives_up: seconds after which the caller cancels it; None for never.
    """

    token: str
    action: Action
    at: float
    timeout: float
    work: float = 0.0
    gives_up: float | None = None

    @property
    def is_idempotent(self) -> bool:
        """Whether the client may send it again after a lost connection."""
        return self.action in IDEMPOTENT


@dataclass(frozen=True)
class Listening:
    """A subscription.

    Attributes:
        at: the second in which it begins.
        interval_ms: milliseconds from tick to tick.
        count: of its ticks.
        resumable: whether it goes on after a lost connection.
    """

    at: float
    interval_ms: int
    count: int
    resumable: bool


@dataclass(frozen=True)
class ClientPart:
    """What one client does.

    Attributes:
        number: from 1.
        dialect: "article" or "jsonrpc".
        has_ids: whether its calls carry ids.
        at: the second in which it connects.
        calls: in the order in which they begin.
        listening: its subscription, or None.
        leaves: the second in which it closes, whatever is in flight; None where it stays to the end.
    """

    number: int
    dialect: Dialect
    has_ids: bool
    at: float
    calls: tuple[Call, ...]
    listening: Listening | None = None
    leaves: float | None = None


@dataclass(frozen=True)
class Restart:
    """The server stops at a second, and starts again so many seconds later.

    Attributes:
        crashes: whether it stops without a word to anybody.
    """

    at: float
    down: float
    crashes: bool


@dataclass(frozen=True)
class Scenario:
    """All that decides a run.

    Attributes:
        seed: what chance draws from while it runs: delays, masking keys, waits.
        clients: who calls.
        restarts: of the server.
        plan: what goes wrong on the network.
    """

    seed: int
    clients: tuple[ClientPart, ...]
    restarts: tuple[Restart, ...] = ()
    plan: Plan = NO_FAULTS

    @classmethod
    def drawn(cls, seed: int) -> Self:
        """The scenario of a seed: the same one on every machine."""
        chance = random.Random(seed)
        clients = tuple(_client(chance, number + 1) for number in range(drawn_from(chance, CLIENTS)))
        restarts = (_restart(chance),) if chance.random() < RESTARTS else ()
        return cls(seed, clients, restarts, Plan.drawn(seed, most=MOST_FAULTS, span=SPAN))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The scenario that `to_json` wrote.

        Raises:
            ValueError: it is no such text.
        """
        try:
            return cls._from_object(json.loads(text))
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError(f"this is no scenario ({error}): {text!r:.80}") from None

    @classmethod
    def _from_object(cls, given: dict[str, Any]) -> Self:
        return cls(
            given["seed"],
            tuple(map(_client_from_object, given["clients"])),
            tuple(Restart(**restart) for restart in given["restarts"]),
            Plan.parse(given["plan"]),
        )

    def to_json(self) -> str:
        """The scenario as an object of JSON, on one line."""
        told = {name: value for name, value in asdict(self).items() if name != "plan"}
        return json.dumps({**told, "plan": str(self.plan)})

    def __len__(self) -> int:
        """How much there is in it: faults, restarts, clients, calls and subscriptions."""
        calls = sum(len(client.calls) + bool(client.listening) for client in self.clients)
        return len(self.plan) + len(self.restarts) + len(self.clients) + calls


def _client_from_object(given: dict[str, Any]) -> ClientPart:
    calls = tuple(Call(**call) for call in given["calls"])
    listening = Listening(**given["listening"]) if given["listening"] else None
    return ClientPart(**{**given, "calls": calls, "listening": listening})


def _client(chance: random.Random, number: int) -> ClientPart:
    has_ids = chance.random() < 0.85
    dialect: Dialect = "jsonrpc" if has_ids and chance.random() < 0.5 else "article"
    calls = [_call(chance) for _ in range(1 + int(chance.random() * MOST_CALLS))]
    in_turn = sorted(calls, key=lambda call: call.at)
    named = tuple(replace(call, token=f"{number}.{place}") for place, call in enumerate(in_turn, 1))
    listening = _listening(chance) if chance.random() < SUBSCRIBES else None
    leaves = _between(chance, 0.5, SPAN) if chance.random() < LEAVES else None
    return ClientPart(number, dialect, has_ids, _between(chance, 0.0, 0.3), named, listening, leaves)


def _call(chance: random.Random) -> Call:
    action = drawn_from(chance, ACTIONS)
    at, timeout = _between(chance, 0.1, SPAN), _between(chance, SHORTEST_TIMEOUT, LONGEST_TIMEOUT)
    work = _between(chance, 0.0, LONGEST_WORK) if action in SLOW else 0.0
    gives_up = _between(chance, 0.0, timeout) if chance.random() < GIVES_UP else None
    return Call("", action, at, timeout, work, gives_up)


def _listening(chance: random.Random) -> Listening:
    interval_ms, count = 100 * (1 + int(chance.random() * 5)), 2 + int(chance.random() * 6)
    return Listening(_between(chance, 0.1, SPAN), interval_ms, count, chance.random() < RESUMES)


def _restart(chance: random.Random) -> Restart:
    at, down = _between(chance, 0.5, SPAN), _between(chance, 0.05, 2.0)
    return Restart(at, down, chance.random() < 0.5)


def _between(chance: random.Random, low: float, high: float) -> float:
    """A number with three decimals, so that text tells it whole."""
    return round(low + chance.random() * (high - low), 3)

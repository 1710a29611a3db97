"""What is to go wrong on a connection, in which direction, from when to when: records, without a socket.

    Plan.parse("latency 50ms; black-hole to client after 2s for 3s; close 1012 after 4KiB")

A fault is a word, its amount, a direction, a beginning and a length. All but the word, and the amount of
those that have one, may be left out: then it is in both directions, from the beginning on, for ever.

===============  =============================================================================
latency 50ms     each byte comes later by so much
jitter 20ms      and later again by up to so much, by chance; the order stays
bandwidth 1KiB/s not more than so many bytes a second
split 7B         no write has more than so many bytes
join 20ms        what comes within so much time is one write
black-hole       nothing passes, and nobody is told; with a direction the other one still works. Once it
                 is over, what has waited passes: TCP loses no byte of a connection that lives on
duplicate        a connection that begins is two to the server, which gets every byte twice
half-close       the stream ends in one direction, and goes on in the other
reset            the connection is reset (RST)
close 1012       a close frame with this code, and then the end; a reason may follow: close 1013 "2s"
===============  =============================================================================

Seconds count from when the plan came into force, for all connections alike. Bytes count from then, too, on
each connection, as they come in the direction of the fault; where that is both, they are added up. The last
three are of a moment: they strike what is open then, each connection once, and, where a length is given, also
what begins until it has passed. They travel as bytes do: what has come before them passes before them.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Self, TypeVar, get_args

from framebyframe.wire.close import may_be_sent

Kind = Literal[
    "latency",
    "jitter",
    "bandwidth",
    "split",
    "join",
    "black-hole",
    "duplicate",
    "half-close",
    "reset",
    "close",
]
Direction = Literal["both", "to server", "to client"]
OneWay = Literal["to server", "to client"]
Unit = Literal["seconds", "bytes"]
Amount = Literal["seconds", "bytes", "rate", "code", "none"]
Item = TypeVar("Item")

AMOUNTS: dict[Kind, Amount] = {
    "latency": "seconds",
    "jitter": "seconds",
    "bandwidth": "rate",
    "split": "bytes",
    "join": "seconds",
    "black-hole": "none",
    "duplicate": "none",
    "half-close": "none",
    "reset": "none",
    "close": "code",
}
"""What the number of each kind of fault counts."""
MOMENTS: tuple[Kind, ...] = ("half-close", "reset", "close")
"""The kinds that strike a connection once; the others last."""
DIRECTIONS: dict[Kind, tuple[Direction, ...]] = {
    "half-close": ("to server", "to client"),
    "duplicate": ("both",),
}
"""The kinds that are not in every direction."""
LEAST = {"seconds": 0.0, "bytes": 1.0, "rate": 1.0, "code": 1000.0}
MOST = {"seconds": 3600.0, "bytes": 2.0**30, "rate": 2.0**40, "code": 4999.0}
MOST_REASON = 123
"""Bytes of a close reason (RFC 6455, 5.5)."""
MOST_FAULTS = 100
"""Faults of one plan."""
SUFFIXES: dict[str, dict[str, float]] = {
    "seconds": {"ms": 0.001, "s": 1.0, "min": 60.0},
    "bytes": {"B": 1, "KiB": 1024, "MiB": 1024**2},
    "rate": {"B/s": 1, "KiB/s": 1024, "MiB/s": 1024**2},
    "code": {"": 1},
}
EXAMPLES = {"seconds": "50ms", "bytes": "7B", "rate": "10KiB/s", "code": "1012"}
TOKEN = re.compile(r'\s*(;|"[^"]*"|[^\s;"]+)')
NUMBER = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z/]*)")


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: the word for it.
        amount: seconds, bytes, bytes a second or a close code, as `AMOUNTS` says; 0 where there is none.
        direction: in which bytes are concerned.
        begins: seconds since the plan came into force, or bytes that have come.
        lasts: seconds or bytes; None for ever, or, for a kind of a moment, for that moment.
        unit: of `begins` and `lasts`.
        reason: of a close frame.

    Raises:
        ValueError: there is no such fault; the message says why.
    """

    kind: Kind
    amount: float = 0.0
    direction: Direction = "both"
    begins: float = 0.0
    lasts: float | None = None
    unit: Unit = "seconds"
    reason: str = ""

    def __post_init__(self) -> None:
        _check_words(self)
        _check_amount(self)
        _check_times(self)
        if self.direction not in DIRECTIONS.get(self.kind, get_args(Direction)):
            raise ValueError(f"{self.kind} is {' or '.join(DIRECTIONS[self.kind])}, not {self.direction}")
        if self.kind == "duplicate" and self.unit == "bytes":
            raise ValueError("a connection is duplicated when it begins: give `duplicate` seconds, no bytes")

    def __str__(self) -> str:
        """The fault as `Plan.parse` reads it."""
        return " ".join(_written(self))

    @property
    def is_of_a_moment(self) -> bool:
        """Whether it strikes a connection once."""
        return self.kind in MOMENTS

    @property
    def ends(self) -> float:
        """The second, or the byte, at which it is over; infinity for one that lasts for ever."""
        return float("inf") if self.lasts is None else self.begins + self.lasts

    def is_on(self, seconds: float, size: int) -> bool:
        """Whether it has begun and is not over.

        One of a moment, without a length, begins and is not over: whoever strikes with it, does so once.

        Args:
            seconds: since the plan came into force.
            size: bytes that have come on the connection in the direction of the fault.
        """
        return self.begins <= (seconds if self.unit == "seconds" else size) < self.ends

    def concerns(self, way: OneWay) -> bool:
        """Whether it is in this direction."""
        return self.direction in ("both", way)

    def bytes_until_change(self, size: int) -> float:
        """The number of bytes after which it begins or ends; infinity where no byte changes it.

        Args:
            size: as for `is_on`.
        """
        return self._until_change("bytes", size)

    def seconds_until_change(self, seconds: float) -> float:
        """The seconds after which it begins or ends; infinity where no time changes it.

        Args:
            seconds: as for `is_on`.
        """
        return self._until_change("seconds", seconds)

    def _until_change(self, unit: Unit, reached: float) -> float:
        points = (self.begins, self.ends) if self.unit == unit else ()
        return min((point - reached for point in points if point > reached), default=float("inf"))


@dataclass(frozen=True)
class Plan:
    """All that goes wrong: faults, which add up where they meet.

    Raises:
        ValueError: it has more than `MOST_FAULTS`.
    """

    faults: tuple[Fault, ...] = ()

    def __post_init__(self) -> None:
        if len(self.faults) > MOST_FAULTS:
            raise ValueError(f"a plan has at most {MOST_FAULTS} faults, not {len(self.faults)}")

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.faults)

    def __len__(self) -> int:
        return len(self.faults)

    def __str__(self) -> str:
        """The plan on one line, as `parse` reads it."""
        return "; ".join(map(str, self.faults))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The plan that a line of text tells.

        Raises:
            ValueError: it cannot be read; the message says what is wrong, and how it is written.
        """
        return cls(tuple(_fault(words) for words in _clauses(text)))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The plan that `to_json` wrote.

        Raises:
            ValueError: it is no such text.
        """
        try:
            given = json.loads(text)
        except RecursionError:
            raise ValueError("a plan is a list of objects, and no list in a list") from None
        if not isinstance(given, list):
            raise ValueError("a plan is a list of objects, one for each fault")
        return cls(tuple(map(_from_object, given)))

    def to_json(self) -> str:
        """A list of objects, without what is as by default."""
        return json.dumps([_changed(fault) for fault in self.faults], ensure_ascii=False)

    @classmethod
    def drawn(cls, seed: int, *, most: int = 4, span: float = 10.0) -> Self:
        """A plan by chance: the same seed gives the same one, on every machine.

        Args:
            seed: any integer.
            most: faults, of which there is one at least.
            span: seconds within which they begin.
        """
        chance = random.Random(seed)
        return cls(tuple(drawn_fault(chance, span) for _ in range(1 + int(chance.random() * most))))

    def on(self, way: OneWay, seconds: float, size: dict[Direction, int]) -> tuple[Fault, ...]:
        """The faults that last in this direction now; those of a moment are not among them.

        Args:
            way: the direction.
            seconds: since the plan came into force.
            size: bytes that have come on the connection: in each direction, and in both.
        """
        return tuple(
            fault
            for fault in self.faults
            if not fault.is_of_a_moment
            and fault.concerns(way)
            and fault.is_on(seconds, size[fault.direction])
        )

    def bytes_until_change(self, way: OneWay, size: dict[Direction, int]) -> float:
        """The number of bytes, in this direction, after which a fault begins or ends; infinity for none."""
        return min(
            (fault.bytes_until_change(size[fault.direction]) for fault in self.faults if fault.concerns(way)),
            default=float("inf"),
        )

    def seconds_until_change(self, seconds: float) -> float:
        """The seconds after which a fault begins or ends; infinity for none."""
        return min((fault.seconds_until_change(seconds) for fault in self.faults), default=float("inf"))


def as_plan(plan: Plan | str) -> Plan:
    """A plan as it is, or the one that a line of text tells."""
    return plan if isinstance(plan, Plan) else Plan.parse(plan)


# --- what a fault may be ---


def _check_words(fault: Fault) -> None:
    if fault.kind not in get_args(Kind):
        raise ValueError(f"there is no fault {str(fault.kind)!r:.80}; there are: {', '.join(AMOUNTS)}")
    if fault.direction not in get_args(Direction):
        raise ValueError(f"a direction is `to server` or `to client`, not {str(fault.direction)!r:.80}")
    if fault.unit not in get_args(Unit):
        raise ValueError(f"a unit is seconds or bytes, not {str(fault.unit)!r:.80}")
    if not isinstance(fault.reason, str):
        raise ValueError(f"a reason is text, not {fault.reason!r:.80}")
    if fault.reason and fault.kind != "close":
        raise ValueError(f"a reason belongs to a close frame, and {fault.kind} sends none")
    if len(fault.reason.encode()) > MOST_REASON:
        raise ValueError(f"a reason has at most {MOST_REASON} bytes (RFC 6455, 5.5)")
    if '"' in fault.reason or not fault.reason.isprintable():
        raise ValueError("a reason is on one line, without a quotation mark in it")


def _check_amount(fault: Fault) -> None:
    counted = AMOUNTS[fault.kind]
    if counted == "none":
        if fault.amount:
            raise ValueError(f"{fault.kind} has no amount: a beginning is written `after 2s`")
        return
    if not LEAST[counted] <= _number(fault.amount) <= MOST[counted]:
        least, most = (_with_suffix(limit, counted) for limit in (LEAST[counted], MOST[counted]))
        raise ValueError(f"{fault.kind} is from {least} to {most}, not {fault.amount:g}")
    if counted == "code" and not (fault.amount % 1 == 0 and may_be_sent(int(fault.amount))):
        raise ValueError(f"{fault.amount:g} stands in no close frame (RFC 6455, 7.4.1)")


def _check_times(fault: Fault) -> None:
    lasts = 0.0 if fault.lasts is None else fault.lasts
    for name, time in (("beginning", fault.begins), ("length", lasts)):
        if not 0 <= _number(time) <= MOST[fault.unit]:
            most = _with_suffix(MOST[fault.unit], fault.unit)
            raise ValueError(f"the {name} of {fault.kind} is from 0 to {most}, not {time:g}")


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"a fault's amounts and times are numbers, not {value!r:.80}")
    return value


# --- as text ---


def _clauses(text: str) -> list[list[str]]:
    """The words between the semicolons."""
    clauses: list[list[str]] = [[]]
    position, end = 0, len(text.rstrip())
    while position < end:
        token = TOKEN.match(text, position)
        if token is None:
            raise ValueError(f"a quotation mark has no partner: {text[position:]!r:.80}")
        position = token.end()
        if token[1] == ";":
            clauses.append([])
        else:
            clauses[-1].append(token[1])
    return [clause for clause in clauses if clause]


def _fault(words: Sequence[str]) -> Fault:
    kind, rest = words[0], list(words[1:])
    if kind not in AMOUNTS:
        raise ValueError(f"there is no fault {kind!r:.80}; there are: {', '.join(AMOUNTS)}")
    told: dict[str, Any] = {"kind": kind}
    counted = AMOUNTS[kind]
    if counted != "none":
        told["amount"] = _amount(kind, rest.pop(0) if rest else "", counted)
    if rest and rest[0].startswith('"'):
        told["reason"] = rest.pop(0)[1:-1]
    while rest:
        _clause(told, rest.pop(0), rest.pop(0) if rest else "")
    return Fault(**told)


def _clause(told: dict[str, Any], word: str, value: str) -> None:
    """One of `to client`, `after 2s` and `for 3s`."""
    name = {"to": "direction", "after": "begins", "for": "lasts"}.get(word)
    if name is None:
        raise ValueError(f"{word!r:.80} is not understood after {told['kind']}: " + _how(told["kind"]))
    if name in told:
        raise ValueError(f"`{word}` stands twice after {told['kind']}")
    if name == "direction":
        told[name] = f"to {value}"
        return
    unit, told[name] = _time(told["kind"], word, value)
    if told.setdefault("unit", unit) != unit:
        raise ValueError(f"{told['kind']}: `after` and `for` are both in seconds or both in bytes")


def _amount(kind: str, text: str, counted: Amount) -> float:
    number = _read(text, SUFFIXES[counted])
    if number is None:
        raise ValueError(f"{kind} needs an amount, as in `{kind} {EXAMPLES[counted]}`, not {text!r:.80}")
    return number


def _time(kind: str, word: str, text: str) -> tuple[Unit, float]:
    for unit in get_args(Unit):
        if (number := _read(text, SUFFIXES[unit])) is not None:
            return unit, number
    raise ValueError(f"{kind}: write `{word} 2s`, `{word} 200ms` or `{word} 4KiB`, not {text!r:.80}")


def _read(text: str, suffixes: dict[str, float]) -> float | None:
    found = NUMBER.fullmatch(text)
    if found is None or found[2] not in suffixes:
        return None
    return round(float(found[1]) * suffixes[found[2]], 9)


def _how(kind: str) -> str:
    amount = EXAMPLES.get(AMOUNTS[kind], "")  # type: ignore[index]
    return f"write `{' '.join(filter(None, [kind, amount]))} to client after 2s for 3s`"


def _written(fault: Fault) -> Iterator[str]:
    counted = AMOUNTS[fault.kind]
    yield fault.kind
    if counted != "none":
        yield _with_suffix(fault.amount, counted)
    if fault.reason:
        yield f'"{fault.reason}"'
    if fault.direction != "both":
        yield fault.direction
    if fault.begins or (fault.unit == "bytes" and fault.lasts is None):
        yield f"after {_with_suffix(fault.begins, fault.unit)}"
    if fault.lasts is not None:
        yield f"for {_with_suffix(fault.lasts, fault.unit)}"


def _with_suffix(number: float, counted: str) -> str:
    """The number with the largest suffix that leaves it whole, or else with the smallest."""
    for suffix, factor in reversed(SUFFIXES[counted].items()):
        if suffix != "min" and number >= factor and number % factor == 0:
            return f"{number / factor:.0f}{suffix}"
    suffix, factor = next(iter(SUFFIXES[counted].items()))
    return f"{round(number / factor, 6):.15g}{suffix}"


# --- as JSON ---


def _changed(fault: Fault) -> dict[str, Any]:
    told = {field.name: (getattr(fault, field.name), field.default) for field in fields(fault)}
    return {name: value for name, (value, default) in told.items() if value != default}


def _from_object(given: object) -> Fault:
    if not isinstance(given, dict) or "kind" not in given:
        raise ValueError(f"a fault is an object with a kind, not {given!r:.80}")
    unknown = set(given) - {field.name for field in fields(Fault)}
    if unknown:
        raise ValueError(f"a fault has no {min(unknown)!r:.80}")
    return Fault(**given)


# --- by chance ---


def drawn_fault(chance: random.Random, span: float) -> Fault:
    """One fault by chance.

    Only `chance.random()` is used: of the generator's methods it alone is the same in every Python.

    Args:
        chance: the generator.
        span: seconds within which it begins.
    """
    kind = drawn_from(chance, get_args(Kind))
    direction = drawn_from(chance, DIRECTIONS.get(kind, get_args(Direction)))
    begins = _milliseconds(chance.random() * span)
    lasts = _milliseconds(0.001 + chance.random() * span / 2) if kind not in MOMENTS else None
    return Fault(kind, _drawn_amount(chance, AMOUNTS[kind]), direction, begins, lasts)


def drawn_from(chance: random.Random, items: Sequence[Item]) -> Item:
    """One of the items by chance, in the same way in every Python."""
    return items[int(chance.random() * len(items))]


def _drawn_amount(chance: random.Random, counted: Amount) -> float:
    if counted == "seconds":
        return _milliseconds(0.001 + chance.random() * 0.3)
    if counted == "bytes":
        return float(1 + int(chance.random() * 64))
    if counted == "rate":
        return float(1024 * (1 + int(chance.random() * 64)))
    return float(drawn_from(chance, (1001, 1008, 1011, 1012, 1013, 4000))) if counted == "code" else 0.0


def _milliseconds(seconds: float) -> float:
    """Rounded, so that text tells it whole."""
    return round(seconds, 3)

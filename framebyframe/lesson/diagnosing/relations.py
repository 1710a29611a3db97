"""The second witness: the relation of a wrong result to the right one, whatever the mistake was.

A relation looks at one example: the right result and the wrong one. It holds for the answer where it holds in
the same way on every example that fails. Where it holds on some of them only, the sentence speaks of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from functools import cached_property
from itertools import permutations
from typing import Any

from framebyframe.wire.masking import MASKING_KEY_LENGTH

from ..checking.comparison import alike, fields_of
from ..checking.verdict import Finding
from ..declaring import reference
from ..declaring.examples import Call
from ..declaring.exercise import Exercise
from . import parts
from .evidence import Evidence, gives_truths

MOST_KINDS = 3
"""Kinds of examples that one sentence names."""
LONGEST_COMPARED = 4096
"""Bytes: relations that look for one result inside another leave longer ones out."""


@dataclass(frozen=True)
class Pair:
    """One example: the right result and the wrong one.

    Attributes:
        exercise: which it is an example of.
        call: how the function is called; None for a scenario.
        right, wrong: the results, as they are; of a scenario, those of its first wrong step.
        own: whether the function itself gave them, and not another one that a scenario asks.
    """

    exercise: Exercise
    call: Call | None
    right: Any
    wrong: Any
    own: bool = True

    @cached_property
    def expected(self) -> bytes | None:
        """The right result as bytes, where it is bytes or one byte of a frame."""
        return parts.as_bytes(self.exercise, self.right, self.right)

    @cached_property
    def received(self) -> bytes | None:
        """The wrong result as bytes, where it is of the kind that is asked for."""
        return parts.as_bytes(self.exercise, self.wrong, self.right)

    @cached_property
    def parts(self) -> tuple[parts.Part, ...]:
        """The parts of the right result."""
        return parts.parts(self.exercise, self.expected or b"")

    def content(self, name: str) -> bytes:
        """The bytes of one part of the right result; b"" if it has none of this name."""
        expected = self.expected or b""
        return b"".join(expected[part.start : part.stop] for part in self.parts if part.name == name)


Values = dict[str, str]

UNKNOWN: Values = {"?": ""}
"""The values of a relation that was not tried, because the result is too long."""

Relation = Callable[[Pair], Values | None]
"""Gives the values that its words need if it holds; None if it does not."""


NAMES_A_CALL = {"zeros_by_number": "bytes(", "encoded_as_text": "encode("}
"""Relations whose words name a function: the source must contain it."""

OF_PYTHON = ("zeros_by_number", "encoded_as_text", "nothing_returned", "pieces", "other_container")
"""Relations whose words speak of Python."""

WEAK = ("off_by", "whole_groups", "key_once", "key_anew", "same_bytes_added")
"""Relations, and ways of theirs, that are too weak to be named for one example alone.

Of five bytes the last is both what follows the first four and what a loop has left over.
"""


def relation(evidence: Evidence) -> Finding | None:
    """The first relation that holds on every failing example; else the first on the one that is shown."""
    pairs = _pairs(evidence)
    if evidence.first not in pairs:
        return None
    partly: Finding | None = None
    for name, holds in RELATIONS.items():
        values = holds(pairs[evidence.first])
        if values is None or values is UNKNOWN:
            continue
        if name == "nothing_returned" and reference.may_give_none(evidence.exercise):
            continue
        if name in OF_PYTHON and evidence.exercise.is_php:
            continue
        if name in NAMES_A_CALL and NAMES_A_CALL[name] not in evidence.submission.source:
            continue
        scope = _scope(evidence, {n: _as_on(values, name, pair) for n, pair in pairs.items()}, values)
        finding = Finding("relation", name, {**values, **scope})
        if not {"here", "partial"} & set(scope):
            return finding
        is_weak = "here" in scope and (name in WEAK or values.get("way") in WEAK)
        if partly is None and not is_weak:
            partly = finding
    return partly


def unlike(evidence: Evidence, found: Finding) -> frozenset[int]:
    """The failing examples on which a relation does not hold at all, whatever its values."""
    if "here" not in found.values or found.key not in RELATIONS:
        return frozenset()
    holds = RELATIONS[found.key]
    return evidence.failing - {number for number, pair in _pairs(evidence).items() if holds(pair) is not None}


def _pairs(evidence: Evidence) -> dict[int, Pair]:
    """The failing examples on which both returned a value."""
    found = {}
    for number in sorted(evidence.failing):
        right, wrong = evidence.expected[number], evidence.received[number]
        step = wrong.first_step_unlike(right) if wrong is not None else None
        if wrong is not None and not right.step(step).raised and not wrong.step(step).raised:
            values = right.step(step).value, wrong.step(step).value
            found[number] = Pair(
                evidence.exercise, evidence.arguments(number), *values, _is_own(evidence, number, step)
            )
    return found


def _is_own(evidence: Evidence, number: int, step: int | None) -> bool:
    """Whether a step of an example is a call of the function; a plain example is one."""
    example = evidence.exercise.examples[number]
    place = -1 if step is None else step
    return isinstance(example, Call) or f"{evidence.exercise.name}(" in example.steps[place].source


def _scope(evidence: Evidence, found: dict[int, Values | None], values: Values) -> Values:
    """The examples that the sentence is about: {} for every failing one, else a group, else the one shown."""
    holds = frozenset(number for number, each in found.items() if each == values or each is UNKNOWN)
    if evidence.failing <= holds:
        return {} if _fails_wherever_it_can(evidence) else _exactly(evidence)
    for key, group in evidence.groups.items():
        can_fail = group - evidence.ignored - evidence.refusals
        if evidence.first in group and can_fail <= holds and len(can_fail) > 1:
            return {"group": key, "partial": "yes"}
    return {"here": "yes"}


def _fails_wherever_it_can(evidence: Evidence) -> bool:
    """Whether the answer fails on every example, refused bad input apart."""
    return evidence.failing | evidence.refusals | evidence.ignored == frozenset(range(evidence.total))


def _exactly(evidence: Evidence) -> Values:
    """The group of just the failing examples, if there is one; else the words for those that are wrong."""
    for key, group in evidence.groups.items():
        if group - evidence.ignored - evidence.refusals == evidence.failing:
            return {"group": key}
    return {"group": ""}


# --- bytes as a whole -------------------------------------------------------------------------------


def empty(pair: Pair) -> Values | None:
    """The result is empty, and should not be."""
    return {} if pair.own and pair.received == b"" and pair.expected else None


def nothing_returned(pair: Pair) -> Values | None:
    """None came back, and a value is asked for."""
    return {} if pair.own and pair.wrong is None and pair.right is not None else None


def encoded_as_text(pair: Pair) -> Values | None:
    """Each byte above 127 became two, as `chr(n).encode()` does; a head is text, which is encoded so."""
    if not pair.expected or pair.received is None or pair.expected.isascii():
        return None
    if pair.received != pair.expected.decode("latin-1").encode():
        return None
    return {"way": "head"} if _lines_of(pair.right) else {}


def zeros_by_number(pair: Pair) -> Values | None:
    """A byte of value n became n zeros, as `bytes(n)` does; the rest is right."""
    expected, received = pair.expected, pair.received
    if not expected or received is None or received == expected:
        return None
    for place in range(min(len(expected), 2)):
        number = expected[place]
        head, tail = expected[:place], expected[place + 1 :]
        if received in (head + bytes(number) + tail, head + bytes(number)):
            return {"number": str(number)} if number > 1 else None
    return None


def backwards(pair: Pair) -> Values | None:
    """All bytes in the opposite order."""
    expected = pair.expected
    if not expected or len(expected) < 2 or pair.received == expected:
        return None
    return {} if pair.received == expected[::-1] else None


def extended_length_backwards(pair: Pair) -> Values | None:
    """The bytes of the extended length in the opposite order, all else right."""
    if pair.expected is None or pair.received is None:
        return None
    for place in parts.places(pair.exercise, pair.expected):
        if place.field == "extended_payload_length":
            start, stop = place.first // 8, (place.first + place.bits) // 8
            turned = pair.expected[:start] + pair.expected[start:stop][::-1] + pair.expected[stop:]
            return {} if pair.received == turned != pair.expected else None
    return None


def parts_moved(pair: Pair) -> Values | None:
    """The right parts in another order."""
    found = [part for part in pair.parts if part.stop > part.start]
    if pair.expected is None or pair.received is None or len(pair.received) != len(pair.expected):
        return None
    if len(found) < 2 or pair.received == pair.expected:
        return None
    if len(pair.expected) > LONGEST_COMPARED:
        return UNKNOWN
    for order in permutations(found):
        if b"".join(pair.expected[part.start : part.stop] for part in order) == pair.received:
            return {"order": _joined(part.name for part in order)}
    return None


def part_missing(pair: Pair) -> Values | None:
    """One or more parts left out, all else right."""
    return next(_any_missing(pair), None)


def _any_missing(pair: Pair) -> Iterator[Values]:
    """Every way to say which parts are left out: of two equal bytes it may be either."""
    if pair.expected is None or pair.received is None or len(pair.received) >= len(pair.expected):
        return
    for some in _runs(pair):
        first, last = some[0].start, some[-1].stop
        if first < last and pair.received == pair.expected[:first] + pair.expected[last:]:
            yield {"parts": _joined(part.name for part in some)}


def _runs(pair: Pair) -> Iterator[tuple[parts.Part, ...]]:
    """One or more parts that follow one another, each way to choose them."""
    for start in range(len(pair.parts)):
        for stop in range(start + 1, len(pair.parts) + 1):
            yield pair.parts[start:stop]


def _joined(names: Iterable[str]) -> str:
    """Names of parts; first byte, length and key in their order are the header."""
    text = " ".join(names)
    for header in ("first_byte length masking_key", "first_byte length"):
        text = text.replace(header, "header")
    return text


def part_backwards(pair: Pair) -> Values | None:
    """The bytes of one part in the opposite order, all else right."""
    if pair.expected is None or pair.received is None or len(pair.received) != len(pair.expected):
        return None
    for part in pair.parts:
        turned = pair.expected[part.start : part.stop][::-1]
        if (
            pair.received
            == pair.expected[: part.start] + turned + pair.expected[part.stop :]
            != pair.expected
        ):
            return {"parts": part.name}
    return None


def part_twice(pair: Pair) -> Values | None:
    """One or more parts twice in a row, all else right."""
    if pair.expected is None or pair.received is None:
        return None
    for some in _runs(pair):
        first, last = some[0].start, some[-1].stop
        again = pair.expected[first:last]
        if again and pair.received == pair.expected[:last] + again + pair.expected[last:]:
            return {"parts": _joined(part.name for part in some)}
    return None


def bytes_missing(pair: Pair) -> Values | None:
    """Some bytes lost at one place, all else right."""
    expected, received = pair.expected, pair.received
    if expected is None or received is None or not 0 < len(received) < len(expected):
        return None
    lost = len(expected) - len(received)
    start = _common(expected, received)
    if expected[:start] + expected[start + lost :] != received:
        return None
    where = "end" if expected.startswith(received) else "start" if expected.endswith(received) else "middle"
    return {"count": _count(lost), "where": where}


def bytes_added(pair: Pair) -> Values | None:
    """Some bytes too many at one place, all else right; also what they equal, if that is known."""
    return next(_any_added(pair), None)


def _any_added(pair: Pair) -> Iterator[Values]:
    for where, added in _added(pair):
        yield {"where": where, **_what(pair, added)}


def same_bytes_added(pair: Pair) -> Values | None:
    """A few bytes too many at one place, the same ones each time, all else right."""
    return next(_few_added(pair), None)


def _few_added(pair: Pair) -> Iterator[Values]:
    for where, added in _added(pair):
        if any(added) and len(added) <= FEW:
            text = {"way": "text", "text": repr(added.decode())[1:-1]} if added.isascii() else {}
            yield {"where": where, "bytes": added.hex(" "), "count": _count(len(added)), **text}


FEW = 4
"""Bytes that are told one by one."""


def _added(pair: Pair) -> Iterator[tuple[str, bytes]]:
    """The bytes too many and where they stand, if all else is right: equal bytes may stand at both ends."""
    expected, received = pair.expected, pair.received
    if expected is None or received is None or len(received) <= len(expected) or not expected:
        return
    extra = len(received) - len(expected)
    start = _common(expected, received)
    if received.startswith(expected):
        yield "end", received[-extra:]
    if received.endswith(expected):
        yield "start", received[:extra]
    elif start < len(expected) and received[:start] + received[start + extra :] == expected:
        yield "middle", received[start : start + extra]


IN_SEVERAL_WAYS: dict[str, Callable[[Pair], Iterable[Values]]] = {
    "same_bytes_added": _few_added,
    "bytes_added": _any_added,
    "part_missing": _any_missing,
    "payload_otherwise": lambda pair: _other_payloads(pair),
}
"""Relations that may hold on one example in more ways than one, with all of them."""


def _as_on(values: Values, name: str, pair: Pair) -> Values | None:
    """The values of a relation on another example: the same ones, if it holds there in that way too."""
    ways = IN_SEVERAL_WAYS.get(name)
    return values if ways and values in ways(pair) else RELATIONS[name](pair)


def _what(pair: Pair, added: bytes) -> Values:
    """The kind of the added bytes: zeros, a part of the result, the clear payload, or else their number."""
    if not any(added):
        return {"what": "zeros", "count": _count(len(added))}
    for part in pair.parts:
        if pair.content(part.name) == added:
            return {"what": part.name}
    clear = clear_payload(pair)
    if clear and added == clear:
        return {"what": "clear_payload"}
    if key_of(pair) and added == key_of(pair):
        return {"what": "masking_key"}
    return {"what": "others", "count": _count(len(added))}


def _count(number: int) -> str:
    return f"{number} byte" if number == 1 else f"{number} bytes"


def _common(one: bytes, other: bytes) -> int:
    """The number of bytes that the two have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def key_of(pair: Pair) -> bytes:
    """The masking key of the frame that is asked for, or b""."""
    for value in pair.call.values() if pair.call else ():
        key = getattr(value, "masking_key", None)
        if key:
            return bytes(key)
    return b""


def clear_payload(pair: Pair) -> bytes:
    """The payload of the frame that is asked for, not masked, or b""."""
    for value in pair.call.values() if pair.call else ():
        payload = getattr(value, "payload", None)
        if payload:
            return bytes(payload)
    return b""


# --- the lines of a head ----------------------------------------------------------------------------


def lines(pair: Pair) -> Values | None:
    """One line of a head is another one, missing, or too many; or all are there, in another order."""
    right, wrong = _lines_of(pair.right), _lines_of(pair.wrong)
    if not right or not wrong or right == wrong:
        return None
    if sorted(right) == sorted(wrong):
        return {"way": "moved"}
    if len(right) == len(wrong):
        unlike = [
            number for number, both in enumerate(zip(right, wrong, strict=True), 1) if len(set(both)) > 1
        ]
        if len(unlike) > 1:
            return None
        return {
            "way": "other",
            "number": str(unlike[0]),
            **_of_lines(right[unlike[0] - 1], wrong[unlike[0] - 1]),
        }
    longer, shorter = (right, wrong) if len(right) > len(wrong) else (wrong, right)
    place = next((n for n in range(len(longer)) if longer[:n] + longer[n + 1 :] == shorter), None)
    if place is None:
        return None
    way = "missing" if longer is right else "added"
    return {"way": way, **_of_lines(longer[place], longer[place])}


def _lines_of(value: Any) -> list[str]:
    """The lines of a head; [] if it is none: every line but the last ends in CR and LF."""
    text = bytes(value).decode("latin-1") if isinstance(value, (bytes, bytearray)) else value
    return text.split("\r\n") if isinstance(text, str) and "\r\n" in text else []


def _of_lines(expected: str, received: str) -> Values:
    return {
        name: f"`{line}`" if line else "an empty one"
        for name, line in (("expected", expected), ("received", received))
    }


def head(pair: Pair) -> Values | None:
    """The lines of a head that differ, by their names: missing, too many, twice, renamed, another value."""
    right, wrong = _lines_of(pair.right), _lines_of(pair.wrong)
    if right and "\n".join(right) == _text_of(pair.wrong):
        return {"way": "line_feeds"}
    if not right or not wrong or right == wrong:
        return None
    if [line.lower() for line in right] == [line.lower() for line in wrong]:
        return {"way": "letters"}
    if right[-2:] == ["", ""] and wrong[: len(right) - 1] == right[:-1] and any(wrong[len(right) - 1 :]):
        return {"way": "behind"}
    ends = _end(right) - _end(wrong)
    unlike = [*_unlike_first(right, wrong), *_unlike_names(right[1:], wrong[1:])]
    unlike += ["end_missing" if ends > 0 else "end_added"] if ends else []
    return {"differences": "|".join(unlike)} if unlike else None


def _text_of(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, (bytes, bytearray)) else str(value)


def _end(lines: list[str]) -> int:
    """The number of empty lines at the end, the last of which is what follows the last line end."""
    return next((n for n, line in enumerate(reversed(lines)) if line), len(lines))


def _unlike_first(right: list[str], wrong: list[str]) -> list[str]:
    if right[0] == wrong[0]:
        return ["empty_line"] if len(wrong) > 2 and not wrong[1] and any(wrong[2:]) else []
    return ["first"]


def _unlike_names(right: list[str], wrong: list[str]) -> list[str]:
    """The fields that differ, "missing:Upgrade" or "value:Host"; the order, where all else is the same."""
    mine, theirs = _fields(wrong), _fields(right)
    missing = [name for name in theirs if name not in mine]
    added = [name for name in mine if name not in theirs]
    if len(missing) == len(added) == 1 and mine[added[0]] == theirs[missing[0]]:
        found = [f"renamed:{added[0]}:{missing[0]}"]
    elif any([name] == theirs.get(mine[name][0]) for name in added):
        found = ["turned"]
    else:
        found = [f"missing:{name}" for name in missing] + [f"added:{name}" for name in added]
    for name in (name for name in theirs if name in mine):
        if len(mine[name]) > len(theirs[name]):
            found.append(f"twice:{name}")
        elif len(mine[name]) < len(theirs[name]):
            found.append(f"once:{name}")
        elif mine[name] != theirs[name]:
            found.append(f"value:{name}" if sorted(mine[name]) != sorted(theirs[name]) else "order")
    common = [name for name in mine if name in theirs]
    in_order = common == [name for name in theirs if name in mine]
    return found if in_order else [*found, "order"]


def _fields(lines: list[str]) -> dict[str, list[str]]:
    """The values of each name in lines, by name; empty lines are left out."""
    found: dict[str, list[str]] = {}
    for line in filter(None, lines):
        name, _, value = line.partition(":")
        found.setdefault(name, []).append(value.strip())
    return found


# --- true or false ----------------------------------------------------------------------------------


def truths(evidence: Evidence) -> tuple[Finding, ...]:
    """The kinds of examples for which a function of two answers gives the wrong one; () if none fit."""
    if not gives_truths(evidence):
        return ()
    found: list[Finding] = []
    for wanted in (evidence.expected[evidence.first].value, not evidence.expected[evidence.first].value):
        can_fail = {
            n for n, right in enumerate(evidence.expected) if right.value is wanted
        } - evidence.ignored
        failing = evidence.failing & can_fail
        groups = _covering(evidence, failing)
        if not _are_truths(evidence, failing) or (failing and groups is None):
            return ()
        if failing:
            values = {"wrong": str(not wanted), "right": str(wanted)}
            scope = {} if failing == can_fail else {"group": " + ".join(groups or ())}
            found.append(Finding("relation", "truth", {**values, **scope}))
    return tuple(found)


def _are_truths(evidence: Evidence, numbers: Iterable[int]) -> bool:
    """Whether True or False came back where the other one is right."""
    pairs = [(evidence.expected[n], evidence.received[n]) for n in numbers]
    return all(
        isinstance(right.value, bool)
        and wrong is not None
        and wrong.value is (not right.value)
        and not wrong.raised
        for right, wrong in pairs
    )


def _covering(evidence: Evidence, failing: Iterable[int]) -> list[str] | None:
    """Kinds of examples, three at most, that are the failing ones together; None if there are none.

    No example of such a kind passes: what is said of the kind is true of all of it.
    """
    left, chosen = set(failing), list[str]()
    every = set(failing)
    kinds = {key: group - evidence.ignored for key, group in evidence.groups.items()}
    kinds = {key: group for key, group in kinds.items() if group and group <= every}
    while left and len(chosen) < MOST_KINDS:
        best = max(kinds, key=lambda key: len(kinds[key] & left), default=None)
        if best is None or not kinds[best] & left:
            return None
        chosen.append(best)
        left -= kinds[best]
    return None if left else chosen


# --- the payload alone ------------------------------------------------------------------------------


def payload_otherwise(pair: Pair) -> Values | None:
    """The header is right; the payload is not masked, or masked in another way."""
    return next(_other_payloads(pair), None)


def _other_payloads(pair: Pair) -> Iterator[Values]:
    """Every way to say what became of the payload: with a key of zeros, AND makes zeros as much else does."""
    payload = next((part for part in pair.parts if part.name == "payload"), None)
    key, clear = key_of(pair), clear_payload(pair)
    if payload is None or pair.expected is None or pair.received is None or len(key) != 4:
        return
    if pair.received[: payload.start] != pair.expected[: payload.start]:
        return
    if len(clear) > LONGEST_COMPARED:
        yield UNKNOWN
        return
    wrong = pair.received[payload.start :]
    for name, made in _payloads(clear, key):
        if wrong == made:
            yield {"way": name}
    size = _common(wrong, _xor(clear, key))
    if size and wrong == b"".join(_xor(clear[at : at + size], key) for at in range(0, len(clear), size)):
        yield {"way": "key_anew", "number": str(size)}


def _payloads(clear: bytes, key: bytes) -> Iterator[tuple[str, bytes]]:
    """Payloads that people make instead of a masked one, by name."""
    if not clear:
        return
    masked = _xor(clear, key)
    yield "clear", clear
    yield "key_backwards", _xor(clear, key[::-1])
    yield "first_key_byte", _xor(clear, key[:1])
    yield "last_key_byte", _xor(clear, key[3:])
    yield "key_once", masked[:4] + clear[4:]
    yield "whole_groups", masked[: len(masked) // 4 * 4]
    for turn in (1, 2, 3):
        yield "key_offset", _xor(clear, key[turn:] + key[:turn])
    yield "three_key_bytes", _xor(clear, key[:3])
    yield "or", bytes(byte | key[i % 4] for i, byte in enumerate(clear))
    yield "and", bytes(byte & key[i % 4] for i, byte in enumerate(clear))
    yield "sum", bytes((byte + key[i % 4]) & 0xFF for i, byte in enumerate(clear))
    yield "key_repeated", (key * len(clear))[: len(clear)]
    yield "key_for_payload", key
    yield "zeros", bytes(len(clear))
    yield "backwards", masked[::-1]
    yield "as_text", masked.decode("latin-1").encode()
    yield "twice", masked + masked
    yield "clear_too", masked + clear
    yield "clear_first", clear + masked


def _xor(data: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i % len(key)] for i, byte in enumerate(data))


def payload_formatted(pair: Pair) -> Values | None:
    """The header is right; the payload is text about the payload, or hexadecimal digits, masked or not."""
    if pair.expected is None or pair.received is None:
        return None
    names, clear, key = [part.name for part in pair.parts], clear_payload(pair), key_of(pair)
    header = pair.expected[: len(pair.expected) - len(clear)]
    if not names or ("payload" in names) != bool(clear) or not pair.received.startswith(header):
        return None
    if len(clear) > LONGEST_COMPARED:
        return UNKNOWN
    key = key if len(key) == MASKING_KEY_LENGTH else bytes(1)
    for form, written in (("repr", str), ("hex", bytes.hex)):
        text, of_the_masked = (written(payload).encode() for payload in (clear, _xor(clear, key)))
        if pair.received[len(header) :] in (text, of_the_masked, _xor(text, key)):
            return {"form": form}
    return None


# --- numbers ----------------------------------------------------------------------------------------


def off_by(pair: Pair) -> Values | None:
    """A number that is too large or too small by the same amount each time."""
    if type(pair.wrong) is not int or not isinstance(pair.right, int) or isinstance(pair.right, bool):
        return None
    distance = pair.wrong - pair.right
    way = {"way": "key"} if distance == MASKING_KEY_LENGTH else {}
    values = {"distance": f"{abs(distance)}", "side": "more" if distance > 0 else "less"}
    return {**values, **way} if distance else None


def signed(pair: Pair) -> Values | None:
    """A byte from 128 on, read as a negative number."""
    if type(pair.wrong) is not int or not isinstance(pair.right, int) or pair.right < 128:
        return None
    return {} if pair.wrong == pair.right - 256 else None


def halves_swapped(pair: Pair) -> Values | None:
    """The two halves of the first byte have changed places, all else right."""
    if not pair.expected or pair.received is None or len(pair.received) != len(pair.expected):
        return None
    first = pair.expected[0]
    swapped = bytes([(first & 15) << 4 | first >> 4]) + pair.expected[1:]
    return {} if pair.received == swapped != pair.expected else None


def nested(pair: Pair) -> Values | None:
    """A list that holds the right list."""
    if not isinstance(pair.right, list) or not isinstance(pair.wrong, list) or len(pair.wrong) != 1:
        return None
    return {} if alike(pair.right, pair.wrong[0]) else None


def attribute_alone(pair: Pair) -> Values | None:
    """One of the attributes of the right result, in its place."""
    if not is_dataclass(pair.right) or not isinstance(pair.wrong, (bytes, str)) or not pair.wrong:
        return None
    names = [name for name, value in fields_of(pair.right).items() if alike(value, pair.wrong)]
    return {"attribute": names[0], "type": type(pair.right).__name__} if pair.own and names else None


def class_alone(pair: Pair) -> Values | None:
    """The class of the right result, and nothing that is made of it."""
    return {"type": type(pair.right).__name__} if pair.own and pair.wrong is type(pair.right) else None


def another_type_inside(pair: Pair) -> Values | None:
    """In a list or a tuple stand values of another type: functions, or the whole in the place of a part."""
    right, wrong = pair.right, pair.wrong
    if not isinstance(right, (list, tuple)) or type(right) is not type(wrong) or len(right) != len(wrong):
        return None
    unlike_here = [(one, other) for one, other in zip(right, wrong, strict=True) if not alike(one, other)]
    types = {(_type_of(one), _type_of(other)) for one, other in unlike_here}
    if len(types) != 1:
        return None
    ((asked, given),) = types
    if asked == given or "NoneType" in (asked, given):
        return None
    way = "function" if given == "function" else "number" if asked == "number" else ""
    return {"one": given, "other": asked, **({"way": way} if way else {})}


def _type_of(value: Any) -> str:
    """The name of its type; one for all numbers, truth values apart."""
    return "number" if type(value) in (int, float) else type(value).__name__


RELATIONS: dict[str, Relation] = {
    "nested": nested,
    "class_alone": class_alone,
    "attribute_alone": attribute_alone,
    "empty": empty,
    "zeros_by_number": zeros_by_number,
    "encoded_as_text": encoded_as_text,
    "extended_length_backwards": extended_length_backwards,
    "part_missing": part_missing,
    "part_twice": part_twice,
    "part_backwards": part_backwards,
    "parts_moved": parts_moved,
    "payload_otherwise": payload_otherwise,
    "payload_formatted": payload_formatted,
    "halves_swapped": halves_swapped,
    "lines": lines,
    "head": head,
    "backwards": backwards,
    "same_bytes_added": same_bytes_added,
    "bytes_added": bytes_added,
    "bytes_missing": bytes_missing,
    "signed": signed,
    "off_by": off_by,
    "another_type_inside": another_type_inside,
    "nothing_returned": nothing_returned,
}
"""Every relation, the most telling first; each has words of its own in the text catalogue."""


def none_inside(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that None is among the items that come back in the example that is shown."""
    received, expected = evidence.told(evidence.first), evidence.asked(evidence.first)
    lists = received is not None and isinstance(received.value, list) and isinstance(expected.value, list)
    if received is None or not lists or None not in received.value or None in expected.value:
        return ()
    return (Finding("relation", "none_inside", {}),)

"""Bad input: examples on which an error is right, and the answer gives something else.

An error that tells of time, or of a peer, is no refusal of input: RpcTimeout, ConnectionLost, RemoteError.
"""

from __future__ import annotations

from collections.abc import Iterator

from framebyframe.rpc.errors import ConnectionLost, RemoteError, RpcTimeout
from framebyframe.wire.errors import PeerFault

from ..checking.comparison import error_text, is_of_the_kit
from ..checking.verdict import Finding
from ..declaring import reference
from ..declaring.python_text import name_of_error
from .evidence import Evidence, is_slip, is_unchecked

OF_PEERS = (RpcTimeout, ConnectionLost, RemoteError)
"""Errors that are right whatever the input: what happened outside calls for them."""
MOST_SCENARIOS = 4
"""Examples that are told by the sentences that introduce them."""


def refusals(evidence: Evidence) -> tuple[Finding, ...]:
    """The mistake in refusing bad input, if it is the same on all examples of it that fail."""
    failing = sorted(evidence.failing & _of_input(evidence))
    if failing and evidence.first not in failing and returned(evidence) >= set(failing):
        return (error_returned(evidence),)
    unchecked = [number for number in failing if is_unchecked(evidence.received[number])]
    other = [n for n in failing if n not in unchecked and (item := evidence.received[n]) and item.raised]
    if len(unchecked) + len(other) < len(failing):
        return ()
    return (*_not_refused(evidence, unchecked), *_refused_otherwise(evidence, other))


def returned(evidence: Evidence) -> frozenset[int]:
    """The failing examples on which the error that should be raised comes back as a value."""
    return frozenset(n for n in evidence.failing & _of_input(evidence) if _is_returned(evidence, n))


def error_returned(evidence: Evidence) -> Finding:
    """The finding that errors are returned; see `returned`."""
    return Finding("relation", "error_returned", {"wanted": _wanted(evidence, min(returned(evidence)))})


def _is_returned(evidence: Evidence, number: int) -> bool:
    """Whether the error that should be raised comes back as a value."""
    received, expected = evidence.received[number], evidence.expected[number]
    if received is None or received.raised or received.steps:
        return False
    return isinstance(received.value, type(expected.value))


def truth_for_error(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that True and False come back, where nothing is asked for, or an error."""
    outcomes = [evidence.received[number] for number in evidence.failing]
    truths = all(item is not None and isinstance(item.value, bool) for item in outcomes)
    nothing = all(item.raised or item.value is None for item in evidence.expected)
    bad_input = _of_input(evidence) & evidence.failing
    if not (truths and nothing and bad_input):
        return ()
    wanted = type(evidence.expected[min(bad_input)].value).__name__
    return (Finding("relation", "truth_for_error", {"wanted": wanted}),)


def _not_refused(evidence: Evidence, failing: list[int]) -> Iterator[Finding]:
    """The finding that bad input is not refused: all of it, or some that goes through, or breaks down."""
    through = [number for number in failing if (item := evidence.received[number]) and not item.raised]
    none = not reference.may_give_none(evidence.exercise) and all(map(evidence.gives_nothing, through))
    is_one = len({_wanted(evidence, number) for number in failing}) == 1
    if through and is_one and len(failing) == len(_of_input(evidence)):
        key = "none_for_error" if none and through == failing else "not_refused"
        yield Finding("relation", key, {"wanted": _wanted(evidence, failing[0])})
        return
    broken = [number for number in failing if number not in through]
    if through:
        key = "not_refused_none" if none else "not_refused_some"
        yield _of_those_alike(evidence, key, through)
    if broken:
        yield _of_those_alike(evidence, "not_refused_raised", broken)


def _of_those_alike(evidence: Evidence, key: str, failing: list[int]) -> Finding:
    """The finding about the examples that want the error that the first one wants, and give what it gives."""
    wanted, raised = _wanted(evidence, failing[0]), _raised(evidence, failing[0])
    alike = [n for n in failing if _wanted(evidence, n) == wanted and _raised(evidence, n) == raised]
    values = {"raised": raised} if raised else {}
    return Finding("relation", key, {"wanted": wanted, **values, **_by_name(evidence, alike)})


def _wanted(evidence: Evidence, number: int) -> str:
    """The name of the error that an example asks for."""
    return type(evidence.expected[number].value).__name__


def _raised(evidence: Evidence, number: int) -> str:
    """The name of the error that an example ends in; "" if it ends in none."""
    item = evidence.received[number]
    return name_of_error(type(item.value)) if item is not None and item.raised else ""


def _refused_otherwise(evidence: Evidence, failing: list[int]) -> tuple[Finding, ...]:
    """The finding that bad input raises another error, or one with another status, the same each time."""
    pairs = [(evidence.expected[n].value, item.value) for n in failing if (item := evidence.received[n])]
    raised = {error_text(one) for _, one in pairs}
    wanted = {error_text(right) for right, _ in pairs}
    if len(raised) != 1:
        return ()
    if type(pairs[0][0]) is not type(pairs[0][1]):
        wanted, raised = {type(right).__name__ for right, _ in pairs}, {name_of_error(type(pairs[0][1]))}
    if len(wanted) != 1 or wanted == raised:  # the right error, at another step
        return ()
    values = {"wanted": wanted.pop(), "raised": raised.pop()}
    if len(failing) < len(_of_input(evidence)):
        values |= _by_name(evidence, failing)
    return (Finding("relation", "refused_otherwise", values),)


def raised_needlessly(evidence: Evidence, error: object) -> str:
    """The key of the words for an error that is raised where none belongs.

    A step that lets an error of its own pass may wait for that one.
    """
    step = evidence.wrong_step
    if step is not None and "suppress(" in step.source:
        return "raised_for_another"
    if not evidence.refusals:
        documented = reference.function(evidence.exercise).__doc__ or ""
        return "raised_here" if "Raises:" in documented else "raised_for_nothing"
    if isinstance(error, PeerFault) and not any(
        isinstance(one.value, PeerFault) for one in evidence.expected
    ):
        return "raised_here"  # it is bad input of the peer's, and not to be refused by an error
    asked = tuple(type(evidence.expected[number].value) for number in _of_input(evidence))
    is_of_input = (
        asked and not isinstance(error, OF_PEERS) and (isinstance(error, asked) or not is_of_the_kit(error))
    )  # where another error of the kit's comes, what was called has raised it
    return "raised_too_often" if is_of_input else "raised_here"


def _of_input(evidence: Evidence) -> frozenset[int]:
    """The numbers of the examples on which bad input is to be refused."""
    return frozenset(n for n in evidence.refusals if not isinstance(evidence.expected[n].value, OF_PEERS))


def only_refuses(before: Evidence, after: Evidence) -> bool:
    """Whether a change does no more than make the answer refuse more bad input.

    Most examples of a check are bad input, and whatever refuses everything makes more of them pass. So it is
    no advice where all that is to be accepted still fails, or where some of it is refused that was not.
    """
    accepted = frozenset(before.seen) - before.refusals
    if not accepted or not before.failing - after.failing <= before.refusals:
        return False
    left = accepted & after.failing
    return left == accepted or any(refuses(after, number) and not refuses(before, number) for number in left)


def refuses(evidence: Evidence, number: int) -> bool:
    """Whether an example ends in an error that the answer raises itself."""
    received = evidence.told(number)
    return received is not None and received.raised and not is_slip(received)


def in_another_error(evidence: Evidence) -> tuple[Finding, Evidence] | None:
    """The finding that every refusal of the answer's is another error, and the evidence as if it were not.

    None if nothing else fails then, or if this is not so.
    """
    pairs = [(evidence.expected[n], evidence.received[n]) for n in sorted(evidence.refusals)]
    wanted = {type(right.value) for right, _ in pairs}
    raised = {type(item.value) for item in evidence.received if item and item.raised and not is_slip(item)}
    if len(wanted) != 1 or len(raised) != 1 or issubclass(*raised, *wanted) or not _are_calls(evidence):
        return None
    if not any(item and item.raised and not is_slip(item) for _, item in pairs):
        return None  # it is raised where none belongs, and bad input is not refused at all
    instead = pairs[0][0]
    received = tuple(
        (right if right.raised else instead) if item and item.raised and not is_slip(item) else item
        for right, item in zip(evidence.expected, evidence.received, strict=True)
    )
    inside = evidence.after(received)
    if not inside.failing:
        return None
    values = {"wanted": wanted.pop().__name__, "raised": name_of_error(raised.pop())}
    return Finding("relation", "refused_otherwise", values), inside


def _are_calls(evidence: Evidence) -> bool:
    return all(evidence.arguments(number) is not None for number in range(evidence.total))


def does_not_end(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about examples on which a loop does not come to an end."""
    endless = sorted(evidence.endless)
    return (Finding("relation", "endless", _by_name(evidence, endless)),) if endless else ()


def _by_name(evidence: Evidence, failing: list[int]) -> dict[str, str]:
    """The examples of a finding: the sentences that introduce scenarios, or the first call."""
    examples = [evidence.exercise.examples[number] for number in failing]
    scenarios = " ".join(example.key for example in examples[:MOST_SCENARIOS] if example.key)
    if scenarios:
        more = len(failing) - MOST_SCENARIOS
        return {"scenarios": scenarios, "form": "scenarios", **({"more": str(more)} if more > 0 else {})}
    return {"call": examples[0].text(evidence.exercise.name), "form": "call"}

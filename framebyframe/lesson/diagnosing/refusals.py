"""Bad input: examples on which an error is right, and the answer gives something else."""

from __future__ import annotations

from ..checking.verdict import Finding
from .evidence import Evidence, is_unchecked


def refusals(evidence: Evidence) -> tuple[Finding, ...]:
    """The mistake in refusing bad input, if it is the same on all examples of it that fail."""
    failing = sorted(evidence.failing & evidence.refusals)
    if not failing:
        return ()
    wanted = type(evidence.expected[failing[0]].value).__name__
    outcomes = [evidence.received[number] for number in failing]
    if all(map(is_unchecked, outcomes)):
        if len(failing) == len(evidence.refusals):
            return (Finding("relation", "not_refused", {"wanted": wanted}),)
        return (_some(evidence, failing, wanted),)
    raised = {type(item.value).__name__ for item in outcomes if item is not None and item.raised}
    if len(raised) == 1 and raised != {wanted} and all(item is not None and item.raised for item in outcomes):
        call = evidence.exercise.text_of(evidence.exercise.examples[failing[0]])
        values = {"wanted": wanted, "raised": raised.pop(), "call": call}
        return (Finding("relation", "refused_otherwise", values),)
    return ()


def _some(evidence: Evidence, failing: list[int], wanted: str) -> Finding:
    """The finding that some bad input is not refused, by an example that goes through, or breaks down."""
    received = {number: evidence.received[number] for number in failing}
    through = [number for number, item in received.items() if item is not None and not item.raised]
    number = (through or failing)[0]
    call = evidence.exercise.examples[number].text(evidence.exercise.name)
    if through:
        return Finding("relation", "not_refused_some", {"wanted": wanted, "call": call})
    item = received[number]
    raised = type(item.value).__name__ if item is not None else ""
    return Finding("relation", "not_refused_raised", {"wanted": wanted, "call": call, "raised": raised})

"""The steps of a scenario as numbered lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..checking.verdict import Told
from ..text.catalogue import say
from .page import Item, code


def steps(told: Sequence[Told], tone: str) -> Item:
    """Each step with its number and what it gives.

    Args:
        told: the steps.
        tone: "wrong" if the last one is the one that failed; "plain" if nothing has run yet, and what each
            one should give is told.
    """
    width = len(str(len(told)))
    lines: list[str] = []
    for number, step in enumerate(told, 1):
        first, *rest = step.source.splitlines()
        lines.append(f"{number:>{width}}  {first}")
        indent = " " * (width + 2)
        lines += [indent + line for line in rest]
        form = tone if tone != "wrong" or number == len(told) else "right"
        lines += [f"{indent}    {words}" for words in _outcome(step, form)]
    return code("\n".join(lines))


def _outcome(step: Told, tone: str) -> Iterator[str]:
    if tone == "wrong":
        yield say("engine", "steps", "wrong")
    elif step.gives:
        given, raised = ("should_give", "should_raise") if tone == "plain" else ("gives", "raises")
        yield say("engine", "steps", raised if step.raised else given, value=step.gives)

"""The steps of a scenario as numbered lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..checking.verdict import Told
from ..text.catalogue import say
from .page import Item, code


def steps(told: Sequence[Told], tone: str = "plain") -> Item:
    """Each step with its number and what it gives.

    Args:
        told: the steps.
        tone: "wrong" if the last one is the one that failed.
    """
    width = len(str(len(told)))
    lines: list[str] = []
    for number, step in enumerate(told, 1):
        first, *rest = step.source.splitlines()
        lines.append(f"{number:>{width}}  {first}")
        indent = " " * (width + 2)
        lines += [indent + line for line in rest]
        is_wrong = tone == "wrong" and number == len(told)
        lines += [f"{indent}    {words}" for words in _outcome(step, is_wrong)]
    return code("\n".join(lines))


def _outcome(step: Told, is_wrong: bool) -> Iterator[str]:
    if is_wrong:
        yield say("engine", "steps", "wrong")
    elif step.gives:
        yield say("engine", "steps", "raises" if step.raised else "gives", value=step.gives)

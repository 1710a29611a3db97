"""The steps of a scenario as numbered lines."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..checking.verdict import Told
from ..text.catalogue import say
from .page import Item, code


@dataclass(frozen=True)
class Steps:
    """Lines of steps. In the lab the rest of a line that is too long goes on behind the numbers."""

    lines: tuple[str, ...]

    def html(self) -> str:
        """A `pre` with an element for each line, which the lab's style sheet indents."""
        lines = "\n".join(f"<span>{html.escape(line)}</span>" for line in self.lines)
        return f'<pre class="fbf-steps">{lines}</pre>'

    def plain(self) -> str:
        """As indented lines."""
        return code("\n".join(self.lines)).plain()


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
    return Steps(tuple(lines))


def _outcome(step: Told, tone: str) -> Iterator[str]:
    if tone == "wrong":
        yield say("engine", "steps", "wrong")
    elif step.gives:
        given, raised = ("should_give", "should_raise") if tone == "plain" else ("gives", "raises")
        yield say("engine", "steps", raised if step.raised else given, value=step.gives)

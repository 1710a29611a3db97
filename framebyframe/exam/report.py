"""The report card of an exam: how many cases of each group went well, and where to look for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from framebyframe.figures.cards import failure_card
from framebyframe.figures.figure import Figure
from framebyframe.figures.tables import Cell, Row, table
from framebyframe.figures.text.catalogue import say

from .cases import GROUPS, Group, group_of, in_order

OK, NON_STRICT, INFORMATIONAL = "OK", "NON-STRICT", "INFORMATIONAL"
MOST_CASES = 6
"""Numbers of cases that a row names."""


@dataclass(frozen=True, repr=False)
class ReportCard:
    """The verdict on every case. At the end of a cell it is a table.

    Attributes:
        verdicts: by the number of the case: "OK", "NON-STRICT" (right, but late), "INFORMATIONAL" (no answer
            is wrong), "FAILED", "TOO LATE" (not ended within the suite's seconds for it), "UNIMPLEMENTED".
        seconds: that the exam took.
        problem: why it could not be held, and what to do; "" if it was.
    """

    verdicts: Mapping[str, str]
    seconds: float = field(default=0.0, compare=False)
    problem: str = ""

    @property
    def failed(self) -> list[str]:
        """The cases that did not go well, by their numbers."""
        good = (OK, NON_STRICT, INFORMATIONAL)
        return in_order(case for case, verdict in self.verdicts.items() if verdict not in good)

    @property
    def late(self) -> list[str]:
        """The cases that went well, but later than they should."""
        return in_order(case for case, verdict in self.verdicts.items() if verdict == NON_STRICT)

    @property
    def chapters(self) -> dict[str, list[str]]:
        """For each chapter the failed cases whose subject it builds."""
        found: dict[str, list[str]] = {}
        for case in self.failed:
            found.setdefault(group_of(case).chapters[0], []).append(case)
        return dict(sorted(found.items()))

    @property
    def figure(self) -> Figure:
        """The card as a table: a row for each group."""
        if self.problem:
            return failure_card(say("exam", "failed", "title"), self.problem)
        header = [say("exam", "card", f"column.{name}") for name in ("group", "cases", "well", "look")]
        groups = [group for group in GROUPS if self._cases(group)]
        return table(header, [self._row(group) for group in groups], self._sentence())

    def __repr__(self) -> str:
        return self.figure.text

    def _repr_html_(self) -> str:
        return self.figure.html

    def _cases(self, group: Group) -> list[str]:
        return [case for case in self.verdicts if group_of(case) is group]

    def _row(self, group: Group) -> Row:
        cases = self._cases(group)
        failed, late = _among(self.failed, cases), _among(self.late, cases)
        well = Cell(str(len(cases) - len(failed)), "wrong" if failed else "right")
        look = [_named("failed", group, failed), _named("late", group, late)]
        return [say("exam", "groups", group.prefix), str(len(cases)), well, " ".join(filter(None, look))]

    def _sentence(self) -> str:
        well = len(self.verdicts) - len(self.failed)
        return say("exam", "card", "sentence", well=well, cases=len(self.verdicts))


def _among(some: Sequence[str], cases: Sequence[str]) -> list[str]:
    return [case for case in some if case in cases]


def _named(key: str, group: Group, cases: Sequence[str]) -> str:
    """The cases by number, and the chapters in which to look; "" for none."""
    if not cases:
        return ""
    shown = cases if len(cases) <= MOST_CASES + 1 else cases[:MOST_CASES]  # one case is as long as "…"
    numbers = ", ".join(shown) + (" …" if len(shown) < len(cases) else "")
    return say("exam", "card", key, cases=numbers, chapters=" / ".join(group.chapters))

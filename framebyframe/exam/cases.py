"""The cases of the Autobahn TestSuite in groups, and the chapters in which what a group asks for is built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Cases with one subject.

    Attributes:
        prefix: of their numbers, "7.5".
        chapters: in which what they ask for is built, the most likely first.
    """

    prefix: str
    chapters: tuple[str, ...]

    def has(self, case: str) -> bool:
        """Whether a case is one of them."""
        return f"{case}.".startswith(f"{self.prefix}.")


GROUPS = (
    Group("1", ("04", "02", "03")),
    Group("2.5", ("05",)),
    Group("2", ("07",)),
    Group("3", ("04", "05")),
    Group("4", ("04",)),
    Group("5", ("05",)),
    Group("6", ("05",)),
    Group("7.1", ("07",)),
    Group("7.3", ("07", "05")),
    Group("7.5", ("05",)),
    Group("7.7", ("05", "07")),
    Group("7.9", ("05", "07")),
    Group("7.13", ("05", "07")),
    Group("9", ("04", "05")),
    Group("10", ("05",)),
    Group("12", ("14",)),
    Group("13", ("14",)),
)
"""The first that has a case is its group; the text catalogue names each."""

FAST = tuple(f"{group}.*" for group in (1, 2, 3, 4, 5, 6, 7, 10))
"""All cases but the large messages of group 9 and the 216 of compression, which send 1,000 messages each."""
NUMBER_OF_FAST = 247
INFORMATIONAL = frozenset({"7.1.6", "7.13.1", "7.13.2"})
"""Cases in which no answer is wrong."""


def group_of(case: str) -> Group:
    """The group of a case.

    Raises:
        LookupError: there is no such case.
    """
    for group in GROUPS:
        if group.has(case):
            return group
    raise LookupError(f"the exam has no case {case}")


def in_order(cases: Iterable[str]) -> list[str]:
    """Cases by their numbers: 7.9.1 before 7.13.1."""
    return sorted(cases, key=lambda case: [int(part) for part in case.split(".")])

"""One changed answer."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ...checking.verdict import Finding
from .tree import Change, Path, around, line_of

ASKED = re.compile(r"(?<![\w.])[a-z_]\w*\(\)")
"""A call of a name, without arguments: it draws, or asks for something, as `chance()` does."""

CALL = re.compile(r"[\w.]+\(")
"""How a statement begins that is no more than a call."""


@dataclass(frozen=True)
class Repair:
    """A change of the answer that is tried, at one place or at several.

    Attributes:
        begins: the line of the cell on which the function begins.
        original: the function before the change.
        changes: what is put where.
    """

    begins: int
    original: ast.Module
    changes: tuple[tuple[Path, Change], ...]

    @property
    def key(self) -> str:
        """The key of its words in the text catalogue."""
        return self.changes[0][1].key

    @property
    def lines(self) -> list[int]:
        """The lines of the cell on which something is changed, that of the first change first."""
        return [self.begins - 1 + line_of(change, self.original, path) for path, change in self.changes]

    @property
    def leaves_out_a_deed(self) -> bool:
        """Whether a part with a call in it is left out, or a statement: a deed of `self`, or a call."""
        code = self.changes[0][1].values.get("code", "")
        return (self.key == "too_many" and "(" in code) or (
            self.key == "statement_too_many"
            and (code.startswith("self.") or CALL.match(code) is not None or ASKED.search(code) is not None)
        )

    @property
    def leaves_out_a_case(self) -> bool:
        """Whether an `if` is left out, with all that it does."""
        return self.key == "case_too_many" or self.changes[0][1].values.get("way") == "case"

    @property
    def is_in_loop(self) -> bool:
        """Whether the first change stands in a loop."""
        path, _ = self.changes[0]
        return any(isinstance(node, (ast.For, ast.AsyncFor, ast.While)) for node in path.nodes(self.original))

    @property
    def finding(self) -> Finding:
        """The finding about this cause."""
        line, *others = dict.fromkeys(self.lines)
        path, change = self.changes[0]
        found = Finding("source", self.key, {"around": around(self.original, path), **change.values})
        also = {"others": ", ".join(map(str, sorted(others)))} if others else {}
        if len(self.changes) > 1 and not others:
            also = {"others": ""}  # all of them on this one line
        if "to" in change.values:  # a line too, counted from the function as well
            also["to"] = str(self.begins - 1 + int(change.values["to"]))
        return found.saying(line=str(line), **also)

    @property
    def new_nodes(self) -> Iterator[ast.AST]:
        """Every node in what is put in."""
        for _, change in self.changes:
            for new in change.new if isinstance(change.new, list) else [change.new]:
                yield from ast.walk(new)

    @property
    def tree(self) -> ast.Module:
        """The changed function."""
        with self.applied() as tree:
            return copy.deepcopy(tree)

    @contextmanager
    def applied(self) -> Iterator[ast.Module]:
        """While it lasts, the function has the change in it: the tree itself is changed, not copied."""
        before = [(path, path.put(self.original, change.new)) for path, change in self.changes]
        try:
            yield self.original
        finally:
            for path, node in reversed(before):
                path.put(self.original, node)

"""Places in a syntax tree, and what may stand there instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Change:
    """One change: something else in the place of a node, or of a list of statements. It is like no other one.

    Attributes:
        key: of its words in the text catalogue.
        new: the node, or the list of statements.
        values: what the words are filled in with.
    """

    key: str
    new: Any
    values: dict[str, str]


@dataclass(frozen=True)
class Path:
    """The way from the top of a tree to one of its nodes or lists of statements."""

    steps: tuple[tuple[str, int | None], ...]

    def put(self, tree: ast.AST, new: Any) -> Any:
        """Put `new` at this place; return what was there before."""
        *_, holder, before = self.nodes(tree)
        name, index = self.steps[-1]
        if index is None:
            setattr(holder, name, new)
        else:
            getattr(holder, name)[index] = new
        return before

    def nodes(self, tree: ast.AST) -> list[Any]:
        """The top of the tree, and every node on the way to this place, which comes last."""
        found: list[Any] = [tree]
        for name, index in self.steps:
            value = getattr(found[-1], name)
            found.append(value if index is None else value[index])
        return found

    def then(self, name: str, index: int | None = None) -> Path:
        """The path one level further down."""
        return Path((*self.steps, (name, index)))


def places(tree: ast.AST, path: Path | None = None) -> Iterator[tuple[Any, Path]]:
    """Every node and every list of statements, annotations and docstrings left out."""
    path = path or Path(())
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "args") and not isinstance(tree, ast.Call):
            continue
        if isinstance(value, ast.AST):
            yield value, path.then(name)
            yield from places(value, path.then(name))
        elif isinstance(value, list):
            if value and isinstance(value[0], ast.stmt):
                yield value, path.then(name)
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield item, path.then(name, index)
                    yield from places(item, path.then(name, index))


def around(tree: ast.Module, path: Path) -> str:
    """The expression in which a node stands, or the first line of its statement."""
    *_, outer, parent, _ = [None, *path.nodes(tree)]
    if isinstance(parent, ast.Slice):
        parent = outer
    assert isinstance(parent, ast.AST)
    return short(parent) if isinstance(parent, ast.expr) else ast.unparse(parent).partition("\n")[0]


def locate(node: ast.AST, line: int) -> None:
    """Give new nodes a line in the source; those that have one keep it."""
    if not hasattr(node, "lineno"):
        node.lineno = node.end_lineno = line  # type: ignore[attr-defined]
        node.col_offset = node.end_col_offset = 0  # type: ignore[attr-defined]
    ast.fix_missing_locations(node)


def short(node: ast.AST) -> str:
    """The source of a node, cut off where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


LONGEST = 60
"""Characters of code that stand in a sentence: a condition is told with what it ends with."""


def line_of(change: Change, tree: ast.Module, path: Path) -> int:
    """The line of the function on which a change is made."""
    node = path.nodes(tree)[-1]
    node = node[0] if isinstance(node, list) else node
    return int(change.values.get("at", getattr(node, "lineno", 1)))

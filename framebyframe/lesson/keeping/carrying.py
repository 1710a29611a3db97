"""The statements that an answer needs: the imports, constants and helper functions of its notebook.

They are found by syntax tree and carried as source, so that the answer runs beside the kernel and in the
learner's own package.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from ..declaring import reference, syntax, table
from . import folder, notebook

LITERAL = (int, float, complex, str, bytes, bool, type(None))
CONTAINERS = (list, tuple, dict, set, frozenset, bytearray)
NOTEBOOK_MODULE = "__main__"
KIT = "framebyframe"

ONLY_IN_NOTEBOOK = re.compile(r"display|get_ipython|exit|quit|In|Out|_{1,3}|_i{1,3}|_i?\d+|_[iod]h")
"""Names that IPython puts into every notebook, and that Python does not have or means otherwise."""

NOTEBOOK_PACKAGES = ("IPython", "ipykernel", "ipywidgets")
"""Packages that a notebook runs on: a learner's package cannot use them."""

PYTHON_NAMES = frozenset(name for name in dir(builtins) if not ONLY_IN_NOTEBOOK.fullmatch(name))


class NotebookState(Exception):
    """The answer reads something that other cells may change: the first argument is its name."""


class NotebookOnly(Exception):
    """The answer uses what only a notebook has: the first argument is its name."""


@dataclass(frozen=True)
class Carried:
    """One statement an answer needs.

    Attributes:
        name: the name it binds.
        source: the statement.
        exercise: the id of the exercise that it answers, or "". In a package such a function is imported.
    """

    name: str
    source: str
    exercise: str = ""

    @property
    def is_import(self) -> bool:
        """Whether it belongs at the top of a module."""
        return _is_import(self.source)


@dataclass(frozen=True)
class Recalled:
    """A name that the notebook has not defined and the course knows.

    Attributes:
        value: what the notebook binds.
        statement: the import that gives the same in the reference.
    """

    value: Any
    statement: str


Recall = Callable[[str], Recalled | None]
"""Finds a name among those that the course knows."""


@dataclass
class Collector:
    """Collects what an answer needs, each statement after those it needs itself.

    Attributes:
        names: the notebook's; what is recalled is added.
        local: names that stand around the answer, where it is not at the top of its cell.
        sources: the cells, the answer's first.
        recall: asked for a name that is in neither.
    """

    names: dict[str, Any]
    local: Mapping[str, Any]
    sources: list[str]
    recall: Recall
    collected: list[Carried] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def collect(self, source: str) -> None:
        """Carry what this source uses, and what that uses in turn.

        Raises:
            NotebookState, NotebookOnly: it uses what cannot be carried.
        """
        for name in sorted(free_names(source) - self.seen):
            self.seen.add(name)
            statement = self._statement(name)
            if statement is not None:
                statement += self._registered_with(name, statement)
                self.collect(statement)
                self.collected.append(Carried(name, statement, self._answers(name, statement)))

    def _registered_with(self, name: str, statement: str) -> str:
        """The cases of a `singledispatch` in the answer's cell, called `_`: no name leads to them."""
        if "singledispatch" not in " ".join(_decorators(ast.parse(statement).body[0])):
            return ""
        cell = self.sources[0]
        cases = [
            syntax.cut(cell, node)
            for node in notebook.parsed(cell).body
            if isinstance(node, syntax.Function)
            and any(decorator.startswith(f"{name}.register") for decorator in _decorators(node))
        ]
        return "".join(f"\n\n{case}" for case in cases)

    def _answers(self, name: str, statement: str) -> str:
        """The id of the other exercise that this statement answers; "" if it answers none."""
        found = [exercise for exercise in table.named(name) if syntax.find(statement, name)]
        return found[0].id if found else ""

    def _statement(self, name: str) -> str | None:
        """The statement that gives this name its value; None if nothing has the name."""
        if self._is_ipythons(name):
            raise NotebookOnly(name)
        if name not in self.names and name not in self.local:
            return self._defined_below(name) or self._recalled(name)
        value = self.local.get(name, self.names.get(name))
        statement = (
            _solved_elsewhere(name, value)
            or self._submodule_import(name, value)
            or _import_of(name, value)
            or self._from_notebook(name, value)
        )
        if _imported_from(statement) in NOTEBOOK_PACKAGES:
            raise NotebookOnly(name)
        return statement

    def _is_ipythons(self, name: str) -> bool:
        """Whether IPython gave the notebook this name, and no cell did."""
        if not ONLY_IN_NOTEBOOK.fullmatch(name) or name in self.local:
            return False
        return notebook.statement_that_binds(name, self.sources) is None

    def _submodule_import(self, name: str, value: Any) -> str | None:
        """The import of a submodule: `import os.path` binds os, and `import os` alone would not load it."""
        statement = (
            notebook.statement_that_binds(name, self.sources) if isinstance(value, ModuleType) else None
        )
        return statement if statement and statement.startswith(f"import {name}.") else None

    def _defined_below(self, name: str) -> str | None:
        """A helper in the same cell, below the answer: it is bound a moment later."""
        statement = notebook.statement_that_binds(name, self.sources[:1])
        return syntax.undecorated(statement) if statement else None

    def _recalled(self, name: str) -> str | None:
        """The statement for a name that only the course has; the notebook gets the name too.

        A name that was put among Python's own is known in this kernel, and nowhere else.
        """
        found = self.recall(name)
        if found is None and hasattr(builtins, name):
            raise NotebookState(name)
        if found is None:
            return None
        self.names[name] = found.value
        return found.statement

    def _from_notebook(self, name: str, value: Any) -> str:
        statement = notebook.statement_that_binds(name, self.sources)
        recalled = None if statement else self.recall(name)
        if recalled and recalled.value is value:
            return recalled.statement
        if (
            statement
            and not _is_augmented(statement)
            and not (_is_compound(statement) and _is_literal(value))
        ):
            return syntax.undecorated(statement)
        if _is_literal(value):
            return f"{name} = {value!r}\n"
        raise NotebookState(name)


def carried_by(
    source: str,
    cell: str,
    names: dict[str, Any],
    local: Mapping[str, Any] | None = None,
    recall: Recall = lambda name: None,
) -> list[Carried]:
    """The statements of the notebook that an answer needs, in an order in which they can run.

    Args:
        source: the answer.
        cell: the cell in which it stands.
        names: what the notebook has; what is recalled is added.
        local: names that stand around the answer, where it is not at the top of its cell.
        recall: asked for a name that the notebook does not have.

    Raises:
        NotebookState: it reads a variable whose value no statement gives.
        NotebookOnly: it uses what only a notebook has.
    """
    own = syntax.name_of(source)
    collector = Collector(names, local or {}, [cell, *notebook.cells(names)], recall, seen={own})
    collector.collect(source)
    return collector.collected


def free_names(source: str) -> set[str]:
    """The names this source takes from outside; Python's own left out."""
    names = set(_global_names(symtable.symtable(source, "cell", "exec")))
    return names - PYTHON_NAMES


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    is_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        outside = not symbol.is_assigned() and not symbol.is_imported() if is_top else symbol.is_global()
        if outside and (symbol.is_referenced() or not is_top):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global_names(child)


def _solved_elsewhere(name: str, value: Any) -> str | None:
    """The import of an exercise that is bound to the reference or to a saved answer; None for others."""
    for exercise in table.named(name):
        if "." not in exercise.path and (value is reference.function(exercise) or _is_saved(value)):
            return import_from(exercise.module, exercise.name, name)
    return None


def _is_saved(value: Any) -> bool:
    """Whether it comes from the learner's package, where every answer is right."""
    return str(getattr(value, "__module__", "")).partition(".")[0] == folder.PACKAGE


def _import_of(name: str, value: Any) -> str | None:
    """The import that gives this value, if it came from a module."""
    if isinstance(value, ModuleType):
        parent, _, child = _of_kit(value.__name__).rpartition(".")
        return import_from(parent, child, name) if parent else _plain_import(child, name)
    module, path = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if module == NOTEBOOK_MODULE or not isinstance(path, str) or not isinstance(module, str):
        return None
    found = getattr(sys.modules.get(module), path, None)
    return import_from(_of_kit(module), path, name) if found is value else None


def _of_kit(module: str) -> str:
    """The kit's module for a module of the learner's package."""
    package, dot, rest = module.partition(".")
    return f"{KIT}{dot}{rest}" if package == folder.PACKAGE else module


def _plain_import(module: str, name: str) -> str:
    return f"import {module}\n" if module == name else f"import {module} as {name}\n"


def import_from(module: str, attribute: str, name: str) -> str:
    """The statement that imports an attribute of a module under this name."""
    alias = "" if attribute == name else f" as {name}"
    return f"from {module} import {attribute}{alias}\n"


def _imported_from(statement: str) -> str:
    """The package from which a statement imports, or ""."""
    node = ast.parse(statement).body[0]
    if isinstance(node, ast.Import):
        return node.names[0].name.partition(".")[0]
    return (node.module or "").partition(".")[0] if isinstance(node, ast.ImportFrom) else ""


def _decorators(node: ast.stmt) -> list[str]:
    """The decorators of a function, as they are written."""
    return list(map(ast.unparse, node.decorator_list)) if isinstance(node, syntax.Function) else []


def _is_import(statement: str) -> bool:
    return isinstance(ast.parse(statement).body[0], (ast.Import, ast.ImportFrom))


def _is_augmented(statement: str) -> bool:
    return isinstance(ast.parse(statement).body[0], ast.AugAssign)


def _is_compound(statement: str) -> bool:
    """Whether it is an `if`, a `try` or a `with` that binds the name somewhere inside."""
    return isinstance(ast.parse(statement).body[0], (ast.If, ast.Try, ast.With))


def _is_literal(value: Any) -> bool:
    """Whether Python reads the value back from its text."""
    if isinstance(value, bytearray):
        return True
    if type(value) not in (*LITERAL, *CONTAINERS):
        return False
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return False

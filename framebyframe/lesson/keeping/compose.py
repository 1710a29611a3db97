"""Puts a learner's function into the source of a reference module: by syntax tree, line by line."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..declaring import syntax, table
from ..declaring.exercise import Exercise
from .answer_key import from_answer_key
from .carrying import Carried
from .records import Solved

KIT = "framebyframe"
PARTS = ("wire", "rpc", "contract_server", "timing")
"""The parts of the kit that a learner's package has too."""

ANSWER_KEY = "answer_key"
"""The folder of a learner's package that holds the functions that are not written yet."""

STUB_MARK = from_answer_key.__name__
"""The decorator that takes a function from the answer key."""


class Conflict(Exception):
    """The answer brings a name that means something else in the module: the argument is the name."""


class KitOnly(Exception):
    """The answer uses a part of the kit that the package does not have: a name and its module."""

    def __init__(self, name: str, module: str) -> None:
        super().__init__(f"{name} from {module}")
        self.name, self.module = name, module


def compose(source: str, answers: Iterable[tuple[Exercise, Solved]]) -> str:
    """A module's source with every answer in its place.

    Args:
        source: of the reference module, made relative.
        answers: each exercise of this module that is solved, and its answer.

    Raises:
        Conflict: an answer brings a name that the module has already.
        KitOnly: an answer uses a part of the kit that the package lacks.
    """
    for exercise, answer in answers:
        source = put_in(source, exercise, answer)
    return source


def put_in(source: str, exercise: Exercise, answer: Solved) -> str:
    """The source with one function replaced, and the statements that it needs before it.

    Raises:
        Conflict, KitOnly: as `compose`.
        LookupError: the source has no such function.
    """
    needed = list(_needed(source, exercise.module, answer.carried))
    helpers = [text for text, is_import in needed if not is_import]
    source = _replaced(source, exercise.path, relative(answer.source, exercise.module), helpers)
    return _with_imports(source, [text for text, is_import in needed if is_import])


@lru_cache(maxsize=256)
def hide(source: str, exercise: Exercise) -> str:
    """The source with a function's body replaced by a decorator, and its docstring kept.

    Raises:
        LookupError: the source has no such function.
    """
    node = _found(source, exercise.path)
    lines = syntax.source_lines(source)
    stub = syntax.source_lines(syntax.without_body(syntax.bare(source, node)))
    indent = " " * node.col_offset
    lines[node.lineno - 1 : node.end_lineno] = [
        f"{indent}{line}" if line else "" for line in [f"@{STUB_MARK}", *stub]
    ]
    source = "\n".join(lines) + "\n"
    statement = relative(f"from {KIT}.{ANSWER_KEY} import {STUB_MARK}\n", exercise.module)
    return source if statement in source else _with_imports(source, [statement])


def hidden(source: str, path: str) -> str:
    """The function for the answer key: as it stands in the module, without its decorators.

    Raises:
        LookupError: the source has no such function.
    """
    return syntax.bare(source, _found(source, path))


def can_be_hidden(function: str) -> bool:
    """Whether a function works away from its class: `super()` alone means the class around it."""
    return "super()" not in function


def _found(source: str, path: str) -> syntax.Function:
    node = syntax.find(source, path)
    if node is None:
        raise LookupError(path)
    return node


def take_out(source: str, carried: Iterable[Carried]) -> str:
    """The source without the helpers of an earlier answer, where they stand as they were put."""
    for item in carried:
        text = item.source.rstrip("\n")
        if not item.is_import and _bound(source).get(item.name) == ast.dump(ast.parse(text).body[0]):
            source = source.replace(f"{text}\n\n\n", "", 1)
    return source


def relative(source: str, module: str) -> str:
    """The source with every import from the kit made relative to the module in which it stands.

    Raises:
        KitOnly: it imports a part of the kit that the package does not have.
    """
    if KIT not in source:
        return source  # a walk through every module of the kit takes half a second
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    for node in sorted(found, key=lambda node: node.lineno, reverse=True):
        source = _relative_import(source, node, module)
    return source


def _relative_import(source: str, node: ast.Import | ast.ImportFrom, module: str) -> str:
    if isinstance(node, ast.Import):
        kits = [item.name for item in node.names if item.name.partition(".")[0] == KIT]
        if kits:
            raise KitOnly(KIT, kits[0])
        return source
    if node.level or (node.module or "").partition(".")[0] != KIT:
        return source
    written = ast.unparse(ast.ImportFrom(_path_from(module, node), node.names, 0))
    return _with_statement(source, node, written)


def _path_from(module: str, node: ast.ImportFrom) -> str:
    """The module of an import, relative to this module: "framebyframe.wire.masking" becomes ".masking"."""
    wanted = (node.module or "").split(".")[1:]
    if not wanted or wanted[0] not in (*PARTS, ANSWER_KEY):
        raise KitOnly(node.names[0].name, node.module or "")
    here = module.split(".")[1:-1]
    same = here == wanted[: len(here)]
    return "." + ".".join(wanted[len(here) :]) if same else "." * (len(here) + 1) + ".".join(wanted)


def _with_statement(source: str, node: ast.stmt, written: str) -> str:
    """The source with one statement's text replaced."""
    lines = syntax.source_lines(source)
    end = node.end_lineno or node.lineno
    before = lines[node.lineno - 1].encode()[: node.col_offset].decode()
    after = lines[end - 1].encode()[node.end_col_offset or 0 :].decode()
    lines[node.lineno - 1 : end] = [before + written + after]
    return "\n".join(lines) + "\n"


def _needed(source: str, module: str, carried: Iterable[Carried]) -> Iterator[tuple[str, bool]]:
    """The statements that the module lacks, and whether each is an import."""
    bound = _bound(source)
    for item in carried:
        statement = _statement(item, module)
        if statement is None:
            continue
        mine = ast.dump(ast.parse(statement).body[0])
        if item.name not in bound:
            yield statement, _is_import(statement)
        elif bound[item.name] != mine and not _imports_what_is_there(item, module):
            raise Conflict(item.name)


def _imports_what_is_there(item: Carried, module: str) -> bool:
    """Whether a name comes from another module of the kit, which imports it as this one does or from it."""
    node = ast.parse(item.source).body[0] if item.source else None
    if not isinstance(node, ast.ImportFrom) or (node.module or "").partition(".")[0] != KIT:
        return False
    there, here = (vars(importlib.import_module(name)) for name in (node.module or "", module))
    return item.name in here and here[item.name] is there.get(node.names[0].name)


def _statement(item: Carried, module: str) -> str | None:
    """The statement as the package has it; None if it imports from the module itself."""
    statement = item.source
    if item.exercise:
        exercise = table.by_id(item.exercise)
        statement = f"from {exercise.module} import {exercise.path}\n"
    node = ast.parse(statement).body[0]
    if isinstance(node, ast.ImportFrom) and node.module == module and not node.names[0].asname:
        return None
    return relative(statement, module)


def _is_import(statement: str) -> bool:
    return isinstance(ast.parse(statement).body[0], (ast.Import, ast.ImportFrom))


def _bound(source: str) -> dict[str, str]:
    """The statement that binds each name at the top of the module, as a tree that can be compared."""
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        for name, statement in _names_bound(node):
            found[name] = ast.dump(statement)
    return found


def _names_bound(node: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    if isinstance(node, ast.ImportFrom):
        for item in node.names:
            yield item.asname or item.name, ast.ImportFrom(node.module, [item], node.level)
    elif isinstance(node, ast.Import):
        for item in node.names:
            yield item.asname or item.name.partition(".")[0], ast.Import([item])
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name, node
    else:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id, node


def _replaced(source: str, path: str, function: str, helpers: list[str]) -> str:
    """The function's lines replaced; helpers stand before it, or before its class."""
    node = _found(source, path)
    lines = syntax.source_lines(source)
    owner = path.rpartition(".")[0]
    indented = [f"    {line}" if owner and line.strip() else line for line in syntax.source_lines(function)]
    lines[node.lineno - 1 : node.end_lineno] = indented  # decorators above it belong to the module
    for decorator in reversed(node.decorator_list):
        if ast.unparse(decorator) == STUB_MARK:
            del lines[decorator.lineno - 1]
    above = syntax.first_line(node) - 1 if not owner else _class_line(source, owner)
    lines[above:above] = [line for helper in helpers for line in [*syntax.source_lines(helper), "", ""]]
    return "\n".join(lines) + "\n"


def _class_line(source: str, name: str) -> int:
    classes = [
        node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == name
    ]
    return syntax.first_line(classes[0]) - 1


def _with_imports(source: str, statements: list[str]) -> str:
    """The source with more imports after its own."""
    if not statements:
        return source
    body = ast.parse(source).body
    imports = [node for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    documented = body[:1] if ast.get_docstring(ast.parse(source)) is not None else []
    last = [*documented, *imports][-1:]
    place = (last[0].end_lineno or 0) if last else 0
    lines = syntax.source_lines(source)
    lines[place:place] = [line for statement in statements for line in syntax.source_lines(statement)]
    return "\n".join(lines) + "\n"

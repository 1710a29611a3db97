"""Functions found by syntax tree and cut out by source lines, so that comments are kept."""

from __future__ import annotations

import ast
import difflib
import textwrap
from collections.abc import Callable, Iterator
from functools import lru_cache

Function = ast.FunctionDef | ast.AsyncFunctionDef
Assignment = ast.Assign | ast.AnnAssign | ast.AugAssign
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

DECORATOR = "exercise"


def source_lines(source: str) -> list[str]:
    """The lines of a source as Python counts them: `splitlines` also cuts at U+2028, NEL and form feeds."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def find(source: str, path: str) -> Function | None:
    """The function at "encode_length" or "Connection.receive_data"; the last one of that name."""
    *owners, name = path.split(".")
    body = _tree(source).body
    for owner in owners:
        body = next((item.body for item in body if isinstance(item, ast.ClassDef) and item.name == owner), [])
    found = [item for item in body if isinstance(item, Function) and item.name == name]
    return found[-1] if found else None


@lru_cache(maxsize=64)
def _tree(source: str) -> ast.Module:
    """The tree of a module, in which nothing is changed: all functions of a module are looked for in one."""
    return ast.parse(source)


def first_line(node: Definition) -> int:
    """The line on which a definition begins, decorators included, counted from 1."""
    return min([node.lineno, *(item.lineno for item in node.decorator_list)])


def lines_of(source: str, node: ast.stmt) -> list[str]:
    """The source lines of a statement, decorators included."""
    first = first_line(node) if isinstance(node, Definition) else node.lineno
    return source_lines(source)[first - 1 : node.end_lineno]


def cut(source: str, node: ast.stmt) -> str:
    """The source of a statement, indented as if it stood alone; ends with a newline."""
    return textwrap.dedent("\n".join(lines_of(source, node))) + "\n"


def bare(source: str, node: Function) -> str:
    """The source of a function as if it stood alone, without decorators, which belong to its module."""
    lines = source_lines(source)[node.lineno - 1 : node.end_lineno]
    return "\n".join(line.removeprefix(" " * node.col_offset) for line in lines) + "\n"


def undecorated(source: str) -> str:
    """The source of one function without the line that makes it an exercise."""
    return _without_decorators(source, is_exercise)


def without_decorator(source: str, name: str) -> str:
    """The source of one function without this decorator."""
    return _without_decorators(source, lambda item: isinstance(item, ast.Name) and item.id == name)


def _without_decorators(source: str, unwanted: Callable[[ast.expr], bool]) -> str:
    node = ast.parse(source).body[0]
    if not isinstance(node, Definition):
        return source
    lines = source_lines(source)
    for decorator in reversed(node.decorator_list):
        if unwanted(decorator):
            del lines[decorator.lineno - 1 : decorator.end_lineno]
    return "\n".join(lines) + "\n"


def name_of(source: str) -> str:
    """The name of the one function in this source."""
    return str(getattr(ast.parse(source).body[0], "name", ""))


def is_exercise(decorator: ast.expr) -> bool:
    """Whether this decorator is `@exercise`, `@exercise(...)` or `@lesson.exercise`."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return DECORATOR in (getattr(called, "id", None), getattr(called, "attr", None))


def exercises_in(source: str) -> Iterator[Function]:
    """The functions of a cell that are exercises."""
    for item in ast.parse(source).body:
        if isinstance(item, Function) and any(map(is_exercise, item.decorator_list)):
            yield item


def is_unwritten(function: Function) -> bool:
    """Whether the function has nothing in it but a docstring, `...` or `pass`."""
    return all(isinstance(item, ast.Pass) or _is_constant(item) for item in function.body)


def _is_constant(item: ast.stmt) -> bool:
    return isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)


def only_function(source: str) -> Function:
    """The function in a source that holds nothing else."""
    function = ast.parse(source).body[0]
    assert isinstance(function, Function)
    return function


def own_statements(function: Function) -> list[ast.stmt]:
    """Its statements without the docstring."""
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def same_code(one: Function, other: Function) -> bool:
    """Whether two functions have the same statements and decorators, `@exercise` and comments apart."""
    return [*map(ast.dump, _that_count(one))] == [*map(ast.dump, _that_count(other))]


def _that_count(function: Function) -> list[ast.AST]:
    """What a function does: its decorators but for `@exercise`, and its statements without the docstring."""
    return [*(item for item in function.decorator_list if not is_exercise(item)), *own_statements(function)]


def always_returns_a_value(source: str) -> bool:
    """Whether a function ends in every case with a value that it returns, or with an error."""
    function = ast.parse(source).body[0]
    if not isinstance(function, Function):
        return False
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    return leaves(function.body) and not any(_is_nothing(value) for value in returned)


LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.comprehension)


def has_loops(tree: ast.AST) -> bool:
    """Whether what a tree stands for may go on without end by itself."""
    return any(isinstance(node, LOOPS) for node in ast.walk(tree))


def always_returns(source: str) -> bool:
    """Whether a function ends in every case with a `return`, or with an error."""
    function = ast.parse(source).body[0]
    return isinstance(function, Function) and leaves(function.body)


def ends_behind_an_except(source: str) -> bool:
    """Whether a function ends without a `return` only where an `except` of it has caught an error."""
    tree = ast.parse(source)
    if not isinstance(tree.body[0], Function) or leaves(tree.body[0].body):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            node.body.append(ast.Raise())
    return leaves(tree.body[0].body)


def returned_in(tree: ast.AST) -> set[str]:
    """The values that stand behind a `return`, as code; None is no value."""
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    return {ast.unparse(value) for value in returned if value is not None and not _is_nothing(value)}


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def leaves(body: list[ast.stmt]) -> bool:
    """Whether no case goes on behind these statements; a block of `with` may, since it can take an error."""
    match body:
        case [*_, ast.Return() | ast.Raise() | ast.Break() | ast.Continue()]:
            return True
        case [*_, ast.If(body=then, orelse=otherwise)]:
            return leaves(then) and leaves(otherwise)
        case [*_, ast.Try(body=tried, handlers=handlers, orelse=otherwise, finalbody=last)]:
            done = leaves(otherwise or tried) and all(leaves(item.body) for item in handlers)
            return done or leaves(last)
    return False


def without_body(source: str) -> str:
    """A function with its docstring and `...` where its body was."""
    function = ast.parse(source).body[0]
    assert isinstance(function, Function)
    lines, body = source_lines(source), function.body
    documented = ast.get_docstring(function, clean=False) is not None
    kept = (body[0].end_lineno or 0) if documented else body[0].lineno - 1
    indent = " " * body[0].col_offset
    return "\n".join([*lines[:kept], f"{indent}..."]) + "\n"


def names_in(source: str) -> set[str]:
    """Every name that the source mentions."""
    return _names_of(ast.parse(source))


def _names_of(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def names_and_members_in(source: str) -> set[str]:
    """Every name that the source mentions, and those behind a dot."""
    members = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    return names_in(source) | members


def modules_in(source: str) -> set[str]:
    """Every module that the source imports, or imports from, and what it imports from there.

    `__import__("random")` has the name as text.
    """
    nodes = list(ast.walk(ast.parse(source)))
    called = [node for node in nodes if isinstance(node, ast.Call) and "import" in ast.unparse(node.func)]
    imports = [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = [alias.name for node in imports for alias in node.names]
    names += [str(arg.value) for call in called for arg in call.args if isinstance(arg, ast.Constant)]
    return {*names, *(node.module or "" for node in imports if isinstance(node, ast.ImportFrom))}


def caught_without_a_name(source: str, name: str) -> str:
    """What an `except` around this name catches and gives no name, as code; "" if the name is another thing.

    A class begins with a capital, a function is called, and what is spelt almost like a name that has a value
    is that one.
    """
    nodes = list(ast.walk(ast.parse(source)))
    given = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    given |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    called = {
        node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if not name.islower() or name in called or difflib.get_close_matches(name, given):
        return ""
    handlers = (node for node in nodes if isinstance(node, ast.ExceptHandler) and node.name is None)
    around = [node for node in handlers if any(name in _names_of(item) for item in node.body)]
    innermost = around[-1].type if around else None  # `walk` goes from the outside to the inside
    return ast.unparse(innermost) if innermost is not None else ""


def targets_of(statement: Assignment) -> list[ast.expr]:
    """What an assignment gives a value."""
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def calls_in(source: str) -> set[str]:
    """Every call that the source makes, by `name_of_call`."""
    return {name_of_call(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}


def deeds_in(source: str) -> set[str]:
    """The calls that the source makes as statements, for what they do, by `name_of_call`."""
    statements = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr)]
    done = [value.value if isinstance(value, ast.Await) else value for value in statements]
    return {name_of_call(value) for value in done if isinstance(value, ast.Call)}


def name_of_call(call: ast.Call) -> str:
    """What `self` is told to do, `self._listener.close`; of what others do, the whole call.

    A name that a function gives itself may mean something else in another function.
    """
    called = ast.unparse(call.func)
    return called if called.startswith("self.") else ast.unparse(call)


def kept_between_calls(source: str) -> str:
    """Where a source may keep something between calls: "default", "outside", or "" if that is open."""
    nodes = list(ast.walk(ast.parse(source)))
    functions = [node.args for node in nodes if isinstance(node, Function)]
    defaults = [value for found in functions for value in (*found.defaults, *found.kw_defaults)]
    grows = any(isinstance(value, (ast.List, ast.Dict, ast.Set, ast.Call)) for value in defaults)
    is_outside = any(isinstance(node, ast.Global) for node in nodes)
    if grows == is_outside:
        return ""
    return "default" if grows else "outside"
